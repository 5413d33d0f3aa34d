"""Screens: what a stranger sees, and the desk."""
