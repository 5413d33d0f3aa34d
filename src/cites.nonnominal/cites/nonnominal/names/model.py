"""Finds persons, companies and vessels in Latin script, by a model that was learnt.

The model is a linear-chain conditional random field. It gives each word a probability of
each label: begin or inside of a person's, company's or vessel's name, or none of them.
``scripts/names/learn.py`` trains it.
"""

import re
from cites.nonnominal.findings import Certainty, FindingKind, LIKELY, POSSIBLE, Span
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
#: From so much on a word is part of a name that is marked.
LEAST = 0.07
#: From so much on, for the likeliest word, a name is sure.
SURE = 0.8
#: A text of fewer words says nothing of what they are.
FEWEST = 2
#: What no name goes over.
BREAK = re.compile(r"[\n\t|;:\d]|[.!?][\"'”»)]? ")
#: How many times likelier a name begins at a word than goes on, if only a space separates
#: it from the word before.
JOINED = 4
#: Words before a full stop that names have: "St.", "Jr.".
LONGEST_SHORT = 4

#: A tagger keeps the text that it was given last.
LOCK = Lock()


class Guess(NamedTuple):
    """A word, the likeliest kind of a name that it is of, and how likely both are.

    ``begins``: whether it rather begins a name than goes on with one.
    """

    token: Token
    kind: str
    probability: float
    begins: bool


def names_in(text: str, language: str) -> Iterator[Span]:
    """Find names of persons, companies and vessels."""
    guesses = list(_guesses(text, language))
    name: list[Guess] = []
    for guess in guesses:
        if name and not _goes_on(name, guess):
            yield _span(name, alone=len(guesses) < FEWEST)
            name = []
        if guess.probability >= LEAST:
            name.append(guess)
    if name:
        yield _span(name, alone=len(guesses) < FEWEST)


def _goes_on(name: list[Guess], guess: Guess) -> bool:
    """Whether a word is of the same name as the words before it."""
    last = name[-1]
    if guess.probability < LEAST or guess.begins or guess.kind != last.kind:
        return False
    between = BREAK.search(guess.token.gap)
    if between is None:
        return True
    return between[0][0] == "." and len(last.token.text) <= LONGEST_SHORT


def _span(name: list[Guess], *, alone: bool) -> Span:
    """A name; ``alone``: nothing stands around it that could tell what it is."""
    likeliest = max(guess.probability for guess in name)
    sure = likeliest >= SURE and not alone
    return Span(
        name[0].token.start,
        name[-1].token.end,
        KINDS[name[0].kind],
        LIKELY if sure else POSSIBLE,
        certainty=Certainty.SURE if sure else Certainty.MAYBE,
    )


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
    if probability < LEAST:
        return Guess(token, "", probability, begins=True)
    begin, inside = (
        {kind: tagger.marginal(f"{part}{kind}", at) for kind in KINDS} for part in "BI"
    )
    kind = max(KINDS, key=lambda one: begin[one] + inside[one])
    least = inside[kind] * (JOINED if token.gap == " " else 1)
    return Guess(token, kind, probability, begins=begin[kind] > least)


@cache
def _tagger() -> Tagger:
    tagger = Tagger()
    with as_file(files("cites.nonnominal").joinpath("data", FILE)) as path:
        tagger.open(str(path))
    return tagger
