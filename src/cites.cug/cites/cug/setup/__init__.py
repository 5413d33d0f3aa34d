"""Installing into a site and uninstalling: the checks before, and what is restored."""
