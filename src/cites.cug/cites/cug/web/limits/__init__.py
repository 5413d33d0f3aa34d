"""Limits of what each member may do and store, so that nobody can block the portal."""
