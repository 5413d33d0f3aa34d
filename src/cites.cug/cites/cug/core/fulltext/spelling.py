"""Known words that differ little from one that was typed."""

from cites.cug.core.fulltext.folding import plain_form, split_words
from collections.abc import Iterable
from heapq import nsmallest


#: Shorter words have too many others beside them.
SHORTEST = 4
#: Words of so many letters may differ in two of them.
LONG = 7
#: So many words are offered for one.
MOST = 3


class Spelling:
    """The words of some texts, in their plain form."""

    def __init__(self, texts: Iterable[str]):
        self._words: dict[str, str] = {}
        self._letters: dict[str, frozenset[str]] = {}
        for text in texts:
            for word in split_words(text):
                if len(word) >= SHORTEST and word.isalpha():
                    self._words.setdefault(plain_form(word), word.lower())
        for plain in self._words:
            self._letters[plain] = frozenset(plain)

    def nearest(self, word: str) -> list[str]:
        """The words that are nearest, the first one before all; none if it is known."""
        plain = plain_form(word)
        if len(plain) < SHORTEST or not plain.isalpha() or plain in self._words:
            return []
        most, letters = 2 if len(plain) >= LONG else 1, frozenset(plain)
        near = [
            (distance, known[0] != plain[0], known)
            for known, others in self._letters.items()
            # Compared first, as it is quicker: one change adds a letter and takes one.
            if len(letters ^ others) <= 2 * most
            if (distance := _distance(plain, known, most)) <= most
        ]
        return [self._words[known] for _far, _other, known in nsmallest(MOST, near)]


def _distance(one: str, other: str, most: int) -> int:
    """How many letters are missing, added, others, or exchanged with the next one.

    ``most + 1`` if there are more than ``most``.
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = [*range(len(other) + 1)]
    for number, letter in enumerate(one, 1):
        earlier, before, row = before, row, [number]
        for place, beside in enumerate(other, 1):
            cost = min(before[place], row[-1]) + 1
            cost = min(cost, before[place - 1] + (letter != beside))
            exchanged = (
                number > 1
                and place > 1
                and letter == other[place - 2]
                and one[number - 2] == beside
            )
            row.append(min(cost, earlier[place - 2] + 1) if exchanged else cost)
        if min(row) > most:
            return most + 1
    return row[-1]
