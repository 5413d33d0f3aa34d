"""What is written as e-permit XML is read back to the same values, whatever they are."""

import unittest
from cites.cug.core.codelists.lists import code_list
from cites.cug.core.validation.errors import InvalidValue
from cites.cug.permits import schema
from cites.cug.permits.fields import EARLIEST, LATEST
from cites.cug.permits.formats.epermit import write
from cites.cug.permits.formats.reading import read_permits
from cites.cug.permits.permit import PermitType
from cites.cug.permits.validation import read_permit
from decimal import Decimal
from hypothesis import assume, example, given
from hypothesis import strategies as st
from io import BytesIO
from lxml import etree


def some(boxes):
    """A few boxes at a time: most of most permits are empty."""
    pairs = [st.tuples(st.just(name), value) for name, value in boxes.items()]
    return st.lists(st.one_of(pairs), max_size=6).map(dict)


def texts(boxes):
    return {
        name: st.text(max_size=min(box.max_length, 60))
        for name, box in boxes.items()
        if hasattr(box, "max_length")
    }


def codes(name):
    return st.sampled_from(sorted(code_list(name).entries))


DAY = st.dates(EARLIEST, LATEST)
AMOUNT = st.integers(0, 10**12).map(lambda number: Decimal(number).scaleb(-4))
PARTY = some(texts(schema.PARTY) | {"country": codes("country")})
LINE = some(
    texts(schema.LINE)
    | dict.fromkeys(("quantity", "used_to_date", "quota", "endorsed_quantity"), AMOUNT)
    | dict.fromkeys(("origin_date", "last_reexport_date", "acquired"), DAY)
    | dict.fromkeys(("origin_country", "last_reexport_country"), codes("country"))
    | {
        "source": codes("source"),
        "term": codes("term"),
        "unit": codes("unit"),
        "appendix": st.sampled_from(["I", "II", "III"]),
    }
)
SOURCES = st.fixed_dictionaries(
    {"source": codes("source"), "second_source": codes("source")}
)
PERMIT = st.builds(
    dict.__or__,
    some(
        texts(schema.PERMIT)
        | dict.fromkeys(("valid_from", "valid_until", "issued"), DAY)
        | dict.fromkeys(("importer", "exporter"), PARTY)
        | {
            "purpose": codes("purpose"),
            "copy": st.booleans(),
            "endorsement": some({"port": st.text(max_size=40), "date": DAY}),
            "lines": st.lists(st.one_of(LINE, SOURCES), max_size=3),
        }
    ),
    st.fixed_dictionaries(
        {
            "country": st.sampled_from(["XA", "XB", "CH"]),
            "number": st.text(min_size=1, max_size=30),
            "type": st.sampled_from([kind.value for kind in PermitType]),
        }
    ),
)


KEY = {"country": "XA", "number": "XA-1", "type": "E"}


class TestRoundTrip(unittest.TestCase):
    # Seldom found: what must not be taken for one value.
    @example(KEY | {"lines": [{"source": "I", "second_source": "I"}]})
    @given(PERMIT)
    def test_every_permit_that_is_let_through(self, values):
        permit = self.let_through(values)
        (found,) = read_permits(BytesIO(write(permit)), "permit.xml")
        self.assertEqual(permit, found.permit)

    def let_through(self, values):
        try:
            return read_permit(values)
        except InvalidValue:
            assume(False)


class TestWritten(unittest.TestCase):
    def setUp(self):
        line = {
            "block": "A",
            "scientific_name": "Acinonyx jubatus",
            "quantity": "2.50",
            "unit": "KIL",
            "source": "I",
            "second_source": "W",
            "origin_country": "XB",
            "origin_permit": "XB 9",
            "last_reexport_permit": "XC 7",
        }
        values = {"country": "XA", "number": "XA & 1", "type": "R", "lines": [line]}
        self.root = etree.fromstring(write(read_permit(values)))

    def texts(self, path):
        return self.root.xpath(
            f"//r:{path}",
            namespaces={"r": self.root.nsmap["ram"]},
        )

    def test_it_is_version_two(self):
        self.assertEqual(
            "{urn:un:unece:uncefact:data:standard:CITESEPermit:2}CITESEPermit",
            self.root.tag,
        )
        parts = [etree.QName(part).localname for part in self.root]
        self.assertEqual(
            [
                "SpecifiedExchangedDocumentContext",
                "HeaderExchangedDocument",
                "SpecifiedSupplyChainConsignment",
            ],
            parts,
        )
        self.assertEqual("CITES PERMITTING", self.texts("Value")[0].text)

    def test_the_documents_are_of_the_kinds_that_the_hub_reads(self):
        documents = {
            document.findtext("{*}TypeCode"): document.findtext("{*}ID")
            for document in self.texts("AssociatedReferencedDocument")
        }
        self.assertEqual({"861": "XB 9", "811": "XC 7"}, documents)

    def test_quantity_and_sources(self):
        (quantity,) = self.texts("ItemQuantity")
        self.assertEqual(("2.5", "KIL"), (quantity.text, quantity.get("unitCode")))
        sources = [source.text for source in self.texts("TypeExtensionCode")]
        self.assertEqual(["I", "W"], sources)

    def test_what_stands_in_an_item_is_in_the_order_of_the_schema(self):
        (item,) = self.texts("IncludedSupplyChainConsignmentItem")
        names = [etree.QName(part).localname for part in item]
        self.assertEqual(
            [
                "ID",
                "OriginTradeCountry",
                "AssociatedReferencedDocument",
                "AssociatedReferencedDocument",
                "TransportLogisticsPackage",
                "IncludedSupplyChainTradeLineItem",
            ],
            names,
        )
