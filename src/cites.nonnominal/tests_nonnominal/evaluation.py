r"""The sentences with what is to be found in them, and how a finder is scored.

A line of ``sentences/tuning/LANGUAGE.txt`` is a text that may be looked at while the
check is being made better; ``{kind|text}`` marks what is to be found. Those of
``sentences/unseen`` were written without knowledge of the check, and are only measured.
``typed_tuning`` and ``typed_unseen`` are the same of texts as officers type them, each
line after the form that it has: a sentence, chat, a manifest, the name of a file, a table
or a form; ``\n`` and ``\t`` stand for a new line and a tab. ``typed_blind`` and
``typed_opened`` are halves of a set of the same kind, by another hand that had not seen
the check's code or lists; the second may be looked at since 27 November 2026.
``typed_second_blind`` and ``typed_second_opened`` are the same of a later set, by further
hands, and ``typed_third_blind`` and ``typed_third_opened``, of 28 November, by others
again. ``typed_third_tuning`` and ``typed_third_unseen``, in English, French and Spanish,
are by the hand that changed the rules on 28 November 2026; the second were written before
these rules and are only measured. ``typed_fourth_tuning`` and ``typed_fourth_unseen`` are
halves of a further set of that kind, which a script parted before it was run; so are
``typed_fifth_tuning``, to which texts that name nobody were added later, and
``typed_fifth_unseen``. ``typed_sixth_tuning`` was written before the rules of that
afternoon, ``typed_sixth_unseen`` while they were made; the second is only measured.
``typed_seventh_tuning`` has texts of the kinds that were missed in
``typed_third_opened``; ``typed_eighth_tuning`` has the same in Arabic, Russian and
Chinese. ``typed_ninth_tuning`` has texts of former tests, and those of known faults.
Everybody is invented.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from math import sqrt
from pathlib import Path
from typing import NamedTuple


SENTENCES = Path(__file__).parent / "sentences"
LANGUAGES = ("en", "fr", "es")
OTHER_LANGUAGES = ("pt", "ar", "ru", "zh", "sw")
MARK = re.compile(r"\{(?P<kind>[a-z_]+)\|(?P<text>[^}]+)\}")
TUNING, UNSEEN = "tuning", "unseen"
TYPED_TUNING, TYPED_UNSEEN = "typed_tuning", "typed_unseen"
TYPED_BLIND, TYPED_OPENED = "typed_blind", "typed_opened"
SECOND_BLIND, SECOND_OPENED = "typed_second_blind", "typed_second_opened"
THIRD_BLIND, THIRD_OPENED = "typed_third_blind", "typed_third_opened"
THIRD_TUNING, THIRD_UNSEEN = "typed_third_tuning", "typed_third_unseen"
FOURTH_TUNING, FOURTH_UNSEEN = "typed_fourth_tuning", "typed_fourth_unseen"
FIFTH_TUNING, FIFTH_UNSEEN = "typed_fifth_tuning", "typed_fifth_unseen"
SIXTH_TUNING, SIXTH_UNSEEN = "typed_sixth_tuning", "typed_sixth_unseen"
SEVENTH_TUNING = "typed_seventh_tuning"
EIGHTH_TUNING = "typed_eighth_tuning"
NINTH_TUNING = "typed_ninth_tuning"
#: All that may be looked at.
OPEN_TO_ALL = (
    TUNING,
    TYPED_TUNING,
    TYPED_OPENED,
    SECOND_OPENED,
    THIRD_OPENED,
    THIRD_TUNING,
    FOURTH_TUNING,
    FIFTH_TUNING,
    SIXTH_TUNING,
    SEVENTH_TUNING,
    EIGHTH_TUNING,
    NINTH_TUNING,
)
#: Those of them by other hands than those that changed the rules.
OPENED = (TYPED_OPENED, SECOND_OPENED, THIRD_OPENED)
#: By other hands than those that changed the rules; no text was looked at.
OF_OTHER_HANDS = (TYPED_BLIND, SECOND_BLIND, THIRD_BLIND)
#: All that are only measured.
ALL_UNSEEN = (
    UNSEEN,
    TYPED_UNSEEN,
    THIRD_UNSEEN,
    FOURTH_UNSEEN,
    FIFTH_UNSEEN,
    SIXTH_UNSEEN,
    *OF_OTHER_HANDS,
)
#: Of the normal distribution, for intervals that hold in 95 of 100 samples.
Z = 1.96
#: What a text is written in.
CASES: dict[str, Callable[[str], str]] = {
    "usual": str,
    "lower": str.lower,
    "capitals": str.upper,
}
NAMES = ("person", "company")


class Found(NamedTuple):
    kind: str
    start: int
    end: int


class Sentence(NamedTuple):
    language: str
    text: str
    expected: tuple[Found, ...]
    form: str = "sentence"


Finder = Callable[[Sentence], Iterable[Found]]


def sentences(part: str) -> list[Sentence]:
    return [
        parse(language, line) for language in LANGUAGES for line in _lines(part, language)
    ]


def typed_sentences(part: str, case: str = "usual") -> list[Sentence]:
    """As officers type, in all languages; in lower case or capitals if ``case`` says so.

    ``part``: a folder of ``sentences``, or the path of any folder with such files. A line
    that names no form is a sentence.
    """
    change = CASES[case]
    found = []
    for language in _languages_in(part):
        for line in _lines(part, language):
            *form, marked = line.split("\t", 1)
            marked = marked.replace("\\n", "\n").replace("\\t", "\t")
            sentence = parse(language, marked, *form)
            found.append(sentence._replace(text=change(sentence.text)))
    return found


def _languages_in(part: str) -> list[str]:
    """Languages of which a folder has texts."""
    known = (*LANGUAGES, *OTHER_LANGUAGES)
    found = [code for code in known if (SENTENCES / part / f"{code}.txt").is_file()]
    if not found:
        raise FileNotFoundError(f"{part}: no LANGUAGE.txt there, as en.txt")
    return found


def _lines(part: str, language: str) -> list[str]:
    return (SENTENCES / part / f"{language}.txt").read_text("utf-8").splitlines()


def parse(language: str, line: str, form: str = "sentence") -> Sentence:
    text, expected, at = "", [], 0
    for match in MARK.finditer(line):
        text += line[at : match.start()]
        start = len(text)
        text += match["text"]
        expected.append(Found(match["kind"], start, len(text)))
        at = match.end()
    return Sentence(language, text + line[at:], tuple(expected), form)


class Score(NamedTuple):
    """``hits`` of ``expected`` were found, in ``found`` findings, of which ``right`` were
    expected."""

    hits: int = 0
    expected: int = 0
    right: int = 0
    found: int = 0

    def __add__(self, other: "Score") -> "Score":  # type: ignore[override]
        return Score(*(a + b for a, b in zip(self, other, strict=True)))

    @property
    def recall(self) -> float:
        return self.hits / self.expected if self.expected else 1.0

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0


def interval(part: int, whole: int) -> tuple[float, float]:
    """Between what the true share lies, by Wilson's score."""
    if not whole:
        return 0.0, 1.0
    share, more = part / whole, Z * Z / whole
    middle = share + more / 2
    apart = Z * sqrt((share * (1 - share) + more / 4) / whole)
    return (middle - apart) / (1 + more), (middle + apart) / (1 + more)


