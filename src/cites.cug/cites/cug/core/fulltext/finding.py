"""Questions to the records: which entries have the words, and what stands in them.

What is found says nothing of who may see it. Whoever asks intersects it with what the
caller may see, before anything is counted, ranked or shown.
"""

from cites.cug.core.fulltext.closed_words import find_closed, open_words, STREAMS
from cites.cug.core.fulltext.models import ContentWords
from cites.cug.core.fulltext.question import Question, Term
from cites.cug.core.sql.session import session
from collections.abc import Iterable, Iterator
from pyroaring import BitMap
from sqlalchemy import (
    and_,
    bindparam,
    cast,
    ColumnElement,
    false,
    func,
    literal_column,
    not_,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import TSQUERY
from typing import NamedTuple


#: The positions of one catalog: the id is its number, followed by so many bits.
POSITION_BITS = 32
POSITIONS = (1 << POSITION_BITS) - 1
#: So many characters of files count for the rank.
RANKED_CHARACTERS = 20_000
AT_A_TIME = 500


def id_of(number: int, position: int) -> int:
    """The id of an entry's words, by the number of its catalog and its position."""
    return number << POSITION_BITS | position


_FOUND_BY_SQLITE = (
    "SELECT rowid FROM content_words_found WHERE content_words_found MATCH :matched"
    " AND rowid BETWEEN :first AND :last"
)


def find_positions(number: int, question: Question) -> BitMap:
    """The positions in the catalog of this number where the question fits.

    Where nothing is wanted, those where something unwanted stands.
    """
    records = session().connection()
    first = id_of(number, 0)
    last = first + POSITIONS
    if records.dialect.name == "sqlite":
        given = {"matched": _matched(question), "first": first, "last": last}
        rows = records.exec_driver_sql(_FOUND_BY_SQLITE, given)
    else:
        key = ContentWords.__table__.c.id
        query = select(key).where(key.between(first, last), _fits(question))
        rows = records.execute(query)
    found = BitMap([row[0] & POSITIONS for row in rows.fetchall()])
    found.update(one & POSITIONS for one in find_closed(records, first, last, question))
    return found


def _matched(question: Question) -> str:
    """A question in the language of FTS5."""
    unwanted = " OR ".join(map(_match, question.unwanted))
    if not question.wanted:
        return unwanted
    wanted = " AND ".join(map(_match, question.wanted))
    return f"({wanted}) NOT ({unwanted})" if unwanted else wanted


def _match(term: Term) -> str:
    """A term, or what stands for it, in the language of FTS5."""
    return f"({' OR '.join(map(_match_one, (term, *term.others)))})"


def _match_one(term: Term) -> str:
    """Words have no quotes in them."""
    more = " *" if term.is_beginning else ""
    if term.is_phrase:
        return f'("{" ".join(term.plain)}"{more})'
    forms = [f'"{one}"' for one in (*term.plain, *term.stems)]
    forms[0] += more
    return f"({' OR '.join(forms)})"


def _fits(question: Question) -> ColumnElement[bool]:
    """A question in the language of PostgreSQL."""
    unwanted = or_(false(), *map(_stands, question.unwanted))
    if not question.wanted:
        return unwanted
    return and_(*map(_stands, question.wanted), not_(unwanted))


def _stands(term: Term) -> ColumnElement[bool]:
    """A term, or what stands for it."""
    return or_(*map(_stands_itself, (term, *term.others)))


def _stands_itself(term: Term) -> ColumnElement[bool]:
    """Words have no quotes in them."""
    more = ":*" if term.is_beginning else ""
    if not term.is_phrase:
        forms = [f"'{one}'" for one in (*term.plain, *term.stems)]
        forms[0] += more
        return _has(" | ".join(forms))
    *before, last = (f"'{one}'" for one in term.plain)
    order = f" {' '.join(term.plain)}{'' if term.is_beginning else ' '}"
    table = ContentWords.__table__.c
    return and_(
        _has(" & ".join((*before, last + more))),
        or_(*(table[name].contains(order, autoescape=True) for name in STREAMS)),
    )


def _has(words: str) -> ColumnElement[bool]:
    return literal_column("found").op("@@")(cast(words, TSQUERY))


class Kept(NamedTuple):
    """What the records keep of an entry, for its rank."""

    title: str
    names: str
    text: str
    files: str


_TABLE = ContentWords.__table__.c
_OF_SOME = _TABLE.id.in_(bindparam("ids", expanding=True))
#: Both are built once: it takes longer to build them than to run them.
_SEALED = (_TABLE.key_id, _TABLE.sealed)
_KEPT = select(
    _TABLE.id,
    _TABLE.title,
    _TABLE.names,
    _TABLE.text,
    func.substr(_TABLE.files, 1, RANKED_CHARACTERS).label("files"),
    *_SEALED,
).where(_OF_SOME)
_SHOWN = select(_TABLE.id, _TABLE.shown, _TABLE.languages, *_SEALED).where(_OF_SOME)


def kept_words(number: int, positions: Iterable[int]) -> Iterator[tuple[int, Kept]]:
    """Position and words of each of these entries, of long files only the beginning."""
    for some in _portions(id_of(number, one) for one in positions):
        for row in session().connection().execute(_KEPT, {"ids": some}):
            words = open_words(row)
            words["files"] = words["files"][:RANKED_CHARACTERS]
            yield row.id & POSITIONS, Kept(*(words[name] for name in Kept._fields))


def shown_texts(
    number: int, positions: Iterable[int]
) -> dict[int, tuple[str, tuple[str, ...]]]:
    """The text of each of these entries that a snippet is cut from, and its languages."""
    found = {}
    for some in _portions(id_of(number, one) for one in positions):
        rows = session().connection().execute(_SHOWN, {"ids": some})
        for row in rows:
            languages = tuple(row.languages.split(","))
            found[row.id & POSITIONS] = open_words(row)["shown"], languages
    return found


def _portions(ids: Iterable[int]) -> Iterator[list[int]]:
    known = list(ids)
    for start in range(0, len(known), AT_A_TIME):
        yield known[start : start + AT_A_TIME]
