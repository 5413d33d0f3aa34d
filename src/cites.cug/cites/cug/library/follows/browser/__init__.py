"""Pages of follows."""
