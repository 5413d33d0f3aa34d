"""A message as a client writes it."""

import hashlib
import json
from cites.cug import _
from cites.cug.confirmation.requirement import reason_in
from cites.cug.messaging.addressing import Addressees
from cites.cug.messaging.files import CHUNK_BYTES
from cites.cug.messaging.letter import Letter
from cites.cug.restapi.request_values import RequestValues
from cites.cug.uploads.files import Upload
from collections.abc import Iterable
from dataclasses import asdict
from dataclasses import dataclass
from typing import BinaryIO


#: What only the portal sets; to take it without a word would say that it counts.
CLOSED = (
    "@id",
    "id",
    "kind",
    "receipts",
    "recipients",
    "recipients_total",
    "sender",
    "sent",
    "thread",
    "updated",
)
#: What a client writes of a message.
LETTER = ("subject", "body", "handling", "reply_to", "answer_by", "receipt")
ADDRESSEES = ("to", "categories", "countries", "everyone")
WRITTEN = (*LETTER, *ADDRESSEES)
#: What a member does with a message that is there.
FILED = ("read", "starred", "folder")


@dataclass(frozen=True)
class HandedIn:
    """A new message or draft, and how it is to be sent."""

    letter: Letter
    addressees: Addressees
    draft: bool
    igo_confirmed: bool
    files_from: str | None
    uploads: list[Upload]
    confirmed: str

    def digest(self) -> str:
        """The same for the same message only."""
        files = [(one.filename, _digest(one.stream)) for one in self.uploads]
        rest = (self.draft, self.igo_confirmed, self.files_from, files)
        told = (asdict(self.letter), self.addressees.storable(), rest)
        return hashlib.sha256(json.dumps(told, default=str).encode()).hexdigest()


def _digest(stream: BinaryIO) -> str:
    stream.seek(0)
    digest = hashlib.sha256()
    while piece := stream.read(CHUNK_BYTES):
        digest.update(piece)
    return digest.hexdigest()


def read_new(given: RequestValues) -> HandedIn:
    """A whole message. Raises InvalidValues."""
    note_unexpected(given, (*CLOSED, *FILED), _("This cannot be set here."))
    letter, addressees = read_changes(given, Letter(), Addressees())
    handed_in = HandedIn(
        letter,
        addressees,
        draft=given.flag("draft"),
        igo_confirmed=given.flag("igo_confirmed"),
        files_from=given.name("forward_files_of"),
        uploads=given.uploads(),
        confirmed=reason_in(given.values),
    )
    given.mistakes.raise_any()
    return handed_in


def read_changes(
    given: RequestValues, letter: Letter, addressees: Addressees
) -> tuple[Letter, Addressees]:
    """What was written, with what the client says anew; its mistakes are collected."""
    return (
        Letter(
            subject=given.text("subject", letter.subject),
            body=given.text("body", letter.body),
            handling=given.text("handling", letter.handling),
            reply_to=given.name("reply_to", letter.reply_to),
            answer_by=given.day("answer_by", letter.answer_by),
            receipt=given.flag("receipt", letter.receipt),
        ),
        Addressees(
            to=given.names("to", addressees.to),
            categories=given.names("categories", addressees.categories),
            countries=given.names("countries", addressees.countries),
            everyone=given.flag("everyone", addressees.everyone),
        ),
    )


def note_unexpected(given: RequestValues, names: Iterable[str], text: str) -> None:
    """Note as mistakes which of these are given."""
    for name in names:
        if name in given:
            given.mistakes.add(name, text)
