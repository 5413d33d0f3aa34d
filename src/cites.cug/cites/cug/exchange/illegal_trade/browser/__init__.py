"""The page of the illegal trade report."""
