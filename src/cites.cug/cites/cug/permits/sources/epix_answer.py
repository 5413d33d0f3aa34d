"""What a hub answers: a fault, or the permit as CITES e-permit XML.

It comes from outside, so that it is read as any file that is handed in, with limits and
without document types.
"""

import re
from cites.cug.permits.formats.elements import Element, elements
from cites.cug.permits.formats.epermit_boxes import ROOTS
from cites.cug.permits.formats.epermit_reading import read_epermits
from cites.cug.permits.formats.raw_permit import NothingWanted, RawPermit, UnreadableFile
from cites.cug.permits.number import normal_number
from cites.cug.permits.sources.source import Foreign, Refusal, SourceRefused
from cites.cug.permits.validation import PermitReader
from cites.cug.validation.errors import InvalidValue
from collections.abc import Iterable
from copy import deepcopy
from io import BytesIO
from typing import Any


#: The hub's own words → what they mean, by its source. ``CertificateMissing`` speaks of
#: the TLS certificate of whoever asks, not of the CITES certificate.
FAULTS = {
    "CertificateMissing": Refusal.CALLER_UNKNOWN,
    "CallerNotFound": Refusal.CALLER_UNKNOWN,
    "CalleeNotFound": Refusal.NOT_AVAILABLE,
    "AdapterNotAvailable": Refusal.NOT_AVAILABLE,
    "This request took too long to process...": Refusal.TIME_OUT,
}
FAULT = "Fault"
#: Where SOAP 1.1 and 1.2 say in words what is wrong.
REASONS = ("faultstring", "Reason/Text")
LONGEST_REASON = 200
ENVELOPE = "Envelope"


def check_answer(body: bytes) -> None:
    """Raises SourceRefused if the answer is a fault, or nothing that can be read."""
    try:
        for element in elements(BytesIO(body), (FAULT, *ROOTS), {}):
            if element.name == FAULT:
                raise _refusal(element)
    except NothingWanted as error:
        if error.root != ENVELOPE:
            raise SourceRefused(Refusal.UNREACHABLE) from error
    except UnreadableFile as error:
        raise SourceRefused(Refusal.UNREACHABLE) from error


def read_answer(body: bytes, country: str, number: str, *, final: bool) -> Foreign:
    """The permit that was asked for. Raises SourceRefused.

    A country's system need not name its country, and may fill boxes in its own way: what
    cannot be read is left out and named. Another permit than that is no answer.
    """
    try:
        given = list(read_epermits(BytesIO(body)))
    except NothingWanted as error:
        raise SourceRefused(Refusal.MISSING) from error
    key = country, normal_number(number)
    for one in given:
        found = _foreign(one, country, final)
        if found is not None:
            permit = found.permit
            if (permit.country, normal_number(permit.number)) == key:
                return found
    raise SourceRefused(Refusal.UNREACHABLE)


def _refusal(fault: Element) -> SourceRefused:
    said = (node.value for way in REASONS for node in fault.all(way))
    reason = " ".join(next(said, "").split())
    refusal = FAULTS.get(reason)
    if refusal is not None:
        return SourceRefused(refusal)
    # Handed through from the country's system, which knows best what is wrong.
    return SourceRefused(Refusal.REFUSED, reason[:LONGEST_REASON])


def _foreign(given: RawPermit, country: str, final: bool) -> Foreign | None:
    """The permit as far as it can be read; None if it does not say which one it is."""
    values = deepcopy(dict(given.values))
    read = PermitReader()
    wrong = [fault.field for fault in given.faults]
    unread: list[str] = []
    # Without what is wrong, more may be; not for ever.
    for _time in range(3):
        unread += wrong
        _leave_out(values, wrong)
        values.setdefault("country", country)
        try:
            permit = read(values)
        except InvalidValue as error:
            wrong = [mistake.place for mistake in error.mistakes]
        else:
            return Foreign(
                permit=permit, final=final, unread=tuple(dict.fromkeys(unread))
            )
    return None


def _leave_out(values: dict[str, Any], places: Iterable[str]) -> None:
    """``lines[2].quantity`` and the like."""
    for place in places:
        *way, last = re.findall(r"\w+", place)
        part: Any = values
        for step in way:
            part = part[int(step) if isinstance(part, list) else step]
        part.pop(last, None)
        if last == "source":
            part.pop("second_source", None)  # says nothing alone
