"""Learns which words in small letters are likely of a name; see `names/likely.py`.

    .venv/bin/python scripts/names/learn.py

It reads the texts that may be looked at, in small letters, also with other names put in,
so that it learns what stands around names rather than the names. The same texts and lists
give the same weights. It takes half a minute of processor time.
"""

import gzip
import math
import random
import re
from cites.nonnominal.casing.word_lists import FORMS, FUNCTION_WORDS, WEAK_TRADES
from cites.nonnominal.names import context
from cites.nonnominal.names.languages import (
    foreign_words,
    latin_language,
    names_and_words,
)
from cites.nonnominal.names.likely import (
    described,
    Feature,
    joint_features,
    OWN,
    REACH,
    Weights,
    word_features,
    written,
)
from cites.nonnominal.names.lists import lists
from cites.nonnominal.names.spelling import fold
from cites.nonnominal.names.tokens import tokens_of
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tests_nonnominal.evaluation import (
    Found,
    NAMES,
    OPEN_TO_ALL,
    Sentence,
    typed_sentences,
)


ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "src/cites.nonnominal/cites/nonnominal/data/likely.txt.gz"
#: Languages in Latin letters.
LATIN = ("en", "fr", "es", "pt", "sw")
SEED = 7
#: How often each text is read: as it is, then with other names.
VARIANTS = 5
#: Passes over all words, of which the later half is averaged.
ROUNDS = 6
RATE = 0.2
#: What is seen in fewer texts is not learnt, nor are smaller weights kept.
LEAST_TEXTS, LEAST_WEIGHT = 2, 0.1
#: Words whose probability is as right as this teach nothing.
SETTLED = 0.003
WORD = re.compile(r"[^\W\d_]+")
LATIN_LETTER = re.compile("[A-Za-z\u00c0-\u024f]")
#: Words that stay as they are in names of persons and of companies.
KEPT = {
    "person": context.PARTICLES | context.TITLES,
    "company": FORMS | FUNCTION_WORDS | WEAK_TRADES,
}
#: Shares of names that get other words, and of other words from the same texts, from the
#: lists and invented.
CHANGED = {"person": 0.75, "company": 0.6}
OF_TEXTS, OF_LISTS, INVENTED = 0.45, 0.75, 0.9


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
            result += (
                self._of_company(word) if kind == "company" else self._name(word, first)
            )
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


def rows_in(text: str) -> Iterator[tuple[int, list[Feature]]]:
    """The place of each word, and all that is known of it."""
    language = latin_language(text)
    tokens = tokens_of(text, foreign_words(language), names_and_words(language))
    known = described(text, tokens)
    own = [
        list(word_features(*word)) for word in zip(known.folded, known.kinds, strict=True)
    ]
    for at, token in enumerate(tokens):
        row: list[Feature] = [*joint_features(known, at)]
        for reach in REACH:
            if 0 <= at + reach < len(tokens):
                row += ((*feature, str(reach)) for feature in own[at + reach + 1])
        yield token.start, row


class Rows:
    """The words of all texts, by the numbers of what is known of them."""

    def __init__(self, texts: Sequence[Sentence]):
        self.numbers: dict[Feature, int] = {}
        self.rows: list[list[int]] = []
        self.of_names: list[bool] = []
        self.seen: list[set[int]] = []
        others = OtherNames(texts)
        for number, text in enumerate(texts):
            for variant in range(VARIANTS):
                self._read(number, others.put_into(text) if variant else text)

    def _read(self, number: int, text: Sentence) -> None:
        names = [one for one in text.expected if one.kind in NAMES]
        for start, row in rows_in(text.text.lower()):
            self.rows.append([self._number_of(feature, number) for feature in row])
            self.of_names.append(any(one.start <= start < one.end for one in names))

    def _number_of(self, feature: Feature, text: int) -> int:
        number = self.numbers.setdefault(feature, len(self.numbers))
        if number == len(self.seen):
            self.seen.append(set())
        if len(self.seen[number]) < LEAST_TEXTS:
            self.seen[number].add(text)
        return number

    def frequent(self) -> list[list[int]]:
        """The words by what is known of them and seen in texts enough."""
        kept = [len(texts) >= LEAST_TEXTS for texts in self.seen]
        return [[number for number in row if kept[number]] for row in self.rows]


def learn(texts: Sequence[Sentence]) -> Weights:
    """Weights by logistic regression, with smaller steps for what is seen often."""
    rows = Rows(texts)
    words = list(zip(rows.frequent(), rows.of_names, strict=True))
    weights, steps = [0.0] * len(rows.seen), [0.01] * len(rows.seen)
    averaged = [0.0] * len(rows.seen)
    chance = random.Random(SEED)  # noqa: S311
    for turn in range(ROUNDS):
        chance.shuffle(words)
        for row, of_name in words:
            weight = sum(weights[number] for number in row)
            error = 1 / (1 + math.exp(-weight)) - of_name
            if abs(error) < SETTLED:
                continue
            for number in row:
                steps[number] += error * error
                weights[number] -= RATE * error / math.sqrt(steps[number])
        if turn >= ROUNDS // 2:
            averaged = [sum(both) for both in zip(averaged, weights, strict=True)]
    share = ROUNDS - ROUNDS // 2
    return by_reach({f: averaged[number] / share for f, number in rows.numbers.items()})


def by_reach(learnt: Mapping[Feature, float]) -> Weights:
    """The weights that count, those of words by how far away the word is."""
    weights = Weights({}, {})
    for feature, weight in learnt.items():
        if abs(weight) < LEAST_WEIGHT:
            continue
        if feature[0] not in OWN:
            weights.joint[feature] = weight
            continue
        *own, reach = feature
        at = REACH.index(int(reach))
        known = weights.own.get(tuple(own), (0.0,) * len(REACH))
        weights.own[tuple(own)] = (*known[:at], weight, *known[at + 1 :])
    return weights


def main() -> None:
    texts = [text for part in OPEN_TO_ALL for text in typed_sentences(part)]
    weights = learn([text for text in texts if text.language in LATIN])
    DATA.write_bytes(gzip.compress(written(weights).encode(), mtime=0))
    print(f"{len(weights.own)} words and {len(weights.joint)} others")


if __name__ == "__main__":
    main()
