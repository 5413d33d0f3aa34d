"""REST services of the illegal trade report."""
