"""Marks with the reader's name on each page of a PDF and on each picture."""
