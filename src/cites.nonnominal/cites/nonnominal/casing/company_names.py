"""Raises the names of companies, by legal forms, trades and what calls them so."""

import re
from cites.nonnominal.branches import by_first_letter
from cites.nonnominal.casing.line import Line, LONGEST
from cites.nonnominal.casing.name_runs import run_of_name
from cites.nonnominal.casing.word_kinds import (
    is_of_no_language,
    is_only_name,
    is_sure_name,
)
from cites.nonnominal.casing.word_lists import (
    BEFORE_NAMES,
    DESCRIBING,
    LINKED,
    LINKS,
    NO_COMPANY,
    PEOPLE,
    RELATIVES,
    TRADES,
    WEAK_TRADES,
)
from cites.nonnominal.names import context
from cites.nonnominal.names.spelling import words
from cites.nonnominal.names.tokens import Token


#: Words of what a company is called, in languages whose nouns do not stand side by side.
CALLED_AT_ONCE = re.compile(
    r"(?<!\w)"
    + by_first_letter(
        r"empresa|compañ[íi]a|agencia\sde\s(?:carga|aduanas?)|naviera|pajarer[íi]a|"
        r"importadora|exportadora|transportadora|comercializadora|galer[íi]a|tienda|acuario|"
        r"criadero|peleter[íi]a|maderera|ag[êe]ncia|loja|armaz[ée]m|soci[ée]t[ée]|entreprise|"
        r"compagnie|animalerie|oisellerie|galerie|agence|boutique|magasin"
    )
    + r"\s(?=\w)"
)
#: Where one finds a company, without an article: "chez jungle passion".
AT_COMPANY = re.compile(
    r"(?<!\w)"
    + by_first_letter(
        r"chez|(?:en|por|a)\s(?=(?:acuarios?|mascotas|reptiles|criadero|zoocriadero|vivero|"
        r"tienda|pajareria|pajarería|peleter[ií]a|maderera|taxidermia|artesan[ií]as|mensajer[ií]a|"
        r"fletes|encomiendas|transportes|courier|bodegas?|frigor[ií]fico|joyer[ií]a|galer[ií]a|"
        r"variedades|exotic[oa]s|comercial|importadora|exportadora|distribuidora)\s)|"
        r"par\s(?=(?:messagerie|transports|coursier|fret|transit|comptoir|animalerie|oisellerie|"
        r"menagerie|ménagerie)\s)"
    )
    + r"\s?(?=\w)"
)
#: Legal forms that are written with dots.
DOTTED_FORM = re.compile(
    r"(?<![\w.])(?:s\.\s?a\.(?:\s?[csub]\.)?(?:\sde\sc\.\s?v\.?)?|s\.\s?r\.\s?l\.?|"
    r"s\.\s?l\.(?:\s?u\.)?|s\.\sde\sr\.\s?l\.?|s\.p\.a\.?|e\.i\.r\.l\.?|"
    r"s\.a\.r\.l\.?|s\.a\.s\.?)(?!\w)"
)
#: Small words with an article in them: a noun follows.
ARTICLED = frozenset({"del", "du", "do", "da", "dos", "das", "al", "au"})
ARTICLES = words("el la los las le les")
#: What somebody says that a company is called: any words.
NAMED_SMALL = re.compile(
    r"(?<!\w)"
    + by_first_letter(
        r"company|firm|shop|store|outfit|business|soci[ée]t[ée]|entreprise|bo[îi]te|boutique|magasin|animalerie|"
        r"empresa|tienda|negocio|local|loja|duka|kampuni"
    )
    + r"\s(?:is\s|was\s)?(?:called|named|s['’]appelle|se\sllama|chama-se|"
    r"llamada|appelée|nommée|chamada|inaitwa|linaitwa|iitwayo)\s(?=\w)"
)
#: Two words and a verb of one: "feather & finn advertises", "plumes et griffes vend".
SELLING_PAIR = re.compile(
    r"(?P<one>[^\W\d_]{3,20}) (?:&|and|et|y|e) (?P<other>[^\W\d_]{3,20})"
    r"(?: (?:still|also|always|never|tjs|toujours|encore|ya|sigue|siempre))?"
    r" (?:advertises|sells|ships|imports|exports|offers|vend|livre|propose|importe|"
    r"exporte|"
    r"vende|vendiendo|ofrece|importa|exporta)\b"
)
SIDE_BY_SIDE = words("bros hnos freres")


