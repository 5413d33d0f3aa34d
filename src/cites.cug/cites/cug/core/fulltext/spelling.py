"""Known words that differ little from one that was typed."""

from cites.cug.core.fulltext.folding import plain_form, split_words
from collections.abc import Iterable
from heapq import nsmallest
from rapidfuzz.distance import OSA
from rapidfuzz.process import extract_iter


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
        for text in texts:
            for word in split_words(text):
                if len(word) >= SHORTEST and word.isalpha():
                    self._words.setdefault(plain_form(word), word.lower())

    def nearest(self, word: str) -> list[str]:
        """The words that are nearest, the first one before all; none if it is known."""
        plain = plain_form(word)
        if len(plain) < SHORTEST or not plain.isalpha() or plain in self._words:
            return []
        most = 2 if len(plain) >= LONG else 1
        near = [
            (distance, known[0] != plain[0], known)
            for known, distance, _index in extract_iter(
                plain, [*self._words], scorer=OSA.distance, score_cutoff=most
            )
        ]
        return [self._words[known] for _far, _other, known in nsmallest(MOST, near)]
