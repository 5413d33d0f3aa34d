"""The words of a text, and the context of names among them."""

import re
from cites.cug.nonnominal.names import context, things
from cites.cug.nonnominal.names.languages import (
    foreign_words,
    latin_language,
    names_and_words,
)
from cites.cug.nonnominal.names.named_after import named_after
from cites.cug.nonnominal.names.tokens import Token, tokens_of


BEHIND = re.compile(r"(?:['’]s?)?[ \-]")
AGE = re.compile(r",?\s\(?\d{2}\)?(?:\s?(?:years|ans|años)|[),])")
LATIN = re.compile(r"..(?:us|um|is|ii|ae|ensis|a|ens|or|ax|ops)$")
#: A verb in Swahili with its prefixes of the third person.
SUBJECT_VERB = re.compile(r"a(?:li|na|me|ta)[a-z]{3,}")
CAPITAL = r"(?<![\w'’\-])[A-ZÀ-Þ][\w'’\-]{1,30}"
YEAR = r",?\s\(?(?:19|20)\d\d[a-z]?\b"
#: Authors of quoted works. A single name with a year counts where there are others.
AUTHORS = re.compile(
    rf"{CAPITAL}(?:,\s{CAPITAL}){{0,4}}(?:,?\s(?:and|et|y|e|&|und)\s{CAPITAL}(?={YEAR})|"
    rf",?\set\sal\b\.?)"
)
AUTHOR = re.compile(rf"{CAPITAL}(?={YEAR})")
#: Words between a thing and its name, and how many of them there may be.
BETWEEN = context.LINKING | context.TITLES | things.QUALIFYING
FARTHEST = 6
LINK = re.compile(r" (?:[dlDL]['’])?")
#: After these, a word that could be another thing is no name.
RANKS = context.RANKS | (context.ROLES - context.TRADING)
RANKED = re.compile(r"\s?:? ")
PEOPLE = context.RANKS | context.ROLES
#: Small words before family names, which are also other words.
NOBLE = frozenset({"de", "da", "di", "dos", "du", "del", "van"})
#: Most characters between a word and the name that it is about.
NEAR = 4
#: Most words of a form's label.
LONGEST_LABEL = 4


def former(word: str) -> str:
    """The word without "ex": "ex-ranger", "exalcalde"."""
    return word[2:].removeprefix("-") if word.startswith("ex") else word


def _begins_as_thing(first: Token, last: Token) -> bool:
    if first.folded not in things.THINGS_BEFORE or "g" in first.marks:
        return False
    return first.upper == last.upper


def _ends_as_thing(first: Token, last: Token) -> bool:
    if last.folded in things.THINGS_AND_NAMES and "g" in first.marks:
        return False
    return last.folded in things.THINGS_AFTER


