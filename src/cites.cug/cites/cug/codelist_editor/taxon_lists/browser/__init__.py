"""The page of the list of taxa."""
