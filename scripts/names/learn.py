"""Trains the model of names; see `names/model.py` of the distribution.

    .venv/bin/python scripts/names/learn.py [--without SET …] [--out FILE]

It reads the texts that may be looked at, those of `generated.py` and those of the
demonstration, in usual case, small letters and capitals, the first also with other names
put in: so it learns what stands around names rather than the names. The same texts and
lists give the same bytes. It takes five minutes of processor time.
"""

import random
import re
import tomllib
from argparse import ArgumentParser
from bisect import bisect_left
from cites.nonnominal.names.cues import cues
from cites.nonnominal.names.features import features_of
from cites.nonnominal.names.languages import (
    foreign_words,
    latin_language,
    names_and_words,
)
from cites.nonnominal.names.lists import lists
from cites.nonnominal.names.spelling import fold
from cites.nonnominal.names.tokens import Token, tokens_of
from cites.nonnominal.reading import as_read, with_spaces
from cites.nonnominal.tables import BETWEEN_CELLS, cells_in
from collections.abc import Iterator, Sequence
from generated import generated_texts
from pathlib import Path
from pycrfsuite import Trainer
from tests_nonnominal.evaluation import (
    CASES,
    Found,
    NAMES,
    OPEN_TO_ALL,
    OPENED,
    Sentence,
    typed_sentences,
)


ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "src/cites.nonnominal/cites/nonnominal/data/names.crf"
DEMONSTRATION = ROOT / "src/cites.cug/cites/cug/demo/data"
FEWEST_WORDS = 4
#: Languages in Latin letters.
LATIN = ("en", "fr", "es", "pt", "sw")
SEED = 7
#: How often each text is read: as it is, then with other names.
VARIANTS = 4
PARAMETERS = {
    "c1": 0.2,
    "c2": 1.2,
    "max_iterations": 60,
    # Seen in fewer words it is not learnt.
    "feature.minfreq": 3,
    "feature.possible_transitions": True,
}
WORD = re.compile(r"[^\W\d_]+")
LATIN_LETTER = re.compile("[A-Za-z\u00c0-\u024f]")
#: Words that stay as they are in names of persons and of companies.
KEPT = {
    "person": cues()["particles"] | cues()["titles"],
    "company": cues()["legal forms"] | cues()["small words"] | cues()["trades"],
}
#: Shares of names that get other words, and of other words from the same texts, from the
#: lists and invented.
CHANGED = {"person": 0.75, "company": 0.6}
OF_TEXTS, OF_LISTS, INVENTED = 0.45, 0.75, 0.9
#: A vessel is a plate of letters.
FEWEST_LETTERS = 5


class OtherNames:
    """Puts other names into texts."""

    def __init__(self, texts: Sequence[Sentence]):
        self.random = random.Random(SEED)  # noqa: S311
        #: First words of persons' names, their other words, and words of companies.
        self.words: dict[str, list[str]] = {"first": [], "other": [], "company": []}
        for text in texts:
            for name in text.expected:
                if name.kind in NAMES:
                    self._learn(name.kind, text.text[name.start : name.end].lower())
        self.listed: dict[str, list[str]] = {}
        for listed, marks in lists().names.items():
            self.listed.setdefault(marks[0], []).append(listed)

    def _learn(self, kind: str, name: str) -> None:
        found = [word for word in WORD.findall(name) if len(word) > 2]
        for at, word in enumerate(found):
            if fold(word) not in KEPT[kind]:
                place = "other" if at else "first"
                self.words["company" if kind == "company" else place].append(word)

    def put_into(self, text: Sentence) -> Sentence:
        """The text with other names, of which it knows the places."""
        changed, names, at = "", [], 0
        for one in text.expected:
            changed += text.text[at : one.start]
            start, at = len(changed), one.end
            changed += self._another(one.kind, text.text[one.start : one.end])
            names.append(Found(one.kind, start, len(changed)))
        return text._replace(text=changed + text.text[at:], expected=tuple(names))

    def _another(self, kind: str, name: str) -> str:
        latin = LATIN_LETTER.match(name) is not None
        if kind not in NAMES or not latin or self.random.random() > CHANGED[kind]:
            return name
        first = True
        result, at = "", 0
        for match in WORD.finditer(name):
            result += name[at : match.start()]
            at = match.end()
            word = match[0]
            if len(word) < 3 or fold(word) in KEPT[kind]:
                result += word
                continue
            other = (
                self._of_company(word) if kind == "company" else self._name(word, first)
            )
            result += _written_as(other, word)
            first = False
        return result + name[at:]

    def _of_company(self, word: str) -> str:
        if len(word) < 4 or self.random.random() > 0.5:
            return word
        return self.random.choice(self.words["company"])

    def _name(self, word: str, first: bool) -> str:
        chance = self.random.random()
        if chance < OF_TEXTS:
            return self.random.choice(self.words["first" if first else "other"])
        if chance < OF_LISTS:
            given = first and self.random.random() < 0.7
            mark = "g" if given else self.random.choice("sssw")
            return self.random.choice(self.listed[mark])
        return self._invented() if chance < INVENTED else word

    def _invented(self) -> str:
        """A word of no list, of the beginning and the end of two family names."""
        known = lists()
        while True:
            one, other = (self.random.choice(self.listed[mark]) for mark in "sw")
            word = one[: self.random.randint(2, 4)] + other[-self.random.randint(2, 4) :]
            if not any(word in some for some in (known.names, known.words, known.places)):
                return word


