"""Tells what names a single word as somebody, in the words right around it.

"c'est Zénabou qui pesait", "un certain Badou", "9:40 Cárdenas sale", "la famille Diallo".
"""

import re
from cites.nonnominal.names import context, things
from cites.nonnominal.names.around import ContextWords
from cites.nonnominal.names.lists import sections
from cites.nonnominal.names.named_after import is_named_after
from cites.nonnominal.names.spelling import words as words_of
from cites.nonnominal.names.tokens import Token


#: Before somebody who is pointed at, and behind: "it was Musa who", "fue Blas quien".
POINTING = re.compile(
    r"(?<![\w'’])(?i:c['’]\s?(?:est|était)|ce\sfut|it['’]?s|it\s(?:is|was)|"
    r"fue|era|es|foi) $"
)
WHO = re.compile(r" (?:who|qui|que|quien|el\sque|la\sque|quem)\b")
#: A time at the beginning of a note: "9h40 Kablan sort", "14:20 Kiptoo arrives".
TIMED = re.compile(
    r"(?:^|[\n.;,] ?|\d )(?:\d{1,2}\s?[:hH.]\s?\d{0,2}\s?(?:h|hrs?|hs)?|"
    r"[0-2]\d[0-5]\d\s?(?:h|hrs?|hs)?)\s?[:\-–]? ?$"
)
#: What a make stands before.
VEHICLES = words_of(
    "truck lorry van boat ship car bus bike motorbike container trailer ferry camion "
    "fourgon bateau voiture moto camión furgón furgoneta barco lancha carro auto taxi"
)
#: What stands between an article and somebody whom one does not know.
UNKNOWN = words_of(
    "nommé nommée dénommé dénommée prénommé prénommée surnommé surnommée "
    "certain certaine "
    "sieur tal joven muchacho muchacha jeune"
)
ARTICLES = words_of("un une le la l el una du au del al a one")
MYSELF = words_of("me i moi yo eu mimi myself")
FAMILIES = words_of("famille familia família family")
#: What somebody does there, in brackets behind the name: "Honorine (port), Luc (labo)".
POST = re.compile(r" \([^\W\d_]{2,20}\)(?:[,;.]|$|\n)")
#: Before somebody of whom a phrase tells: "paraît que Nénesse est sorti".
THAT = words_of("que q qu quand si cuando because parce porque")
#: What is said of a person there.
AUXILIARIES = words_of(
    "a est sont avait était va veut peut ne n se s y ha es fue va está "
    "estaba quiere no le "
    "lo la is was has had will would can wont"
)
#: What is said of somebody who speaks, right before or behind the name.
SPEECH = context.cues("speech")
#: The same, only before: "selon Castellano".
ACCORDING = words_of("selon según segundo")
#: Between a name and what was said: "Traoré a déclaré".
HAVING = words_of("a ha has had avait")
#: Of what body an officer is: "l'inspecteur des Eaux et Forêts Gbaguidi".
OF_BODIES = context.LINKING | context.JOINING | context.cues("bodies")
BODIES = context.cues("bodies")
OFFICERS = context.RANKS | context.TITLES | context.ROLES
LONGEST_POST = 7
#: Whose relative, friend or lawyer somebody is: "l'avocat de Mbemba".
CLOSE = context.cues("close")
OF = words_of("de d a à of")
#: Whose relative somebody is, in one word.
WHOSE = words_of(
    "his her my their our your son sa ses mon ma leur notre su sus mi tu nuestro nuestra"
)
RELATIVES = CLOSE | words_of(
    "partner colleague boss associate accomplice driver supervisor stepson "
    "brother-in-law "
    "associé associée collègue complice patron chauffeur compagnon compagne "
    "socio socia colega cómplice jefe jefa chofer compañero compañera pareja"
)
#: Roles of persons only, as labels.
PERSONAL = (context.ROLES - context.TRADING) | context.RANKS
#: Verbs whose object is somebody.
OBJECTS = context.cues("objects")
#: What is said behind a company rather than a person: "told Kingsway couriers".
TRADES = words_of(
    " ".join(
        line
        for heading in ("behind", "behind-names", "weak", "carrying")
        for line in sections("trades")[heading]
    )
)
WITH = words_of("with avec con by against contre contra")
#: In Swahili: "his" behind a word for kin, and a verb whose object is somebody.
HIS = words_of("yake wake yangu wangu yao wao yetu wetu yako wako")
OF_KIN = context.ROLES | words_of("dem demu bestie bro shemeji mkwe wifi")
ON_SOMEBODY = re.compile(r"(?:a|wa|ni|tu)(?:li|na|me)m[wu]?[a-z]{3,}")
OF_OFFICE = words_of("de du d qui ki q")
OWNING = re.compile("['’]s ")
LONGEST_TIME, LONGEST_POINTING = 12, 12
#: What may stand behind the name that signs a letter, in characters.
LONGEST_END = 4
NO_PERSON = things.NO_NAMES | things.SPECIES | things.THINGS_BEFORE | things.THINGS_AFTER


