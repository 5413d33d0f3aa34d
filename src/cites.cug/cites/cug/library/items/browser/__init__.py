"""Pages of the library, one module for each kind of page."""