def _written_as(word: str, like: str) -> str:
    """A word with the capitals of another."""
    if like.isupper():
        return word.upper()
    return word[:1].upper() + word[1:].lower() if like[0].isupper() else word.lower()


def readings_of(
    text: str, expected: Sequence[Found]
) -> Iterator[tuple[str, list[Found]]]:
    """The text as the check reads it, and its cells, with what is to be found there."""
    read, places = as_read(text)
    found = [
        Found(one.kind, bisect_left(places, one.start), bisect_left(places, one.end))
        for one in expected
    ]
    spaced = with_spaces(read)
    yield spaced, found
    cells, inside = "", []
    for heading, cell, start in cells_in(spaced) if "\n" in spaced else ():
        moved = len(cells) + len(heading) + 2 - start
        inside += [
            Found(one.kind, one.start + moved, one.end + moved)
            for one in found
            if start <= one.start and one.end <= start + len(cell)
        ]
        cells += f"{heading}: {cell}{BETWEEN_CELLS}"
    if cells:
        yield cells, inside


def labels_of(text: str, tokens: Sequence[Token], expected: Sequence[Found]) -> list[str]:
    """Whether each word begins a name, goes on with one, or is outside."""
    names = [(one, _label_of(text, one)) for one in expected]
    labels: list[str] = []
    last = None
    for token in tokens:
        one, kind = next(
            ((n, kind) for n, kind in names if kind and n.start <= token.start < n.end),
            (None, ""),
        )
        labels.append(f"{'I' if one is last else 'B'}{kind}" if one else "O")
        last = one
    return labels


def _label_of(text: str, found: Found) -> str:
    if found.kind in NAMES:
        return found.kind[0]
    letters = sum(map(str.isalpha, text[found.start : found.end]))
    vessel = letters >= FEWEST_LETTERS and letters * 3 > 2 * (found.end - found.start)
    return "v" if found.kind == "plate" and vessel else ""


def texts_in_cases(
    texts: Sequence[Sentence], made: Sequence[Sentence]
) -> Iterator[Sentence]:
    """All texts to learn from."""
    others = OtherNames(texts)
    for variant in range(VARIANTS):
        for text in texts:
            yield from _in_cases(others.put_into(text) if variant else text)
    for text in made:
        yield from _in_cases(text)


def _in_cases(text: Sentence) -> Iterator[Sentence]:
    written = dict.fromkeys(change(text.text) for change in CASES.values())
    for other in written:
        if len(other) == len(text.text):
            yield text._replace(text=other)


def texts_of_demonstration() -> list[Sentence]:
    """Those of the demonstration, which name nobody, in three languages."""
    found: dict[str, None] = {}
    for path in sorted(DEMONSTRATION.rglob("*.toml")):
        found |= dict.fromkeys(_strings_in(tomllib.loads(path.read_text("utf-8"))))
    return [Sentence("", text, ()) for text in found if len(text.split()) >= FEWEST_WORDS]


def _strings_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _strings_in(one)


def train(texts: Sequence[Sentence], made: Sequence[Sentence], out: Path) -> None:
    trainer = Trainer(algorithm="lbfgs", params=PARAMETERS, verbose=False)
    for text in texts_in_cases(texts, made):
        for read, expected in readings_of(text.text, text.expected):
            language = latin_language(read)
            tokens = tokens_of(read, foreign_words(language), names_and_words(language))
            if tokens:
                labels = labels_of(read, tokens, expected)
                trainer.append(features_of(tokens, language), labels)
    trainer.train(str(out))


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--without", action="append", default=[], metavar="SET")
    parser.add_argument("--out", type=Path, default=DATA)
    chosen = parser.parse_args()
    # Those of other hands are read twice: they are most like texts of members.
    parts = [*OPEN_TO_ALL, *OPENED]
    parts = [part for part in parts if part not in chosen.without]
    texts = [text for part in parts for text in typed_sentences(part)]
    latin = [text for text in texts if text.language in LATIN]
    made = [*generated_texts(LATIN), *texts_of_demonstration()]
    train(latin, made, chosen.out)
    print(f"{chosen.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
