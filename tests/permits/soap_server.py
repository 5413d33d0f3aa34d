"""A hub as a process of its own; writes what it was asked into a file.

``python soap_server.py PORT FILE [CERTIFICATE AUTHORITY]``. With a certificate it speaks
TLS and, like the hub, knows its callers by certificates of that authority. What it does
stands before the first dot of the number it is asked for: the names of the methods of
``Behaviour``. It gives permits of which it has been told nothing else.
"""

import json
import ssl
import sys
import time
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from lxml import etree
from pathlib import Path
from threading import Event


SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
HUB = "urn:CitesDataExchange"
FINAL = "GetFinalCitesCertificate"
PERMIT = """<rsm:CITESEPermit
    xmlns:rsm="urn:un:unece:uncefact:data:standard:CITESEPermit:2"
    xmlns:ram="urn:un:unece:uncefact:data:draft:ReusableAggregateBusinessInformationEntity:1">
  <rsm:HeaderExchangedDocument>
    <ram:ID>{number}</ram:ID><ram:TypeCode>E</ram:TypeCode>
    <ram:PurposeCode>{purpose}</ram:PurposeCode>
    <ram:EffectiveSpecifiedPeriod>
      <ram:StartDateTime>2026-01-06T12:03:52+01:00</ram:StartDateTime>
      <ram:EndDateTime>2026-07-05T12:03:52+02:00</ram:EndDateTime>
    </ram:EffectiveSpecifiedPeriod>
    <ram:FirstSignatoryDocumentAuthentication><ram:ID>S 1234567</ram:ID>
      <ram:ProviderTradeParty>
      <ram:Name>Management Authority (exercise)</ram:Name>{country}
    </ram:ProviderTradeParty></ram:FirstSignatoryDocumentAuthentication>
  </rsm:HeaderExchangedDocument>
  <rsm:SpecifiedSupplyChainConsignment>
    <ram:ConsignorTradeParty><ram:Name>Zqexporter Trading</ram:Name>
      <ram:PostalTradeAddress><ram:CityName>Zqharbour</ram:CityName>
      <ram:CountryID>XA</ram:CountryID></ram:PostalTradeAddress></ram:ConsignorTradeParty>
    <ram:ConsigneeTradeParty><ram:PostalTradeAddress><ram:CountryID>XB</ram:CountryID>
      </ram:PostalTradeAddress></ram:ConsigneeTradeParty>
    <ram:IncludedSupplyChainConsignmentItem>
      <ram:ID>A</ram:ID>
      <ram:OriginTradeCountry><ram:ID>XA</ram:ID></ram:OriginTradeCountry>
      <ram:TransportLogisticsPackage><ram:ItemQuantity>2</ram:ItemQuantity>
      </ram:TransportLogisticsPackage>
      <ram:IncludedSupplyChainTradeLineItem><ram:TypeCode>I</ram:TypeCode>
        <ram:TypeExtensionCode>W</ram:TypeExtensionCode>
        <ram:SpecifiedTradeProduct><ram:TypeCode>LIV</ram:TypeCode>
          <ram:ScientificName>Acinonyx jubatus</ram:ScientificName>
        </ram:SpecifiedTradeProduct></ram:IncludedSupplyChainTradeLineItem>
    </ram:IncludedSupplyChainConsignmentItem>
  </rsm:SpecifiedSupplyChainConsignment>
</rsm:CITESEPermit>"""
COUNTRY = (
    "<ram:PostalTradeAddress><ram:CountryID>{}</ram:CountryID></ram:PostalTradeAddress>"
)
LAUGHS = "".join(f'<!ENTITY l{level + 1} "{f"&l{level};" * 10}">' for level in range(9))


class Handler(BaseHTTPRequestHandler):
    """Answers one question; ``file`` and ``names`` are set by ``main``."""

    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        (asked,) = etree.fromstring(body).find(f"{{{SOAP}}}Body")
        self.operation = etree.QName(asked).localname
        self.asked = {part.tag: part.text or "" for part in asked}
        line = {
            "operation": self.operation,
            "namespace": etree.QName(asked).namespace,
            "action": self.headers["SOAPAction"],
            "path": self.path,
            "caller": self.caller(),
            **self.asked,
        }
        with self.server.file.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")
        if self.server.tls and line["caller"] is None:
            return self.fault("CertificateMissing")
        if self.operation == "ServiceState":
            return self.envelope("<State>available</State>")
        name = self.asked["CertificateNumber"].partition(".")[0]
        return getattr(Behaviour, name, Behaviour.gives)(self)

    def caller(self):
        """The country in the certificate of whoever asks."""
        certificate = self.connection.getpeercert() if self.server.tls else None
        names = dict(name for (name,) in (certificate or {}).get("subject", ()))
        return names.get("countryName")

    def permit(self, number=None, country="XA", purpose="Z"):
        number = escape(number or self.asked["CertificateNumber"])
        place = COUNTRY.format(country) if country else ""
        return PERMIT.format(number=number, country=place, purpose=purpose)

    def envelope(self, inside, before=""):
        name = f"{self.operation}Response"
        self.send(
            200,
            f'{before}<s:Envelope xmlns:s="{SOAP}"><s:Body><h:{name} xmlns:h="{HUB}">'
            f"{inside}</h:{name}></s:Body></s:Envelope>",
        )

    def fault(self, reason):
        self.send(
            500,
            f'<s:Envelope xmlns:s="{SOAP}"><s:Body><s:Fault><faultcode>Server</faultcode>'
            f"<faultstring>{escape(reason)}</faultstring></s:Fault></s:Body></s:Envelope>",
        )

    def send(self, status, text, **headers):
        body = text.encode()
        self.send_response(status)
        for name, value in {"Content-Type": "text/xml", **headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args):
        """Quiet."""


