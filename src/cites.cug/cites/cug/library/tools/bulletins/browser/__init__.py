"""The page that makes a bulletin."""
