"""Finds companies without a form or a trade, by the dealings that somebody has with them.

"booked through Redfern Forwarding", "chez Le Perroquet Bleu", "Coastline Tropicals
consigned six boxes". Much else stands there, so the words themselves are looked at too.
"""

import re
from cites.nonnominal.branches import by_first_letter
from cites.nonnominal.companies import (
    BEGIN,
    dealings_with_companies,
    is_usual,
    JOINT,
    LEADING,
    NOT_PARTIES,
    PUBLIC,
    TAIL,
    TRADES,
    WORD,
)
from cites.nonnominal.findings import Announced, FindingKind, LIKELY, POSSIBLE, Span
from cites.nonnominal.names import context, things
from cites.nonnominal.names.lists import lists, sections
from cites.nonnominal.names.named_after import called_after
from cites.nonnominal.names.spelling import fold, in_small_letters, words
from collections.abc import Iterator


#: What somebody does with a company, before its name.
DEALING = by_first_letter("|".join(dealings_with_companies()))
BY_DEALING = Announced(
    re.compile(rf"(?<!\w)(?:{DEALING}|\d\d?[:hH.]?\d\d[^\S\n](?:at|en))[^\S\n]+"),
    re.compile(
        rf"(?:(?:le|la|les|el|los|the)\s)?[\"“«]?(?P<name>{WORD}(?:{JOINT}{WORD}){{0,4}}"
        r"(?:\s\d{1,3})?)"
    ),
)
#: What companies do, right behind their names; persons do most of it too.
SELLING = words(" ".join(sections("trades")["selling"]))
#: The same of what anybody does: a trade or a house must be in the name.
ACTING = words(" ".join(sections("trades")["acting"]))
HOUSES = TRADES | words(
    "house farm shop store boutique tienda casa maison ranch lodge garden"
)
BEFORE_DEED = re.compile(
    rf"{BEGIN}(?P<name>{WORD}(?:{JOINT}{WORD}){{1,3}})"
    r"[^\S\n](?:(?:in|at|en|em|[aà])[^\S\n][A-ZÀ-Þ]\w+[^\S\n])?(?:(?:still|also|again|never|a|ha|has|had|have|tjs|encore|sigue|toujours|"
    r"siempre|n['’]a|ne|no)[^\S\n])?(?P<deed>[a-zà-ÿ]{3,15})\b"
)
#: "Halloran & Pike", but for authors with their year and names that go on.
PAIRED = re.compile(
    r"(?<![\w&.])(?P<name>[A-ZÀ-Þ][a-zà-ÿ]{2,20} & [A-ZÀ-Þ][a-zà-ÿ]{2,20})"
    r"(?![\w&]| [A-ZÀ-Þ]|,?\s\(?(?:1[789]|20)\d\d)"
)
#: A sign with its address: "El Pavo Real en la calle Molino", "The Owl on Mill Lane".
AT_ADDRESS = re.compile(
    rf"(?<![\w.@/\-])(?P<name>(?:[Tt]he|[Aa]u|[Aa]ux|[Ll][ae]s?|[Ee]l|[Ll]os|[ÀA] la)\s"
    rf"{WORD}(?:{JOINT}{WORD}){{0,2}}),?\s"
    r"(?:(?:on|in|at|off)\s(?:the\s)?[A-Z][\w'’]+(?:\s[A-Z]\w+)?\s"
    r"(?:Lane|Street|Road|Avenue|St|Rd|Ave)\b|"
    r"(?:dans\s(?:la\s)?|sur\s(?:la\s|l['’])?)?(?:rue|avenue|av\.|bd|boulevard)\s|"
    r"en\s(?:la\s)?(?:calle|avenida|av\.|carrera|jirón)\s)"
)
#: What a company has, behind its name: "the Brightwater Marine lorry".
HAD = words(
    "truck trucks lorry lorries van vans invoice invoices receipt receipts "
    "letterhead logo sticker stickers driver drivers depot warehouse clerk clerks "
    "shipment shipments consignment consignments account accounts"
)
#: A capitalised word before it, of the same name.
CAPITAL_BEFORE = re.compile(r"(?<!\w)[A-ZÀ-Þ][\w.]{0,20} $")
#: Stands before a dash and is of no name: "EXERCISE – Figurines sold".
HEADING = re.compile(r".*\s[–-]\s")
#: Groups of a messenger, and pages.
GROUP = re.compile(r"(?i:groupe?|grupo|page|página|canal|channel) $")
POINTING = re.compile("|".join(sections("trades")["pointing"]))
#: Invented words in which a trade is: "Skyfreight", "Aquaflore", "Leathercraft".
COINED = re.compile(
    r"(?:aqua|acua|agro|repti|herpeto|exo|tropi|trans|flor|oceano|safari|fauna|bois)"
    r"[a-z]{3,12}$|[a-z]{3,12}(?:freight|cargo|trans|impex|exim|flora|flore|fauna|faune|aqua|"
    r"craft|pets?|tropics?|tropicals|exotics?|reptiles?|express)$"
)
#: What is no company behind such words: a place, a body, a day.
PLACED_BEFORE = (things.THINGS_BEFORE - things.OWNED - TRADES) | things.CALENDAR
PLACED = PLACED_BEFORE | things.PARTS_OF_BODIES
#: Companies are called so too.
PLACED -= TRADES | words(
    "farm farms ranch lodge house shop store company line lines air "
    "wildlife game gallery "
    "orchard orchards garden gardens fleet express freight bazaar centre"
)
PRONOUNS = words("him her them me us")
POSTS = context.ROLES | context.RANKS | context.TITLES | context.NAMING
NO_OWNERS = things.NO_NAMES | things.SPECIES
SPANISH_AND_FRENCH = words("le la les el los")