def raise_family_firm(line: Line, index: int) -> bool:
    """Raise "nkomo & sons", "ndiaye et fils", "hargreaves bros"; False if none."""
    at = index - 1
    if line.between(index).strip() not in ("&", "+"):
        if not line.joined(index):
            return False
        linked = line.tokens[at].folded in context.JOINING
        if not linked and line.tokens[index].folded not in SIDE_BY_SIDE:
            return False
        at -= linked
    if at < 0 or not (at == index - 1 or line.joined(at + 1)):
        return False
    family = line.tokens[at]
    if not (is_sure_name(family) or is_of_no_language(family)):
        return False
    line.raised.update((at, index))
    if at and line.joined(at) and is_only_name(line.tokens[at - 1]):
        line.raised.add(at - 1)
    return True


def raise_named(line: Line) -> None:
    """Raise what a company is said to be called: "shop called feathers and fins"."""
    for match in NAMED_SMALL.finditer(line.small):
        start = line.at(match.end())
        end = without_links(line, start, end_of_called(line, start, start))
        raise_linked(line, start, end)


def raise_selling_pair(line: Line) -> None:
    """Raise what begins a line and sells as one, though it has two words."""
    match = SELLING_PAIR.match(line.small)
    if match and not PEOPLE & words(match[0]):
        line.raised.update(line.at(match.start(name)) for name in ("one", "other"))


def end_of_called(line: Line, start: int, end: int) -> int:
    """Index after the words that what a company is called may have, from ``end``."""
    while goes_on(line, start, end) and is_of_company(line, start, end):
        end += 1
    return end


def without_links(line: Line, start: int, end: int) -> int:
    """Index after the last word that is no small one."""
    while end > start and line.tokens[end - 1].folded in LINKS:
        end -= 1
    return end


def raise_traded(line: Line, index: int) -> None:
    """Raise a word of a trade with the words of the name before or behind it."""
    raise_company(line, index)
    alone = index - 1 not in line.raised
    line.raised.add(index)
    if alone or line.tokens[index].folded in BEFORE_NAMES:
        behind = _behind_trade(line, index)
        line.raised.update(run_of_name(line, behind, LONGEST, any_word=True))


def _behind_trade(line: Line, index: int) -> int:
    """The word after a trade's, which may be two: "clearing and forwarding"."""
    behind = [token.folded for token in line.tokens[index + 1 : index + 3]]
    if len(behind) < 2 or behind[0] not in context.JOINING:
        return index + 1
    if behind[1] not in TRADES | {"forwarding"}:
        return index + 1
    line.raised.add(index + 2)
    return index + 3


def raise_company(line: Line, index: int) -> None:
    """Raise the words before a company's legal form or trade."""
    if is_mexican(line, index):
        line.whole.update((index - 2, index))
        index -= 2
    elif line.tokens[index].folded in line.forms:
        line.whole.add(index)
    raise_before(line, index)


def raise_before(line: Line, index: int) -> None:
    """Raise the words of a company's name before its form or its trade."""
    for at in range(index - 1, max(-1, index - 1 - LONGEST), -1):
        token = line.tokens[at]
        # "curtidos del turia, s.l."
        if not (
            line.joined(at + 1)
            or _is_and(line, at + 1)
            or (at == index - 1 and line.between(index) == ", ")
        ):
            break
        if token.folded in LINKS and line.language != "sw":
            continue
        if token.folded in NO_COMPANY and not _is_noun(line, at):
            break
        line.raised.add(at)


