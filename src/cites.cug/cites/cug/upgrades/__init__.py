"""Upgrades of the profile."""
