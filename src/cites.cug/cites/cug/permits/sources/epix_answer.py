"""Reads answers of an EPIX hub: a fault, or a permit as CITES e-permit XML.

Answers come from outside, so they are read like uploaded files: within limits, and
without document types.
"""

import re
from cites.cug.core.validation.errors import InvalidValue
from cites.cug.core.validation.permit_number import normal_number
from cites.cug.permits.formats.elements import Element, elements
from cites.cug.permits.formats.epermit_boxes import ROOTS
from cites.cug.permits.formats.epermit_reading import read_epermits
from cites.cug.permits.formats.raw_permit import NothingWanted, RawPermit, UnreadableFile
from cites.cug.permits.sources.source import Foreign, Refusal, SourceRefused
from cites.cug.permits.validation import PermitReader
from collections.abc import Iterable
from copy import deepcopy
from io import BytesIO
from typing import Any


#: Faults of the hub → refusals, by its source code. ``CertificateMissing`` means the TLS
#: certificate of the caller, not the CITES certificate.
FAULTS = {
    "CertificateMissing": Refusal.CALLER_UNKNOWN,
    "CallerNotFound": Refusal.CALLER_UNKNOWN,
    "CalleeNotFound": Refusal.NOT_AVAILABLE,
    "AdapterNotAvailable": Refusal.NOT_AVAILABLE,
    "This request took too long to process...": Refusal.TIME_OUT,
}
FAULT = "Fault"
#: Elements with the text of a fault, in SOAP 1.1 and SOAP 1.2.
REASONS = ("faultstring", "Reason/Text")
LONGEST_REASON = 200
ENVELOPE = "Envelope"


def check_answer(body: bytes) -> None:
    """Raise SourceRefused if the answer is a fault or cannot be read."""
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
    """The permit of the answer.

    Boxes that cannot be read are left empty and named in ``unread``; a missing country of
    issue is taken from the question. Raises SourceRefused if the answer has no permit, or
    only permits with another country or number.
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
    # A fault of the country's own system, which the hub passes on.
    return SourceRefused(Refusal.REFUSED, reason[:LONGEST_REASON])


def _foreign(given: RawPermit, country: str, final: bool) -> Foreign | None:
    """The permit, with unreadable boxes left empty; None if it cannot be identified."""
    values = deepcopy(dict(given.values))
    read = PermitReader()
    wrong = [fault.field for fault in given.faults]
    unread: list[str] = []
    # Once faulty values are left out, others may turn out faulty; three times is enough.
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
    """Remove the values at places like ``lines[2].quantity``."""
    for place in places:
        *way, last = re.findall(r"\w+", place)
        part: Any = values
        for step in way:
            part = part[int(step) if isinstance(part, list) else step]
        part.pop(last, None)
        if last == "source":
            part.pop("second_source", None)  # a second code needs a first