def _is_and(line: Line, index: int) -> bool:
    """Whether "&" stands before a word: "hides & skins ltd"."""
    return line.between(index).strip() in ("&", "+")


def _is_noun(line: Line, at: int) -> bool:
    """Whether a small word is a noun here: "étoile de l'est", "estrella del este"."""
    token = line.tokens[at]
    if token.folded in RELATIVES or line.small[token.start - 1] in ("'", "’"):
        return True
    return at > 0 and line.tokens[at - 1].folded in ARTICLED


def is_mexican(line: Line, index: int) -> bool:
    """Whether it ends a legal form of three words: "sa de cv", "s de rl"."""
    form = [token.folded for token in line.tokens[max(0, index - 2) : index + 1]]
    return form in (["sa", "de", "cv"], ["s", "de", "rl"])


def raise_linked(line: Line, start: int, end: int) -> None:
    run = range(start, end)
    line.raised.update(i for i in run if line.tokens[i].folded not in LINKED)


def raise_called(line: Line) -> set[int]:
    """Raise what is called a company; positions of the words that call it so."""
    nouns = set()
    for match in AT_COMPANY.finditer(line.small):
        start = line.at(match.end())
        end = without_links(line, start, end_of_called(line, start, start))
        own = [t for t in line.tokens[start:end] if t.folded not in LINKED]
        if 1 < len(own) <= LONGEST and not any(map(is_sure_name, own)):
            raise_linked(line, start, end)
    for match in CALLED_AT_ONCE.finditer(line.small):
        start = line.at(match.end())
        end = _end_at_once(line, start)
        if end > start:
            raise_linked(line, start, end)
            nouns.add(start - 1)
    return nouns


def raise_dotted(line: Line) -> None:
    """Raise companies by a legal form with dots: "cueros andinos s.a.c."."""
    for match in DOTTED_FORM.finditer(line.small) if line.dotted else ():
        first, end = line.at(match.start()), line.at(match.end())
        if first:
            line.whole.update(
                i for i in range(first, end) if line.tokens[i].folded != "de"
            )
            raise_before(line, first)


def _end_at_once(line: Line, start: int) -> int:
    """Index after the name of what is called a company; ``start`` if none begins.

    It goes to a verb, as in "la transportadora rotas do sul levou …", or to the end
    of a phrase, if small words join it, as in "la naviera vientos del norte".
    """
    if start == 1 and line.tokens[start].folded in ARTICLES:
        # "acuario el delfín rosa tiene …"
        start += 1
    end = end_of_called(line, start, start)
    run = line.tokens[start:end]
    own = [token for token in run if token.folded not in LINKED]
    if len(own) < 2 or not names_company(own) or run[-1].folded in LINKS:
        return start
    if end < len(line.tokens) and line.joined(end):
        return end if line.tokens[end].folded in context.DEEDS else start
    return end if len(own) < len(run) else start


def is_of_company(line: Line, start: int, index: int) -> bool:
    folded = line.tokens[index].folded
    if folded not in NO_COMPANY or folded in RELATIVES:
        return True
    # "pieles del sur"
    linked = folded in LINKS or line.tokens[index - 1].folded in ARTICLED
    return index > start and linked


def is_traded(line: Line, folded: str) -> bool:
    return folded in WEAK_TRADES or folded in line.forms


def goes_on(line: Line, start: int, end: int) -> bool:
    """Whether the next word may be of the same company's name."""
    if end >= len(line.tokens) or end - start > LONGEST:
        return False
    return end == start or line.joined(end) or _is_and(line, end)


def names_company(run: list[Token]) -> bool:
    """Whether words are not only such as describe: "la empresa exportadora local"."""
    return any(DESCRIBING.search(token.folded) is None for token in run)
