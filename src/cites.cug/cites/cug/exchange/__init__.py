"""What other systems take from the library, in their own formats."""
