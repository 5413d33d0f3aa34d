"""Files that are too large, or made to exhaust whoever reads them."""

import tracemalloc
import unittest
from cites.cug.permits.formats import elements, json_reading, reading, rows
from cites.cug.permits.formats.raw_permit import UnreadableFile
from cites.cug.permits.formats.reading import read_permits
from io import BytesIO
from tempfile import TemporaryFile
from unittest import mock


MB = 2**20
HEADER = (
    "<HeaderExchangedDocument><ID>{number}</ID><TypeCode>E</TypeCode>"
    "<FirstSignatoryDocumentAuthentication><ProviderTradeParty><PostalTradeAddress>"
    "<CountryID>XA</CountryID></PostalTradeAddress></ProviderTradeParty>"
    "</FirstSignatoryDocumentAuthentication></HeaderExchangedDocument>"
)


def permit(number, more=""):
    return f"<CITESEPermit>{HEADER.format(number=number)}{more}</CITESEPermit>\n"


class LimitCase(unittest.TestCase):
    def refused(self, data, name="permits.xml"):
        """The one thing that is said."""
        stream = BytesIO(data.encode()) if isinstance(data, str) else data
        with self.assertRaises(UnreadableFile) as caught:
            read_permits(stream, name)
        (fault,) = caught.exception.faults
        return fault


class TestXml(LimitCase):
    def test_a_file_of_100_mb_is_refused_unread(self):
        for start in (b"<Permits>", b"PK\x03\x04", b"[", b"country,number\n"):
            with self.subTest(start):
                stream = self.enterContext(TemporaryFile())
                stream.write(start)
                stream.truncate(100 * MB)
                fault = self.refused(stream, "permits.csv")
                self.assertEqual(
                    "The file is larger than ${limit} MB.", fault.message.default
                )

    def test_what_stands_around_permits_takes_no_memory(self):
        around = self.enterContext(TemporaryFile())
        around.write(b"<Permits>")
        for _times in range(40):
            around.write(b"<Attachment>%s</Attachment>" % (b"QUJD" * (MB // 4)))
        around.write(f"{permit('XA-1')}</Permits>".encode())
        tracemalloc.start()
        self.addCleanup(tracemalloc.stop)
        (found,) = read_permits(around, "permits.xml")
        self.assertEqual("XA-1", found.permit.number)
        self.assertLess(tracemalloc.get_traced_memory()[1], 8 * MB)

    def test_a_permit_of_too_many_elements(self):
        data = permit("XA-1", "<a/>" * elements.MAX_ELEMENTS)
        self.assertIn("too large", self.refused(data).message.default)

    def test_a_permit_of_too_many_characters(self):
        data = permit("XA-1", f"<a>{'x' * (elements.MAX_CHARACTERS + 1)}</a>")
        self.assertIn("too large", self.refused(data).message.default)

    def test_a_permit_of_too_many_attributes(self):
        one = " ".join(f'b{number}=""' for number in range(1000))
        data = permit("XA-1", f"<a {one}/>" * (elements.MAX_ELEMENTS // 1000))
        self.assertIn("too large", self.refused(data).message.default)
        long = f"<a b='{'x' * 500_000}'/>"
        self.assertIn("too large", self.refused(permit("XA-1", long * 5)).message.default)

    def test_a_token_of_any_kind_that_does_not_end(self):
        pad = "x" * (elements.MAX_TOKEN_BYTES * 2)
        for data in (f"<a><!--{pad}--></a>", f"<a b='{pad}'/>", f"<a><?b {pad}?></a>"):
            with self.subTest(data[:10]):
                self.assertIn("a tag or a comment", self.refused(data).message.default)
        # Texts come in pieces.
        around = f"<Permits><a>{pad}</a>{permit('XA-1')}</Permits>"
        (found,) = read_permits(BytesIO(around.encode()), "permits.xml")
        self.assertEqual("XA-1", found.permit.number)

    def test_as_many_lines_as_a_permit_may_have(self):
        item = "<{0}><ID>A</ID></{0}>".format("IncludedSupplyChainConsignmentItem")
        data = "<{0}>{1}</{0}>".format("SpecifiedSupplyChainConsignment", item * 501)
        fault = self.refused(permit("XA-1", data))
        self.assertEqual((1, "lines"), (fault.line, fault.field))

    def test_too_many_permits(self):
        with mock.patch.object(reading, "MAX_PERMITS", 2):
            data = "".join(permit(f"XA-{n}") for n in range(3))
            fault = self.refused(f"<Permits>{data}</Permits>")
        self.assertEqual(3, fault.line)
        self.assertIn(
            "There are more than {limit, plural, one {# permit}", fault.message.default
        )

    def test_too_many_mistakes_are_not_all_told(self):
        data = "".join(permit("") for _n in range(reading.MAX_FAULTS + 20))
        with self.assertRaises(UnreadableFile) as caught:
            read_permits(BytesIO(f"<Permits>{data}</Permits>".encode()), "permits.xml")
        self.assertEqual(reading.MAX_FAULTS, len(caught.exception.faults))


class TestJson(LimitCase):
    def test_too_large_to_be_held_in_memory(self):
        data = b"[" + b" " * json_reading.MAX_BYTES
        fault = self.refused(BytesIO(data), "permits.json")
        self.assertEqual("The file is larger than ${limit} MB.", fault.message.default)

    def test_a_number_that_nobody_can_reckon_with(self):
        permit = '{"country": "XA", "number": "1", "type": "E", "lines": [%s]}'
        fault = self.refused(permit % '{"quantity": 1e999999999}', "permits.json")
        self.assertEqual("lines[0].quantity", fault.field)

    def test_a_number_that_no_number_can_be(self):
        data = '{"lines": [{"quantity": 1e99999999999999999999}]}'
        fault = self.refused(data, "permits.json")
        self.assertEqual("The file cannot be read as JSON.", fault.message.default)


class TestCsv(LimitCase):
    def test_more_columns_than_a_table_can_have(self):
        for data, row in (
            ("number" + ";x" * rows.MAX_COLUMNS, 1),
            ("number\nXA-1" + ";x" * rows.MAX_COLUMNS, 2),
        ):
            with self.subTest(row=row):
                fault = self.refused(data, "permits.csv")
                self.assertEqual(row, fault.line)
                self.assertIn("columns", fault.message.default)

    def test_all_columns_of_a_sheet_empty(self):
        empty = ";" * 16384
        data = f"country;number;type{empty}\nXA;XA-1;E{empty}\n"
        (found,) = read_permits(BytesIO(data.encode()), "permits.csv")
        self.assertEqual("XA-1", found.permit.number)

    def test_a_line_as_long_as_a_file_takes_no_memory(self):
        data = BytesIO(b"number;type\n" + b"x;" * 8 * MB)
        tracemalloc.start()
        self.addCleanup(tracemalloc.stop)
        fault = self.refused(data, "permits.csv")
        self.assertEqual((2, rows.TOO_LONG), (fault.line, fault.message))
        self.assertLess(tracemalloc.get_traced_memory()[1], 16 * MB)


class TestKinds(LimitCase):
    def test_what_is_none_of_these(self):
        fault = self.refused(BytesIO(b"%PDF-1.7"), "permits.pdf")
        self.assertIn("Files of this kind", fault.message.default)
