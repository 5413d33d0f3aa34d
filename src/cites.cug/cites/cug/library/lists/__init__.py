"""How items are found: the index, filters, searches, and lists."""
