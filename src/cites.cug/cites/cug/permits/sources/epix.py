"""A source with the SOAP operations of UNEP-WCMC's EPIX hub.

They are taken from its code: github.com/unepwcmc/epix,
app/controllers/api/v1/soap_api_controller.rb. The hub knows the asking country by the
client's TLS certificate. It passes the question on to the system of the country of issue
and returns that system's answer unchanged.
"""

from cites.cug.core.http_client.transport import OutsideFailed, post_request
from cites.cug.core.settings.outside import OutsideService
from cites.cug.permits.sources.epix_answer import check_answer, read_answer
from cites.cug.permits.sources.source import Foreign, Refusal, SourceRefused
from lxml import etree
from time import monotonic


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
