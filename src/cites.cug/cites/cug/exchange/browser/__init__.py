"""Pages of the exchange with other systems."""
