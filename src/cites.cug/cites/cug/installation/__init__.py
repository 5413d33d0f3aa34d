"""Installing into a site and leaving it: what is asked before, and what is given back."""
