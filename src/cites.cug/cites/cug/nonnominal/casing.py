"""Gives names in lines of small letters, or of capitals, their usual case.

Officers write chats without capitals, and manifests in capitals. Possible names there get
their capital back, so that the same rules find them: names after a word that announces
one, a given name before a family name, the words before a company's legal form. Each
character keeps its position.
"""

import re
from cites.cug.nonnominal.companies import PARTY as PARTY_WORDS
from cites.cug.nonnominal.names import context, things
from cites.cug.nonnominal.names.languages import (
    foreign_words,
    latin_language,
    names_and_words,
    SMALL_WORDS,
)
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
    "transportadora menagerie animalerie negoce transitarios aquarios mascotas "
    "artesanias seafoods maroquinerie oisellerie maderera marroquineria "
    "peleteria pajareria "
    "taxidermie taxidermia"
)
#: Forms that are ordinary words of a language.
FORMS_AND_WORDS = {"fr": words("sac sas spa"), "en": words("spa"), "es": words("cv")}
#: Words that are no part of a company's name, even before its form.
FUNCTION_WORDS = frozenset().union(*SMALL_WORDS.values()) | words(
    "con avec com from c'est is be has have had was still encore otra outra que qui who "
    "this that these via chez ce cette ces esta este estos mon ma mes mi mis my our "
    "notre nuestra nuestro tienda magasin boutique loja duka shop store"
)
#: Small words inside such a name: "cueros del sur srl".
LINKS = context.LINKING | words("la los las le les do da dos das & y et and e ya")
#: Labels before a name in a form: "nom complet :", "suspect: ".
LABELS = context.NAMING | context.ROLES | words("fio prenoms apellidos nombres")
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
        "per via again encore otra outra vez toujours same paid half pago pague "
        "is est es "
        "the an"
    )
)
#: Words that end a company's name.
BROAD_ENDS = ENDS - context.TITLES
#: Words before a company's name.
NO_COMPANY = ENDS | context.NAMING | context.ROLES | FUNCTION_WORDS
LONGEST = 4
#: Given names that are also words which often stand before names.
VERBS = words(
    "will may mark hope art see per un so dit sale porte sol mar luz dice son que"
)
VESSEL = words("mv mt")
#: Small words before family names.
NOBLE = frozenset({"de", "da", "di", "dos", "van"})
HONOURS = frozenset({"mzee", "hajj", "haji", "sheikh", "baba", "mama"})
#: A verb with its prefixes of person and tense, as in "alirudisha".
SWAHILI_VERB = re.compile(r"(?:a|wa|i|zi|ni|tu)(?:li|na|me|ta|ki)[a-z]{3,}")
QUOTE = re.compile('["“«]')
NICKNAMED = re.compile(
    r"(?<![\w'’\-])(?P<given>[^\W\d_]{3,30})(?:\s(?:dite?|alias|a\.?k\.?a\.?))?\s"
    r"[\"“«]\s?[^\"”»\n]{2,25}?\s?[\"”»]\s(?P<family>[^\W\d_]{3,30})"
)


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
        self.language = latin_language(self.small)
        foreign = foreign_words(self.language)
        no_forms = FORMS_AND_WORDS.get(self.language, frozenset())
        self.forms = FORMS - no_forms
        self.tokens = tokens_of(self.small, foreign, names_and_words(self.language))
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
        self._raise_nicknamed()
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
        if token.folded in self.forms and index:
            self._raise_company(index)
        elif token.folded in VESSEL:
            self.whole.update(range(index, min(len(self.tokens), index + 3)))
        elif token.folded in things.NO_NAMES:
            self.whole.add(index)
        elif token.folded in TRADES:
            self._raise_company(index)
            self.raised.add(index)
            self.raised.update(
                self._run(self._behind_trade(index), LONGEST, any_word=True)
            )
        elif self._is_noble(index):
            self.raised.update(self._run(index + 1, LONGEST))
        elif CYRILLIC.match(token.text):
            return
        elif value := self._value(index):
            self.raised.update(value)
        elif self._labelled(index):
            self.raised.update(self._run(index, LONGEST))
        elif self.big and self._stands_out(index):
            self.raised.add(index)
        elif (
            self._said_before(index)
            or self._is_pair(index)
            or (self._is_beside(index) or self._is_reversed(index))
        ):
            self.raised.update(self._run(index, LONGEST))
            self._raise_rest(index)

    def _stands_out(self, index: int) -> bool:
        """Whether a word in a line of capitals is a name, a place or in no list."""
        token = self.tokens[index]
        if token.ordinary or len(token.text) < 3:
            return False
        if not token.marks:
            return token.place or self.sure or self._is_behind_given(index)
        if "o" in token.marks:
            return self._said_before(index)
        if token.marks == "g" or self._is_name_beside(index):
            return True
        return self._said_before(index)

    def _raise_nicknamed(self) -> None:
        """Raise the names around nicknames: 'bartholomew "skinny" achieng'."""
        if not QUOTE.search(self.small):
            return
        at = {token.start: i for i, token in enumerate(self.tokens)}
        for match in NICKNAMED.finditer(self.small):
            around = [at.get(match.start(name)) for name in ("given", "family")]
            sure = [i for i in around if i is not None and not self.tokens[i].ordinary]
            if len(sure) == 2 and any(self.tokens[i].marks for i in sure):
                self.raised.update(sure)

    def _behind_trade(self, index: int) -> int:
        """The word after a trade's, which may be two: "clearing and forwarding"."""
        behind = [token.folded for token in self.tokens[index + 1 : index + 3]]
        if len(behind) < 2 or behind[0] not in context.JOINING:
            return index + 1
        if behind[1] not in TRADES | {"forwarding"}:
            return index + 1
        self.raised.add(index + 2)
        return index + 3

    def _is_noble(self, index: int) -> bool:
        """Whether a small word begins a family name: "my boss de souza"."""
        if not index or self.tokens[index].folded not in NOBLE:
            return False
        if self.tokens[index - 1].folded not in PEOPLE | context.TITLES:
            return False
        if not (self._joined(index) and self._joined(index + 1)):
            return False
        name = self.tokens[index + 1]
        return name.marks[:1] in ("g", "s") and not _is_word(name)

    def _value(self, start: int) -> list[int]:
        """Positions of the words of a form's value, if it is a name: "driver: le thi"."""
        if not start or not self._has_label(start):
            return []
        end = start + 1
        while self._joined(end) and end - start <= LONGEST:
            end += 1
        value = self.tokens[start:end]
        rest = self.small[value[-1].end :].lstrip(" .")
        if len(value) > LONGEST or (rest and rest[0] not in ",;|\t("):
            return []
        if not self._may_be_value(start, value):
            return []
        # "van rooyen" has its capital too where it begins the value.
        particles = context.PARTICLES - {value[0].folded}
        return [i for i in range(start, end) if self.tokens[i].folded not in particles]

    def _may_be_value(self, start: int, value: list[Token]) -> bool:
        """Whether the words have a name, or are no words where the label says "name"."""
        if any(token.folded in ENDS - context.PARTICLES for token in value):
            return False
        if any(token.marks and not _is_word(token) for token in value):
            return True
        named = context.NAMING & self._label(start)
        return bool(named) and not all(map(_is_word, value))

    def _has_label(self, index: int) -> bool:
        """Whether a word follows the label of a name."""
        between = self.small[self.tokens[index - 1].end : self.tokens[index].start]
        if not COLON.fullmatch(between):
            return False
        label = self._label(index)
        return bool(label & LABELS) and not label & things.LABELS

    def _label(self, index: int) -> set[str]:
        return {token.folded for token in self.tokens[max(0, index - LONGEST) : index]}

    def _is_behind_given(self, index: int) -> bool:
        """Whether an unlisted word may be the family name of a given one."""
        if index - 1 not in self.raised or not self._joined(index):
            return False
        return self.tokens[index - 1].marks.startswith("g") and not (
            self.tokens[index].folded in ENDS or len(self.tokens[index].text) < 4
        )

    def _labelled(self, index: int) -> bool:
        """Whether the word begins the value of a form's label: "nombre completo: …"."""
        if not index or self.tokens[index].ordinary:
            return False
        if not self.tokens[index].marks and index > LONGEST:
            return False
        return self._has_label(index)

    def _is_beside(self, index: int) -> bool:
        """Whether it is joined to a name: "talked to peter and grace mutua"."""
        token = self.tokens[index]
        if index < 2 or self.tokens[index - 1].folded not in context.JOINING:
            return False
        if index - 2 not in self.raised or not token.marks.startswith("g"):
            return False
        return not token.ordinary and token.folded not in VERBS

    def _raise_rest(self, index: int) -> None:
        """Raise the given name behind a family name and a comma: "kiplagat, edwin"."""
        at = index + 1
        if at >= len(self.tokens) or index not in self.raised:
            return
        token = self.tokens[at]
        between = self.small[self.tokens[index].end : token.start]
        if between == ", " and token.marks[:1] == "g" and not _is_word(token):
            self.raised.update(self._run(at, LONGEST))

    def _said_before(self, index: int) -> bool:
        """Whether the word before announces a name."""
        if not index:
            return False
        before, token = self.tokens[index - 1 : index + 1]
        if token.ordinary or token.start - before.end > 3:
            return False
        if token.folded in context.NAMING | ENDS - context.PARTICLES - context.TITLES:
            return False
        if before.folded in context.CALLED and token.marks.startswith("g"):
            return token.folded not in context.NEVER_SMALL
        if before.folded in context.TITLES:
            return bool(token.marks) or not token.place
        if token.place:
            return False
        swahili = self.language == "sw" and token.marks.startswith("g")
        if (before.folded in context.NAMING and token.marks) or self._spoken(index):
            return swahili or "o" not in token.marks
        if before.folded not in PEOPLE:
            return False
        if token.marks[:1] not in ("g", "s"):
            return self.sure and self._are_unlisted(index)
        return swahili or not _is_word(token) or self._is_given_before_name(index)

    def _are_unlisted(self, index: int) -> bool:
        """Whether two words that are no words of a language follow a role."""
        pair = self.tokens[index : index + 2]
        if len(pair) < 2 or not self._joined(index + 1):
            return False
        return not any(_is_word(t) or len(t.text) < 3 or t.folded in ENDS for t in pair)

    def _is_reversed(self, index: int) -> bool:
        """Whether a family name before its given name begins here: "kiplagat, edwin"."""
        if index + 1 >= len(self.tokens):
            return False
        family, given = self.tokens[index : index + 2]
        if self.small[family.end : given.start] != ", ":
            return False
        sure = family.marks[:1] == "s" and given.marks[:1] == "g"
        return sure and not (_is_word(family) or _is_word(given))

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
        if after.place:
            # "beatrice machakos", and not "in florence nairobi"
            where = index and self.tokens[index - 1].folded in context.WHERE
            return not (_is_spoken(token) or where)
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
        if token.folded in context.PARTICLES or self._is_honour(index):
            return False
        if self.language == "sw" and SWAHILI_VERB.match(token.folded):
            return True
        if token.folded in (BROAD_ENDS if any_word else ENDS):
            return True
        if first or any_word or token.folded.startswith(("al-", "el-")):
            return False
        return _is_spoken(token)

    def _is_honour(self, index: int) -> bool:
        """Whether it is an honour between two names: "ali mzee juma"."""
        if self.tokens[index].folded not in HONOURS or not index:
            return False
        after = self.tokens[index + 1 : index + 2]
        return bool(after and after[0].marks and self.tokens[index - 1].marks)

    def _raise_company(self, index: int) -> None:
        """Raise the words before a company's legal form or trade."""
        if self.tokens[index].folded in self.forms:
            self.whole.add(index)
        for at in range(index - 1, max(-1, index - 1 - LONGEST), -1):
            token = self.tokens[at]
            if not self._joined(at + 1):
                break
            if token.folded in LINKS and self.language != "sw":
                continue
            if token.folded in NO_COMPANY:
                break
            self.raised.add(at)

    def _raise_party(self, start: int) -> None:
        between = self.small[self.tokens[start - 1].end : self.tokens[start].start]
        run = self._run(start, LONGEST + 1, any_word=True)
        if COLON.fullmatch(between) or self._fills_clause(start):
            self.raised.update(run)

    def _fills_clause(self, start: int) -> bool:
        """Whether two to four words up to a comma follow: "transitaire golfe fret, …"."""
        end = start + 1
        while self._joined(end) and end - start <= LONGEST:
            end += 1
        words_of_it = self.tokens[start:end]
        if not 1 < len(words_of_it) <= LONGEST:
            return False
        return not any(t.folded in NO_COMPANY for t in words_of_it)


def _is_spoken(token: Token) -> bool:
    """Whether the word is also an ordinary word."""
    return token.ordinary or "o" in token.marks or "q" in token.marks


def _is_word(token: Token) -> bool:
    if _is_spoken(token):
        return True
    return token.folded in context.NEVER_SMALL or token.place


def _titled(word: str) -> str:
    return "-".join(part[:1].upper() + part[1:] for part in word.split("-"))
