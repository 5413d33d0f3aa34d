"""REST services of the exchange with other systems."""
