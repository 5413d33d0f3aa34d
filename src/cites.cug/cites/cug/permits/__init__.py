"""The registry of CITES permits and certificates that members look up."""
