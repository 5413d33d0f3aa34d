"""REST services of login."""
