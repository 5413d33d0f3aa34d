"""Finds persons, companies and vessels in Latin script, by a model that was learnt.

The model is a linear-chain conditional random field. It gives each word a probability of
each label: begin or inside of a person's, company's or vessel's name, or none of them.
``scripts/names/learn.py`` trains it.
"""

import re
from cites.nonnominal.findings import Certainty, FindingKind, GUESSED, Span
from cites.nonnominal.names.cues import cues
from cites.nonnominal.names.features import features_of
from cites.nonnominal.names.languages import foreign_words, names_and_words
from cites.nonnominal.names.tokens import Token, tokens_of
from collections.abc import Iterator
from functools import cache
from importlib.resources import as_file, files
from pycrfsuite import Tagger
from threading import Lock
from typing import NamedTuple


FILE = "names.crf"
KINDS = {
    "p": FindingKind.PERSON,
    "c": FindingKind.COMPANY,
    "v": FindingKind.PLATE,
}
PERSON, COMPANY = "p", "c"
NO_KINDS = dict.fromkeys(KINDS, 0.0)
#: From so much on a word is part of a name that is marked.
LEAST = 0.1
#: From so much on, for the likeliest word, a name is sure.
SURE = 0.85
#: The same of a person whose given and family name the lists have as nothing else.
SURE_IF_LISTED = 0.6
#: A text of fewer words says nothing of what they are.
FEWEST = 2
#: What no name goes over.
BREAK = re.compile(r"[\n\t|;:\d]|[.!?][\"'”»)]? ")
#: How likely a word must go on with a name, if the word before is of one.
GOES_ON = 0.4
#: Less likely words are of no name.
NOTHING = 0.01
#: Words before a full stop that names have: "St.", "Jr.".
LONGEST_SHORT = 4

#: A tagger keeps the text that it was given last.
LOCK = Lock()


class Guess(NamedTuple):
    """A word, and how likely it is part of a name: of any, and of each kind.

    ``inside``: how likely it goes on with the name that the word before is of.
    """

    token: Token
    probability: float
    inside: float
    kinds: dict[str, float]


def names_in(text: str, language: str) -> Iterator[Span]:
    """Find names of persons, companies and vessels."""
    guesses = list(_guesses(text, language))
    name: list[Guess] = []
    for guess in guesses:
        if name and not _goes_on(name[-1], guess):
            yield _span(name, alone=len(guesses) < FEWEST)
            name = []
        if name or guess.probability >= LEAST:
            name.append(guess)
    if name:
        yield _span(name, alone=len(guesses) < FEWEST)


def _goes_on(last: Guess, guess: Guess) -> bool:
    """Whether a word is of the same name as the word before it."""
    # How likely it goes on, given that the word before is of a name.
    if guess.inside < GOES_ON * last.probability:
        return False
    gap, kind = guess.token.gap, _kind_of([last])
    if gap != " " and _kind_of([guess]) != kind:
        return False
    if "," in gap and kind == COMPANY:
        # "Blue Reef Co., Ltd", but no list of companies.
        return guess.token.folded in cues()["legal forms"]
    between = BREAK.search(gap)
    if between is None:
        return True
    return between[0][0] == "." and len(last.token.text) <= LONGEST_SHORT


def _kind_of(name: list[Guess]) -> str:
    """The kind that all words together are likeliest of."""
    return max(KINDS, key=lambda kind: sum(guess.kinds[kind] for guess in name))


def _span(name: list[Guess], *, alone: bool) -> Span:
    """A name; ``alone``: nothing stands around it that could tell what it is."""
    likeliest = max(guess.probability for guess in name)
    kind = _kind_of(name)
    listed = kind == PERSON and _is_listed(name)
    sure = likeliest >= (SURE_IF_LISTED if listed else SURE) and not alone
    return Span(
        name[0].token.start,
        name[-1].token.end,
        KINDS[kind],
        GUESSED,
        certainty=Certainty.SURE if sure else Certainty.MAYBE,
    )


def _is_listed(name: list[Guess]) -> bool:
    """Whether it is a given and a family name of the lists, and they are nothing else."""
    given, family = name[0].token, name[-1].token
    only = all(
        "o" not in token.marks and not (token.ordinary or token.place)
        for token in (given, family)
    )
    known = given.marks.startswith("g") and family.marks.startswith(("g", "s"))
    return len(name) > 1 and known and only


def _guesses(text: str, language: str) -> Iterator[Guess]:
    tokens = tokens_of(text, foreign_words(language), names_and_words(language))
    if not tokens:
        return
    rows = features_of(tokens, language)
    with LOCK:
        tagger = _tagger()
        tagger.set(rows)
        guesses = [_guess(tagger, at, token) for at, token in enumerate(tokens)]
    yield from guesses


def _guess(tagger: Tagger, at: int, token: Token) -> Guess:
    probability = 1 - tagger.marginal("O", at)
    if probability < NOTHING:
        return Guess(token, probability, 0.0, NO_KINDS)
    inside = {kind: tagger.marginal(f"I{kind}", at) for kind in KINDS}
    kinds = {kind: inside[kind] + tagger.marginal(f"B{kind}", at) for kind in KINDS}
    return Guess(token, probability, sum(inside.values()), kinds)


@cache
def _tagger() -> Tagger:
    tagger = Tagger()
    with as_file(files("cites.nonnominal").joinpath("data", FILE)) as path:
        tagger.open(str(path))
    return tagger
