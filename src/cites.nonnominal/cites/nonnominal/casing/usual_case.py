"""Tells which lines of a text are in small letters, in capitals or chat."""

import re
from cites.nonnominal.casing.line import Line
from cites.nonnominal.casing.line_capitals import capitals_in, with_capital
from cites.nonnominal.names.lists import lists
from cites.nonnominal.names.spelling import fold
from itertools import pairwise


LINE = re.compile(r"[^\n]+")
LETTERS = re.compile(r"[^\W\d_]{2,}")
#: Share of a line's words that must be in capitals.
MOST = 0.7
#: Before a line that goes on it.
LONG_LINE = 40
LABELLED = re.compile(r"[^:\n]{1,25}:\s?[A-ZÀ-Þ]")
#: A longer line that begins with a small letter is part of a text, and no chat.
LONGEST_CHAT = 400
#: A name over the end of a line.
BROKEN = re.compile(
    r"(?P<given>[A-ZÀ-Þ][^\W\d_]{2,30})\n(?P<family>[a-zà-ÿ]{3,30})(?=[ ,.])"
)


def usual_case(text: str, language: str) -> str:
    """Give names their capitals, in lines that are all small or all in capitals.

    The text keeps its length, and each character its position. ``language``: that of the
    text; each of several lines may have another.
    """
    if "\n" not in text:
        return _line(text, language)
    cased = LINE.sub(_line_of_several, text)
    return BROKEN.sub(_whole, cased) if cased != text else cased


def _line_of_several(match: re.Match[str]) -> str:
    # A line that goes on a long one is no chat, though it begins with a small letter.
    before = match.string.rfind("\n", 0, max(0, match.start() - 1)) + 1
    goes_on = match.start() - before > LONG_LINE
    return _line(match[0], None, chat=not goes_on)


def _whole(match: re.Match[str]) -> str:
    """A line's last name with the family name that begins the next line."""
    folded = fold(match["family"])
    known = lists()
    named = known.names.get(folded, "") in ("g", "s") and folded not in known.words
    if not named or fold(match["given"]) not in known.names:
        return match[0]
    return f"{match['given']}\n{with_capital(match['family'])}"


def _line(line: str, language: str | None, *, chat: bool = True) -> str:
    """One line; ``language``: None if that of the line has still to be told.

    ``chat``: whether some of its words may have capitals.
    """
    found = LETTERS.findall(line)
    if len(found) < 2:
        return line
    big = sum(map(str.isupper, found))
    if big > MOST * len(found):
        same = len(line.lower()) == len(line)
        return capitals_in(Line(line, language, big=True)) if same else line
    # Telephones write the first word with a capital.
    if all(map(str.islower, found[1:])):
        return capitals_in(Line(line, language, big=False))
    if chat and _is_chat(line, found[0]):
        # Chat with a capital here and there: "pls add Sunita and rajesh"
        cased = capitals_in(Line(line.lower(), language, big=False))
        return _with_own_capitals(line, cased)
    return line


def _with_own_capitals(line: str, cased: str) -> str:
    """The line with its own capitals and those of ``cased``.

    A small word right beside one with a capital stays: a name has capitals in all words.
    """
    both = list(map(min, zip(line, cased, strict=True)))
    words_of_line = list(LETTERS.finditer(line))
    for one, other in pairwise(words_of_line):
        if (
            line[one.end() : other.start()] != " "
            or one[0].islower() == other[0].islower()
        ):
            continue
        start, end = (one if one[0].islower() else other).span()
        both[start:end] = line[start:end]
    return "".join(both)


def _is_chat(line: str, first: str) -> bool:
    """Whether a line begins as chat does, and with no label before a capital."""
    # "A factura" begins no chat.
    begun = line.lstrip()[:1].isupper()
    if begun or not first.islower() or len(line) >= LONGEST_CHAT or LABELLED.match(line):
        return False
    return len(line.lower()) == len(line)
