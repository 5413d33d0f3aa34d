"""Decides which runs of words name a person."""

import re
from cites.nonnominal.findings import (
    Announced,
    CERTAIN,
    FindingKind,
    LIKELY,
    matches,
    POSSIBLE,
    Span,
)
from cites.nonnominal.names import context, eastern, things
from cites.nonnominal.names.around import ContextWords
from cites.nonnominal.names.lists import lists, sections
from cites.nonnominal.names.named_after import is_named_after
from cites.nonnominal.names.pointing import (
    is_family,
    is_posted,
    is_told_to,
    is_with_me,
    points_at,
    signs_or_is_addressed,
    speaks,
    VEHICLES,
)
from cites.nonnominal.names.runs import ADDRESSES, is_particle, runs_in
from cites.nonnominal.names.spelling import fold, in_small_letters
from cites.nonnominal.names.spelling import words as words_of
from cites.nonnominal.names.tokens import Token, tokens_of
from collections.abc import Iterator


#: Mark of a word → its weight in a run.
WEIGHT = {"g": 2.0, "s": 1.5, "w": 1.0, "": 0.5}
ALSO_A_WORD, ALSO_A_PLACE = 0.4, 0.6
#: Least weight of a run that is a name.
ENOUGH, ENOUGH_IN_SMALL = 2.0, 3.0
#: Least weight of a single word that begins a sentence, or is also a place.
ENOUGH_ALONE = 2.5
#: What it adds that a place follows a given name which is one as well.
PLACE_BEHIND_GIVEN = 0.6
#: What two words add that no list has, in a text whose capitals tell names.
UNLISTED = 1.0
#: A shorter word of no list is no name.
SHORTEST_UNLISTED = 4
#: A shorter single word in capitals is an abbreviation.
SHORTEST_IN_CAPITALS = 5
ARTICLES = frozenset({"a", "an", "un", "une", "una", "um", "uma"})
NUMBERED = re.compile(r" \d")
LABELLED = re.compile(r"\s?[:：]")
#: Right before words of no list that are no name: "en", "el Bioparque Ukumarí".
NOT_BEFORE_NAMES = context.LOCATIVE | words_of("the el los las le la les l the this")
#: Verbs before somebody who is asked about.
ASKING = frozenset({"did", "does", "didnt", "doesnt"})
#: What somebody is called by, before the name: "Big Joe", "Gros Bébé", "el Gordo Beto".
NICKNAMING = re.compile(
    r"(?<![\w'’.\-])(?:(?i:big|fat|lil|skinny|gros|gordo|gorda|flaco|flaca)|Little|"
    r"Tall|Shorty|Grand|Petit|"
    r"Negro|Negra|Chino|China|Loco|Loca|Tuerto|Grande) $"
)
#: Before a word inside a sentence or in quotes.
INSIDE = re.compile(r"[^\s.!?:] ?$")
#: Behind an abbreviated label.
LABEL = re.compile(r"\.\s?:")
MONTH = re.compile(r"\d\s[^\W\d]+\.?\s\d")
PEOPLE = context.ROLES | context.RANKS
THINGS = things.THINGS_BEFORE | things.SPECIES
ANIMALS = things.SPECIES | things.BEASTS | things.SWAHILI_ANIMALS
#: Most characters in which an animal stands before what it is called.
LONGEST_BEFORE_CALLED = 40
NO_HOLDERS = THINGS | things.THINGS_AFTER | things.SELDOM_ALONE
NOT_BORN = THINGS | things.THINGS_AFTER | things.NO_NAMES | PEOPLE | context.TITLES
ARTICLES_OF_ROLES = frozenset({"le", "la", "l", "el", "o"})
#: Words before a name that are no part of it.
FILLING = context.ROLES | context.NAMING | context.WHERE
#: Up to three words with capitals: "Pata de Palo".
NAME_OF_THREE = (
    r"[A-ZÀ-Þ][\w'’\-]+"
    r"(?:[ ](?:(?:de|del|da|do|dos|of|ya|la|le)[ ])?[A-ZÀ-Þ][\w'’\-]+){0,2}"
)
#: Nicknames of ordinary words: "alias El Tuerto", « surnommé "Le Vieux" ».
NICKNAME = re.compile(
    r"\b(?i:alias|a\.?k\.?a\.?|nicknamed?|surnommée?|surnom|sobriquet|apodad[oa]|apodo|"
    r"alcunha|vulgo)"
    r"(?: ?: ?| +)[\"“«‘']? ?"
    r"(?P<name>(?:(?i:el|la|los|las|le|les|the) )?"
    rf"{NAME_OF_THREE})"
)
#: "goes by Lucky", "on l'appelle Doudou", "le dicen Chucho".
GOES_BY = re.compile(
    r"\b(?i:known\s(?:\w+\s){0,3}only\sas|connue?\sseulement\scomme|"
    r"conocid[oa]\s(?:solo|sólo|únicamente)\scomo|goes\sby|call(?:s|ed)?\s(?:him|her)(?:self)?|on\sl['’]appelle|(?:le|la|"
    r"se)\ssurnomme(?:nt)?|"
    r"se\sfait\sappeler|se\shace\sllamar|dice\sllamarse|(?:le|lo|la)\s(?:dicen|llaman|"
    r"apodan)|(?:que|quien)\s(?:todos\s)?(?:llaman|apodan|dicen)|que\stous\sappellent|"
    r"qu['’]on\sappelle|tout\sle\smonde\sl['’]appelle|chamam-lhe|conhecid[oa]\s(?:por|como)|"
    r"anajulikana\skama|wanamwita|wanamuita|anaitwa|anayeitwa|aitwaye|jina\sla\sutani)\s[\"“«‘']?\s?"
    rf"(?P<name>(?:(?:[Ee]l|[Ll]a|[Ll]e|the|o|a)\s)?{NAME_OF_THREE})"
)
#: "Musa, known at the market as Shell Boy".
KNOWN_SO = re.compile(
    r"(?<![\w'’\-])(?P<subject>[A-ZÀ-Þ][\w'’\-]+), (?:(?:also|better|well|mieux|más) )?"
    r"(?:known|nicknamed|called|connue?|surnommée?|conocid[oa]|apodad[oa]|conhecid[oa]|"
    r"anayejulikana|anajulikana)(?: [a-zà-ÿ]+){0,5}? "
    rf"(?:(?:as|comme|como|kama) )?(?P<name>{NAME_OF_THREE})"
)
#: The labels of a part of a person's name, whose value is one whatever it is.
PART_OF_NAME = re.compile(
    r"(?:^|\n) ?(?i:surname|family name|last name|nom de famille|apellidos?|sobrenome|"
    r"given names?|"
    r"first names?|forenames?|pr[ée]noms?) ?: ?"
    r"(?P<name>[^\W\d_][\w'’.\-]*(?: [^\W\d_][\w'’.\-]*){0,3})(?= *(?:\n|$|[,;/|]))"
)
NO_PART = words_of(
    "unknown inconnu inconnue desconocido desconocida none ninguno aucun see"
)
#: "PAX DOUCOURE/AMINATA", "KONATE/FATOUMATA MRS": as airlines write names.
OF_AIRLINE = re.compile(
    r"(?<![\w/])(?:(?i:pax|passenger|passager|pasajero|passageiro|seat \w{1,4}) "
    r"(?P<name>[^\W\d_]{2,20}/[^\W\d_]{2,20}"
    r"(?: [^\W\d_]{2,20}(?= (?i:mrs?|ms|miss|mstr|mme)\b))?)|"
    r"(?P<titled>[^\W\d_]{2,20}/[^\W\d_]{2,20}(?: [^\W\d_]{2,20})?)"
    r"(?= (?i:mrs?|ms|miss|mstr|mme)\b))"
)
#: "ASIENTO 15 CHOQUE NINA ELSA": who sits there.
SEATED = re.compile(
    r"(?<!\w)(?i:seat|si[èe]ge|asiento|assento|poltrona|kiti)s? ?"
    r"(?i:n[o°º]\.? ?)?\d{1,3}[A-Za-z]? "
    r"(?P<name>[^\W\d_]{2,20}(?: [^\W\d_]{2,20}){1,4})(?= ?(?:[,;/|\n]|$))"
)
#: What stands in texts with either.
PASSENGERS = (
    *("pax", "passenger", "passager", "pasajero", "passageiro", "seat", "siege", "siège"),
    *("asiento", "assento", "poltrona", "kiti", " mr", " ms", " miss", " mme", " mstr"),
)
KNOWING = (
    *(", known", "nicknamed", ", called", "connu", "surnomm", "conocid", "apodad"),
    *("conhecid", "julikana", " known"),
)
#: What short forms of names stand beside in speech: "el chucho y la tati salen".
SHORT_FORMS = "|".join(" ".join(sections("cues")["short"]).split())
SHORT_PAIR = re.compile(
    rf"(?<!\w)(?i:el|la|al) (?P<name>(?i:{SHORT_FORMS}))"
    r"(?= (?:y|e|ni|o) (?:el|la|al|su) )"
)
SHORT_PAIRED = re.compile(
    rf"(?<!\w)(?i:el|la|al) [^\W\d_]+ (?:y|e|ni|o) (?:el|la|al) "
    rf"(?P<name>(?i:{SHORT_FORMS}))(?!\w)"
)
SHORT_ACTING = re.compile(
    rf"(?<!\w)(?i:el|la) (?P<name>(?i:{SHORT_FORMS}))"
    r"(?= (?:sale|trae|tiene|dice|dijo|vende|manda|quiere|"
    r"paga|llega|lleva|viene|maneja|compra|sabe|cobra|espera|pide|entrega|guarda|"
    r"contesta|ya|no|se) )"
)
#: What somebody is called behind a given name: "mamadou le chinois".
BYNAME = re.compile(
    r" (?:le|la|el|o) (?i:chinois|libanais|borgne|boiteux|chauve|sourd|muet|malien|"
    r"ivoirien|"
    r"sénégalais|nigérian|camerounais|congolais|touareg|peul|marocain|algérien|tunisien|gros|long|"
    r"petit|vieux|chino|flaco|gordo|tuerto|cojo|chato|zurdo|mocho|pelón|manco|turco|gringo|paisa|"
    r"chinês|careca|baixinho|magro)(?![\w'’\-])"
)
#: « Docteur Écaille », "Uncle Scales".
QUOTED_TITLE = re.compile(
    r"[\"“«]\s?(?P<name>(?:Docteur|Doctor|Doutor|Dr|Tonton|Tata|Papa|Maman|Mama|Baba|"
    r"Mzee|Capitaine|"
    r"Captain|Capitán|Uncle|Auntie|King|Rey|Roi|Rei|Boss|Chef|Don|Doña|Tío|Tía|Tio|Tia|"
    r"Bwana)"
    r"\s[A-ZÀ-Þ][\w'’\-]+)\s?[\"”»]"
)
#: What people are called by what they look like.
LOOKS = (
    r"(?:[Gg]üer[oa]|[Ff]lac[oa]|[Gg]ord[oa]|[Cc]hat[oa]|[Zz]urd[oa]|[Tt]uert[oa]|[Cc]oj[oa]|[Mm]och[oa]|[Cc]huec[oa]|"
    r"[Pp]el[oó]na?|[Cc]haparr[oa]|[Tt]artamudo|[Mm]anco|[Ññ]at[oa]|[Pp]ecos[oa]|[Cc]olorad[oa]|[Cc]atire|[Gg]ringo|"
    r"[Cc]osteño|[Pp]aisa|[Cc]achetón|[Bb]igotes|[Bb]igotón|[Bb]arbas|[Mm]uelas|[Cc]icatriz|[Tt]urco|[Cc]hele|[Cc]hino|"
    r"[Nn]egro|[Mm]oren[oa]|[Ss]ordo|[Mm]udo|[Cc]alvo|[Ee]nano|[Pp]rofe|[Cc]olocho|[Cc]anche|[Cc]holo|[Pp]itufo|"
    r"[Cc]areca|[Bb]aixinho|[Nn]eguinho|[Mm]agrão|[Gg]ordinho|[Aa]lemão|[Bb]aiano|[Cc]eará|[Mm]ineiro|[Gg]aúcho|"
    r"[Bb]orgne|[Cc]hauve|[Bb]oiteux|[Bb]arbu|[Bb]alafré|[Bb]ègue)"
)
#: "según el Zurdo", "a la Flaca", "o Careca disse".
CALLED_SO = re.compile(
    rf"\b(?:el|la|al|del|o|do|ao|le|du|au)\s(?P<name>(?=[A-ZÑ]){LOOKS})"
    r"(?!\s[A-ZÀ-Þ])(?![\w'’\-])"
)
#: The same in small letters, with what is said of persons: "el güero trae los monos".
CALLED_SO_SMALL = re.compile(
    rf"\b(?:dice que|dijo que|según|con|lo trae|avísale a|pregúntale a|que|y|con|selon|"
    rf"dit que|segundo)\s"
    rf"(?:el|la|o|le)\s(?P<name>{LOOKS})(?=\s(?:trae|tiene|dice|dijo|vende|manda|quiere|paga|llega|lleva|viene|va|"
    r"anda|maneja|compra|sabe|cobra|espera|pide|entrega|guarda|esconde|saca|sale|está|esta|ya|no|se|me|les?|"
    r"disse|traz|tem|vende|paga|vem|apporte|vend|veut|dit|paie|garde)\b)"
)
SAID_BY = re.compile(
    rf"\b(?:según|dijo|selon|segundo|pregúntale a|avísale a)\s(?:el|la|o|"
    rf"le)\s(?P<name>{LOOKS})(?=[,.;:]|$)"
)
#: "Ah Seng", "ah seng".
AH = re.compile(
    r"(?<![\w'’\-])(?P<name>[Aa]h\s(?:[A-Z][a-z]{1,5}|(?:beng|seng|hock|huat|kow|long|meng|fatt|chong|"
    r"keong|boon|leong|tee|lek|teck|soon|kiat|ming|wah|wai|keat|heng|chai|kit|fai|keung|hoi))(?:\s(?:[A-Z][a-z]{1,5}))?)"
    r"(?![\w'’\-])"
)
#: What is said of somebody's birth or age.
BIRTH = re.compile(
    r"\b(?:née?|born|nacid[oa]|nascid[oa]|aged|d\.?o\.?b|\d\d\s?(?:ans|años|anos|years|yrs|y/o))\b"
)
#: "ZAFINDRAVAKA Solo, né le 8 août": any capitalised words are a name.
BORN = re.compile(
    r"(?<![\w'’\-])(?P<name>[A-ZÀ-Þ][\w'’\-]+(?:\s(?:(?:de|da|dos|van|bin|ben|el|al)\s)?[A-ZÀ-Þ][\w'’\-]+){1,3}),?\s"
    r"\(?(?:née?|born|nacid[oa]|nascid[oa]|aged\s\d\d|d\.?o\.?b\b|\d\d\s?(?:ans|años|anos|years|yrs|y/o))(?!\w)"
)
#: What such a name stands between.
QUOTE = re.compile("[\"“«‘'”»’]")
QUOTATION = re.compile(r"\s[\"“«‘]\s?")
#: "known to them as “Sapsan”", "dit « Papa Zoulou »".
KNOWN_AS = Announced(
    QUOTATION,
    re.compile(r"(?P<name>[A-ZÀ-Þ][^\"”»’\n]{1,30}?)\s?[\"”»’]"),
)
#: What stands before such a quotation.
KNOWN = re.compile(
    r"\b(?:known(?:\s\w+){0,5}\sas|called|connue?\s(?:comme|sous\sle\snom\sde)|dite?|"
    r"nommée?|appelée?|conocid[oa]\scomo|llamad[oa]|nombrad[oa])\s[\"“«‘]\s?$"
)
LONGEST_KNOWN = 90
#: "Murugesan s/o Palaniappan".
CHILD_OF = re.compile(
    r"\b(?:[sdwSDW]/[oO]|"
    r"[aA]/[lLpP])\.?\s(?P<name>[A-ZÀ-Þ][\w'’\-]+(?:\s[A-ZÀ-Þ][\w'’\-]+){0,2})"
)


