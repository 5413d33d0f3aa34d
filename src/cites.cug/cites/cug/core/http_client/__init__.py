"""Requests to services outside the portal, which the operator has named."""
