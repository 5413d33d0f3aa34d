"""Pages: translations of an item's texts."""
