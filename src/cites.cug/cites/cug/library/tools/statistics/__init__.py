"""What alerts add up to."""
