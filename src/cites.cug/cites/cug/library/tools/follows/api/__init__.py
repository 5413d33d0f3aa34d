"""REST services of follows."""
