"""Pages of permits, below ``{group}/permits``."""