CALLING = (
    *(
        "known",
        "connu",
        "conocid",
        "goes by",
        "call",
        "appel",
        "surnomme",
        "llama",
        "dicen",
        "apodan",
        "chamam-lhe",
    ),
    *("conhecid", "anajulikana", "wanamwita", "wanamuita", "anaitwa", "anayeitwa"),
    *("aitwaye", "jina la utani"),
)
SAYING = ("según", "dijo", "selon", "segundo", "pregúntale", "avísale")
#: Patterns, and what stands in a text in small letters that they may find.
ANNOUNCING = (
    (
        NICKNAME,
        (
            "alias",
            "a.k.a",
            "aka",
            "nickname",
            "surnom",
            "sobriq",
            "apod",
            "alcunha",
            "vulgo",
        ),
    ),
    (GOES_BY, CALLING),
    (CALLED_SO, ("el ", "la ", "al ", "o ", "le ", "du ", "au ")),
    (CALLED_SO_SMALL, ("que ", "con ", "trae", *SAYING)),
    (SAID_BY, SAYING),
    (AH, ("ah ",)),
)


#: Nicknames between given and family name: "Gladness «Mama Tembo» Mwakyusa".
NICKNAMED = re.compile(
    r"(?<![\w'’\-])(?P<given>[A-ZÀ-Þ][\w'’\-]{1,30})(?:\s(?:dite?|alias|"
    r"a\.?k\.?a\.?))?\s?"
    r"[\"“«‘'(]\s?[^\"”»’'()\n]{2,25}?\s?[\"”»’')]\s(?P<family>[A-ZÀ-Þ][\w'’\-]{1,30})"
)


