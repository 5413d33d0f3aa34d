"""Whether tests notice that a function was changed: `make mutants`."""
