"""Screens of membership: thin, one module for each noun."""
