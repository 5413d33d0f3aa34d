"""Start pages: they show what the domains have, and keep no data of their own."""
