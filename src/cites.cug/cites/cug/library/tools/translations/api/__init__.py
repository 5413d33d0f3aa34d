"""REST: translations of an item's texts."""