def persons_in(text: str, language: str) -> Iterator[Span]:
    """Find names of persons in a text. ``language``: as of ``latin_language``."""
    yield from _said_so(text, language)
    words = ContextWords(text, language)
    for start, end in eastern.names_at(text, words.tokens):
        named = words.no_names.isdisjoint(range(start, end))
        if named and not _is_beast_of(words.tokens[start:end]):
            first, last = words.tokens[start], words.tokens[end - 1]
            yield Span(first.start, last.end, FindingKind.PERSON, LIKELY)
    known: set[str] = set()
    for start, end in runs_in(words):
        found = _judged(words, start, end)
        if found:
            begin = _with_initials(text, _with_kinship(words, found[0], start))
            byname = BYNAME.match(text, found[-1].end)
            ends = byname.end() if byname else found[-1].end
            yield Span(begin, ends, FindingKind.PERSON, LIKELY)
            for token in _beside(words, start, end, found[0]):
                yield Span(token.start, token.end, FindingKind.PERSON, LIKELY)
            known.update(token.folded for token in found if _is_telling(token))
    for token in words.tokens:
        # Once a person is named, the family name alone is found too.
        if token.folded in known and _is_telling(token):
            yield Span(token.start, token.end, FindingKind.PERSON, POSSIBLE)


