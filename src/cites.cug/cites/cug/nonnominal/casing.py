"""Gives names in lines of small letters, or of capitals, their usual case.

Officers write chats without capitals, and manifests in capitals. Possible names there get
their capital back, so that the same rules find them: names after a word that announces
one, a given name before a family name, the words before a company's legal form. Each
character keeps its position.
"""

import re
from cites.cug.nonnominal.companies import PARTY as PARTY_WORDS
from cites.cug.nonnominal.names import context, things
from cites.cug.nonnominal.names.languages import foreign_words
from cites.cug.nonnominal.names.spelling import words
from cites.cug.nonnominal.names.tokens import Token, tokens_of


LINE = re.compile(r"[^\n]+")
LETTERS = re.compile(r"[^\W\d_]{2,}")
#: Share of a line's words that must be in capitals.
MOST = 0.7
SPACE = re.compile(r"[ \t_]{1,2}(?:[dl]['’])?|[-'’]|\.[ ]?")
#: Cyrillic words have rules of their own, in ``names.cyrillic``.
CYRILLIC = re.compile("[\u0400-\u04ff]")
COLON = re.compile(r"\s?:\s*")
PARTY = re.compile(rf"(?:^|(?<=[.;|\t]))\s*{PARTY_WORDS}(?!\w)")
#: Legal forms of companies after their names, and words of trades in such names.
FORMS = words(
    "ltd limited sarl sarlu sas sasu srl sac llc llp inc corp lda ltda gmbh plc eirl "
    "bv nv "
    "sl pty pvt bhd fze fzco spa eurl suarl cv"
)
TRADES = words(
    "safaris exotics traders trading aquatics taxidermy falconry supplies logistics "
    "freight "
    "curios outfitters exporters importers enterprises movers forwarders fret "
    "fauconnerie cetreria comptoir handicraft handicrafts artisanat madeiras "
    "passaros express "
    "expreso clearing acuarios criadero zoocriadero importadora exportadora "
    "comercializadora distribuidora "
    "transportadora menagerie animalerie negoce transitarios aquarios mascotas artesanias"
)
#: Labels before a name in a form: "nom complet :", "suspect: ".
LABELS = context.NAMING | context.ROLES | words("fio prenoms apellidos nombres")
#: Labels in forms of names that are not of persons.
NO_LABELS = words(
    "port puerto porto product produit producto produto vessel ship navire buque navio "
    "place lieu lugar goods species espece especie date fecha file fichier archivo"
)
#: Words for people: the next word may be a name.
PEOPLE = context.ROLES | context.RANKS
#: Words that end a name.
ENDS = (
    context.WHERE
    | context.SAYING
    | context.DEEDS
    | context.JOINING
    | context.TITLES
    | words(
        "again encore otra outra vez toujours same paid half pago pague is est es the an"
    )
)
#: Words that end a company's name.
BROAD_ENDS = ENDS - context.TITLES
LONGEST = 4
#: Given names that are also words which often stand before names.
VERBS = words(
    "will may mark hope art see per un so dit sale porte sol mar luz dice son que"
)
VESSEL = words("mv mt")


def usual_case(text: str) -> str:
    """Give names their capitals, in lines that are all small or all in capitals.

    The text keeps its length, and each character its position.
    """
    return LINE.sub(lambda match: _line(match[0]), text)


def _line(line: str) -> str:
    found = LETTERS.findall(line)
    if len(found) < 2:
        return line
    big = sum(word.isupper() for word in found)
    if big > MOST * len(found):
        return _Line(line, big=True).text() if len(line.lower()) == len(line) else line
    # Telephones write the first word with a capital.
    if all(word.islower() for word in found[1:]):
        return _Line(line, big=False).text()
    return line


