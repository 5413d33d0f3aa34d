"""A text as words, and what stands around some of them."""

import re
from cites.cug.nonnominal.names import context
from cites.cug.nonnominal.names.tokens import Token
from cites.cug.nonnominal.names.tokens import tokens_of


BEHIND = re.compile(r"(?:['’]s?)?[ \-]")
AGE = re.compile(r",?\s\(?\d{2}\)?(?:\s?(?:years|ans|años)|[),])")
LATIN = re.compile(r"..(?:us|um|is|ii|ae|ensis|a|ens|or|ax|ops)$")
LINKING = frozenset(["de", "of", "du", "del", "la", "d", "des", "the"])
#: Between "suspect" and the name: "the suspect was Ahmed".
SAYING = frozenset(
    [
        "as",
        "is",
        "was",
        "comme",
        "est",
        "como",
        "es",
        "era",
        "of",
        "de",
        "the",
        "le",
        "la",
        "el",
    ]
)
#: How many characters may lie between a word and the name that it is about.
NEAR = 4


def _is_epithet(token: Token) -> bool:
    """The second word of a scientific name: small, Latin, and of no living language."""
    known = token.capital or token.ordinary or token.is_name
    return not known and LATIN.search(token.folded) is not None


class Words:
    """The words of a text; ``start`` and ``end`` below count words."""

    def __init__(self, text: str):
        self.text = text
        self.tokens = tokens_of(text)
        upper = sum(token.upper for token in self.tokens)
        #: Whether all is written in capitals, so that these say nothing.
        self.capitals = len(self.tokens) > 3 and upper > 0.6 * len(self.tokens)

    def between(self, index: int) -> str:
        """What stands before a word since the one before it."""
        return self.text[self.tokens[index - 1].end : self.tokens[index].start]

    def follows(self, start: int, words: frozenset[str], reach: int = 1) -> bool:
        """Whether one of the words stands before, at most so many words away."""
        before = self.tokens[max(0, start - reach) : start]
        if not before or len(self.between(start)) > NEAR:
            return False
        if before[-1].folded in words:
            return True
        linked = before[-1].folded in SAYING
        return linked and any(token.folded in words for token in before[:-1])

    def follows_title(self, start: int) -> bool:
        if not start or len(self.between(start)) > 2:
            return False
        before = self.tokens[start - 1]
        spelled = {before.text, self.text[before.start : before.end + 1]}
        return before.folded in context.TITLES or bool(spelled & context.SPELLED_TITLES)

    def before(self, start: int) -> set[str]:
        """The word right before, and the one before "de", "of" and their like."""
        if not start or len(self.between(start)) > 1:
            return set()
        before = self.tokens[start - 1].folded
        if before in LINKING and start > 1:
            return {before, self.tokens[start - 2].folded}
        return {before}

    def behind(self, end: int) -> Token | None:
        """The word right behind, also behind a possessive."""
        if end < len(self.tokens) and BEHIND.fullmatch(self.between(end)):
            return self.tokens[end]
        return None

    def is_species(self, start: int, end: int) -> bool:
        """An animal or a plant that is named after somebody."""
        behind = self.behind(end)
        named = behind is not None and (
            behind.folded in context.SPECIES or (end - start == 1 and _is_epithet(behind))
        )
        return named or bool(self.before(start) & context.SPECIES)

    def is_thing(self, start: int, end: int) -> bool:
        """A place or a body that is named after somebody."""
        behind = self.behind(end)
        if (
            behind is not None
            and behind.capital
            and behind.folded in context.THINGS_AFTER
        ):
            return True
        return bool(self.before(start) & context.THINGS_BEFORE)

    def support(self, start: int, end: int) -> float:
        """What the words around say for a person's name, or against it."""
        weight = 1.0 if self.follows(start, context.ROLES, 3) else 0.0
        behind = self.behind(end)
        if behind is not None and behind.folded in context.DEEDS:
            weight += 0.5
        if AGE.match(self.text, self.tokens[end - 1].end):
            weight += 1.0
        where = self.follows(start, context.WHERE)
        if where and any(token.place for token in self.tokens[start:end]):
            weight -= 0.5
        return weight