#: Before the name of somebody who is called so by all.
KINSHIP = words_of("uncle aunt auntie aunty tonton tata tantine tío tía tio tia")


def _is_beast_of(run: list[Token]) -> bool:
    """Whether it is a place called after an animal: "Lion Park"."""
    return run[0].folded in things.SPECIES and run[-1].folded in things.THINGS_AFTER


#: "KK Tan", "JP Mensah": initials without dots.
INITIALS = re.compile(r"(?<![\w'’.\-/])[A-Z]{2} $")
#: Abbreviations before a name that are no initials.
NO_INITIALS = frozenset(
    {
        "UN",
        "EU",
        "UK",
        "US",
        "DG",
        "QC",
        "SC",
        "VP",
        "PM",
        "MP",
        "DR",
        "ST",
        "NO",
        "ID",
        "RE",
    }
)


def _with_kinship(words: ContextWords, first: Token, start: int) -> int:
    """Where a name begins, with how all call somebody before it: "Uncle Fitz"."""
    if start and first is words.tokens[start] and words.between(start) == " ":
        before = words.tokens[start - 1]
        if before.capital and not before.upper and before.folded in KINSHIP:
            return before.start
    return first.start


def _with_initials(text: str, start: int) -> int:
    """Where a name begins, with initials or a nickname before it."""
    called = NICKNAMING.search(text, max(0, start - 8), start)
    if called and (
        called[0].islower()
        or INSIDE.search(text, max(0, called.start() - 2), called.start())
    ):
        return called.start()
    found = INITIALS.search(text, max(0, start - 3), start)
    if not found or found[0].strip() in NO_INITIALS or text[start : start + 2].isupper():
        return start
    return found.start()


