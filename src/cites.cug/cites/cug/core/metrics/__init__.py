"""Figures about the running process, for Prometheus."""
