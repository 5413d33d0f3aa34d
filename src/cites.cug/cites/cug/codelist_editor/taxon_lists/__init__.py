"""Puts the whole list of CITES taxa into the records."""
