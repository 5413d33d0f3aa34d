"""The words of a text, and the context of names among them."""

import re
from cites.nonnominal.names import context, things
from cites.nonnominal.names.headings import in_headings
from cites.nonnominal.names.languages import (
    foreign_words,
    names_and_words,
)
from cites.nonnominal.names.named_after import named_after
from cites.nonnominal.names.spelling import words
from cites.nonnominal.names.tokens import Token, tokens_of


BEHIND = re.compile(r"(?:['’]s?)?[ \-]")
AGE = re.compile(r",?\s\(?\d{2}\)?(?:\s?(?:years|ans|años)|[),])")
DEFINITE = frozenset({"the", "le", "la", "el", "o", "a"})
LATIN = re.compile(r"..(?:us|um|is|ii|ae|ensis|a|ens|or|ax|ops)$")
#: A verb in Swahili with its prefixes of the third person.
SUBJECT_VERB = re.compile(r"a(?:li|na|me|ta)[a-z]{3,}")
#: The same of whom one speaks to, and "it is": "Njoro unasema", "Mutua ndio".
YOUR_VERB = re.compile(r"u(?:li|na|me|ta)[a-z]{3,}|ndi[oy]e?")
#: The same in chats, behind names that are words as well: "Mashaka kasema".
SUBJECT_VERB_SHORT = re.compile(r"(?:a(?:li|na|me|ta)|ka)[a-z]{2,}")
WORDS_FOR_NAMES = words(
    "mashaka bahati baraka zawadi neema furaha amani imani tumaini upendo shida tabu "
    "subira "
    "faraja pendo riziki jumanne jumapili alhamisi tatu pili maua hidaya chausiku siwema "
    "mapinduzi sikujua matatizo masumbuko masoud majaliwa mkombozi"
)
CAPITAL = r"(?<![\w'’\-])[A-ZÀ-Þ][\w'’\-]{1,30}"
YEAR = r",?\s\(?(?:1[789]|20)\d\d[a-z]?\b"
#: Authors of quoted works. A single name with a year counts where there are others.
AUTHORS = re.compile(
    rf"{CAPITAL}(?:,\s{CAPITAL}){{0,4}}(?:,?\s(?:and|et|y|e|&|und)\s{CAPITAL}(?={YEAR})|"
    rf",?\set\sal\b\.?)"
)
#: The end of what that finds, found sooner.
OF_AUTHORS = re.compile(rf"\s(?:(?:and|et|y|e|&|und)\s{CAPITAL}{YEAR}|et\sal\b)")
AUTHOR = re.compile(rf"{CAPITAL}(?={YEAR})")
IN_BRACKETS = re.compile(r"\((?:19|20)\d\d")
#: "selon Dubois (2012)", "see Harrison (2020)".
CITED = re.compile(
    rf"\b(?i:selon|d['’]après|según|cf\.?|see|in|per|by|voir|ver|chez)\s{CAPITAL}"
    r"(?=\s\((?:19|20)\d\d[a-z]?\))"
)
#: Words between a thing and its name, and how many of them there may be.
BETWEEN = context.LINKING | context.TITLES | things.QUALIFYING | words("ya za wa cha vya")
FARTHEST = 6
LINK = re.compile(r" (?:[dlDL]['’])?")
#: "av. Lumumba": short words for places, with a dot.
SHORT_PLACES = words("av bd blvd urb esq prof dr sta sto")
#: The end of what describes a species first: "Panthera pardus saxicolor Pocock, 1927".
DESCRIBED = re.compile(r"(?<=[^\W\d_]), (?:1[78]\d\d|19[0-3]\d)\b")
#: Most words of its name before the one who described it.
LONGEST_DESCRIBED = 3
#: Between an animal and whom it is called after, in Swahili: "twiga wa Rothschild".
LINKING_SWAHILI = words("ya za wa la cha vya")
#: After these, a word that could be another thing is no name.
RANKS = context.RANKS | (context.ROLES - context.TRADING)
RANKED = re.compile(r"\s?:? ")
PEOPLE = context.RANKS | context.ROLES
CLOSE = context.cues("close")
#: Small words before family names, which are also other words.
NOBLE = frozenset({"de", "da", "di", "dos", "du", "del", "van"})
#: Before a single word that is a thing or of a make: "the Nile", "a Zeiss".
ARTICLES = {
    "en": frozenset({"the", "a", "an"}),
    "fr": frozenset({"le", "la", "l", "un", "une"}),
    # "la Fatou" is said of persons.
    "es": frozenset({"el", "los", "las", "un", "una"}),
}
#: What people have to do with: "the Adeyemi file", "the Mutua interview".
CONCERNING = words(
    "file case statement interview phone phones trial hearing matter arrest account deal "
    "shipment consignment boys gang house place shop stall lorry truck boat car van "
    "brother sister wife husband job lot story file dossier network cell crew interviews "
    "papers passport laptop handset contact exhibits money seizure"
)
#: What is called "the Otieno brothers", « la famille Koné ».
TOGETHER = words(
    "brothers sisters family couple household clan syndicate twins siblings cousins sons "
    "children woman man boy girl guy lady fellow network ring group widow"
)
AMOUNT = re.compile(r"(?:(?<![\w:])\d[\d.,]*|(?<![\d:hH])\d{1,3}) $")
#: Between an amount and whom it is for: "300 pour Sissoko".
PAID = re.compile(
    r"\d ?(?:k|mil|usd|eur|cfa|euros?|francs?|pesos?|rand|bob|ksh)? ?"
    r"(?:for|to|pour|à|a|para) $"
)
LONGEST_PAID = 14
#: Before the name of somebody who is written to, and behind it.
GREETING = re.compile(
    r"(?:^|[\n.!?,] ?)(?i:ok|okay|hi|hello|hey|morning|evening|thanks|thx|cheers|sorry|"
    r"yes|no|salut|bonjour|bonsoir|coucou|merci|oui|non|hola|buenas|gracias|vale|listo|"
    r"s[íi]|oi|olá) $"
)
LONGEST_GREETING = 12
PHRASE_ENDS = re.compile(r" ?(?:[,.!?\n]|$)")
#: Most characters of an amount.
LONGEST_AMOUNT = 12
#: What is said of a place behind its name: "Gillett, une ville", "Noé est un village".
PLACE_ITSELF = re.compile(
    r"(?:,| est| es| is| era| était| was) (?:an?|une?|una|the|la|le|el) "
    r"(?:[a-zà-ÿ]{3,12} ){0,2}?"
    r"(?:town|village|city|port|island|suburb|district|hamlet|ville|commune|localité|hameau|île|"
    r"quartier|bourg|bourgade|ciudad|pueblo|aldea|localidad|comunidad|barrio|caserío|puerto|isla)"
    r"\b"
)
#: Public bodies of a place: "Aduanas de Bolívar".
BODIES_OF = words(
    "aduana aduanas douane douanes policía police gendarmerie mairie "
    "alcaldía municipalidad "
    "préfecture sous-préfecture fiscalía juzgado parquet procuraduría "
    "comisaría commissariat "
    "gobernación intendencia capitanía capitainerie brigade brigada comandancia customs"
)
#: What is a place, though people are called so too.
SURE_PLACES = words(
    "mont monts mount lac lake rio isla islas ile iles bahia baie puerto "
    "cerro playa plage pont "
    "puente laguna rue calle avenue avenida plaza place parc parque park "
    "hotel route ruta "
    "village pueblo fort fuerte cap cape quai muelle marche mercado salle sala"
)
#: Before a make or a model: "gari aina ya Noah".
OF_MAKE = re.compile(
    r"\b(?:aina\sya|gari\s(?:yake\s)?ni|de\smarque|de\smarca|brand|make|modelo|modèle|model)\s$",
    re.I,
)
#: Animals that families are called after.
FAMILIES = words(
    "lobo león cordero toro zorro pino palma águila gavilán cuervo pato conejo coelho "
    "carneiro leão"
)
#: Most words between a kind of animals and the last in a list of their names.
LONGEST_LIST = 8
#: A shorter word is no second one of a scientific name.
SHORTEST_EPITHET = 4
#: Most characters between a word and the name that it is about.
NEAR = 4
#: Most words of a form's label.
LONGEST_LABEL = 4


