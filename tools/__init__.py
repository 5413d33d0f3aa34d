"""Tools for developers: benchmarks, load, and changes that tests must notice."""
