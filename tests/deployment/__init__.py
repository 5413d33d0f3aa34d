"""Real deployments, started as an administrator would; run by pytest alone."""
