"""Pages of codelists."""
