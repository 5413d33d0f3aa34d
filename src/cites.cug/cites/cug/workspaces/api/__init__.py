"""REST services of workspaces: read the request, call an action, write the answer."""
