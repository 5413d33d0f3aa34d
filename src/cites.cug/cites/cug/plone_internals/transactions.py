"""Transactions."""

from typing import Any


def joined_resources(transaction: Any) -> list[Any]:
    """The databases and other resources that take part in a transaction so far."""
    return transaction._resources
