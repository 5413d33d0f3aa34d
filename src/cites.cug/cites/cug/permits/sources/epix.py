"""A source with the SOAP operations of UNEP-WCMC's EPIX hub.

They are taken from its code: github.com/unepwcmc/epix,
app/controllers/api/v1/soap_api_controller.rb. The hub knows the asking country by the
client's TLS certificate. It passes the question on to the system of the country of issue
and returns that system's answer unchanged.

An answer is a fault, or a permit as CITES e-permit XML. It comes from outside, so it is
read like an uploaded file: within limits, and without document types.
"""

import re
from cites.cug.core.http_client.transport import OutsideFailed, post_request
from cites.cug.core.settings.outside import OutsideService
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
from lxml import etree
from time import monotonic
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
SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
HUB = "urn:CitesDataExchange"
FINAL, NON_FINAL = "GetFinalCitesCertificate", "GetNonFinalCitesCertificate"
STATE = "ServiceState"
#: Status 500 is how SOAP answers a fault.
STATUSES = (200, 500)


class EpixSource:
    """A ``PermitSource`` that asks an EPIX hub; keeps nothing."""

    def __init__(self, service: OutsideService):
        self.service = service

    def lookup(self, country: str, number: str, token: str) -> Foreign:
        """Ask for the permit as issued, then for the permit as endorsed.

        Every country's system answers the first (non-final) request; some also answer the
        second (final), with what was endorsed. Both share the time allowed. Raises
        SourceRefused if neither request gives a permit.
        """
        deadline = self._deadline()
        issued: Foreign | SourceRefused
        try:
            issued = self._certificate(NON_FINAL, country, number, token, deadline)
        except SourceRefused as error:
            # For a used permit, some systems have only the final version.
            if error.refusal not in (Refusal.MISSING, Refusal.REFUSED):
                raise
            issued = error
        try:
            return self._certificate(FINAL, country, number, token, deadline)
        except SourceRefused:
            if isinstance(issued, SourceRefused):
                raise issued from None
            return issued

    def check(self, country: str) -> None:
        """Raise SourceRefused if the country's system cannot be asked."""
        self._ask(STATE, {"IsoCountryCode": country}, self._deadline())

    def _deadline(self) -> float:
        return monotonic() + self.service.patience

    def _certificate(
        self, operation: str, country: str, number: str, token: str, deadline: float
    ) -> Foreign:
        arguments = {
            "CertificateNumber": number,
            "TokenId": token,
            "IsoCountryCode": country,
        }
        body = self._ask(operation, arguments, deadline)
        return read_answer(body, country, number, final=operation == FINAL)

    def _ask(self, operation: str, arguments: dict[str, str], deadline: float) -> bytes:
        headers = {
            "Content-Type": "text/xml; charset=utf-8",
            "SOAPAction": f'"{operation}"',
        }
        asked = envelope(operation, arguments)
        try:
            status, body = post_request(self.service, asked, headers, deadline)
        except OutsideFailed as error:
            raise SourceRefused(Refusal(error.failure.value)) from error.__cause__
        if status not in STATUSES:
            raise SourceRefused(Refusal.UNREACHABLE)
        check_answer(body)
        return body


def envelope(operation: str, arguments: dict[str, str]) -> bytes:
    """A request in SOAP 1.1. As in the hub's WSDL, only the operation has a namespace."""
    root = etree.Element(f"{{{SOAP}}}Envelope", nsmap={"soap": SOAP, "hub": HUB})
    body = etree.SubElement(root, f"{{{SOAP}}}Body")
    asked = etree.SubElement(body, f"{{{HUB}}}{operation}")
    for name, value in arguments.items():
        etree.SubElement(asked, name).text = value
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


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
