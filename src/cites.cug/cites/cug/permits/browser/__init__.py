"""Screens of permits, below ``{group}/permits``."""
