"""No text takes longer than its length asks for: twice as long, about twice the time.

Each function that reads what members write gets texts of the largest size that is let
in, in shapes that make patterns and loops begin again and again.
"""

import time
import unittest
from cites.cug.core.codelists.corrections import _SCIENTIFIC_NAME
from cites.cug.core.fulltext.question import parse
from cites.cug.core.fulltext.snippets import mark
from cites.cug.core.fulltext.streams import stream
from cites.cug.core.validation.errors import InvalidValue
from cites.cug.core.validation.permit_number import normal_number
from cites.cug.core.validation.rich_text import as_typed, plain_structure, same_text
from cites.cug.library.items.comparison import difference
from cites.cug.membership.access_requests.letter_texts import VARIABLE
from cites.cug.messaging.quoting import quoted_text
from cites.cug.web.confirmation.requirement import plain_text
from cites.cug.web.downloads import csv_cell
from cites.cug.web.layout.links import BARE_LINK
from cites.cug.workspaces.mentions import MENTION
from cites.cug.workspaces.rendering import LINK, quotation, Renderer
from cites.nonnominal.check import check
from collections.abc import Callable
from contextlib import suppress


#: Repeated until a text is long enough.
PIECES = (
    *"aA10.,-_@'\"()[]{}<>&/\\:;#%+=*~|!?éя中",
    " ",
    "\n",
    "\t",
    " \n",
    "\n\n",
    "\u00a0",
    "a ",
    "A. ",
    "Ab ",
    "Jean Dupont ",
    "John Smith, ",
    "12 ",
    "1.",
    "+41 ",
    "a@",
    "a@b.",
    "http://",
    "http://a/ ",
    "ab:",
    "<p>",
    "</p>",
    "<p> </p>",
    "<p ",
    "<b>",
    "<b>a</b>",
    "<x>",
    "<x></x>",
    "<!--",
    "<a href=",
    "<table><td>",
    "<ul><li>a",
    "<blockquote>",
    "&amp;",
    "&lt",
    "${",
    "> ",
    ">",
    "> a\n",
    "@a",
    "@a.",
    "word one two ",
    "Ltd ",
    "d'Ab-",
    "Мария Ivanova ",
    "aя",
)
#: Shapes that differ at their ends.
FRAMES = (("", ""), ("<p>", "</p>"), ("", "x"))
#: Growth from one length to its double; quadratic is 4.
MOST_GROWTH = 3.2
#: Seconds of processor time below which growth is not judged.
FLOOR = 0.5
#: How often both are measured again before growth is believed: a busy machine makes
#: either look slower than it is, never faster.
LOOKS = 4
#: How much shorter the texts of a first look are.
PART = 8


def refused_or(work: Callable[[str], object]) -> Callable[[str], object]:
    def run(text: str) -> None:
        with suppress(InvalidValue):
            work(text)

    return run


def render(text: str) -> str:
    renderer = Renderer.__new__(Renderer)
    renderer.readers, renderer.titles, renderer.portal_url = {}, {}, "http://portal"
    renderer._link = lambda url: url
    return renderer.html(text)


def changed(text: str) -> tuple[str, str]:
    """With another word in the middle, and one more at each end."""
    middle = len(text) // 2
    return text, f"new {text[:middle]} other {text[middle:]} end"


#: What reads a text, and the longest that it may get.
READERS: dict[str, tuple[Callable[[str], object], int]] = {
    "rich text": (refused_or(plain_structure), 200_000),
    "rich text without an editor": (as_typed, 200_000),
    "the same look": (lambda text: same_text(text, text + " "), 200_000),
    "plain text of rich text": (plain_text, 200_000),
    # Four times this is let in; what is quadratic shows here as well.
    "cell of CSV": (csv_cell, 1_000_000),
    "comparison of versions": (lambda text: difference(*changed(text)), 50_000),
    "comparison with the reverse": (lambda text: difference(text, text[::-1]), 50_000),
    "words of a search, marked": (
        lambda text: mark(text, parse("abc word")),
        200_000,
    ),
    "words as they are kept": (lambda text: stream(text, ("fr",)), 200_000),
    "words that are typed": (parse, 200_000),
    "reply": (lambda text: quoted_text(["x"], text), 200_000),
    "comment": (render, 20_000),
    "reply to a comment": (quotation, 20_000),
    "links in a line": (LINK.findall, 200_000),
    "bare links": (BARE_LINK.findall, 20_000),
    "mentions": (MENTION.findall, 20_000),
    "variables of letters": (VARIABLE.findall, 5_000),
    "species": (_SCIENTIFIC_NAME.fullmatch, 20_000),
    "number of a permit": (normal_number, 20_000),
}
#: The check of text costs most by far: one frame, and a tenth of what is let in.
CHECKED = 20_000


def shapes(length: int, frames: tuple[tuple[str, str], ...]):
    for piece in PIECES:
        for start, end in frames:
            room = length - len(start) - len(end)
            yield (
                f"{start}…{piece!r}…{end}",
                (start + (piece * (room // len(piece) + 1))[:room] + end),
            )


def spent(work: Callable[[str], object], text: str) -> float:
    before = time.thread_time()
    work(text)
    return time.thread_time() - before


def too_slow(
    work: Callable[[str], object], length: int, frames: tuple = FRAMES
) -> list[str]:
    """Shapes of which the double takes much more than twice the time."""
    found = []
    parts, halves = (dict(shapes(length // n, frames)) for n in (PART, 2))
    for name, text in shapes(length, frames):
        if spent(work, parts[name]) * PART**2 < FLOOR:
            continue  # even if it were quadratic
        half = spent(work, halves[name])
        if half * 2**2 < FLOOR:
            continue
        whole = spent(work, text)
        for _look in range(LOOKS):
            if whole <= max(FLOOR, half * MOST_GROWTH):
                break
            half = min(half, spent(work, halves[name]))
            whole = min(whole, spent(work, text))
        if whole > max(FLOOR, half * MOST_GROWTH):
            found.append(f"{name}: {half:.2f} s → {whole:.2f} s")
    return found


class LinearTimeTest(unittest.TestCase):
    def test_what_reads_texts_of_members(self):
        for name, (work, length) in READERS.items():
            with self.subTest(name):
                self.assertEqual(too_slow(work, length), [])

    def test_the_check_of_text(self):
        self.assertEqual(too_slow(check, CHECKED, FRAMES[2:]), [])
