"""A line in small letters: its words, what stands between, which get capitals."""

import re
from bisect import bisect_left
from cites.nonnominal.casing.word_lists import FORMS
from cites.nonnominal.names.languages import (
    foreign_words,
    latin_language,
    names_and_words,
)
from cites.nonnominal.names.spelling import words
from cites.nonnominal.names.tokens import tokens_of


SPACE = re.compile(r"[ \t_]{1,2}(?:[dl]['’])?|[-'’]|\.[ ]?")
#: The legal forms that are no ordinary words of a language.
FORMS_OF = {
    "fr": FORMS - words("sac sas spa"),
    "en": FORMS - words("spa"),
    "es": FORMS - words("cv"),
}
LONGEST = 4
#: What quotations begin with.
QUOTES = "\"“«‘'"


class Line:
    """One line, with the positions of words to capitalise and of words in capitals."""

    def __init__(self, line: str, language: str | None, *, big: bool):
        self.big = big
        self.small = line.lower() if big else line
        self.language = latin_language(line) if language is None else language
        foreign = foreign_words(self.language)
        self.forms = FORMS_OF.get(self.language, FORMS)
        also = names_and_words(self.language)
        self.tokens = tokens_of(self.small, foreign, also, small=True)
        #: Whether a word that is in no list can be taken for a name.
        self.sure = not foreign
        #: Whether it has what these words stand behind.
        self.labelled, self.dotted = ":" in self.small, "." in self.small
        self.quoted = any(map(self.small.__contains__, QUOTES))
        self.raised: set[int] = set()
        self.whole: set[int] = set()

    def end_of_joined(self, start: int, longest: int) -> int:
        """Index after the words side by side: one more than ``longest`` at most."""
        end = start + 1
        while self.joined(end) and end - start <= longest:
            end += 1
        return end

    def at(self, place: int) -> int:
        """Index of the first word at or behind a position."""
        return bisect_left(self.tokens, place, key=lambda token: token.start)

    def joined(self, index: int) -> bool:
        """Whether the word before and this one may be of one name."""
        if index >= len(self.tokens):
            return False
        gap = self.tokens[index].gap
        return gap == " " or SPACE.fullmatch(gap) is not None

    def between(self, index: int) -> str:
        """The characters between a word and the word before it."""
        return self.tokens[index].gap
