"""Pages of membership, one module for each kind of page."""