def _said_so(text: str, language: str) -> Iterator[Span]:
    """Nicknames and names that a phrase announces."""
    quoted = QUOTE.search(text) is not None
    yield from _announced(text, quoted)
    for match in BORN.finditer(text) if BIRTH.search(text) else ():
        if not any(fold(word) in NOT_BORN for word in match["name"].split()):
            yield Span(*match.span("name"), FindingKind.PERSON, LIKELY)
    small = text.lower()
    yield from _known_so(text, small)
    yield from _in_lists_of_passengers(text, small)
    if language in ("es", "") and ("el " in small or "la " in small):
        shorts = SHORT_PAIR, SHORT_PAIRED, SHORT_ACTING
        yield from matches(text, FindingKind.PERSON, LIKELY, *shorts)
    for match in NICKNAMED.finditer(text) if quoted or "(" in text else ():
        if _is_name_of_two(match["given"], match["family"]):
            yield Span(*match.span(), FindingKind.PERSON, LIKELY)


def _known_so(text: str, small: str) -> Iterator[Span]:
    """Names with what somebody is known as, and parts of names in forms."""
    known = any(word in small for word in KNOWING)
    for match in KNOWN_SO.finditer(text) if known else ():
        if lists().names.get(fold(match["subject"]), "")[:1] in ("g", "s"):
            for group in ("subject", "name"):
                yield Span(*match.span(group), FindingKind.PERSON, LIKELY)
    if ":" in text:
        for match in PART_OF_NAME.finditer(text):
            if NO_PART.isdisjoint(map(fold, match["name"].split())):
                yield Span(*match.span("name"), FindingKind.PERSON, LIKELY)


def _in_lists_of_passengers(text: str, small: str) -> Iterator[Span]:
    """Names as airlines and buses list them."""
    if not any(word in small for word in PASSENGERS):
        return
    if "/" in text:
        yield from matches(text, FindingKind.PERSON, CERTAIN, OF_AIRLINE)
    known = lists()
    for match in SEATED.finditer(text):
        found = [word for word in map(fold, match["name"].split()) if word in known.names]
        if len(found) > 1:
            yield Span(*match.span("name"), FindingKind.PERSON, CERTAIN)


def _announced(text: str, quoted: bool) -> Iterator[Span]:
    """Names behind what is said before names. Only patterns that may match are tried."""
    small = text.lower()
    patterns = [
        pattern for pattern, parts in ANNOUNCING if any(part in small for part in parts)
    ]
    if quoted:
        patterns.append(QUOTED_TITLE)
        yield from _quoted(text, small)
    if "/" in text:
        patterns.append(CHILD_OF)
    for span in matches(text, FindingKind.PERSON, LIKELY, *patterns):
        thing = fold(text[span.start : span.end]) in things.NO_NAMES
        if not thing and not _is_of_animal(text, span.start):
            yield span


def _quoted(text: str, small: str) -> Iterator[Span]:
    """Names in quotation marks, behind words for what somebody is known as."""
    if len(small) != len(text):
        small = in_small_letters(text)
    for opening, match in KNOWN_AS.found_in(text, text):
        end = opening.end()
        if KNOWN.search(small, max(0, end - LONGEST_KNOWN), end):
            start, end = match.span("name")
            if not _is_of_animal(text, start):
                yield Span(start, end, FindingKind.PERSON, LIKELY)


def _is_of_animal(text: str, start: int) -> bool:
    """Whether an animal is called so: "le gorille, surnommé Victor"."""
    before = text[max(0, start - LONGEST_BEFORE_CALLED) : start]
    last = re.split(r"[.;:!?\n]", before)[-1].split()[-4:-1]
    return any(fold(word.strip(",")) in ANIMALS for word in last)


def _is_name_of_two(given: str, family: str) -> bool:
    """Whether one word is a listed name, and neither is another thing."""
    known = lists()
    folded = {fold(word).split("-")[0] for word in (given, family)}
    if not folded.isdisjoint(THINGS):
        return False
    if any(word in known.words and word not in known.names for word in folded):
        return False
    return any(word in known.names for word in folded)


def _is_telling(token: Token) -> bool:
    if not token.capital or token.upper or len(token.text) < 4:
        return False
    return not (token.place or token.is_word_too)


def _beside(words: ContextWords, start: int, end: int, first: Token) -> Iterator[Token]:
    """Given names that "and" or "or" join to a name, even if places have them too.

    After a title for several, any word that is no other thing: "Messrs Oba and Wazembe".
    """
    tokens = words.tokens
    before = tokens[start - 1].folded if start and first is tokens[start] else ""
    several = before in context.SEVERAL
    is_certain = _is_sure(words, tokens[start:end]) and before not in context.LOCATIVE
    for link, other in ((start - 1, start - 2), (end, end + 1)):
        if not 0 <= other < len(tokens) or tokens[link].folded not in context.JOINING:
            continue
        if _may_be_beside(tokens[other], several or is_certain):
            yield tokens[other]


def _may_be_beside(token: Token, several: bool) -> bool:
    """Whether a word may be one of the names that "and" joins."""
    if not token.capital or token.ordinary:
        return False
    if token.folded in things.NO_NAMES or is_named_after(token):
        return False
    if token.folded in PEOPLE | context.TITLES:
        return False
    if "g" in token.marks or (token.is_name and not token.place):
        return True
    if token.place or token.upper or not several:
        return False
    return not (token.opens or len(token.text) < 4)