#: What never speaks: "Harbour Master says Friday".
NO_SPEAKERS = NO_PERSON | things.SELDOM_ALONE | things.CALENDAR


def points_at(words: ContextWords, start: int) -> bool:
    """Whether the words around one name it as somebody, whatever lists have it."""
    token = words.tokens[start]
    if not token.capital or token.upper or len(token.text) < 3:
        return False
    if token.folded in NO_PERSON:
        return False
    if token.ordinary:
        # "c'est Perpétue qui cousait"
        return not token.opens and _is_pointed_at(words, start)
    return any(points(words, start) for points in POINTING_AT)


def speaks(words: ContextWords, start: int) -> bool:
    """Whether a name says something: "subrayó Castellano", "Vallejo explicó"."""
    token = words.tokens[start]
    if not token.capital or token.upper or token.is_thing or len(token.text) < 3:
        return False
    if token.folded in NO_SPEAKERS or is_named_after(token):
        return False
    if not (token.marks or _may_be_unlisted_speaker(words, start)):
        return False
    if "q" in token.marks and token.opens:
        # "Cámara dijo"
        return False
    return _is_said_by(words, start) or _says(words, start)


def _may_be_unlisted_speaker(words: ContextWords, start: int) -> bool:
    """Whether a word of no list begins a phrase, not as in "the Cape Verdian said"."""
    if len(words.tokens[start].text) < 5 or start in words.headings:
        return False
    return not (start and words.between(start) == " ")


def _is_said_by(words: ContextWords, start: int) -> bool:
    if not start or words.between(start) != " ":
        return False
    before = words.tokens[start - 1]
    if before.folded in ACCORDING:
        return not words.tokens[start].place
    return before.text.islower() and before.folded in SPEECH and words.language != "en"


def _says(words: ContextWords, start: int) -> bool:
    """Whether what somebody says or said follows a name."""
    behind = words.tokens[start + 1 : start + 3]
    if not behind or words.between(start + 1) != " ":
        return False
    if words.follows(start, context.WHERE | things.THINGS_BEFORE):
        return False
    said = behind[-1] if behind[0].folded in HAVING else behind[0]
    return said.text.islower() and said.folded in SPEECH


def signs_or_is_addressed(words: ContextWords, start: int) -> bool:
    """Whether a given name is the whole first or last line of a letter: "Sara,"."""
    token, text = words.tokens[start], words.text
    if "g" not in token.marks or not token.capital or token.upper:
        return False
    if not token.start:
        return text.startswith(",\n", token.end)
    behind = text[token.end : token.end + LONGEST_END]
    ends = token.end + LONGEST_END > len(text) and not behind.strip(" .\n")
    return ends and text[token.start - 1] == "\n"


def is_told_to(words: ContextWords, start: int) -> bool:
    """Whether somebody is told to do something: "dites à Yao de partir"."""
    token, behind = words.tokens[start], words.behind(start + 1)
    if not start or not token.capital or token.upper or behind is None:
        return False
    if behind.folded not in context.TOLD_TO or token.ordinary or not token.marks:
        return False
    if token.folded in NO_SPEAKERS or words.between(start) != " ":
        return False
    said = [t.folded for t in words.tokens[max(0, start - 2) : start]]
    return context.ends_with_phrase(said, context.TELLING)


