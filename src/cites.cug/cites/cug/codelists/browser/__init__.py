"""Pages of code lists."""
