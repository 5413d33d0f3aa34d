"""What members do with items: statistics, maps, bulletins, follows, corrections."""