class Behaviour:
    """What the number that is asked for may begin with."""

    def gives(self):
        self.envelope(self.permit())

    def nonfinal(self):
        """Of a country that has no final certificates."""
        if self.operation == FINAL:
            return self.fault("Operation not supported")
        return self.envelope(self.permit())

    def issued(self):
        """And not yet used."""
        self.envelope("" if self.operation == FINAL else self.permit())

    def used(self):
        self.envelope(self.permit() if self.operation == FINAL else "")

    def tired(self):
        """Says no more after the first question."""
        if self.operation == FINAL:
            Event().wait()
        self.envelope(self.permit())

    def doubly(self):
        name = "Final" if self.operation == FINAL else "Non-final"
        self.fault(f"{name}: unknown number")

    def nothing(self):
        self.envelope("")

    def fault(self):
        """``fault.CallerNotFound.1``"""
        self.fault(self.asked["CertificateNumber"].split(".")[1])

    def wordy(self):
        self.fault(f"<b>Ask {'again ' * 100}")

    def country(self):
        """Does not say whose the permit is."""
        self.envelope(self.permit(country=""))

    def other(self):
        self.envelope(self.permit(number="another"))

    def foreign(self):
        self.envelope(self.permit(country="XB"))

    def odd(self):
        """Fills a box in its own way."""
        self.envelope(self.permit(purpose="Hunting"))

    def odder(self):
        """Names a country that is none, and a source that is none beside one that is."""
        permit = self.permit(country="Neverland")
        code = "<ram:TypeExtensionCode>{}</ram:TypeExtensionCode>"
        self.envelope(permit.replace(code.format("W"), code.format("8 W")))

    def protected(self):
        """By a token."""
        known = self.asked["TokenId"] == "zqtoken"
        self.envelope(self.permit() if known else "")

    def held(self):
        """Until there is a file ``go`` beside the one that is written."""
        while not self.server.file.with_name("go").exists():
            time.sleep(0.05)
        self.envelope(self.permit())

    def slow(self):
        Event().wait()

    def trickles(self):
        """Never ends, and is never silent for long."""
        self.send_response(200)
        self.send_header("Content-Length", "100000")
        self.end_headers()
        while True:
            self.wfile.write(b" ")
            time.sleep(0.1)

    def heads(self):
        """The same with a header."""
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
        while True:
            self.wfile.write(b"x")
            time.sleep(0.1)

    def cut(self):
        self.send_response(200)
        self.send_header("Content-Length", "100000")
        self.end_headers()
        self.wfile.write(self.permit().encode())
        self.close_connection = True

    def drops(self):
        self.close_connection = True

    def huge(self):
        """The permit behind more than can be of use."""
        self.envelope(f"{' ' * 9 * 2**20}{self.permit()}")

    def endless(self):
        self.send_response(200)
        self.send_header("Connection", "close")
        self.end_headers()
        while True:
            self.wfile.write(b" " * 65536)

    def laughs(self):
        self.envelope("&l9;", f'<!DOCTYPE lolz [<!ENTITY l0 "ha">{LAUGHS}]>')

    def reads(self):
        """Tries to have a file read."""
        entity = '<!DOCTYPE x [<!ENTITY file SYSTEM "file:///etc/passwd">]>'
        self.envelope(self.permit() + "&file;", entity)

    def deep(self):
        self.envelope("<a>" * 5000 + "</a>" * 5000)

    def page(self):
        self.send(200, "<html><body><p>Welcome</p></body></html>")

    def words(self):
        self.send(200, "no XML at all: <")

    def moved(self):
        self.send(302, "", Location="http://127.0.0.1:1/")

    def failing(self):
        self.send(503, "")


def main(port, file, certificate="", authority=""):
    server = ThreadingHTTPServer(("127.0.0.1", int(port)), Handler)
    server.daemon_threads = True
    server.file, server.tls = Path(file), bool(certificate)
    server.handle_error = lambda *_args: None
    if certificate:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=authority)
        context.load_cert_chain(certificate)
        context.verify_mode = ssl.CERT_OPTIONAL
        server.socket = context.wrap_socket(server.socket, server_side=True)
    server.serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
