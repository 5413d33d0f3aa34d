"""Each file of `tests/permits/files`: what is read from it, or what is said of it."""

import unittest
from cites.cug.permits.formats.raw_permit import UnreadableFile
from cites.cug.permits.formats.reading import read_permits
from cites.cug.permits.permit import Endorsement, Party, PermitLine, PermitType
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from zope.i18n import translate


FILES = Path(__file__).parents[1] / "files"
#: File → permits in it: number, line where each begins, how many lines it has.
READ = {
    "v1.xml": [("XA-2026-000123", 1, 1)],
    "v1-soap.xml": [("XA-2026-000123", 5, 1)],
    "v2.xml": [("XA-2026-000123", 2, 1)],
    "v2-soap.xml": [("XA-2026-000123", 5, 1)],
    "v2-attachment.xml": [("XA-2026-000123", 5, 1)],
    "v2-byte-order-mark.xml": [("XA-2026-000123", 2, 1)],
    "v2-default-namespace.xml": [("XA-2026-000123", 2, 1)],
    "v2-empty-boxes.xml": [("XA-2026-000123", 2, 1)],
    "v2-every-box.xml": [("XA-2026-000124", 2, 2)],
    "v2-header-alone.xml": [("XA 77", 1, 0)],
    "v2-latin-1.xml": [("XA-2026-000123", 2, 1)],
    "v2-letters-of-documents.xml": [("XA-2026-000123", 2, 1)],
    "v2-no-namespace.xml": [("XA-2026-000123", 2, 1)],
    "v2-ns2.xml": [("XA-2026-000123", 2, 1)],
    "v2-three-permits.xml": [
        ("XA-2026-000201", 2, 1),
        ("XA-2026-000202", 70, 1),
        ("XA-2026-000203", 138, 1),
    ],
    "v2-undeclared-prefix.xml": [("XA-2026-000123", 2, 1)],
    "v2-utf-16.xml": [("XA-2026-000123", 2, 1)],
    "v2-windows-1252.xml": [("XA-2026-000123", 2, 1)],
    "v2-wrapped-values.xml": [("XA-2026-000123", 2, 1)],
    "byte-order-mark.csv": [("XA-1", 2, 1)],
    "fields.csv": [("XA-1", 2, 2), ("XA-2", 4, 0)],
    "quoted-lines.csv": [("XA-1", 2, 1), ("XA-2", 4, 1)],
    "table.xlsx": [("2026001", 2, 2), ("B-7", 4, 0)],
    "titles.csv": [("XA-1", 2, 1)],
    "unicode-text.txt": [("XA-1", 2, 1)],
    "windows.csv": [("XA-1", 2, 1)],
    "list.json": [("XA-1", None, 1), ("XA-2", None, 1)],
    "one.json": [("XA-1", None, 1)],
    "permits.json": [("XA-1", None, 1)],
}
#: File → line, field and the beginning of the reason of each fault.
DTD = [(2, "", "The file declares a document type (DTD)")]
REFUSED = {
    "bad-billion-laughs.xml": DTD,
    "bad-external-dtd.xml": DTD,
    "bad-external-entity.xml": DTD,
    "bad-quadratic.xml": DTD,
    "bad-undeclared-entity.xml": [(10, "", "The file is not XML here, at character 13")],
    "bad-deep.xml": [(1, "", "The XML is nested too deeply.")],
    "bad-deep-in-permit.xml": [(1, "", "The XML is nested too deeply.")],
    "bad-truncated.xml": [(28, "", "The file is not XML here, at character 38")],
    "bad-unclosed.xml": [(34, "", "The file is not XML here, at character 5")],
    "bad-two-documents.xml": [(70, "", "The file is not XML here, at character 1,")],
    "bad-encoding.xml": [(63, "", "The file is not XML here, at character 29")],
    "bad-unknown-encoding.xml": [(1, "", "The encoding that the file names")],
    "bad-encoding-of-several-bytes.xml": [(1, "", "The encoding that the file names")],
    "bad-control-character.xml": [(10, "", "The file is not XML here, at character 15")],
    "bad-empty.xml": [(None, "", "The file is empty.")],
    "bad-html.xml": [
        (1, "", "No CITES e-permit was found in the file; it begins with “html")
    ],
    "bad-invoice.xml": [(1, "", "No CITES e-permit was found")],
    "bad-version-3.xml": [(1, "", "No CITES e-permit was found")],
    "bad-codes.xml": [
        (11, "type", "“Q” is not one of the codes."),
        (53, "lines[0].unit", "“STONE” is not one of the codes."),
        (58, "lines[0].appendix", "“IV” is not one of the codes."),
        (59, "lines[0].source", "“J” is not one of the codes."),
        (62, "lines[0].term", "“XYZ” is not one of the codes."),
    ],
    "bad-values.xml": [
        (18, "valid_until", "Enter a date, for example 2026-01-31"),
        (56, "lines[0].quantity", "The number cannot be negative"),
    ],
    "bad-no-country.xml": [(9, "country", "This must be filled in.")],
    "bad-no-number.xml": [(9, "number", "This must be filled in.")],
    "bad-second-of-three.xml": [(79, "type", "“X” is not one of the codes.")],
    "bad-two-origins.xml": [(59, "lines[0].origin_permit", "Several values")],
    "bad-two-species.xml": [(64, "lines[0].scientific_name", "Several values")],
    "bad-two-consignments.xml": [(69, "", "Several values")],
    "bad-kind-of-document.xml": [
        (61, "lines[0].origin_date", "“740” is not one of the codes."),
        (61, "lines[0].origin_permit", "“740” is not one of the codes."),
    ],
    "bad-units-differ.xml": [(53, "lines[0].unit", "Quantities of one line")],
    "bad-binary.csv": [(1, "", "No column is called “%PDF-1.7”.")],
    "bad-bytes.csv": [(None, "", "The encoding of the file is not known.")],
    "bad-contradiction.csv": [(4, "valid_until", "An earlier row of this permit")],
    "bad-error.xlsx": [(3, "", "Cell F3 contains an error.")],
    "bad-formula.xlsx": [(2, "", "Cell G2 contains a formula.")],
    "bad-heading.csv": [(1, "", "No column is called “colour”.")],
    "bad-heading-twice.csv": [(1, "", "The column “Country” occurs twice.")],
    "bad-headings-alone.csv": [(None, "", "The file has no rows.")],
    "bad-quote.csv": [(2, "", "The file cannot be read as a table.")],
    "bad-rows.csv": [
        (2, "lines[0].quantity", "Enter a number, for example 12.5"),
        (3, "number", "This must be filled in."),
        (5, "country", "This must be filled in."),
        (5, "lines[0].quantity", "The number cannot be negative"),
    ],
    "bad-without-heading.csv": [(2, "", "A cell has a value, but its column")],
    "bad-deep.json": [(None, "", "The file cannot be read as JSON.")],
    "bad-empty-list.json": [(None, "", "Send a permit or a list of permits")],
    "bad-huge-number.json": [(None, "", "The file cannot be read as JSON.")],
    "bad-name-beside.json": [(None, "purpose", "There is no field of this name.")],
    "bad-name-twice.json": [(None, "", "The name “number” occurs twice.")],
    "bad-names.json": [
        (None, "[0].valid_till", "There is no field of this name."),
        (None, "[1].lines[0].species", "There is no field of this name."),
    ],
    "bad-not-a-number.json": [(None, "", "The file cannot be read as JSON.")],
    "bad-syntax.json": [(3, "", "The file is not JSON here, at character 12.")],
    "bad-text.json": [(None, "[0]", "This cannot be understood.")],
    "bad-values.json": [
        (None, "[1].lines[0].quantity", "Enter a number, for example 12.5"),
        (None, "[1].type", "“Z” is not one of the codes."),
    ],
}


