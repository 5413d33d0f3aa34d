"""Text that may name somebody is held back until its writer has decided."""
