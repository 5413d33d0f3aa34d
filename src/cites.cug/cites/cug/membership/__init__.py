"""Who is a member: groups and their rosters."""
