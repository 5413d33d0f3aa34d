"""Settings of the site and of the process that serves it."""