def _is_sure(words: ContextWords, run: list[Token]) -> bool:
    """Whether all are well-known names and no places, in a text with small letters."""
    known = all(
        token.initial or (token.marks[:1] in ("g", "s") and not token.is_thing)
        for token in run
    )
    return known and not words.capitals


def is_surely_somebody(name: str) -> bool:
    """Whether a name has several words, a given name and others that are only names."""
    tokens = [token for token in tokens_of(name) if not is_particle(token)]
    if len(tokens) < 2 or not any("g" in token.marks for token in tokens):
        return False
    return all(
        token.marks[:1] in ("g", "s") and not token.ordinary and "o" not in token.marks
        for token in tokens
    )


def _judged(words: ContextWords, start: int, end: int) -> list[Token] | None:
    """The words of the person's name in a run; None if it has none."""
    titled = words.follows_title(start)
    told = titled or _is_told(words, start)
    first = start
    start = start if told else _without_sentence(words, start, end)
    if start > first and words.is_thing(first, end, titled):
        # "mercado Domingo Perón"
        return None
    run = words.tokens[start:end]
    if _is_no_name(run) or _is_office(words, start, run):
        return None
    if _is_something_else(words, start, end, titled):
        return None
    if told:
        return run
    lettered = _is_lettered(words, run)
    return run if not lettered and _is_enough(words, start, end) else None


def _without_sentence(words: ContextWords, start: int, end: int) -> int:
    """Index of the first word that is part of a name; ``end`` if none is."""
    while start < end and _is_of_sentence(words, start):
        start += 1
    return start


def _is_told(words: ContextWords, start: int) -> bool:
    """Whether other words than a title say that a name begins here."""
    named = words.follows(start, context.NAMING, 2) or words.follows_label(start)
    if named and words.tokens[start].capital and not _is_desk(words, start):
        return True
    return any(tells(words, start) for tells in TELLING)


def _is_desk(words: ContextWords, start: int) -> bool:
    """Whether what signs is a part of an office: "Cheers, Ramp Control"."""
    token, behind = words.tokens[start], words.behind(start + 1)
    if behind is None or not behind.capital or behind.upper or "g" in token.marks:
        return False
    return behind.ordinary and "o" in token.marks


def _is_asked_about(words: ContextWords, start: int) -> bool:
    """Whether a chat asks what somebody does: "did Vusi ever call"."""
    token, behind = words.tokens[start], words.behind(start + 1)
    if words.language != "en" or behind is None or behind.capital:
        return False
    if token.is_thing or token.upper or len(token.text) < 4 or "o" in token.marks:
        return False
    before = words.tokens[start - 1] if start else token
    asks = before.folded in ASKING and (before.opens or before.text.islower())
    return asks and words.between(start) == " "


def _is_one(words: ContextWords, start: int) -> bool:
    """Whether "one" introduces a person: "One Mutua, a former ranger"."""
    token = words.tokens[start]
    if not words.follows(start, frozenset({"one"})) or words.between(start) != " ":
        return False
    return token.capital and token.is_name and not (token.is_thing or token.upper)


#: What says that a name begins at a word.
TELLING = (
    ContextWords.begins_behind_role,
    ContextWords.follows_speech,
    ContextWords.acts,
    ContextWords.is_paid,
    ContextWords.is_greeted,
    ContextWords.is_subject,
    _is_one,
    _is_asked_about,
    points_at,
    speaks,
    signs_or_is_addressed,
    is_told_to,
    is_with_me,
    is_posted,
    is_family,
)


def _is_no_name(run: list[Token]) -> bool:
    if all(token.initial or is_particle(token) for token in run):
        return True
    if run[0].folded in ARTICLES_OF_ROLES and all(t.folded in PEOPLE for t in run[1:]):
        # "Monsieur le Procureur"
        return True
    if _is_day(run):
        return True
    # "Vo.Bo."
    return len(run) > 1 and all(len(token.text) < 3 for token in run)


def _is_day(run: list[Token]) -> bool:
    """Whether it is a day or a month: "Lundi Saint", "EST Sunday"."""
    if not any(token.folded in things.CALENDAR for token in run) or len(run) < 2:
        return False
    return all(
        token.folded in things.CALENDAR or token.upper or token.folded in THINGS
        for token in run
    )


def _is_lettered(words: ContextWords, run: list[Token]) -> bool:
    """Whether a letter tells one thing from others: "Hall B", "Desire Z"."""
    *things_before, last = run
    if not (things_before and last.initial) or words.text[last.end : last.end + 1] == ".":
        return False
    return all(token.is_usual or token.folded in NO_HOLDERS for token in things_before)


def _is_office(words: ContextWords, start: int, run: list[Token]) -> bool:
    """Whether it tells which office: "Juez de Turno", "officier de Police"."""
    if not is_particle(run[0]) or run[0].capital or words.follows(start, ADDRESSES):
        return False
    # "Maître de Port"
    return all(
        token.ordinary or is_particle(token) or token.folded in THINGS for token in run
    )


def _is_something_else(words: ContextWords, start: int, end: int, titled: bool) -> bool:
    """Whether a run names an animal, a place or another thing."""
    first = words.tokens[start]
    if first.folded in things.SPECIES and _is_kind(words, start, end):
        return True
    if words.is_species(start, end) or words.is_thing(start, end, titled):
        return True
    if not titled and _is_untitled_thing(words, start, end):
        return True
    return not words.no_names.isdisjoint(range(start, end))