class _Line:
    """One line, with the positions of words to capitalise and of words in capitals."""

    def __init__(self, line: str, *, big: bool):
        self.line, self.big = line, big
        self.small = line.lower() if big else line
        foreign = foreign_words(self.small)
        self.tokens = tokens_of(self.small, foreign)
        #: Whether a word that is in no list can be taken for a name.
        self.sure = not foreign
        self.raised: set[int] = set()
        self.whole: set[int] = set()

    def text(self) -> str:
        for match in PARTY.finditer(self.small):
            behind = [i for i, t in enumerate(self.tokens) if t.start >= match.end()]
            if behind:
                self._raise_party(behind[0])
        for index, token in enumerate(self.tokens):
            self._look_at(index, token)
        letters = list(self.small)
        for index in self.raised | self.whole:
            token = self.tokens[index]
            word = letters[token.start : token.end]
            changed = "".join(word)
            changed = changed.upper() if index in self.whole else _titled(changed)
            if len(changed) == len(word):
                letters[token.start : token.end] = changed
        return "".join(letters)

    def _look_at(self, index: int, token: Token) -> None:
        if token.folded in FORMS and index:
            self._raise_company(index)
        elif token.folded in VESSEL:
            self.whole.update(range(index, min(len(self.tokens), index + 3)))
        elif token.folded in things.NO_NAMES:
            self.whole.add(index)
        elif token.folded in TRADES:
            self._raise_company(index)
            self.raised.add(index)
            self.raised.update(self._run(index + 1, LONGEST, any_word=True))
        elif CYRILLIC.match(token.text):
            return
        elif self._labelled(index):
            self.raised.update(self._run(index, LONGEST))
        elif self.big and self._stands_out(index):
            self.raised.add(index)
        elif self._said_before(index) or self._is_pair(index):
            self.raised.update(self._run(index, LONGEST))

    def _stands_out(self, index: int) -> bool:
        """Whether a word in a line of capitals is a name, a place or in no list."""
        token = self.tokens[index]
        if token.ordinary or len(token.text) < 3:
            return False
        if not token.marks:
            return token.place or self.sure
        if token.marks == "g" or self._is_name_beside(index):
            return True
        return self._said_before(index)

    def _labelled(self, index: int) -> bool:
        """Whether the word begins the value of a form's label: "nombre completo: …"."""
        if not index or self.tokens[index].ordinary:
            return False
        between = self.small[self.tokens[index - 1].end : self.tokens[index].start]
        if not COLON.fullmatch(between):
            return False
        if not self.tokens[index].marks and index > LONGEST:
            return False
        label = {token.folded for token in self.tokens[max(0, index - LONGEST) : index]}
        return bool(label & LABELS) and not label & NO_LABELS

    def _said_before(self, index: int) -> bool:
        """Whether the word before announces a name."""
        if not index:
            return False
        before, token = self.tokens[index - 1 : index + 1]
        if token.ordinary or token.start - before.end > 3:
            return False
        if before.folded in context.TITLES:
            return bool(token.marks) or not token.place
        if token.place:
            return False
        if (before.folded in context.NAMING and token.marks) or self._spoken(index):
            return "o" not in token.marks
        if before.folded not in PEOPLE or token.marks[:1] not in ("g", "s"):
            return False
        return not _is_word(token) or self._is_given_before_name(index)

    def _is_given_before_name(self, index: int) -> bool:
        """Whether it is a given name, perhaps a word as well, before a sure name."""
        if not (self.tokens[index].marks.startswith("g") and self._joined(index + 1)):
            return False
        after = self.tokens[index + 1]
        return after.is_name and not _is_word(after)

    def _spoken(self, index: int) -> bool:
        said = [token.folded for token in self.tokens[max(0, index - 3) : index]]
        while said:
            if "-".join(said) in context.SPOKEN:
                return True
            said = said[1:]
        return False

    def _is_pair(self, index: int) -> bool:
        """Whether a given name before a family name begins here, and none is a word."""
        token = self.tokens[index]
        if not token.marks.startswith("g") or not self._joined(index + 1):
            return False
        if _is_word(token) and (token.ordinary or token.folded in VERBS):
            return False
        after = self.tokens[index + 1]
        if after.folded in context.KIN and index + 2 < len(self.tokens):
            after = self.tokens[index + 2]
        if _is_spoken(after) or after.folded in context.NEVER_SMALL:
            return False
        if after.place and not after.marks:
            # "beatrice machakos"
            return not _is_spoken(token)
        sure = ("g", "s") if _is_word(token) else ("g", "s", "w")
        return after.marks[:1] in sure

    def _is_name_beside(self, index: int) -> bool:
        near = [i for i in (index - 1, index + 1) if 0 <= i < len(self.tokens)]
        return any(self.tokens[i].marks and not _is_word(self.tokens[i]) for i in near)

    def _joined(self, index: int) -> bool:
        """Whether the word before and this one may be of one name."""
        if index >= len(self.tokens):
            return False
        between = self.small[self.tokens[index - 1].end : self.tokens[index].start]
        return SPACE.fullmatch(between) is not None

    def _run(self, start: int, longest: int, any_word: bool = False) -> list[int]:
        """Positions of the words of one name, from its first."""
        end = start
        for index in range(start, min(len(self.tokens), start + longest)):
            if index > start and not self._joined(index):
                break
            if self._stops(index, first=index == start, any_word=any_word):
                break
            end = index + 1
        run = range(start, end)
        return [i for i in run if self.tokens[i].folded not in context.PARTICLES]

    def _stops(self, index: int, *, first: bool, any_word: bool) -> bool:
        """Whether a word cannot be part of a name, or of a company's (``any_word``)."""
        token = self.tokens[index]
        if token.folded in context.PARTICLES:
            return False
        if token.folded in (BROAD_ENDS if any_word else ENDS):
            return True
        if first or any_word or token.folded.startswith(("al-", "el-")):
            return False
        return _is_spoken(token)

    def _raise_company(self, index: int) -> None:
        """Raise the words before a company's legal form or trade."""
        if self.tokens[index].folded in FORMS:
            self.whole.add(index)
        for at in range(index - 1, max(-1, index - 1 - LONGEST), -1):
            token = self.tokens[at]
            known = token.folded in ENDS | context.NAMING | context.ROLES
            if not self._joined(at + 1) or known:
                break
            self.raised.add(at)

    def _raise_party(self, start: int) -> None:
        between = self.small[self.tokens[start - 1].end : self.tokens[start].start]
        if COLON.fullmatch(between):
            self.raised.update(self._run(start, LONGEST + 1, any_word=True))


def _is_spoken(token: Token) -> bool:
    """Whether the word is also an ordinary word."""
    return token.ordinary or "o" in token.marks or "q" in token.marks


def _is_word(token: Token) -> bool:
    if _is_spoken(token):
        return True
    return token.folded in context.NEVER_SMALL or token.place


def _titled(word: str) -> str:
    return "-".join(part[:1].upper() + part[1:] for part in word.split("-"))
