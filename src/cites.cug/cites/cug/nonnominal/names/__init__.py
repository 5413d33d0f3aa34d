"""Persons' names, found by lists of the world's names and by the words around them."""
