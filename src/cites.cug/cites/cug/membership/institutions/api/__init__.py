"""REST services of the directory of institutions."""
