"""REST services of mailing."""