def _is_close(words: ContextWords, start: int) -> bool:
    """Whether a relative, a friend or a lawyer is somebody's: "l'avocat de Mbemba"."""
    if start < 2 or words.between(start) not in (" ", ""):
        return False
    close, link = words.tokens[start - 2 : start]
    if link.folded not in OF or close.folded not in CLOSE:
        return False
    token = words.tokens[start]
    return not token.place or token.marks[:1] == "g"


def _is_relative(words: ContextWords, start: int) -> bool:
    """Whether somebody's relative or partner is named: "his partner Senada"."""
    if start < 2 or words.between(start) != " ":
        return False
    whose, role = words.tokens[start - 2 : start]
    if whose.folded not in WHOSE or not role.text.islower():
        return False
    return role.folded in RELATIVES and not words.tokens[start].place


def _fills_role(words: ContextWords, start: int) -> bool:
    """Whether one word is the whole value of a person's field: "Témoin : Mpassi"."""
    token, text = words.tokens[start], words.text
    if not start or words.between(start).strip() != ":" or words.capitals:
        return False
    if text[token.end : token.end + 1] not in ("", "\n"):
        return False
    role = words.tokens[start - 1]
    begins = role.start == 0 or text[role.start - 1] == "\n"
    return begins and role.folded in PERSONAL and token.folded not in things.CALENDAR


def _is_named_in_swahili(words: ContextWords, start: int) -> bool:
    """Whether kin or a verb's object is named: "shemeji yake Elibariki"."""
    token = words.tokens[start]
    if words.language != "sw" or not start or words.between(start) != " ":
        return False
    named = token.marks[:1] in ("g", "s")
    if token.ordinary or token.opens or start in words.headings:
        return False
    if token.place and not named:
        return False
    before = [t.folded for t in words.tokens[max(0, start - 3) : start]]
    if ON_SOMEBODY.fullmatch(before[-1]):
        return True
    if before[-1] == "ni":
        before.pop()
    return len(before) > 1 and before[-1] in HIS and before[-2] in OF_KIN


def _is_object(words: ContextWords, start: int) -> bool:
    """Whether a word of no list is somebody who is met or told: "asked Kasimba"."""
    token = words.tokens[start]
    if token.marks or token.place or token.opens or len(token.text) < 4:
        return False
    if words.capitals or start in words.headings or words.between(start) != " ":
        return False
    if any(t.capital or t.folded in TRADES for t in words.tokens[start + 1 : start + 2]):
        return False
    said = [t.folded for t in words.tokens[max(0, start - 2) : start]]
    return context.ends_with_phrase(said, OBJECTS)


def _is_with_somebody(words: ContextWords, start: int) -> bool:
    """Whether a given name that is a place's too is with or by whom: "with Elizabeth"."""
    token = words.tokens[start]
    if not (start and token.place and token.marks in ("g", "gp")):
        return False
    if start in words.headings or words.between(start) != " ":
        return False
    return words.tokens[start - 1].folded in WITH


def _is_officer_of_body(words: ContextWords, start: int) -> bool:
    """Whether an officer's body stands before: "l'agent forestal Urdaneta"."""
    token = words.tokens[start]
    if not start or words.tokens[start - 1].folded not in BODIES:
        return False
    if words.between(start) != " " or (token.place and not token.marks):
        return False
    before = words.tokens[max(0, start - LONGEST_POST) : start]
    return ends_with_officer([other.folded for other in before])


def ends_with_officer(before: list[str]) -> bool:
    """Whether words end with an officer and a body: "inspecteur des eaux et forêts"."""
    for folded in reversed(before):
        if folded in OFFICERS and folded not in BODIES:
            return True
        if folded not in OF_BODIES:
            return False
    return False


def is_with_me(words: ContextWords, start: int) -> bool:
    """Whether a given name and "me" are joined: "Ama and me did the count"."""
    token, behind = words.tokens[start], words.tokens[start + 1 : start + 3]
    if not token.capital or "g" not in token.marks or len(behind) < 2:
        return False
    return behind[0].folded in context.JOINING and behind[1].folded in MYSELF


