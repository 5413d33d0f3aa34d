"""What is wrong with a value, in words for whoever handed it in."""
