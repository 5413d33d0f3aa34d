"""REST services of access requests."""
