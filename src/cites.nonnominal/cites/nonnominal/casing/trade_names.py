"""Raises companies' names that have a trade beside them: "sotraf haulage"."""

from cites.nonnominal.casing.company_names import (
    end_of_called,
    names_company,
    raise_before,
    raise_linked,
    without_links,
)
from cites.nonnominal.casing.line import Line, LONGEST
from cites.nonnominal.casing.word_kinds import is_of_no_language, is_only_given
from cites.nonnominal.casing.word_lists import (
    DESCRIBING,
    LINKED,
    LINKS,
    NO_COMPANY,
    NO_COMPANY_BEHIND,
    PEOPLE,
    RELATIVES,
)
from cites.nonnominal.names.lists import sections
from cites.nonnominal.names.spelling import words


#: Of those who carry or trade.
CARRYING = words(" ".join(sections("trades")["carrying"]))
#: The same and further trades, behind two words and more.
ENDINGS = words(
    " ".join(sections("trades")["behind"])
    + " carga aviary aviaries aviario nursery vivero reptiles reptile reptil exotics "
    "aquariums acuario aquarium deco orchids orquideas orchidees pets mascotas "
    "animalerie falcons falconry paws"
)
ENDINGS |= CARRYING
#: What companies do, rather than goods.
SPEAKING = words(
    "says said sends claims denies refused refuses wants called asked confirms lost "
    "closed has dit veut a tiene tem vende "
    "nie refuse envoie livre ferme dice dijo niega manda mando quiere "
    "pide cobra cerro sells sold owes ships posted vend detient possede vendio vendia "
    "posee"
)
#: Before a company's name that ends with its trade: "at gulf star shipping".
BEFORE_CARRIERS = words(
    "from at via with through by chez par avec via con por by to for pour para en agent "
    "agente transitaire"
)
#: Between a company and its place.
PLACED = words("in at a en em de of")
ARTICLES = words("the la le el les los")
GENITIVE = words("of de du del d do da")
#: What bears the name of a company.
PAPERS_OF = words(
    "stamp seal letterhead invoice receipt client clients customer customers office "
    "account cachet tampon facture compte bureau sello factura membrete cliente clientes "
    "cuenta oficina"
)
#: Articles behind which a trade is any of its kind.
INDEFINITE = words("un une una um uma a an des unos unas cette esta este ce this that")
#: Words of trades that a company's name ends with in small letters too.
TRADES_BEHIND = words(
    "jewellers jewelers gemstones woodcraft collectibles botanicals ornamentals tanners "
    "emporium hauliers haulers aquascapes terrariums oddities taxidermists upholstery "
    "apothecary"
)
#: Words of establishments that a company's name begins with in small letters too.
TRADES_BEFORE = words(
    "ets etablissements agropecuaria bijouterie joyeria joalheria jardinerie madeireira "
    "peixaria ervanaria criatorio aviario ranario quincaillerie curtiembre curtume "
    "aserradero serraria ferreteria imobiliaria inmobiliaria herboristerie ebenisterie "
    "cordonnerie"
)


def raise_beside_trade(line: Line, index: int, folded: str) -> bool:
    """Raise a company's name at one of whose ends a trade stands; False if none."""
    if folded in TRADES_BEHIND and index and line.joined(index):
        _raise_behind(line, index)
        return True
    if folded in TRADES_BEFORE and line.joined(index + 1):
        _raise_begun(line, index)
        return True
    carrier = _carrier(line, index) if folded in CARRYING else []
    if not carrier and folded in ENDINGS:
        carrier = _carrier_behind(line, index) or _carrier_speaking(line, index)
    line.raised.update(carrier)
    return bool(carrier)


def _raise_behind(line: Line, index: int) -> None:
    """Raise a company's name with the trade at its end: "jade palace antiques"."""
    before = line.tokens[index - 1]
    if before.folded in RELATIVES or not (
        before.folded in NO_COMPANY or before.folded.endswith("ing")
    ):
        raise_before(line, index)
        line.raised.add(index)


