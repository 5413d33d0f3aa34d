"""Raises companies behind what is dealt with them: "consignee", "paid to", "stamp of"."""

import re
from cites.nonnominal.branches import by_first_letter
from cites.nonnominal.casing.company_names import (
    goes_on,
    is_of_company,
    is_traded,
    raise_linked,
)
from cites.nonnominal.casing.form_values import COLON, fills_field, raise_value
from cites.nonnominal.casing.line import Line, LONGEST
from cites.nonnominal.casing.word_kinds import is_of_no_language, is_only_name
from cites.nonnominal.casing.word_lists import (
    BEFORE_NAMES,
    COPULAS,
    LINKS,
    NO_COMPANY,
    WEAK_TRADES,
)
from cites.nonnominal.companies import dealings_with_companies
from cites.nonnominal.companies import PARTY as PARTY_WORDS
from cites.nonnominal.names import context
from cites.nonnominal.names.lists import sections
from cites.nonnominal.names.tokens import Token


#: Who takes part in a deal.
PARTY = re.compile(rf"(?<!\w){PARTY_WORDS}(?!\w)")
#: What somebody does with a company, where the words are surer.
DEALING = re.compile(
    rf"(?<!\w){by_first_letter('|'.join(sections('trades')['dealing']))}(?!\w)"
)
#: The same, or what a company has, or whoever is pointed at: for these, a trade must be
#: in the name.
DEALING_OR_HAVING = re.compile(
    rf"(?<!\w){by_first_letter('|'.join(dealings_with_companies()))}(?!\w)"
)
#: Words of what a company is called, and those of somebody who deals with one.
CALLED_SMALL = re.compile(
    r"(?<!\w)"
    + by_first_letter(
        r"(?:company|firm|outfit|shop|store|soci[ée]t[ée]|entreprise|bo[îi]te|"
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
        r"anafanya\skazi"
    )
    + r"\s(?:(?:the|los|las|les|la|le|l['’])\s?)?(?=\w)"
)


def raise_parties(line: Line) -> None:
    """Raise what stands behind the words for parties and dealings."""
    for pattern in (PARTY, CALLED_SMALL, DEALING_OR_HAVING):
        for match in pattern.finditer(line.small):
            behind = line.at(match.end())
            if not 0 < behind < len(line.tokens):
                continue
            if pattern is DEALING_OR_HAVING and not DEALING.fullmatch(match[0]):
                _raise_had(line, behind)
            else:
                _raise_party(line, behind)


def _raise_party(line: Line, start: int) -> None:
    """Raise what stands behind a party: a form's value, or a company's name."""
    end = line.end_of_joined(start, LONGEST + 1)
    if COLON.fullmatch(line.between(start)) and fills_field(line, start, end):
        raise_value(line, start, end)
    elif line.tokens[start].folded in COPULAS and line.joined(start + 1):
        # "consignee is golden lotus herbs"
        end = _end_of_company(line, start + 1)
        if end and is_traded(line, line.tokens[end - 1].folded):
            raise_linked(line, start + 1, end)
    elif end := _end_of_company(line, start):
        raise_linked(line, start, end)
    elif end := _end_of_form(line, start):
        raise_linked(line, start, end)
        line.whole.add(end)


def _end_of_form(line: Line, start: int) -> int:
    """Index of "SA" behind a name in capitals, where it is no small word; 0 if none."""
    for at in range(start + 1, min(len(line.tokens), start + LONGEST) if line.big else 0):
        if not line.joined(at):
            break
        token = line.tokens[at]
        if token.folded == "sa" and not line.tokens[at - 1].ordinary:
            return at
    return 0


def _end_of_company(line: Line, start: int) -> int:
    """Index after a company's name of two words and more; 0 if none begins here.

    It goes to the end of a phrase, as in "transitaire golfe fret, …", or to a word
    of a trade, as in "booked by pelican point cargo and …".
    """
    end, traded = start, 0
    while goes_on(line, start, end):
        folded = line.tokens[end].folded
        if end - start > 1 and _is_another_deed(line, end):
            # "shipped by kilimanjaro ornamental fish and cleared by …"
            return _end_of_told(line, start, end) or traded
        if not is_of_company(line, start, end):
            return traded or _end_of_trade(line, start, end)
        end += 1
        if end - start > 1 and is_traded(line, folded):
            traded = end
    if _ends_phrase(line, start, end):
        # "buyer very happy, …"
        return _end_of_told(line, start, end) or traded
    return traded or _end_of_begun(line, start, end)


def _end_of_begun(line: Line, start: int, end: int) -> int:
    """Index after the last word that tells, if a trade begins the name; else 0."""
    begun = line.tokens[start].folded in BEFORE_NAMES
    return _end_of_telling(line, start, end) if begun else 0


def _end_of_told(line: Line, start: int, end: int) -> int:
    """Index after words of which one tells that they name a company; else 0."""
    return end if any(map(_tells_company, line.tokens[start:end])) else 0


def _is_another_deed(line: Line, index: int) -> bool:
    """Whether "and" joins a further deed of or with a company."""
    if line.tokens[index].folded not in context.JOINING:
        return False
    after = line.tokens[index + 1 : index + 2]
    if not after:
        return False
    return (
        after[0].folded in context.DEEDS
        or after[0].folded in NO_COMPANY
        or PARTY.match(line.small, after[0].start) is not None
    )


def _end_of_trade(line: Line, start: int, end: int) -> int:
    """Index after a company's name before a small word, if it begins with a trade."""
    telling = _end_of_telling(line, start, end)
    if telling or end - start < 2 or line.tokens[end - 1].folded in LINKS:
        return telling
    # "facturado a pieles del sur por …"
    return end if line.tokens[start].folded in BEFORE_NAMES else 0


def _ends_phrase(line: Line, start: int, end: int) -> bool:
    """Whether a phrase of two words and more ends here, and not with a small word."""
    if not 1 < end - start <= LONGEST or line.tokens[end - 1].folded in LINKS:
        return False
    return end >= len(line.tokens) or not line.joined(end)


def _end_of_telling(line: Line, start: int, end: int) -> int:
    """Index after the last word of no language in a company's name; 0 if none is."""
    for at in range(end - 1, start - 1, -1):
        token = line.tokens[at]
        if is_only_name(token) or is_of_no_language(token):
            return at + 1 if at > start or end - start > 1 else 0
    return 0


def _raise_had(line: Line, start: int) -> None:
    """Raise a company with a trade behind what it has: "stamp of umoja skins"."""
    end, traded = start, 0
    while goes_on(line, start, end) and is_of_company(line, start, end):
        end += 1
        if end - start > 1 and is_traded(line, line.tokens[end - 1].folded):
            traded = end
    begun = traded or end
    if not traded and end - start > 1 and is_traded(line, line.tokens[start].folded):
        traded = begun
    own = line.tokens[start:traded]
    # "inspection of old trophies"
    if any(map(_tells_company, (t for t in own if t.folded not in WEAK_TRADES))):
        raise_linked(line, start, traded)


def _tells_company(token: Token) -> bool:
    """Whether it is of a trade, or no ordinary word and no place."""
    if token.folded in WEAK_TRADES:
        return True
    return not (token.ordinary or token.place or len(token.text) < 4)
