"""Pages for strangers who ask for access, and for those who decide."""
