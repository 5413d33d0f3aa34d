"""Screens of the library: thin, one module for each noun."""
