"""Splits a text into words, with what the lists know about each."""

import re
from cites.nonnominal.names.cues import cues
from cites.nonnominal.names.lists import keep_words, lists
from cites.nonnominal.names.spelling import fold
from collections.abc import Container
from dataclasses import dataclass
from typing import NamedTuple


#: Letters of words in Latin script; other scripts have rules of their own.
LETTERS = r"[A-Za-zªµºÀ-ÖØ-öø-ɏ\u0300-\u036fʼʻ\u1e00-\u1eff]+"
WORD = re.compile(rf"({LETTERS}(?:['’\-]{LETTERS})*)")
#: Beginnings of sentences, after which a capital tells nothing.
OPENS = re.compile(r"(?:^|[.!?:;•\n]|[.!?]['\"”»)]|[-–—*]\s)\s*[\"“«'¿¡(]*\s*$")
#: "l'", "d'", "qu'" before a French name.
ELISION = re.compile(r"^(?:[cldnsjmtCLDNSJMT]|(?:[Jj]us|[Ll]ors|[Pp]uis)?[Qq]u)['’]")
WHOLE = re.compile(r"[DMN]['’](?:[A-ZÀ-Þ]|h)")
IRISH = re.compile(r"O['’][A-Z]")
ARTICLE = re.compile(r"(?:[ae]l|an|as|ad|ar|at|ash|az)-[A-Z]")
SPLIT = re.compile(r"['\-]")
#: "I'm", "don't": names have such endings as well.
CONTRACTED = re.compile(
    r"(?:i|you|he|she|it|we|they|that|there|who|what|where|how|let|ca|do|does|did|is|are|"
    r"was|were|wo|would|could|should|have|has|had|must|need|ai)(?:n't|'(?:m|ve|re|ll|d|all))"
)
#: Words that are a name without their accent.
ACCENTED = frozenset({"cámara", "cámaras"})
POSSESSIVE = re.compile(r"['’]s$")


@dataclass(slots=True)
class Token:
    """A word. ``marks``: as in the lists. ``start``, ``end``: characters of the text.

    ``gap``: what stands between the word before and this one; empty before the first.
    """

    text: str
    start: int
    end: int
    gap: str
    folded: str
    marks: str
    #: Whether it begins with a capital; whether it is all in capitals.
    capital: bool
    upper: bool
    opens: bool
    ordinary: bool
    place: bool


def tokens_of(
    text: str,
    foreign: Container[str] = frozenset(),
    also: str = "g",
) -> list[Token]:
    """Split a text. ``foreign``: words of its language that are names elsewhere.

    ``also``: marks of the names that are names in this language as well.
    """
    tokens: list[Token] = []
    at = last = 0
    pieces = WORD.split(text)
    for gap, word in zip(pieces[::2], pieces[1::2], strict=False):
        start = at + len(gap)
        at = end = start + len(word)
        if "'" in word or "’" in word:
            start, end = _bare(word, start, end)
            word = text[start:end]
        folded, marks, capital, upper, ordinary, place, irish = _known(word)
        if start != last + len(gap):
            gap = text[last:start]
        last = end
        # Most words stand behind another and a space.
        opens = not (gap == " " or irish) and _opens(text, start)
        token = Token(
            word, start, end, gap, folded, marks, capital, upper, opens, ordinary, place
        )
        if folded in foreign:
            _mark_foreign(token, also)
        tokens.append(token)
    if tokens:
        tokens[0].gap = ""
    return tokens


def _bare(word: str, start: int, end: int) -> tuple[int, int]:
    """Where a word is without "'s" at its end, and without "l'" or "d'" before it."""
    if POSSESSIVE.search(word):
        end -= 2
        word = word[:-2]
    elided = ELISION.match(word)
    if elided and len(word) > 3 and not _is_whole(word):
        start += elided.end()
    return start, end


def _mark_foreign(token: Token, also: str) -> None:
    """Mark a name that is also a word of the text's language, or only that word."""
    if token.marks and token.marks[0] in also:
        token.marks += "o"
    else:
        # In Swahili only names have capitals inside a sentence.
        name = "s" in also and token.capital and not (token.opens or token.upper)
        token.ordinary, token.marks = not name, ""


def _is_whole(word: str) -> bool:
    """Whether a word is a name together with its "D'" or "M'": D'Souza, M'hamed."""
    return bool(WHOLE.match(word)) and fold(word).replace("'", "") in lists().names


class _Known(NamedTuple):
    """What is known of a word, wherever it stands."""

    folded: str
    marks: str
    capital: bool
    upper: bool
    ordinary: bool
    place: bool
    irish: bool


@keep_words(8192)
def _known(word: str) -> _Known:
    known = lists()
    folded = fold(word)
    simple = folded.isalpha()
    irish = not simple and IRISH.match(word) is not None
    article = not simple and ARTICLE.match(word) is not None
    if irish or article:
        # No ordinary word has this form.
        marks, ordinary = known.names.get(folded, "s"), False
    else:
        marks, ordinary = _listed(word, folded)
    return _Known(
        folded,
        _corrected(word, folded, marks),
        word[0].isupper() or article,
        word.isupper() and len(word) > 1,
        ordinary,
        folded in known.places or (not simple and SPLIT.sub(" ", folded) in known.places),
        irish,
    )


def _listed(word: str, folded: str) -> tuple[str, bool]:
    """Marks of a word in the lists, and whether it is ordinary."""
    known = lists()
    if folded in known.names or word.isalpha():
        return known.names.get(folded, ""), folded in known.words
    if word.islower() and _is_compound(folded):
        # "joão-de-barro", "pau-rosa"
        return "", True
    return _double(folded)


def _is_compound(folded: str) -> bool:
    """Whether the last part is a word of a language, and no given name."""
    known = lists()
    last = folded.rpartition("-")[2]
    if "-" not in folded or "g" in known.names.get(last, ""):
        return False
    return last in known.portuguese or last in known.swahili or last in known.words


def _corrected(word: str, folded: str, marks: str) -> str:
    """The marks of a word, where the lists alone would mistake it."""
    if folded in cues()["makes"]:
        return ""
    return "so" if word.lower() in ACCENTED else marks


def _double(folded: str) -> tuple[str, bool]:
    """Marks of a word with a hyphen or an apostrophe, and whether it is ordinary."""
    known = lists()
    if CONTRACTED.fullmatch(folded):
        return "", True
    parts = [part for part in SPLIT.split(folded) if part]
    if parts and parts[0] in cues()["animals"]:
        # "papagaio-de-meyer"
        return "", True
    marks = known.names.get(folded.replace("'", ""), "") or _marks_of_parts(parts)
    return marks, all(part in known.words for part in parts)


def _opens(text: str, start: int) -> bool:
    """Whether the word begins a sentence, a line or an item of a list."""
    if (
        start > 1
        and text[start - 1] == " "
        and (text[start - 2].isalnum() or text[start - 2] == ",")
    ):
        return False
    return not start or OPENS.search(text, max(0, start - 6), start) is not None


def _marks_of_parts(parts: list[str]) -> str:
    """Marks of a double name: one part must be a name, and none only a word."""
    known = lists()
    if parts[:1] in (["ti"], ["tit"]):
        # "Ti-Jean"
        parts = parts[1:]
    marks = [known.names.get(part, "") for part in parts]
    rest = [part for part, found in zip(parts, marks, strict=True) if not found]
    if any(part in known.words and part not in cues()["particles"] for part in rest):
        return ""
    return max(marks, key=lambda found: ("g" in found, "s" in found), default="")
