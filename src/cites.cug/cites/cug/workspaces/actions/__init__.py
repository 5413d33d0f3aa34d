"""What happens to workspaces: every change of state."""
