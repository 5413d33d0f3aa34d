"""Pages of the directory of institutions."""
