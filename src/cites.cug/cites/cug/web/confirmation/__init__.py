"""Holds text that may name somebody back until its writer has decided."""
