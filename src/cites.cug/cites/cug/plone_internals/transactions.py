"""Transactions."""

from typing import Any


def joined_resources(transaction: Any) -> list[Any]:
    """What takes part in a transaction so far: databases and others that vote."""
    return transaction._resources
