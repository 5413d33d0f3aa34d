"""CITES permits and certificates: the registry that members consult."""
