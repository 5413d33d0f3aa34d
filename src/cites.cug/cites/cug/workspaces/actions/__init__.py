"""Actions on workspaces, topics, comments and teams."""
