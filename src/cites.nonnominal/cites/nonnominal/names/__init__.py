"""Finds names of persons by lists of the world's names and by the words around them."""
