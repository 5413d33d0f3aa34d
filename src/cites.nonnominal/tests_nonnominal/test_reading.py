"""What stands there for a reader is found, in whatever characters it is written."""

import unittest
from cites.nonnominal.check import check
from cites.nonnominal.reading import as_read


NAME, NUMBER, ADDRESS = "Chinedu Okonkwo", "+254 722 418 903", "rare.cats@example.org"
LONG = "We met late in the evening near the gate of the port"


def widened(text: str) -> str:
    """In the letters that stand between Chinese ones."""
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


class TestReading(unittest.TestCase):
    def assertFound(self, kind: str, written: str, text: str = "The driver, {}, left."):
        text = text.format(written)
        found = [(str(f.kind), f.text) for f in check(text)]
        self.assertEqual(found, [(kind, written)])
        for finding in check(text):
            self.assertEqual(text[finding.start : finding.end], finding.text)

    def test_ordinary_text_stays_as_it_is(self):
        for text in ("", "Été – “12 kg” à 3 %, n.º 4…\n\tFin", "Иван Петров", "李建国"):
            self.assertEqual(as_read(text).text, text)
            self.assertEqual(list(as_read(text).places), [*range(len(text) + 1)])

    def test_names(self):
        for written in (
            *("Chine\u200bdu Okon\u200bkwo", "Chine\xaddu Okon\xadkwo"),
            *("Chinedu\xa0Okonkwo", "Chinedu\u202fOkonkwo", "Chinedu   Okonkwo"),
            *("Chinedu_Okonkwo", "José Hernández", "Jose\u0301 Herna\u0301ndez"),
            *("Сhinеdu Оkоnkwo", widened(NAME), "\u2060".join(NAME)),
        ):
            with self.subTest(ascii(written)):
                self.assertFound("person", written)

    def test_numbers(self):
        for kind, written in (
            ("phone", NUMBER.replace(" ", "\xa0")),
            ("phone", NUMBER.replace(" ", "\u2011")),
            ("phone", NUMBER.replace(" 4", "\n4")),
            ("phone", "0722–418–903"),
            ("iban", "GB82\xa0WEST\xa01234\xa05698\xa07654\xa032"),
            ("iban", "GB82\u200b WEST 1234 5698 7654 32"),
            ("iban", "GB82.WEST.1234.5698.7654.32"),
            ("card", "4111.1111.1111.1111"),
            ("card", widened("4111 1111 1111 1111")),
            ("ip", "41[.]90[.]64[.]12"),
            ("url_profile", "hxxps://facebook[.]com/exotic.pets"),
        ):
            with self.subTest(ascii(written)):
                self.assertFound(kind, written, "It was {} there")

    def test_addresses(self):
        for written in (
            *("rare.cats (at) example (dot) org", "rare.cats [at] example.org"),
            *("rare.cats at example dot org", "rare.cats AT gmail DOT com"),
            *("rare.cats at gmail.com", "rare.cats arroba gmail punto com"),
            *("rare.cats arobase gmail point com", "rare.cats @ example.org"),
            *("rare.cats@\nexample.org", "rare.cats@exam\xadple.org", widened(ADDRESS)),
        ):
            with self.subTest(ascii(written)):
                self.assertFound("email", written, "Write to {} today")

    def test_what_goes_on_in_the_next_line(self):
        self.assertFound("person", "Chinedu\nOkonkwo", f"{LONG} with {{}} himself")
        self.assertFound("card", "4111 1111\n1111 1111", f"{LONG} with {{}}")
        text = f"Call {NUMBER}\n12 cubs"
        self.assertEqual([finding.text for finding in check(text)], [NUMBER])

    def test_members_are_allowed_in_any_characters(self):
        for written in ("Chinedu\xa0Okonkwo", "Chine\u200bdu Okonkwo", widened(NAME)):
            self.assertEqual(check(f"See {written}.", allowed=[NAME]), [], ascii(written))

    def test_ordinary_words_are_no_addresses(self):
        for text in (
            "They arrived at entry point bravo (point) and looked at cites.org (dot)",
            "Tariff heading TARIC 0106 12 00 10, live @ 40 each",
        ):
            self.assertEqual(check(text), [], text)
