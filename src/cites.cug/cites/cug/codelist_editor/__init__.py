"""The desk at which the Secretariat corrects code lists."""
