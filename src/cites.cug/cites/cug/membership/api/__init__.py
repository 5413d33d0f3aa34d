"""REST services of membership."""