def _raise_begun(line: Line, index: int) -> None:
    """Raise a company's name with its trade before: "agropecuária boi gordo"."""
    if _is_of_somebody(line, index):
        return
    end = without_links(line, index, end_of_called(line, index, index + 1))
    own = [t for t in line.tokens[index + 1 : end] if t.folded not in LINKED]
    if 0 < len(own) < LONGEST and names_company(own[:1]):
        raise_linked(line, index, end)


def _is_of_somebody(line: Line, index: int) -> bool:
    """Whether a trade is no name: "una joyería", "la curtiembre de giovanni"."""
    if index and line.tokens[index - 1].folded in INDEFINITE:
        return True
    own = [t for t in line.tokens[index + 1 : index + 3] if t.folded not in LINKS]
    linked = line.tokens[index + 1].folded in LINKS
    return linked and bool(own) and is_only_given(own[0], line.language)


def _carrier(line: Line, index: int) -> list[int]:
    """Positions of a trade and a word of no language beside it: "sotraf haulage"."""
    for other in (index - 1, index + 1):
        if not 0 <= other < len(line.tokens):
            continue
        beside = line.between(max(index, other)) == " "
        if beside and is_of_no_language(line.tokens[other]):
            return [index, other]
    return []


def _carrier_behind(line: Line, index: int) -> list[int]:
    """Positions of a name with its trade, behind a small word and to a phrase's end.

    "trying deepak at gulf star shipping instead"
    """
    start = _start_of_carrier(line, index)
    own = [i for i in range(start, index) if line.tokens[i].folded not in LINKS]
    if len(own) < 2 or not start or not line.joined(start):
        return []
    if line.language != "en" and _is_described(line, own[-1:]):
        return []
    before = _word_before_carrier(line, start, own)
    cues = BEFORE_CARRIERS | GENITIVE | ({"a"} if line.language == "es" else set())
    if before in PEOPLE or (before in cues and _ends_at(line, index)):
        return [*own, index]
    return []


def _start_of_carrier(line: Line, index: int) -> int:
    """Index of the first word that may be of the name before a trade."""
    start = index
    while start and index - start < LONGEST and line.joined(start):
        before = line.tokens[start - 1].folded
        if before in NO_COMPANY_BEHIND or before.endswith("ing"):
            break
        if before in GENITIVE and line.tokens[start - 2].folded in PAPERS_OF:
            # "the stamp of protea fauna brokers"
            break
        start -= 1
    return start


def _word_before_carrier(line: Line, start: int, own: list[int]) -> str:
    """The word before the name; before its article, if no word of it describes."""
    before = line.tokens[start - 1].folded
    if before not in ARTICLES or _is_described(line, own):
        return before
    # "pour la cage dorée import"
    return line.tokens[start - 2].folded if start > 1 else ""


def _is_described(line: Line, words: list[int]) -> bool:
    return any(DESCRIBING.search(line.tokens[i].folded) for i in words)


def _carrier_speaking(line: Line, index: int) -> list[int]:
    """Positions of a name with its trade that begins a phrase and says something.

    "jumbo parcels says …", "flecha norte carga mandó …"
    """
    start, end = index, index + 1
    while start and index - start < LONGEST and line.joined(start):
        start -= 1
    if start == index and line.joined(end):
        end += 1
    run = range(start, end)
    if end - start < 2 or not line.joined(end):
        return []
    end = _behind_place(line, end)
    if end >= len(line.tokens) or line.tokens[end].folded not in SPEAKING:
        return []
    other = any(line.tokens[i].folded in NO_COMPANY_BEHIND for i in run)
    return [] if other else list(run)


def _behind_place(line: Line, index: int) -> int:
    """Index after the place of a company: "al noor falcons in deira wants"."""
    if line.tokens[index].folded not in PLACED or not line.joined(index + 1):
        return index
    return index + 2 if line.joined(index + 2) else index


def _ends_at(line: Line, index: int) -> bool:
    """Whether a phrase ends behind a word, or a small word or a deed follows."""
    if not line.joined(index + 1):
        return True
    return line.tokens[index + 1].folded in NO_COMPANY
