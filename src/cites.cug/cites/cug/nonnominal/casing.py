"""Gives names in lines of small letters, or of capitals, their usual case.

Officers write chats without capitals, and manifests in capitals. Possible names there get
their capital back, so that the same rules find them: names after a word that announces
one, a given name before a family name, the words before a company's legal form. Each
character keeps its position.
"""

import re
from bisect import bisect_left
from cites.cug.nonnominal.companies import PARTY as PARTY_WORDS
from cites.cug.nonnominal.companies import TRADES as WORDS_OF_TRADES
from cites.cug.nonnominal.names import context, eastern, things
from cites.cug.nonnominal.names.around import SUBJECT_VERB
from cites.cug.nonnominal.names.languages import (
    foreign_words,
    latin_language,
    names_and_words,
    SMALL_WORDS,
)
from cites.cug.nonnominal.names.lists import lists, sections
from cites.cug.nonnominal.names.named_after import is_named_after
from cites.cug.nonnominal.names.spelling import fold, words
from cites.cug.nonnominal.names.tokens import Token, tokens_of


LINE = re.compile(r"[^\n]+")
LETTERS = re.compile(r"[^\W\d_]{2,}")
#: Share of a line's words that must be in capitals.
MOST = 0.7
MOST_INITIALS = 3
#: Authors of works with their year, in small letters.
YEAR = re.compile(r"(?:19|20)\d\d|\bal\b")
AUTHORS = re.compile(
    r"(?<![\w'’\-])[^\W\d_]{2,25}(?:-[^\W\d_]{2,25})?(?:\s(?:and|et|y|e|&)\s[^\W\d_]{2,25},?\s"
    r"\(?(?:19|20)\d\d|,?\set\sal\b)"
)
#: A name over the end of a line.
BROKEN = re.compile(
    r"(?P<given>[A-ZÀ-Þ][^\W\d_]{2,30})\n(?P<family>[a-zà-ÿ]{3,30})(?=[ ,.])"
)
SPACE = re.compile(r"[ \t_]{1,2}(?:[dl]['’])?|[-'’]|\.[ ]?")
#: Cyrillic words have rules of their own, in ``names.cyrillic``.
CYRILLIC = re.compile("[\u0400-\u04ff]")
COLON = re.compile(r"\s?:\s*")
PARTY = re.compile(rf"(?<!\w){PARTY_WORDS}(?!\w)")
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
#: Words of trades that are ordinary words: they count in what a party is called only.
WEAK_TRADES = TRADES | WORDS_OF_TRADES
#: Words of trades before a company's name.
BEFORE_NAMES = words(" ".join(sections("trades")["before"])) | words(
    "comptoir fret criadero zoocriadero importadora exportadora comercializadora "
    "distribuidora transportadora menagerie animalerie acuarios aquarios mascotas "
    "artesanias "
    "madeiras passaros fauconnerie cetreria transit oisellerie clearing maderera "
    "peleteria "
    "pajareria taxidermie taxidermia maroquinerie marroquineria artisanat negoce "
    "transitarios "
    "maderas pieles cueros peaux cuirs bois transports transportes boiseries"
)
#: Of those who carry or trade.
CARRYING = words(" ".join(sections("trades")["carrying"]))
#: Words of what a company is called, and those of somebody who deals with one.
CALLED_SMALL = re.compile(
    r"(?<!\w)(?:(?:company|firm|outfit|shop|store|soci[ée]t[ée]|entreprise|bo[îi]te|"
    r"boutique|"
    r"magasin|empresa|compañ[íi]a|compania|tienda|loja|kampuni|duka)(?:\s(?:is|called|"
    r"named|"
    r"est|s['’]appelle|nommée|es|se\sllama|llamada|é|chama-se|inaitwa|la|ya)|"
    r"\s?c['’]?\s?est)?|"
    r"(?:works?|worked|drives?|drove|ships?)\s(?:for|with)|pay|paid|boss\sof|owner\sof|"
    r"(?:travaille|bosse|roule|conduit)\spour|pay(?:er|é|e|ez)|patron\sde|g[ée]rant\sde|"
    r"(?:trabaja|maneja)\s(?:para|con)|p[aá]g(?:ar|arle|ó|ale|uen?)\sa|due[ñn]o\sde|"
    r"jefe\sde|"
    r"trabalha\spara|pag(?:ar|ou)\s(?:à|a)|dono\sda|patr[ãa]o\sda|mmiliki\swa|"
    r"anafanya\skazi)"
    r"\s(?:(?:the|los|las|les|la|le|l['’])\s?)?(?=\w)"
)
#: Forms that are ordinary words of a language.
FORMS_AND_WORDS = {"fr": words("sac sas spa"), "en": words("spa"), "es": words("cv")}
#: Words that are no part of a company's name, even before its form.
FUNCTION_WORDS = frozenset().union(*SMALL_WORDS.values()) | words(
    "con avec com from c'est is be has have had was still encore otra outra que qui who "
    "this that these via chez ce cette ces esta este estos mon ma mes mi mis my our "
    "notre nuestra nuestro tienda magasin boutique loja duka shop store "
    "without sans sin sem bila are were will would can ont sont était étaient sera "
    "seront avait han está están "
    "estaba fueron será foram são estava antes después despues avant après before after "
    "hasta donde cuando quand when where then also only if but mais pero mas si still "
    "not "
    "ne pas no não never nunca jamais siempre always they we you ils elles nous vous "
    "ellos "
    "nosotros which whose dont cuyo yesterday today tomorrow hier aujourd'hui demain "
    "ayer "
    "hoy mañana ontem hoje amanhã first primero d'abord last ago during while pendant"
)
#: Small words inside such a name: "cueros del sur srl".
LINKS = context.LINKING | words("la los las le les do da dos das & y et and e ya")
#: Small words with an article in them: a noun follows.
ARTICLED = frozenset({"del", "du", "do", "da", "dos", "das", "al", "au"})
#: Labels before a name in a form: "nom complet :", "suspect: ".
LABELS = context.NAMING | context.ROLES | words("fio prenoms apellidos nombres")
#: Words for people: the next word may be a name.
PEOPLE = context.ROLES | context.RANKS
ADDRESSED = PEOPLE | context.TITLES
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
NO_VALUE = ENDS - context.PARTICLES
#: Words that end a company's name.
BROAD_ENDS = ENDS - context.TITLES
#: Words that begin no name.
NO_FIRST = context.NAMING | (ENDS - context.PARTICLES - context.TITLES)
#: Words before a company's name.
NO_COMPANY = ENDS | context.NAMING | context.ROLES | FUNCTION_WORDS
#: Words that no company's name has.
NO_COMPANY_HAS = FUNCTION_WORDS - LINKS
#: The last words of phrases before names.
LAST_SPOKEN = frozenset(phrase.rsplit("-", 1)[-1] for phrase in context.SPOKEN)
LAST_OF_NICKNAMES = frozenset(phrase.rsplit("-", 1)[-1] for phrase in context.NICKNAMES)
#: Family names that are rather other words behind a given name.
NO_FAMILY = NO_COMPANY | context.NEVER_SMALL
LONGEST = 4
#: Given names that are also words which often stand before names.
VERBS = words(
    "will may mark hope art see per un so dit sale porte sol mar luz dice son que"
)
VESSEL = words("mv mt")
#: The label of a vessel's name in a form.
VESSEL_LABEL = re.compile(
    r"(?:name\sof\s(?:the\s)?(?:vessel|ship|boat)|(?:vessel|ship|boat)(?:['’]s)?\sname|"
    r"vessel|ship|boat|"
    r"nom\sdu\s(?:navire|bateau)|navire|bateau|nombre\sdel\s(?:buque|barco)|buque|barco|"
    r"nome\sd[oa]\s(?:navio|barco)|navio|jina\sla\s(?:meli|chombo)|meli)\s?:\s"
)
#: A nickname in quotes: "alias « billets »".
QUOTED_NICKNAME = re.compile(
    r"(?<!\w)(?:alias|dite?|a\.?k\.?a\.?|apodad[oa]|surnommée?|nicknamed|called|"
    r"known\sas|"
    r"llamad[oa]|conocid[oa]\scomo|conhecid[oa]\scomo)\s[\"“«‘']\s?(?=\w)"
)
#: The label of a nickname in a form.
NICKNAME_LABEL = re.compile(
    r"(?<!\w)(?:alias|nickname|surnom|sobriquet|apodo|alcunha|aka)\s?:\s"
)
#: Small words before family names.
NOBLE = frozenset({"de", "da", "di", "dos", "van"})
#: Things that are called after persons, behind the name.
CALLED_AFTER = words(
    "airport hospital avenue street road university college school market bridge stadium "
    "island lake river museum foundation hotel square hall prize award act report"
)
#: Words that are looked at although they are ordinary.
SPECIAL = FORMS | VESSEL | things.NO_NAMES | TRADES | CARRYING | NOBLE | words("cv rl")
HONOURS = frozenset({"mzee", "hajj", "haji", "sheikh", "baba", "mama"})
#: A verb with its prefixes of person and tense, as in "alirudisha".
SWAHILI_VERB = re.compile(r"(?:a|wa|i|zi|ni|tu)(?:li|na|me|ta|ki)[a-z]{3,}")
#: Endings of Latin words, and of words that lists have in other forms only.
LATIN = re.compile(
    r"(?:us|um|is|i|ae|ensis|ens|ax|ops|oides|ii|s|ed|ing|ly|ment|mente|aron|ieron|"
    r"ando|iendo|"
    r"aban?|ait|aient|ée|é|er|ir)$"
)
QUOTE = re.compile('["“«]')
NICKNAMED = re.compile(
    r"(?<![\w'’\-])(?P<given>[^\W\d_]{3,30})(?:\s(?:dite?|alias|a\.?k\.?a\.?))?\s"
    r"[\"“«]\s?[^\"”»\n]{2,25}?\s?[\"”»]\s(?P<family>[^\W\d_]{3,30})"
)


