"""Notices by e-mail: that there is something new, never what."""