def former(word: str) -> str:
    """The word without "ex": "ex-ranger", "exalcalde"."""
    return word[2:].removeprefix("-") if word.startswith("ex") else word


def _begins_as_thing(first: Token, last: Token) -> bool:
    if first.folded not in things.THINGS_BEFORE:
        return False
    if "g" in first.marks and first.folded not in SURE_PLACES:
        return False
    return first.upper == last.upper


def _ends_as_thing(first: Token, last: Token) -> bool:
    named = "g" in first.marks and first.folded not in things.SPECIES
    if last.folded in things.THINGS_AND_NAMES and named:
        return False
    return last.folded in things.THINGS_AFTER


class ContextWords:
    """The words of a text. ``start`` and ``end`` of the methods count words."""

    def __init__(self, text: str, language: str):
        self.text, self.language = text, language
        foreign, also = foreign_words(self.language), names_and_words(self.language)
        self.tokens = tokens_of(text, foreign, also)
        #: Positions of words that are no findings: names of things, authors of works.
        folded = [token.folded for token in self.tokens]
        repeated = self._repeated(folded)
        self.no_names = named_after(self.tokens) | self._quoted() | repeated
        self.no_names |= self._described() | self._scientific(folded)
        upper = [token.upper for token in self.tokens].count(True)
        #: Whether there are animals of Swahili.
        self.beasts = not things.SWAHILI_ANIMALS.isdisjoint(folded)
        #: Whether the text is in capitals, which then tell nothing.
        self.capitals = len(self.tokens) > 3 and upper > 0.6 * len(self.tokens)
        #: Positions of words in headings, in which capitals tell nothing either.
        self.headings = in_headings(self.tokens)
        #: Whether letters or teams are told by words: "Alpha North fence, Juliet OP".
        self.spells = not things.SPELLING_ONLY.isdisjoint(folded)
        #: Whether the text is about airports: many are named after persons.
        self.flies = not things.AIRPORTS.isdisjoint(folded)

    def _quoted(self) -> set[int]:
        """Positions of authors: "Hensley and Abara 1998", "Okonjo et al. (2015)"."""
        authors = AUTHORS.finditer(self.text) if OF_AUTHORS.search(self.text) else ()
        spans = [match.span() for match in authors]
        if spans:
            spans += [match.span() for match in AUTHOR.finditer(self.text)]
        if IN_BRACKETS.search(self.text):
            spans += [match.span() for match in CITED.finditer(self.text)]
        return (
            {
                index
                for index, token in enumerate(self.tokens)
                if any(start <= token.start < end for start, end in spans)
            }
            if spans
            else set()
        )

    def _described(self) -> set[int]:
        """Positions of species and of who described them: "saxicolor Pocock, 1927"."""
        found: set[int] = set()
        for match in DESCRIBED.finditer(self.text):
            ends = [
                i for i, token in enumerate(self.tokens) if token.end == match.start()
            ]
            for last in ends:
                at = last
                while at and last - at < LONGEST_DESCRIBED and self.between(at) == " ":
                    at -= 1
                    if self.tokens[at].folded in things.GENERA:
                        break
                genus = self.tokens[at].folded in things.GENERA
                found.update(range(at if genus else last, last + 1))
        return found

    def _scientific(self, folded: list[str]) -> set[int]:
        """Positions of what follows a genus: "Hippocampus kuda Bleeker"."""
        found: set[int] = set()
        if things.GENERA.isdisjoint(folded):
            return found
        for index, word in enumerate(folded):
            if word not in things.GENERA or not self._is_latin(index + 1):
                continue
            found.add(index + 1)
            author = index + 2
            if self._is_latin(author):
                # A subspecies.
                found.add(author)
                author += 1
            if self._is_describer(author):
                found.add(author)
        return found

    def _is_latin(self, index: int) -> bool:
        """Whether a word may be the second or third one of a scientific name."""
        if index >= len(self.tokens) or self.between(index) != " ":
            return False
        token = self.tokens[index]
        if len(token.text) < SHORTEST_EPITHET or token.ordinary or "-" in token.text:
            return False
        if token.text.islower() or not token.marks:
            return not token.is_name
        return self.tokens[index - 1].upper and "g" not in token.marks

    def _is_describer(self, index: int) -> bool:
        """Whether a word behind a species ends a phrase: "Holothuria scabra Jaeger"."""
        if index >= len(self.tokens) or self.between(index) not in (" ", " ("):
            return False
        token, after = self.tokens[index], self.tokens[index + 1 : index + 2]
        if not token.capital or (token.ordinary and not token.marks):
            return False
        return not after or self.between(index + 1) != " " or not after[0].capital

    def _repeated(self, folded: list[str]) -> set[int]:
        """Positions of a word that is also a name, three times or more: "long long long".

        A word that is a name alone may be a person's: "Mohamed Mohamed Mohamed".
        """
        found: set[int] = set()
        rows = zip(folded, folded[1:], folded[2:], strict=False)
        for index, (one, two, three) in enumerate(rows):
            if one == two == three and self.tokens[index].is_word_too:
                second, third = self.tokens[index + 1 : index + 3]
                if second.gap == third.gap == " ":
                    found.update(range(index, index + 3))
        return found

    def between(self, index: int) -> str:
        """The characters between a word and the word before it."""
        return self.tokens[index].gap

    def follows(self, start: int, words: frozenset[str], reach: int = 1) -> bool:
        """Whether one of the words stands at most ``reach`` words before."""
        if not start or len(self.tokens[start].gap) > NEAR:
            return False
        before = self.tokens[start - 1].folded
        if before in words:
            return True
        if reach == 1 or before not in context.SAYING:
            return False
        others = self.tokens[max(0, start - reach) : start - 1]
        return any(token.folded in words for token in others)

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
        if not self._may_be_spoken_of(self.tokens[start]):
            return False
        said = [t.folded for t in self.tokens[max(0, start - 3) : start]]
        near = bool(said) and self.between(start) == " "
        return near and context.ends_with_phrase(said, context.SPOKEN)

    def _may_be_spoken_of(self, token: Token) -> bool:
        """Whether a word is rather a name than an ordinary word or a place."""
        if not (token.marks and token.capital) or (token.upper and not self.capitals):
            return False
        if "g" not in token.marks and (token.ordinary or "o" in token.marks):
            return False
        return not token.place or token.marks == "g"

    def is_paid(self, start: int) -> bool:
        """Whether an amount is for a well-known name: "300 pour Sissoko"."""
        token = self.tokens[start]
        if token.marks not in ("g", "s") or token.is_thing or not token.capital:
            return False
        first = max(0, token.start - LONGEST_PAID)
        return PAID.search(self.text, first, token.start) is not None

    def is_subject(self, start: int) -> bool:
        """Whether a given name that a town has too does something: "Leticia knows"."""
        token, behind = self.tokens[start], self.behind(start + 1)
        if token.marks != "g" or not token.capital or token.ordinary or behind is None:
            return False
        if self.follows(start, context.WHERE | things.THINGS_BEFORE):
            return False
        return token.place and behind.folded in context.DEEDS

    def is_greeted(self, start: int) -> bool:
        """Whether a greeting and a given name are a phrase: "ok Neema, will do"."""
        token = self.tokens[start]
        if "g" not in token.marks or not token.capital:
            return False
        first = max(0, token.start - LONGEST_GREETING)
        return (
            GREETING.search(self.text, first, token.start) is not None
            and PHRASE_ENDS.match(self.text, token.end) is not None
        )

    def acts(self, start: int) -> bool:
        """Whether a given name stands before a verb in Swahili: "Rajabu alipita"."""
        token, behind = self.tokens[start], self.behind(start + 1)
        if self.language != "sw" or behind is None or not token.capital:
            return False
        if token.folded in WORDS_FOR_NAMES:
            return SUBJECT_VERB_SHORT.fullmatch(behind.folded) is not None
        if token.folded in things.SWAHILI_ANIMALS:
            return False
        if YOUR_VERB.fullmatch(behind.folded) and token.marks[:1] in ("g", "s"):
            return not token.place
        if "g" not in token.marks:
            return False
        return SUBJECT_VERB.match(behind.folded) is not None

    def begins_behind_role(self, start: int) -> bool:
        """Whether a small word begins a name after a role: "my boss de Souza"."""
        token, after = self.tokens[start], self.tokens[start + 1 : start + 2]
        if token.folded not in NOBLE or not after or not self.follows(start, PEOPLE):
            return False
        if self.language != "en" and self.follows(start, CLOSE):
            # "l'avocat de Mbemba"
            return False
        name = after[0]
        sure = name.capital and name.is_name and not (name.is_thing or name.upper)
        return sure and "o" not in name.marks and self.between(start + 1) == " "

    def follows_title(self, start: int) -> bool:
        if not start or len(self.between(start)) > 2 or "\n" in self.between(start):
            return False
        if "," in self.between(start) and not self.tokens[start].capital:
            # "le capitaine, le bosco"
            return False
        before = self.tokens[start - 1]
        if before.text == "col" and self.text[before.end] != ".":
            # "le col du Perthus"
            return False
        if context.is_measure(self.text, before.text, before.start):
            return False
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
        if token.folded in things.PARTS_OF_BODIES:
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
            before = self.tokens[at - 1].folded
            short = self.between(at) == ". " and before in SHORT_PLACES
            if not (short or LINK.fullmatch(self.between(at))):
                break
            found.add(before)
            ranked = before in context.RANKS and (
                self.tokens[at - 1].capital
                or (at > 1 and self.tokens[at - 2].folded in SURE_PLACES)
            )
            if before not in BETWEEN and not (ranked or self._is_of_kind(at - 1)):
                break
        return found

    def _is_of_kind(self, index: int) -> bool:
        """Whether a word says what kind of body it is: "Escola de Guardas"."""
        token = self.tokens[index]
        kind = token.ordinary or not token.marks or "o" in token.marks
        if not (index and kind and token.capital):
            return False
        return self.tokens[index - 1].folded in context.LINKING

    def behind(self, end: int) -> Token | None:
        """The next word, also after a possessive; None if something separates them."""
        if end >= len(self.tokens):
            return None
        token = self.tokens[end]
        return token if token.gap == " " or BEHIND.fullmatch(token.gap) else None

    def is_species(self, start: int, end: int) -> bool:
        """Whether it names an animal or a plant after a person."""
        return (
            self._is_before_species(start, end)
            or self._ends_in_species(start, end)
            or bool(self.before(start) & things.SPECIES)
            or self._is_animal_called(start)
            or self._is_animal_in_swahili(start)
            or self._is_described_animal(end)
            or self._is_listed_animal(start)
            or self._is_described_kind(start, end)
            or self._is_author(start)
        )

    def _ends_in_species(self, start: int, end: int) -> bool:
        """Whether an animal ends the run, and no family: "Remedios Ansuátegui Lobo"."""
        last = self.tokens[end - 1].folded
        if last not in things.sure_species():
            return False
        named = end - start > 2 and "g" in self.tokens[start].marks
        return not (named and last in FAMILIES)

    def _is_before_species(self, start: int, end: int) -> bool:
        """Whether a kind of animals or plants follows: "Pallas's fish eagle"."""
        behind = self.behind(end)
        if behind is None:
            return False
        if behind.folded in things.SPECIES:
            return True
        if end - start == 1 and self._is_epithet(behind):
            return True
        owning = "s " in self.between(end)
        return owning and any(
            token.folded in things.SPECIES for token in self.tokens[end : end + 3]
        )

    def _is_animal_in_swahili(self, start: int) -> bool:
        """Whether an animal is meant: "Twiga wa Rothschild", "tembo … si yule Tim"."""
        if not self.beasts:
            return False
        before = [t.folded for t in self.tokens[max(0, start - LONGEST_LIST) : start]]
        own = [t.folded for t in self.tokens[start : start + 2]]
        if own[0] in things.SWAHILI_ANIMALS and own[-1] in LINKING_SWAHILI:
            return True
        if not before or things.SWAHILI_ANIMALS.isdisjoint(before):
            return False
        first = self.tokens[start].folded
        if first in LINKING_SWAHILI or before[-1] in LINKING_SWAHILI:
            kind = before[-1] if first in LINKING_SWAHILI else "".join(before[-2:-1])
            return kind in things.SWAHILI_ANIMALS
        if self.language != "sw":
            return False
        # "faru Fausta", "tembo … si yule Tim"
        close = before[-1] in things.SWAHILI_ANIMALS and self.between(start) == " "
        return close or before[-1] in ("yule", "sio", "ni", "si")

    def _is_animal_called(self, start: int) -> bool:
        """Whether an animal is called so: "a Boerboel called Bruno"."""
        if not self.follows(start, context.CALLED):
            return False
        kinds = {token.folded for token in self.tokens[max(0, start - 4) : start - 1]}
        return bool(kinds & (things.SPECIES | things.BEASTS | things.SWAHILI_ANIMALS))

    def _is_described_animal(self, end: int) -> bool:
        """Whether an animal's kind follows its name: "Cecil the lion"."""
        behind = self.tokens[end : end + 2]
        if len(behind) < 2 or behind[0].folded not in DEFINITE:
            return False
        if self.between(end) != " ":
            # "ya vino Iturbe, el jaguar va mejor"
            return False
        if self.follows_speech(end - 1):
            # "tell Gunnar the falcon crates are too small"
            return False
        return behind[1].folded in things.SPECIES and not behind[1].capital

    def _is_described_kind(self, start: int, end: int) -> bool:
        """Whether a word tells one kind of animals from others: "Scarlet Ibis"."""
        first, last = self.tokens[start], self.tokens[end - 1]
        if end - start != 2 or last.folded not in things.SPECIES:
            return False
        if self.follows_title(start):
            return False
        if first.folded in things.SELDOM_ALONE:
            return True
        # "Victoria Swan" is rather somebody.
        return first.is_usual and "g" not in first.marks

    def _is_listed_animal(self, start: int) -> bool:
        """Whether a list of animals has begun before: "the dogs Rex, Kenzo and Tina"."""
        at = start
        while at and start - at < LONGEST_LIST and self._lists(at):
            at -= 1
        if at == start or not at or self.between(at) != " ":
            return False
        if self.tokens[at].folded in context.JOINING:
            # "paid for both falcons and Anton drove"
            return False
        # "les chiens de détection Diesel et Kenzo"
        kinds = {token.folded for token in self.tokens[max(0, at - 3) : at]}
        return bool(kinds & things.SEVERAL_ANIMALS)

    def _is_epithet(self, token: Token) -> bool:
        """Whether it may be the second word of a scientific name: small, unlisted, Latin.

        Verbs in Swahili have the same endings.
        """
        known = token.capital or token.ordinary or token.is_name
        if token.folded in context.PLEASE:
            return False
        if len(token.text) < SHORTEST_EPITHET or not token.text.isalpha():
            # "Armand l'a vu"
            return False
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

    def _lists(self, at: int) -> bool:
        """Whether what stands before a word is of the same list."""
        before = self.tokens[at - 1]
        if self.between(at) == ", ":
            return before.capital or not before.ordinary
        linked = before.capital or before.folded in context.JOINING
        return linked and self.between(at) == " "

    def is_thing(self, start: int, end: int, titled: bool) -> bool:
        """Whether it is a place or a body that is named after a person."""
        first, last = self.tokens[start], self.tokens[end - 1]
        several = end - start > 1 and not titled
        if several and (_begins_as_thing(first, last) or _ends_as_thing(first, last)):
            return True
        behind = self.behind(end)
        if behind is not None and self._names_place(behind, titled):
            return True
        before = self.before(start)
        if titled:
            # "el cabo Etxenike": "cabo" is a rank here, and elsewhere a cape.
            before.discard(self.tokens[start - 1].folded)
        if start and self.tokens[start - 1].folded in BETWEEN:
            # "le sac de Fatou", "le trophée de M. Koné"
            before -= things.OWNED
        return bool(before & things.THINGS_BEFORE) or self._is_of_body(start)

    def _is_of_body(self, start: int) -> bool:
        """Whether a public body of that place stands before: "Aduanas de Bolívar"."""
        body, link = [""] * max(0, 2 - start) + [
            token.folded for token in self.tokens[max(0, start - 2) : start]
        ]
        return (
            body in BODIES_OF and link in ("de", "d", "of") and self.between(start) == " "
        )

    def is_place_by_itself(self, end: int) -> bool:
        """Whether a place is said to be one: "Gillett, une ville"."""
        return PLACE_ITSELF.match(self.text, self.tokens[end - 1].end) is not None

    def _names_place(self, behind: Token, titled: bool) -> bool:
        """Whether a word makes a place or a body of the name before it."""
        if behind.capital:
            return behind.folded in things.THINGS_AFTER
        return not titled and behind.folded in things.PLACES_AFTER

    def is_single_thing(self, start: int) -> bool:
        """Whether a single word is a thing or a measure: "the Nile", "400 Rand"."""
        token = self.tokens[start]
        if self.spells and token.folded in things.SPELLING:
            return True
        if token.folded in things.THINGS_AFTER and self._follows_capital(start):
            # "World Atlas"
            return True
        if self._is_measured(start) or self._is_where_one_is(start):
            return True
        return self._is_the_thing(start)

    def _is_measured(self, start: int) -> bool:
        """Whether an amount or a word for a make stands before: "400 Rand"."""
        end = self.tokens[start].start
        first = max(0, end - LONGEST_AMOUNT)
        amount = AMOUNT.search(self.text, first, end)
        return (amount or OF_MAKE.search(self.text, first, end)) is not None

    def _is_the_thing(self, start: int) -> bool:
        """Whether an article says that it is a thing: "the Nile", not "la Fatou"."""
        if not self.follows(start, ARTICLES.get(self.language, frozenset())):
            return False
        token, behind = self.tokens[start], self.behind(start + 1)
        article = self.tokens[start - 1]
        # "L'adjudant Le Goff"
        named = article.capital and not article.opens
        together = behind is not None and self._concerns(token, behind)
        if named or together or self.between(start) not in (" ", ""):
            return False
        # "la Fatou": of persons, in speech
        return self.language == "en" or "g" not in token.marks

    def _is_where_one_is(self, start: int) -> bool:
        """Whether an article and a word for where stand before: "dans la Lopé"."""
        where, article = [""] * max(0, 2 - start) + [
            token.folded for token in self.tokens[max(0, start - 2) : start]
        ]
        return (
            article in ("la", "le", "l", "el")
            and where in ("dans", "en", "vers")
            and self.between(start) in (" ", "")
        )

    def _concerns(self, token: Token, behind: Token) -> bool:
        """Whether a word behind a name says that it is of people: "the Koné brothers"."""
        if behind.folded in TOGETHER:
            return True
        known = token.marks[:1] in ("g", "s") and not token.is_thing
        return known and not behind.capital and behind.folded in CONCERNING

    def _follows_capital(self, start: int) -> bool:
        return bool(
            start and self.between(start) == " " and self.tokens[start - 1].capital
        )

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
