"""The PDF of a bulletin: what stands on its pages."""

import re
import unittest
from cites.cug.library.tools.bulletins.contents import (
    Bulletin,
    Charts,
    Entry,
    exercise_mark,
)
from cites.cug.library.tools.bulletins.paper import (
    DEJAVU,
    not_set,
    printable,
    typeset,
    world,
)
from cites.cug.library.tools.map.browser.map_drawing import (
    count_legs,
    draw,
    FewSpots,
    find_marks,
)
from cites.cug.library.tools.map.clusters import Spot
from cites.cug.library.tools.statistics.figures import Place, Route
from datetime import date
from io import BytesIO
from pikepdf import Operator, parse_content_stream, Pdf


LONG = "Les défenses étaient cachées sous du café. " * 15
ENTRY = Entry("Saisie <à> Côté & fils", ["1 mars 2026", "TLP:AMBER"], ["Ara sp."], LONG)


def shown(data: bytes) -> list[str]:
    """The words on each page, as the codes of its fonts say them."""
    pages = []
    with Pdf.open(BytesIO(data)) as pdf:
        for page in pdf.pages:
            letters = {
                str(name): letters_of(font)
                for name, font in page.Resources.Font.items()
                if "/ToUnicode" in font
            }
            words, known = [], {}
            for operands, operator in parse_content_stream(page):
                if operator == Operator("Tf"):
                    known = letters.get(str(operands[0]), {})
                elif operator == Operator("Tj"):
                    codes = bytes(operands[0])
                    words.append("".join(known.get(one, chr(one)) for one in codes))
                elif operator == Operator("T*"):
                    words.append(" ")
            pages.append("".join(words))
    return pages


def letters_of(font) -> dict[int, str]:
    """Code of a letter → the letter, from the table that readers copy text with."""
    table = font.ToUnicode.read_bytes().decode()
    pairs = re.findall(r"<([0-9A-F]{2})> <([0-9A-F]{4})>", table)
    return {int(one, 16): chr(int(letter, 16)) for one, letter in pairs}


def bulletin(**changes) -> Bulletin:
    spots = FewSpots([Spot(Place(-27.3, -15.5, "place"), "")] * 2)
    drawing = draw(find_marks(spots, {}, count_legs({Route("CM", ("FR",), "VN"): 1})))
    charts = Charts([("2026-02", 1), ("2026-03", 2)], [("Cameroun", 3)], [("Ara sp.", 1)])
    given = {
        "title": "Trafic d’espèces protégées <été>",
        "group": "Guépards",
        "language": "fr",
        "handling": "amber",
        "handling_title": "TLP:AMBER",
        "handling_meaning": "Diffusion limitée",
        "audience": "Membres chargés de la répression",
        "day": date(2026, 3, 1),
        "is_exercise": True,
        "entries": [ENTRY] * 8,
        "charts": charts,
        "drawing": drawing,
    }
    return Bulletin(**{**given, **changes})


class PaperTest(unittest.TestCase):
    maxDiff = None

    def test_each_page_is_marked_and_says_its_language(self):
        data = typeset(bulletin())
        with Pdf.open(BytesIO(data)) as pdf:
            self.assertEqual("fr", str(pdf.Root.Lang))
            self.assertNotIn("/Info", pdf.trailer)
        pages = shown(data)
        self.assertGreater(len(pages), 1)
        for page in pages:
            for words in ("TLP:AMBER", exercise_mark("fr"), "Membres chargés"):
                self.assertGreaterEqual(page.count(words), 2, (words, page))
        text = "".join(pages)
        self.assertIn("Trafic d’espèces protégées <été>", text)
        self.assertEqual(8, text.count("Saisie <à> Côté & fils"))
        self.assertIn("Cameroun", text)

    def test_what_is_no_exercise_does_not_say_so(self):
        data = typeset(bulletin(is_exercise=False, drawing=None, entries=[ENTRY]))
        self.assertNotIn(exercise_mark("fr"), "".join(shown(data)))

    def test_letters_that_cannot_be_set_are_marked_and_named(self):
        self.assertEqual("ñ œ É “a” ??", printable("ñ œ É “a” 象牙"))
        # Letters from the right to the left would stand in the wrong order.
        self.assertEqual("Port ??", printable("Port عج"))
        entries = [ENTRY._replace(title="Port عج 象")]
        self.assertEqual(["ع", "ج", "象"], not_set(bulletin(entries=entries)))
        self.assertEqual([], not_set(bulletin()))

    @unittest.skipUnless(DEJAVU.exists(), "fonts-dejavu-core is not installed")
    def test_letters_of_all_of_europe_are_set_as_they_are(self):
        text = "Łódź ąęś Nguyễn Київ Αθήνα Čeština"
        self.assertEqual(text, printable(text))
        data = typeset(bulletin(title=text, entries=[ENTRY]))
        with Pdf.open(BytesIO(data)) as pdf, pdf.open_outline() as outline:
            found = [one.title for one in outline.root]
            self.assertIn("Map", found)
            below = [one.title for part in outline.root for one in part.children]
            self.assertEqual(["1. Saisie <à> Côté & fils"], below)

    def test_the_map_is_drawn_from_the_portals_own(self):
        land, borders = world()
        self.assertEqual((True, False), (land[0], borders[0]))
        points = [point for outline in land[1] for point in outline]
        self.assertGreater(len(points), 1000)
        self.assertTrue(all(0 <= x <= 1000 and 0 <= y <= 500 for x, y in points))