def read(name):
    with open(FILES / name, "rb") as stream:
        return read_permits(stream, name)


def by_line(fault):
    return fault.line or 0, fault.field


class TestFiles(unittest.TestCase):
    def test_each_file_is_asked_for(self):
        here = {path.name for path in FILES.iterdir()}
        self.assertEqual(here, READ.keys() | REFUSED.keys())

    def test_what_is_read(self):
        for name, wanted in READ.items():
            with self.subTest(name):
                found = [
                    (one.permit.number, one.line, len(one.permit.lines))
                    for one in read(name)
                ]
                self.assertEqual(wanted, found)

    def test_what_is_refused_and_where(self):
        for name, wanted in REFUSED.items():
            with self.subTest(name):
                with self.assertRaises(UnreadableFile) as caught:
                    read(name)
                faults = sorted(caught.exception.faults, key=by_line)
                places = [(fault.line, fault.field) for fault in faults]
                self.assertEqual([one[:2] for one in wanted], places)
                for fault, (_line, _field, text) in zip(faults, wanted, strict=True):
                    said = translate(fault.message)
                    self.assertEqual(text, said[: len(text)])
                self.assertEqual({name}, {fault.file for fault in faults})


class TestEpermits(unittest.TestCase):
    """What is said in one way is read like what is said in another."""

    def permit(self, name):
        (found,) = read(name)
        return found.permit

    def test_the_boxes_of_version_two(self):
        permit = self.permit("v2.xml")
        self.assertEqual("XA", permit.country)
        self.assertIs(PermitType.EXPORT, permit.type)
        self.assertEqual(date(2026, 1, 10), permit.issued)
        self.assertEqual(date(2026, 1, 10), permit.valid_from)
        self.assertEqual(date(2026, 7, 9), permit.valid_until)
        self.assertEqual("Z", permit.purpose)
        self.assertEqual("S 0001234", permit.security_stamp)
        self.assertEqual(
            "CITES Management Authority of XA, Harbour Road 1, 1000, Exercise City",
            permit.authority,
        )
        self.assertEqual("Exercise City", permit.issue_place)
        self.assertEqual(
            Party(
                name="Training Zoo",
                post_box="77",
                city="Training Town",
                country="XB",
                subdivision="North",
            ),
            permit.importer,
        )
        self.assertEqual("Park Lane 2", permit.exporter.street)
        line = PermitLine(
            block="A",
            scientific_name="Acinonyx jubatus",
            common_name="Cheetah",
            description="One male, one female",
            term="LIV",
            appendix="I",
            source="W",
            quantity=Decimal(2),
            origin_country="XA",
        )
        self.assertEqual((line,), permit.lines)

    def test_every_box_of_version_two(self):
        permit = self.permit("v2-every-box.xml")
        self.assertEqual("AWB 000-1111", permit.transport_document)
        seen = Endorsement(port="Exercise Harbour", date=date(2026, 2, 3))
        self.assertEqual(seen, permit.endorsement)
        line = PermitLine(
            block="A",
            scientific_name="Crocodylus niloticus",
            common_name="Nile crocodile, Crocodile du Nil",
            description="One male, one female",
            marks="XA 0001\nXA 0002",
            term="SKI",
            appendix="II",
            source="I",
            second_source="W",
            quantity=Decimal("12.5"),
            unit="KIL",
            used_to_date=Decimal(100),
            quota=Decimal(250),
            origin_country="XB",
            origin_permit="XB/2025/9",
            origin_date=date(2025, 7, 9),
            last_reexport_country="XC",
            last_reexport_permit="XC-R-77",
            last_reexport_date=date(2025, 11, 30),
            operation="XA-BREED-3",
            acquired=date(2019, 5, 6),
            endorsed_quantity=Decimal(12),
        )
        self.assertEqual(line, permit.lines[0])

    def test_namespaces_and_envelopes_change_nothing(self):
        plain = self.permit("v2.xml")
        for name in (
            "v2-soap.xml",
            "v2-attachment.xml",
            "v2-default-namespace.xml",
            "v2-no-namespace.xml",
            "v2-ns2.xml",
            "v2-undeclared-prefix.xml",
        ):
            with self.subTest(name):
                self.assertEqual(plain, self.permit(name))

    def test_encodings_change_nothing(self):
        for name in ("byte-order-mark", "latin-1", "utf-16", "windows-1252"):
            with self.subTest(name):
                (line,) = self.permit(f"v2-{name}.xml").lines
                self.assertEqual("Guépard", line.common_name)

    def test_version_one(self):
        permit = self.permit("v1.xml")
        self.assertEqual(permit, self.permit("v1-soap.xml"))
        later = self.permit("v2.xml")
        line = replace(
            later.lines[0],
            quantity=Decimal(5),
            unit="PCS",
            quota=Decimal(40),
            endorsed_quantity=Decimal(4),
            origin_permit="XC12345",
            origin_date=date(2025, 7, 9),
        )
        self.assertEqual(replace(later, lines=(line,)), permit)

    def test_documents_by_the_type_of_permit(self):
        (line,) = self.permit("v2-letters-of-documents.xml").lines
        self.assertEqual("XB/2025/9", line.origin_permit)
        self.assertEqual("XC-R-77", line.last_reexport_permit)

    def test_values_that_are_wrapped_once_more(self):
        permit = self.permit("v2-wrapped-values.xml")
        self.assertEqual(date(2026, 1, 10), permit.issued)
        self.assertTrue(permit.copy)

    def test_what_is_left_empty_stays_empty(self):
        (line,) = self.permit("v2-empty-boxes.xml").lines
        self.assertIsNone(line.quantity)
        self.assertIsNone(line.quota)
        self.assertEqual(("", ""), (line.unit, line.origin_permit))

    def test_a_header_is_enough(self):
        permit = self.permit("v2-header-alone.xml")
        self.assertEqual("Travelling exhibition", permit.type_text)
        self.assertEqual(Party(), permit.importer)


class TestJson(unittest.TestCase):
    def test_numbers_are_exact(self):
        (found,) = read("one.json")
        self.assertEqual(Decimal("1.1"), found.permit.lines[0].quantity)
        self.assertEqual("XB", found.permit.importer.country)
