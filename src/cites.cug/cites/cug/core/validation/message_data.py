"""Messages as plain data, to pass them between processes."""

from collections.abc import Sequence
from typing import Any
from zope.i18nmessageid import Message


def write_message(message: Message) -> list[Any]:
    """The message as a list: its id, its domain, its English and its mapping."""
    mapping = message.mapping or {}
    return [
        str(message),
        message.domain,
        message.default,
        {
            name: write_message(value) if isinstance(value, Message) else value
            for name, value in mapping.items()
        },
    ]


def read_message(told: Sequence[Any]) -> Message:
    key, domain, english, mapping = told
    return Message(
        key,
        domain=domain,
        default=english,
        mapping={
            name: read_message(value) if isinstance(value, list) else value
            for name, value in mapping.items()
        },
    )