def _is_untitled_thing(words: ContextWords, start: int, end: int) -> bool:
    """Whether it is another thing where no title says that it is a person."""
    if words.is_place_by_itself(end):
        return True
    if end - start > 1:
        return _is_spelled(words.tokens[start:end]) or _is_make_of(words, start)
    return is_named_after(words.tokens[start]) or words.is_single_thing(start)


def _is_make_of(words: ContextWords, start: int) -> bool:
    """Whether a make or a shop has its place behind it: "Leclerc de Tarnos"."""
    first, second = words.tokens[start : start + 2]
    linked = second.folded in context.LINKING and not second.capital
    return linked and is_named_after(first)


def _is_spelled(run: list[Token]) -> bool:
    """Whether letters are spelled by words: "Sample ID Kilo Victor"."""
    spelled = [token.folded for token in run if token.folded != "id"]
    return all(word in things.SPELLING for word in spelled)


def _is_kind(words: ContextWords, start: int, end: int) -> bool:
    """Whether a species begins the run: "Faucon d'Éléonore", "et Aigle de Bonelli"."""
    first, second = words.tokens[start], words.tokens[start + 1 : end][:1]
    if first.is_name and second and _is_family_behind(words, start + 1):
        return False
    if first.opens or not first.capital:
        return True
    linked = bool(second) and (
        (is_particle(second[0]) and not second[0].capital)
        or words.between(start + 1)[1:] in ("d'", "d’")
    )
    return linked and "g" not in first.marks


def _is_family_behind(words: ContextWords, index: int) -> bool:
    """Whether a name that is no ordinary word follows a species: "Marlin Joseph"."""
    token = words.tokens[index]
    sure = token.marks in ("g", "s") and token.capital and not token.ordinary
    return sure and words.between(index) == " "


def _is_of_sentence(words: ContextWords, start: int) -> bool:
    """Whether a word before the name is no part of it."""
    return _is_filling(words.tokens[start]) or _is_article(words, start)


def _is_article(words: ContextWords, start: int) -> bool:
    """Whether it is the article, and no initial: "A Glock 19"."""
    token = words.tokens[start]
    small = words.text[token.end : token.end + 1] == " "
    return small and token.opens and token.folded == "a"


def _is_filling(token: Token) -> bool:
    """Whether it announces a name, or is a word that begins a sentence."""
    if is_particle(token) and token.capital and not token.opens:
        # "Mamani y De la Vega"
        return False
    if token.folded in FILLING and not token.initial:
        return True
    begins = token.opens and not token.is_name
    return token.ordinary and (begins or is_particle(token))


def _is_enough(words: ContextWords, start: int, end: int) -> bool:
    run = words.tokens[start:end]
    weight = sum(map(_weight, run)) + words.support(start, end)
    whole = [token for token in run if not is_particle(token)]
    if _is_usual(words, start, run, whole):
        return False
    small = _tells_little(words, start, whole)
    if len(whole) == 1 and run[0] is whole[0] and not any(t.initial for t in run):
        return not small and _stands_alone(words, start, weight)
    weight += _weight_of_form(words, start, run, whole)
    return weight >= (ENOUGH_IN_SMALL if small else ENOUGH)


def _tells_little(words: ContextWords, start: int, whole: list[Token]) -> bool:
    """Whether capitals are missing, or stand where other words have them as well."""
    if words.capitals or not all(token.capital for token in whole):
        return True
    return start in words.headings and not _begins_as_given(whole)


def _begins_as_given(whole: list[Token]) -> bool:
    """Whether several words begin with a given name that is no ordinary word."""
    first = whole[0]
    sure = "g" in first.marks and "o" not in first.marks and not first.is_thing
    return sure and len(whole) > 1 and first.folded not in things.SELDOM_ALONE


def _weight_of_form(
    words: ContextWords, start: int, run: list[Token], whole: list[Token]
) -> float:
    """What the form of several words says for a name."""
    weight: float = _is_initialed(words, run) + _is_surname_raised(words, run)
    weight += PLACE_BEHIND_GIVEN * _is_place_behind_given(words, start, run)
    return weight + UNLISTED * _are_unlisted(words, start, whole)


def _is_usual(
    words: ContextWords, start: int, run: list[Token], whole: list[Token]
) -> bool:
    """Whether ordinary words are a heading or a phrase."""
    if start in words.headings:
        # "Market Prices Rose Wood"
        return all(token.is_usual for token in whole)
    # "Al azar"
    al = run[0].folded == "al"
    return al and all(token.folded in things.SELDOM_ALONE for token in whole)


def _is_place_behind_given(words: ContextWords, start: int, run: list[Token]) -> bool:
    """Whether both words are places too: "Florence Nairobi", not "in Florence"."""
    if len(run) != 2 or words.follows(start, context.WHERE):
        return False
    family = run[1]
    unlisted = not (family.marks or family.upper or family.opens)
    return run[0].marks == "gp" and (family.place or unlisted) and not family.ordinary


