"""Where permits are asked for that the registry does not keep."""