class ContextWords:
    """The words of a text. ``start`` and ``end`` of the methods count words."""

    def __init__(self, text: str):
        self.text = text
        self.language = latin_language(text)
        foreign, also = foreign_words(self.language), names_and_words(self.language)
        self.tokens = tokens_of(text, foreign, also)
        #: Positions of words that are no findings: names of things, authors of works.
        self.no_names = named_after(self.tokens) | self._quoted()
        upper = sum(token.upper for token in self.tokens)
        #: Whether the text is in capitals, which then tell nothing.
        self.capitals = len(self.tokens) > 3 and upper > 0.6 * len(self.tokens)
        #: Whether the text is about airports: many are named after persons.
        self.flies = any(token.folded in things.AIRPORTS for token in self.tokens)

    def _quoted(self) -> set[int]:
        """Positions of authors: "Hensley and Abara 1998", "Okonjo et al. (2015)"."""
        spans = [match.span() for match in AUTHORS.finditer(self.text)]
        if spans:
            spans += [match.span() for match in AUTHOR.finditer(self.text)]
        return (
            {
                index
                for index, token in enumerate(self.tokens)
                if any(start <= token.start < end for start, end in spans)
            }
            if spans
            else set()
        )

    def between(self, index: int) -> str:
        """The characters between a word and the word before it."""
        return self.text[self.tokens[index - 1].end : self.tokens[index].start]

    def follows(self, start: int, words: frozenset[str], reach: int = 1) -> bool:
        """Whether one of the words stands at most ``reach`` words before."""
        before = self.tokens[max(0, start - reach) : start]
        if not before or len(self.between(start)) > NEAR:
            return False
        if before[-1].folded in words:
            return True
        linked = before[-1].folded in context.SAYING
        return linked and any(token.folded in words for token in before[:-1])

    def follows_label(self, start: int) -> bool:
        """Whether it follows the label of a name: "Jina la kwanza: Lomayani"."""
        if not start or self.between(start).strip(" ") != ":":
            return False
        line = self.text.rfind("\n", 0, self.tokens[start].start) + 1
        before = self.tokens[max(0, start - LONGEST_LABEL) : start]
        label = {token.folded for token in before if token.start >= line}
        return bool(label & context.NAMING) and not label & things.LABELS

    def follows_speech(self, start: int) -> bool:
        """Whether a given name stands after what one says before names: "ask Rehema"."""
        token = self.tokens[start]
        if "g" not in token.marks or not token.capital or token.place:
            return False
        said = [t.folded for t in self.tokens[max(0, start - 3) : start]]
        near = bool(said) and self.between(start) == " "
        return near and any(
            "-".join(said[at:]) in context.SPOKEN for at in range(len(said))
        )

    def acts(self, start: int) -> bool:
        """Whether a given name stands before a verb in Swahili: "Rajabu alipita"."""
        token, behind = self.tokens[start], self.behind(start + 1)
        if self.language != "sw" or behind is None or "g" not in token.marks:
            return False
        return token.capital and SUBJECT_VERB.match(behind.folded) is not None

    def begins_behind_role(self, start: int) -> bool:
        """Whether a small word begins a name after a role: "my boss de Souza"."""
        token, after = self.tokens[start], self.tokens[start + 1 : start + 2]
        if token.folded not in NOBLE or not after or not self.follows(start, PEOPLE):
            return False
        name = after[0]
        sure = name.capital and name.is_name and not (name.is_thing or name.upper)
        return sure and "o" not in name.marks and self.between(start + 1) == " "

    def follows_title(self, start: int) -> bool:
        if not start or len(self.between(start)) > 2:
            return False
        before = self.tokens[start - 1]
        spelled = {before.text, self.text[before.start : before.end + 1]}
        if before.folded in context.TITLES or spelled & context.SPELLED_TITLES:
            return True
        return self._follows_rank(start)

    def _follows_rank(self, start: int) -> bool:
        """Whether a word that is no other thing stands after a rank."""
        before, token = self.tokens[start - 1 : start + 1]
        if former(before.folded) not in RANKS or not RANKED.fullmatch(
            self.between(start)
        ):
            return False
        if token.ordinary or (token.place and not token.is_name):
            return False
        if not token.capital or (token.upper and not self.capitals):
            return False
        # "Cabo Pulmo" is a cape.
        return not (before.capital and before.folded in things.THINGS_BEFORE)

    def before(self, start: int) -> set[str]:
        """The words before, back to the thing that "de la", "of" or a title belongs to.

        "Parc national de la", "microcèbe de Madame".
        """
        found: set[str] = set()
        for at in range(start, max(0, start - FARTHEST), -1):
            if not LINK.fullmatch(self.between(at)):
                break
            before = self.tokens[at - 1].folded
            found.add(before)
            if before not in BETWEEN:
                break
        return found

    def behind(self, end: int) -> Token | None:
        """The next word, also after a possessive; None if something separates them."""
        if end < len(self.tokens) and BEHIND.fullmatch(self.between(end)):
            return self.tokens[end]
        return None

    def is_species(self, start: int, end: int) -> bool:
        """Whether it names an animal or a plant after a person."""
        behind = self.behind(end)
        named = behind is not None and (
            behind.folded in things.SPECIES
            or (end - start == 1 and self._is_epithet(behind))
        )
        if not named and behind is not None and "s " in self.between(end):
            # "Pallas's fish eagle"
            named = any(t.folded in things.SPECIES for t in self.tokens[end : end + 3])
        return (
            named or bool(self.before(start) & things.SPECIES) or self._is_author(start)
        )

    def _is_epithet(self, token: Token) -> bool:
        """Whether it may be the second word of a scientific name: small, unlisted, Latin.

        Verbs in Swahili have the same endings.
        """
        known = token.capital or token.ordinary or token.is_name
        latin = self.language != "sw" and LATIN.search(token.folded) is not None
        return latin and not known

    def _is_author(self, start: int) -> bool:
        """Whether it is the author of a species: "Dalbergia maritima R. Viguier"."""
        if start < 2 or self.between(start) not in (" ", " ("):
            return False
        genus, epithet = self.tokens[start - 2 : start]
        if not genus.capital or epithet.capital or self.between(start - 1) != " ":
            return False
        if genus.folded in things.NO_NAMES:
            return not epithet.ordinary or LATIN.search(epithet.folded) is not None
        return not genus.ordinary and self._is_epithet(epithet)

    def is_thing(self, start: int, end: int, titled: bool) -> bool:
        """Whether it is a place or a body that is named after a person."""
        first, last = self.tokens[start], self.tokens[end - 1]
        several = end - start > 1 and not titled
        if several and (_begins_as_thing(first, last) or _ends_as_thing(first, last)):
            return True
        behind = self.behind(end)
        if behind is not None and behind.capital and behind.folded in things.THINGS_AFTER:
            return True
        before = self.before(start)
        if titled:
            # "el cabo Etxenike": "cabo" is a rank here, and elsewhere a cape.
            before.discard(self.tokens[start - 1].folded)
        return bool(before & things.THINGS_BEFORE)

    def support(self, start: int, end: int) -> float:
        """How much the words around it speak for a person's name; negative if against."""
        weight = 1.0 if self.follows(start, context.ROLES, 3) else 0.0
        behind = self.behind(end)
        if behind is not None and behind.folded in context.DEEDS:
            weight += 1.0
        if AGE.match(self.text, self.tokens[end - 1].end):
            weight += 1.0
        run = self.tokens[start:end]
        where = self.follows(start, context.WHERE)
        known = any(token.is_name and not token.place for token in run[1:])
        if where and any(token.place for token in run) and not known:
            weight -= 0.5
        return weight
