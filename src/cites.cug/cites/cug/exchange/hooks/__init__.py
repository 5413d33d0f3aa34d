"""Web hooks: programs of service accounts are told that something has changed."""
