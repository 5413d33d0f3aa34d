"""Messages as plain data, to be told by one process to another."""

from collections.abc import Sequence
from typing import Any
from zope.i18nmessageid import Message


def write_message(message: Message) -> list[Any]:
    """Words of the message, their domain, and what is put into them."""
    mapping = message.mapping or {}
    return [
        str(message),
        message.domain,
        {
            name: write_message(value) if isinstance(value, Message) else value
            for name, value in mapping.items()
        },
    ]


def read_message(told: Sequence[Any]) -> Message:
    words, domain, mapping = told
    return Message(
        words,
        domain=domain,
        mapping={
            name: read_message(value) if isinstance(value, list) else value
            for name, value in mapping.items()
        },
    )
