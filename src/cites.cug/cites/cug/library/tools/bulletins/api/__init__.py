"""REST services of bulletins."""
