"""REST: permits of the portal."""