def matches(one: Found, other: Found) -> bool:
    """The same kind, and more than half of the longer span shared."""
    shared = min(one.end, other.end) - max(one.start, other.start)
    longer = max(one.end - one.start, other.end - other.start)
    return one.kind == other.kind and shared * 2 > longer


def score(finder: Finder, chosen: Iterable[Sentence]) -> dict[tuple[str, str], Score]:
    """By kind and language."""
    result: dict[tuple[str, str], Score] = {}
    for sentence in chosen:
        found = list(finder(sentence))
        for kind, change in _counts(sentence.expected, found):
            key = (kind, sentence.language)
            result[key] = result.get(key, Score()) + change
    return result


def _counts(
    expected: tuple[Found, ...], found: list[Found]
) -> Iterator[tuple[str, Score]]:
    for one in expected:
        yield one.kind, Score(int(any(matches(one, f) for f in found)), 1)
    for one in found:
        yield one.kind, Score(0, 0, int(any(matches(one, e) for e in expected)), 1)


def total(
    scores: dict[tuple[str, str], Score], kinds: Iterable[str], language: str = ""
) -> Score:
    wanted = set(kinds)
    return sum(
        (
            s
            for (kind, of), s in scores.items()
            if kind in wanted and language in ("", of)
        ),
        Score(),
    )
