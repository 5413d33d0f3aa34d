"""Checks values, and words mistakes for the sender."""
