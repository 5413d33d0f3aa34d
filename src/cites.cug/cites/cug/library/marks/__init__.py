"""Whose copy of a file this is: written over every page and picture that goes out."""