def dealings_in(text: str) -> Iterator[Span]:
    small = in_small_letters(text)
    for opening, match in BY_DEALING.found_in(text, small):
        sure = opening[0][0].isalpha() and not POINTING.match(opening[0])
        if sure or _is_traded(_own_words(match["name"])):
            yield from _dealt_with(text, match)
    for match in BEFORE_DEED.finditer(text):
        behind = fold(match["deed"])
        if behind in SELLING or behind in ACTING:
            yield from _selling(text, match)
        elif behind in HAD:
            yield from _owning(text, match)
    yield from _signs(text)
    if " & " in text:
        yield from _pairs(text)


def _signs(text: str) -> Iterator[Span]:
    """What stands on a sign of a shop, behind which its street is told."""
    for match in AT_ADDRESS.finditer(text):
        own = _own_words(match["name"].split(" ", 1)[1])
        if own and not _is_else(match["name"], own) and not _may_be_person(own, ""):
            yield Span(*match.span("name"), FindingKind.COMPANY, LIKELY)


def _pairs(text: str) -> Iterator[Span]:
    """Two names of a firm, with a sign between them."""
    for match in PAIRED.finditer(text):
        before = CAPITAL_BEFORE.search(text, max(0, match.start() - 24), match.start())
        if not before and _is_pair(match["name"]):
            yield Span(*match.span("name"), FindingKind.COMPANY, LIKELY)


def _dealt_with(text: str, match: re.Match[str]) -> Iterator[Span]:
    start, end = match.span("name")
    tail = TAIL.search(text, start, end)
    end = tail.start() if tail and not _is_coined(text[start:end].split()[0]) else end
    own = _own_words(text[start:end])
    if not own or _is_else(text[start:end], own):
        return
    traded = _is_traded(own)
    if len(own) < 2 and not (_is_coined(own[0]) or _has_article(text[start:end])):
        return
    if _may_be_person(own, text[start:end]) and not traded:
        return
    yield Span(start, end, FindingKind.COMPANY, LIKELY if traded else POSSIBLE)


def _owning(text: str, match: re.Match[str]) -> Iterator[Span]:
    """A name with a trade before what a company has: "a Northlight Marine truck"."""
    start, end = match.span("name")
    leading = LEADING.match(text, start, end)
    start = leading.end() if leading else start
    own = _own_words(text[start:end])
    if len(own) < 2 or not _is_traded(own) or not NO_OWNERS.isdisjoint(own):
        return
    if not (_is_else(text[start:end], own) or _may_be_person(own, "")):
        yield Span(start, end, FindingKind.COMPANY, LIKELY)


