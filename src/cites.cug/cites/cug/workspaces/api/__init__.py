"""REST of workspaces: parse, call an action, serialise."""
