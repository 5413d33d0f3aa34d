"""Measures the portal beside stock Plone; ``run.py`` is the entry."""
