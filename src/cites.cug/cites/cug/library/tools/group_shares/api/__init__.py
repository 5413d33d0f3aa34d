"""REST: items shared with other groups."""
