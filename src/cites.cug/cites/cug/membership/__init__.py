"""Groups and their members: rosters, invitations, requests for access, accounts."""