def is_posted(words: ContextWords, start: int) -> bool:
    """Whether a listed name has a place of work in brackets: "Honorine (port), …"."""
    token = words.tokens[start]
    if not token.capital or token.upper or not token.marks or token.is_thing:
        return False
    return "o" not in token.marks and POST.match(words.text, token.end) is not None


def is_family(words: ContextWords, start: int) -> bool:
    """Whether a family is called so: "la famille Mboumba"."""
    token = words.tokens[start]
    if not token.capital or token.upper or token.ordinary or token.folded in NO_PERSON:
        return False
    return words.follows(start, FAMILIES) and words.between(start) == " "


def _is_there(words: ContextWords, start: int) -> bool:
    """Whether somebody is there, or known by one name: "ya Teva de l'office"."""
    behind = words.behind(start + 1)
    if behind is None or words.tokens[start].place:
        return False
    if behind.folded == "something":
        return not start or words.between(start) != " "
    if not start or behind.folded not in OF_OFFICE or words.language not in ("fr", ""):
        return False
    return (
        words.tokens[start - 1].folded in ("ya", "voila") and words.between(start) == " "
    )


def _is_unknown(words: ContextWords, start: int) -> bool:
    """Whether it is said to be somebody: "un nommé Badou", "un tal Blas"."""
    if start < 2 or words.between(start) != " ":
        return False
    article, before = words.tokens[start - 2 : start]
    return before.folded in UNKNOWN and article.folded in ARTICLES


def _is_pointed_at(words: ContextWords, start: int) -> bool:
    token = words.tokens[start]
    if token.place or WHO.match(words.text, token.end) is None:
        return False
    first = max(0, token.start - LONGEST_POINTING)
    return POINTING.search(words.text, first, token.start) is not None


def _is_timed(words: ContextWords, start: int) -> bool:
    """Whether a note tells what somebody did at a time."""
    token = words.tokens[start]
    if (token.place and not token.marks) or not _goes_on(words, start):
        return False
    if words.tokens[start + 1].folded in VEHICLES:
        # "14:05 Coke truck in"
        return False
    first = max(0, token.start - LONGEST_TIME)
    return TIMED.search(words.text, first, token.start) is not None


def _is_related(words: ContextWords, start: int) -> bool:
    """Whether somebody is the relative or the driver of a name: "Lwazi's cousin"."""
    token = words.tokens[start]
    behind = words.tokens[start + 1 : start + 2]
    if token.place or not behind or OWNING.fullmatch(words.between(start + 1)) is None:
        return False
    related = behind[0].folded in context.ROLES and behind[0].text.islower()
    return related and not is_named_after(token)


def _is_told_of(words: ContextWords, start: int) -> bool:
    """Whether a word of no list, or a place's, is the subject behind "that"."""
    token = words.tokens[start]
    if not start or words.between(start) != " ":
        return False
    if token.marks if not token.place else token.marks not in ("g", "gp"):
        return False
    if words.tokens[start - 1].folded not in THAT or not _goes_on(words, start):
        return False
    behind = words.tokens[start + 1]
    if token.place and behind.folded in context.JOINING:
        # "soutient que Hervé et Jean l'ont aidé"
        return words.tokens[start - 1].folded in ("que", "qu")
    return behind.folded in AUXILIARIES or behind.folded in context.DEEDS


def _goes_on(words: ContextWords, start: int) -> bool:
    """Whether a small word follows, with a space alone between."""
    behind: list[Token] = words.tokens[start + 1 : start + 2]
    return bool(behind) and behind[0].text.islower() and words.between(start + 1) == " "


#: What the words around one name may say of it.
POINTING_AT = (
    _is_unknown,
    _is_pointed_at,
    _is_timed,
    _is_told_of,
    _is_related,
    _is_close,
    _is_there,
    _is_named_in_swahili,
    _is_officer_of_body,
    _is_relative,
    _fills_role,
    _is_object,
    _is_with_somebody,
)
