"""Pages of mailing."""
