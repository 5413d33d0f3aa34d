"""A message as a client writes it."""

from cites.cug.messaging.about import About, read_about
from cites.cug.messaging.schema import (
    ADDRESSEES,
    Addressees,
    IMessage,
    ISending,
    LETTER,
    Letter,
)
from cites.cug.web.confirmation.decisions import DECISION_KEYS, Decisions, read_decisions
from cites.cug.web.restapi.request_values import RequestValues
from cites.cug.web.uploads.files import Upload
from dataclasses import dataclass
from typing import Any, TypeVar
from zope.schema import getFieldNames, getFieldsInOrder


Part = TypeVar("Part", Letter, Addressees)

#: What a client writes of a message.
WRITTEN = (*LETTER, *ADDRESSEES)
#: What a member does with a message that is there.
FILED = ("read", "starred", "folder")
#: What a new message is sent with.
SENT = (*WRITTEN, *getFieldNames(ISending), "attachments", "about", *DECISION_KEYS)


@dataclass(frozen=True)
class HandedIn:
    """A new message or draft, and how it is to be sent."""

    letter: Letter
    addressees: Addressees
    uploads: list[Upload]
    #: By the names of ``ISending``.
    options: dict[str, Any]
    #: About text that may name somebody.
    decisions: Decisions
    about: About | None


def read_new(group: Any, given: RequestValues) -> HandedIn:
    """A whole message. Raises InvalidValues."""
    letter, addressees = read_changes(given, Letter(), Addressees())
    options = {
        name: given.read(field, field.default)
        for name, field in getFieldsInOrder(ISending)
    }
    decisions = given.mistakes.gather(read_decisions, given.values)
    about = given.mistakes.gather(read_about, group, given.values.get("about"))
    uploads = given.uploads()
    handed_in = HandedIn(letter, addressees, uploads, options, decisions, about)
    given.mistakes.raise_any()
    return handed_in


def read_changes(
    given: RequestValues, letter: Letter, addressees: Addressees
) -> tuple[Letter, Addressees]:
    """What was written, with what the client says anew; its mistakes are collected."""
    return _changed(given, letter), _changed(given, addressees)


def _changed(given: RequestValues, part: Part) -> Part:
    read = {name: given.read(IMessage[name], value) for name, value in vars(part).items()}
    return type(part)(**read)
