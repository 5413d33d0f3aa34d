"""Screens of workspaces."""
