"""Encryption at rest: the keys, and what is sealed with them."""
