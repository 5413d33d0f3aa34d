"""REST: requests for assistance."""
