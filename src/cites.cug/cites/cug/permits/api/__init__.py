"""REST services of permits, at the portal."""
