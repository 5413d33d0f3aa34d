"""Where alerts happened."""
