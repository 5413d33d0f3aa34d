"""Outside sources of permits that the registry does not have."""