def _selling(text: str, match: re.Match[str]) -> Iterator[Span]:
    """A run of words that is no person and ends, or in Romance begins, with a thing."""
    start, end = match.span("name")
    leading = LEADING.match(text, start, end)
    start = leading.end() if leading else start
    if heading := HEADING.match(text, start, end):
        start = heading.end()
    name = text[start:end]
    own = _own_words(name)
    if len(own) < 2 or _is_else(name, own) or _may_be_person(own, name):
        return
    if name.isupper() or GROUP.search(text, max(0, start - 10), start):
        return
    acts = fold(match["deed"]) in ACTING
    if _is_seller(name, own) and not (acts and HOUSES.isdisjoint((own[0], own[-1]))):
        yield Span(start, end, FindingKind.COMPANY, LIKELY)


def _is_seller(name: str, own: list[str]) -> bool:
    """Whether words can name what sells: no family name, post or animal."""
    known = lists()
    thing = own[-1] if fold(name.split()[-1]) == own[-1] else own[0]
    named = known.names.get(own[-1], "")[:1] in ("g", "s") and own[-1] not in known.words
    if named or POSTS & {own[0], own[-1]} or thing in things.SPECIES:
        return False
    return any(word in known.words or _is_coined(word) for word in (own[0], own[-1]))


def _own_words(name: str) -> list[str]:
    """The words of a name without those that join them, in the lists' spelling."""
    small = context.LINKING | SPANISH_AND_FRENCH | context.JOINING | {"&"}
    folded = (fold(word).strip('.,"“«»”') for word in name.replace("’", "'").split())
    bare = (re.sub(r"^[dl]'", "", word) for word in folded)
    return [word for word in bare if word not in small and not word.isdigit()]


def _has_article(name: str) -> bool:
    return name.split()[0].istitle() and fold(name.split()[0]) in SPANISH_AND_FRENCH


def _is_coined(word: str) -> bool:
    known = lists()
    folded = fold(word)
    listed = folded in known.names or folded in known.words or folded in known.places
    return not listed and COINED.match(folded) is not None


def _is_traded(own: list[str]) -> bool:
    return bool({*own[:1], *own[-1:]} & TRADES) or any(map(_is_coined, own))


def _is_else(name: str, own: list[str]) -> bool:
    """Whether it is a place, a public body, a post or a paper."""
    known = lists()
    if PUBLIC.search(name) or NOT_PARTIES.search(name.lower()):
        return True
    if fold(name) in known.places or all(word in known.places for word in own):
        return True
    if (
        own[0] in PRONOUNS
        or own[0] in POSTS
        or own[0] in things.NO_NAMES
        or " ".join(own) in called_after()
    ):
        return True
    if own[0] in PLACED_BEFORE and own[-1] not in TRADES:
        return True
    return own[-1] in PLACED and own[0] not in TRADES


def _may_be_person(own: list[str], name: str) -> bool:
    """Whether the words are a given and perhaps a family name."""
    linked = len(name.split()) > len(own)
    known = lists()
    marks = [known.names.get(word, "") for word in own]
    ordinary = list(map(is_usual, own))
    if all(marks):
        # "Perla del Pacífico"
        return not (ordinary[0] and linked)
    if len(own) > 3 or (not marks[0] and not marks[-1]):
        return False
    if marks[0].startswith("g") and not ordinary[0]:
        return not ordinary[-1] or "g" in marks[-1]
    return not any(ordinary) and bool(marks[-1])


def _is_pair(name: str) -> bool:
    """Whether two words with "&" are a firm, and not two ordinary words or two places."""
    known = lists()
    own = [fold(word) for word in name.split(" & ")]
    if PUBLIC.search(name) or " ".join(own) in called_after():
        return False
    if all(known.names.get(word, "").startswith("g") for word in own):
        return False
    return not all(word in known.words or word in known.places for word in own)
