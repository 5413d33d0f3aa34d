"""Workspaces: a part of a group discusses what is for nobody else."""
