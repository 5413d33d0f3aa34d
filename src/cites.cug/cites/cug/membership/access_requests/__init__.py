"""Requests for access to a group: from the public form to the decision."""
