"""Start pages: they read the domains and own nothing."""
