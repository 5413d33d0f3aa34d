"""Workspaces: teams within a group discuss topics that nobody else may read."""
