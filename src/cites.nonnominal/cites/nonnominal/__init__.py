"""Finds what in a text names a person or a company, so that its writer can decide."""