def usual_case(text: str) -> str:
    """Give names their capitals, in lines that are all small or all in capitals.

    The text keeps its length, and each character its position.
    """
    cased = LINE.sub(lambda match: _line(match[0]), text)
    return BROKEN.sub(_whole, cased) if "\n" in text and cased != text else cased


def _whole(match: re.Match[str]) -> str:
    """A line's last name with the family name that begins the next line."""
    folded = fold(match["family"])
    known = lists()
    named = known.names.get(folded, "") in ("g", "s") and folded not in known.words
    if not named or fold(match["given"]) not in known.names:
        return match[0]
    return f"{match['given']}\n{_titled(match['family'])}"


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
        for pattern in (PARTY, CALLED_SMALL):
            for match in pattern.finditer(self.small):
                behind = self._at(match.end())
                if 0 < behind < len(self.tokens):
                    self._raise_party(behind)
        for index, token in enumerate(self.tokens):
            if not self._is_plain(index, token):
                self._look_at(index, token)
        self._raise_nicknamed()
        self._raise_values()
        for start, end in eastern.names_at(self.small, self.tokens, small=True):
            self.raised.update(range(start, end))
        for index in sorted(self.raised):
            self._raise_initials(index)
        self.raised -= self._quoted()
        letters = list(self.small)
        for index in self.raised | self.whole:
            token = self.tokens[index]
            word = letters[token.start : token.end]
            changed = "".join(word)
            changed = changed.upper() if index in self.whole else _titled(changed)
            if len(changed) == len(word):
                letters[token.start : token.end] = changed
        return "".join(letters)

    def _is_plain(self, index: int, token: Token) -> bool:
        """Whether it is an ordinary word inside a phrase, and never part of a name."""
        if not token.ordinary or token.marks or not index or token.folded in SPECIAL:
            return False
        before = self.tokens[index - 1]
        return token.start == before.end + 1 and before.folded not in LAST_OF_NICKNAMES

    def _look_at(self, index: int, token: Token) -> None:
        if index and (token.folded in self.forms or self._is_mexican(index)):
            self._raise_company(index)
        elif token.folded in VESSEL:
            self.whole.update(range(index, min(len(self.tokens), index + 3)))
        elif token.folded in things.NO_NAMES:
            self.whole.add(index)
        elif token.folded in TRADES:
            self._raise_traded(index)
        elif token.folded in CARRYING and (carrier := self._carrier(index)):
            self.raised.update(carrier)
        elif self._is_noble(index):
            self.raised.update(self._run(index + 1, LONGEST))
        elif CYRILLIC.match(token.text):
            return
        elif value := self._value(index):
            self.raised.update(value)
        elif self._labelled(index):
            self.raised.update(self._run(index, LONGEST))
        elif (self.big and self._stands_out(index)) or self._is_nickname(index):
            self.raised.add(index)
        elif (
            self._said_before(index)
            or self._is_pair(index)
            or (self._is_beside(index) or self._is_reversed(index))
            or self._is_sure_given(index)
            or self._is_subject(index)
            or self._is_unlisted_pair(index)
        ):
            self.raised.update(self._run(index, LONGEST))
            end = eastern.end_of_announced(self.small, self.tokens, index)
            self.raised.update(range(index, end))
            self._raise_rest(index)

    def _stands_out(self, index: int) -> bool:
        """Whether a word in a line of capitals is a name, a place or in no list."""
        token = self.tokens[index]
        if token.ordinary or len(token.text) < 3:
            return False
        if not token.marks:
            unlisted = self.sure and LATIN.search(token.folded) is None
            unlisted = unlisted and self._is_of_no_language(token)
            return token.place or unlisted or self._is_behind_given(index)
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

    def _quoted(self) -> set[int]:
        """Positions of authors: "delorme et kassi 1997", "ndiaye et al."."""
        if not (self.raised and YEAR.search(self.small)):
            return set()
        found: set[int] = set()
        for match in AUTHORS.finditer(self.small):
            found.update(range(self._at(match.start()), self._at(match.end())))
        return found

    def _raise_initials(self, index: int) -> None:
        """Raise the initials before a name: "b. k. sharma"."""
        for _initial in range(MOST_INITIALS):
            if not (index and self._joined(index)):
                return
            before = self.tokens[index - 1]
            if len(before.text) > 1 or self.small[before.end : before.end + 1] != ".":
                return
            index -= 1
            self.raised.add(index)

    def _raise_values(self) -> None:
        """Raise names of vessels and nicknames behind the labels of a form, or in "
        "quotes."""
        for pattern in (VESSEL_LABEL, NICKNAME_LABEL, QUOTED_NICKNAME):
            for match in pattern.finditer(self.small):
                start = self._at(match.end())
                end = start + 1
                while self._joined(end) and end - start <= LONGEST:
                    end += 1
                self.raised.update(
                    i
                    for i in range(start, min(end, len(self.tokens)))
                    if i == start or self.tokens[i].folded not in LINKS
                )

    def _at(self, place: int) -> int:
        """Index of the first word at or behind a position."""
        return bisect_left(self.tokens, place, key=lambda token: token.start)

    def _raise_traded(self, index: int) -> None:
        """Raise a word of a trade with the words of the name before or behind it."""
        self._raise_company(index)
        alone = index - 1 not in self.raised
        self.raised.add(index)
        if alone or self.tokens[index].folded in BEFORE_NAMES:
            behind = self._behind_trade(index)
            self.raised.update(self._run(behind, LONGEST, any_word=True))

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
        if self.tokens[index - 1].folded not in ADDRESSED:
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
        if any(token.folded in NO_VALUE for token in value):
            return False
        if any(token.marks and not _is_word(token) for token in value):
            return True
        if len(value) > 1 and all(token.marks for token in value):
            # "driver: gift banda"
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
        if index - 2 not in self.raised:
            return False
        if index > 2 and self.tokens[index - 3].folded in context.SEVERAL:
            return not _is_word(token)
        if not token.marks.startswith("g"):
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
        if token.folded in NO_FIRST:
            return False
        if before.folded in context.CALLED and token.marks.startswith("g"):
            return token.folded not in context.NEVER_SMALL
        if before.folded in context.CALLED and self.sure and not token.marks:
            return not token.place
        if before.folded in context.TITLES:
            return bool(token.marks) or not token.place
        if token.place:
            # "agente rodríguez": a family name that is a place too.
            known = token.marks in ("g", "s") or token.marks in ("gp", "sp")
            return known and before.folded in PEOPLE
        if token.folded in context.PARTICLES and before.folded in context.NAMING:
            return False
        swahili = self.language == "sw" and token.marks.startswith("g")
        if (before.folded in context.NAMING and token.marks) or self._spoken(index):
            return swahili or "o" not in token.marks
        if before.folded not in PEOPLE:
            return False
        if token.marks[:1] not in ("g", "s"):
            return self.sure and (self._are_unlisted(index) or self._acts(index))
        return swahili or not _is_word(token) or self._is_given_before_name(index)

    def _is_nickname(self, index: int) -> bool:
        """Whether a phrase before it announces a nickname, and it is no small word."""
        token = self.tokens[index]
        if token.folded in NO_COMPANY or len(token.text) < 3:
            return False
        return self._spoken(index, context.NICKNAMES) and self._joined(index)

    def _is_unlisted_pair(self, index: int) -> bool:
        """Whether two words of no language stand side by side, not as in Latin names."""
        if not (self.sure and self._joined(index + 1)):
            return False
        pair = self.tokens[index : index + 2]
        if self.small[pair[0].end : pair[1].start] != " " or LATIN.search(pair[1].folded):
            return False
        # "smutsia temminckii", and words with a mistake
        return all(len(t.text) > 4 and self._is_of_no_language(t) for t in pair)

    def _is_subject(self, index: int) -> bool:
        """Whether a given name stands before a verb in Swahili: "rajabu alipita"."""
        if self.language != "sw" or not self.tokens[index].marks:
            return False
        after = self.tokens[index + 1 : index + 2]
        return bool(after) and SUBJECT_VERB.match(after[0].folded) is not None

    def _is_sure_given(self, index: int) -> bool:
        """Whether it is a given name and nothing else in any language of the lists."""
        token = self.tokens[index]
        if token.marks != "g" or token.ordinary or token.place or len(token.text) < 4:
            return False
        if token.folded in context.NEVER_SMALL or is_named_after(token):
            return False
        known = lists()
        word = token.folded
        if word in known.portuguese or word in known.swahili or word in known.seldom:
            return False
        before = self.tokens[index - 1].folded if index else ""
        after = [t.folded for t in self.tokens[index + 1 : index + 2]]
        # "lake edward", "prince edward island"
        return before not in things.THINGS_BEFORE and not (
            after and after[0] in things.THINGS_AFTER and self._joined(index + 1)
        )

    def _are_unlisted(self, index: int) -> bool:
        """Whether two words that are no words of a language follow a role."""
        pair = self.tokens[index : index + 2]
        if len(pair) < 2 or not self._joined(index + 1):
            return False
        return not any(_is_word(t) or len(t.text) < 3 or t.folded in ENDS for t in pair)

    def _acts(self, index: int) -> bool:
        """Whether a word of no language does something: "old nzila keeps the tusks"."""
        token, after = self.tokens[index], self.tokens[index + 1 : index + 2]
        if _is_word(token) or len(token.text) < 4 or token.folded in ENDS:
            return False
        return (
            bool(after) and after[0].folded in context.DEEDS and self._joined(index + 1)
        )

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

    def _spoken(self, index: int, phrases: frozenset[str] = context.SPOKEN) -> bool:
        """Whether a phrase of up to three words stands before the word."""
        lasts = LAST_SPOKEN if phrases is context.SPOKEN else LAST_OF_NICKNAMES
        if not index or self.tokens[index - 1].folded not in lasts:
            return False
        said = [token.folded for token in self.tokens[max(0, index - 3) : index]]
        while said:
            if "-".join(said) in phrases:
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
        # "aga khan hospital"
        behind = self.tokens[index + 2 : index + 3]
        if behind and behind[0].folded in CALLED_AFTER and self._joined(index + 2):
            return False
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
        if any_word and token.folded in NO_COMPANY_HAS:
            return True
        if first or any_word or token.folded.startswith(("al-", "el-")):
            return False
        if not _is_spoken(token):
            return False
        # "daniel flores": a family name that is a word too
        named = token.marks[:1] in ("g", "s") and token.folded not in NO_FAMILY
        given = self.tokens[index - 1]
        named = named and self.language != "sw"
        return not (named and given.marks[:1] == "g" and not _is_word(given))

    def _is_honour(self, index: int) -> bool:
        """Whether it is an honour between two names: "ali mzee juma"."""
        if self.tokens[index].folded not in HONOURS or not index:
            return False
        after = self.tokens[index + 1 : index + 2]
        return bool(after and after[0].marks and self.tokens[index - 1].marks)

    def _raise_company(self, index: int) -> None:
        """Raise the words before a company's legal form or trade."""
        if self._is_mexican(index):
            self.whole.update((index - 2, index))
            index -= 2
        elif self.tokens[index].folded in self.forms:
            self.whole.add(index)
        for at in range(index - 1, max(-1, index - 1 - LONGEST), -1):
            token = self.tokens[at]
            if not self._joined(at + 1):
                break
            if token.folded in LINKS and self.language != "sw":
                continue
            # "étoile de l'est", "estrella del este"
            noun = self.small[token.start - 1 : token.start] in ("'", "’")
            noun = noun or (at > 0 and self.tokens[at - 1].folded in ARTICLED)
            if token.folded in NO_COMPANY and not noun:
                break
            self.raised.add(at)

    def _carrier(self, index: int) -> list[int]:
        """Positions of a trade and a word of no language beside it: "sotraf haulage"."""
        for other in (index - 1, index + 1):
            if 0 <= other < len(self.tokens) and self._joined(max(index, other)):
                token = self.tokens[other]
                between = self.small[
                    min(token.end, self.tokens[index].end) : max(
                        token.start, self.tokens[index].start
                    )
                ]
                if between == " " and self._is_of_no_language(token):
                    return [index, other]
        return []

    def _is_of_no_language(self, token: Token) -> bool:
        known, word = lists(), token.folded
        if token.marks or _is_word(token) or len(word) < 4 or word in ENDS:
            return False
        others = (known.portuguese, known.swahili, known.seldom, things.SPECIES)
        return not any(word in words_of_it for words_of_it in others)

    def _end_of_telling(self, start: int, end: int) -> int:
        """Index after the last word of no language in a company's name; 0 if none is."""
        for at in range(end - 1, start - 1, -1):
            token = self.tokens[at]
            named = token.marks and not _is_word(token)
            if named or self._is_of_no_language(token):
                return at + 1 if at > start or end - start > 1 else 0
        return 0

    def _is_mexican(self, index: int) -> bool:
        """Whether it ends a legal form of three words: "sa de cv", "s de rl"."""
        form = [token.folded for token in self.tokens[max(0, index - 2) : index + 1]]
        return form in (["sa", "de", "cv"], ["s", "de", "rl"])

    def _raise_party(self, start: int) -> None:
        """Raise what stands behind a party: a form's value, or a company's name."""
        between = self.small[self.tokens[start - 1].end : self.tokens[start].start]
        end = start + 1
        while self._joined(end) and end - start <= LONGEST + 1:
            end += 1
        rest = self.small[self.tokens[end - 1].end :].lstrip(" .")
        filled = not rest or rest[0] in ",;|\t("
        if COLON.fullmatch(between) and filled and end - start <= LONGEST + 1:
            self.raised.update(
                i
                for i in range(start, end)
                if i == start or self.tokens[i].folded not in LINKS
            )
        elif end := self._end_of_company(start):
            linked = LINKS | context.PARTICLES
            run = range(start, end)
            self.raised.update(i for i in run if self.tokens[i].folded not in linked)

    def _end_of_company(self, start: int) -> int:
        """Index after a company's name of two words and more; 0 if none begins here.

        It goes to the end of a phrase, as in "transitaire golfe fret, …", or to a word
        of a trade, as in "booked by pelican point cargo and …".
        """
        end, traded = start, 0
        while end < len(self.tokens) and end - start <= LONGEST:
            if end > start and not self._joined(end):
                break
            folded = self.tokens[end].folded
            link = start < end and folded in LINKS
            if folded in NO_COMPANY and not link:
                return traded or self._end_of_telling(start, end)
            end += 1
            if end - start > 1 and (folded in WEAK_TRADES or folded in self.forms):
                traded = end
        last = self.tokens[end - 1]
        whole = 1 < end - start <= LONGEST and last.folded not in LINKS
        if not whole or (end < len(self.tokens) and self._joined(end)):
            begun = self.tokens[start].folded in BEFORE_NAMES
            return traded or (self._end_of_telling(start, end) if begun else 0)
        run = self.tokens[start:end]
        # "buyer very happy, …"
        telling = any(
            t.folded in WEAK_TRADES or not (t.ordinary or t.place or len(t.text) < 4)
            for t in run
        )
        return end if telling else traded


def _is_spoken(token: Token) -> bool:
    """Whether the word is also an ordinary word."""
    return token.ordinary or "o" in token.marks or "q" in token.marks


def _is_word(token: Token) -> bool:
    if _is_spoken(token):
        return True
    return token.folded in context.NEVER_SMALL or token.place


def _titled(word: str) -> str:
    return "-".join(part[:1].upper() + part[1:] for part in word.split("-"))
