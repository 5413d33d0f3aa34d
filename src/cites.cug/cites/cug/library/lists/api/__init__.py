"""REST services of library."""
