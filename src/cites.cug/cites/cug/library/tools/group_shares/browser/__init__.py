"""Pages: items shared with other groups."""