def _are_unlisted(words: ContextWords, start: int, whole: list[Token]) -> bool:
    """Whether two or three capitalised words of no language stand in a sentence."""
    if words.capitals or len(whole) > 3 or words.follows(start, NOT_BEFORE_NAMES):
        return False
    if whole[0].opens and not whole[0].marks:
        return False
    if words.follows(start, context.TRADING) and ":" in words.between(start):
        # "Transportista: Fletes Chaqueños" is rather a company.
        return False
    if not all(map(_is_in_no_list, whole)):
        return False
    # "Mail Server" and "Leather Goods" are none, "Rose Brown" is one.
    given = "g" in whole[0].marks and whole[0].folded not in THINGS
    return given or not any("o" in token.marks for token in whole)


def _is_in_no_list(token: Token) -> bool:
    if token.is_thing or token.upper or not token.capital:
        return False
    return len(token.text) >= SHORTEST_UNLISTED


def _is_surname_raised(words: ContextWords, run: list[Token]) -> bool:
    """Whether the first word alone is in capitals: "PARK Min-jun"."""
    return run[0].upper and not (words.capitals or run[-1].upper or run[-1].initial)


def _is_initialed(words: ContextWords, run: list[Token]) -> bool:
    """Whether an initial makes an unlisted word a name: "W. Tchakounté"."""
    dotted = any(t.initial and words.text[t.end : t.end + 1] == "." for t in run)
    return dotted and any(
        token.capital and len(token.text) > 2 and not (token.is_thing or token.upper)
        for token in run
    )


def _weight(token: Token) -> float:
    if token.initial:
        return 0.5
    if is_particle(token):
        if token.folded in context.KIN:
            return 1.0
        # "y Al Khatib": only names begin with this article inside a sentence.
        return 0.5 if token.capital and not token.opens else 0.0
    weight = WEIGHT[token.marks[:1]]
    if "o" in token.marks:
        weight *= ALSO_A_WORD / (2 if token.opens or not token.capital else 1)
    if "p" in token.marks:
        weight *= ALSO_A_PLACE
    return weight


def _is_model(words: ContextWords, start: int) -> bool:
    """Whether it is a make or a model: "Nissan Versa", "a Bertram 31"."""
    end = words.tokens[start].end
    if words.follows(start, ARTICLES) and NUMBERED.match(words.text, end):
        return True
    if not start or words.between(start) != " ":
        return False
    before = words.tokens[start - 1]
    return before.capital and before.folded in things.NO_NAMES


def _is_abbreviation(words: ContextWords, token: Token) -> bool:
    """Whether it is a short word in capitals or of a label: "Dest.: "."""
    if len(token.text) >= SHORTEST_IN_CAPITALS:
        return False
    return token.upper or LABEL.match(words.text, token.end) is not None


def _is_month(words: ContextWords, token: Token) -> bool:
    """Whether it stands between the numbers of a date: "4 Aug 2023"."""
    return MONTH.search(words.text, max(0, token.start - 3), token.end + 3) is not None


def _is_label(words: ContextWords, token: Token) -> bool:
    """Whether it is a word of Portuguese or Swahili before a colon: "Ndege: WY 711"."""
    if not LABELLED.match(words.text, token.end):
        return False
    known = lists()
    return token.folded in known.swahili or token.folded in known.portuguese


def _is_behind_thing(words: ContextWords, start: int) -> bool:
    """Whether a capitalised ordinary word stands right before: "Red Sanders"."""
    if not start or words.between(start) != " ":
        return False
    before = words.tokens[start - 1]
    token = words.tokens[start]
    opens = before.opens and token.folded not in things.SPECIES
    if not before.capital or opens or before.marks or before.upper:
        return False
    if is_particle(before) or (token.marks == "g" and token.folded not in lists().seldom):
        # "Le Goff", "Grand Moussa"
        return False
    return before.is_thing and before.folded not in FILLING | PEOPLE | context.TITLES


def _is_of_thing(words: ContextWords, start: int) -> bool:
    """Whether what stands around a single word says that it is a thing, or nothing."""
    token, behind = words.tokens[start], words.behind(start + 1)
    if _is_model(words, start) or _is_behind_thing(words, start):
        return True
    if token.folded in things.SPECIES and "g" not in token.marks:
        # "Heron, Plover and Curlew"
        return words.support(start, start + 1) < 1
    if token.folded in things.SELDOM_ALONE and words.support(start, start + 1) < 1:
        return True
    if words.text[token.end : token.end + 1].isdigit():
        # "TEMU3018842"
        return True
    # "15:00 Fanta truck in"
    return behind is not None and behind.text in VEHICLES


def _is_doubtful_there(words: ContextWords, start: int) -> bool:
    """Whether a single word where a phrase begins is rather no name."""
    token = words.tokens[start]
    if "q" in token.marks and not words.follows(start, context.ROLES):
        return True
    return _is_label(words, token)


def _stands_alone(words: ContextWords, start: int, weight: float) -> bool:
    """Whether a single word is a person's name."""
    token = words.tokens[start]
    if not token.marks or "o" in token.marks or _is_of_thing(words, start):
        return False
    if _is_abbreviation(words, token) or _is_month(words, token):
        return False
    if token.opens and _is_doubtful_there(words, start):
        return False
    if token.place or "w" in token.marks:
        return weight >= ENOUGH_ALONE
    after_where = words.follows(start, context.WHERE)
    return weight >= (WEIGHT["g"] if after_where else WEIGHT["s"])
