"""Questions to the records: which entries have the words, and what stands in them.

What is found says nothing of who may see it. Whoever asks intersects it with what the
caller may see, before anything is counted, ranked or shown.
"""

import re
from cites.cug.core.fulltext.closed_words import find_closed, open_words, STREAMS
from cites.cug.core.fulltext.models import ContentWords
from cites.cug.core.fulltext.question import Question, Term
from cites.cug.core.sql.session import session
from collections.abc import Iterable, Iterator, Sequence
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
    wanted = " AND ".join(_match_part(*part) for part in question.parts)
    return f"({wanted}) NOT ({unwanted})" if unwanted else wanted


def _match_part(terms: Sequence[Term], others: Sequence[Term]) -> str:
    together = " AND ".join(map(_match, terms))
    return f"({' OR '.join((f'({together})', *map(_match, others)))})"


def _match(term: Term) -> str:
    """A term in the language of FTS5. Words have no quotes in them."""
    more = " *" if term.is_beginning else ""
    if term.is_phrase:
        return f'("{" ".join(term.plain)}"{more})'
    forms = [f'"{one}"' for one in (*term.plain, *term.stems)]
    forms[0] += more
    return f"({' OR '.join(forms)})"


def _fits(question: Question) -> ColumnElement[bool]:
    """A question in the language of PostgreSQL."""
    unwanted = or_(false(), *(_stand([one]) for one in question.unwanted))
    if not question.wanted:
        return unwanted
    return and_(*(_fits_part(*part) for part in question.parts), not_(unwanted))


def _fits_part(terms: Sequence[Term], others: Sequence[Term]) -> ColumnElement[bool]:
    """The terms, or what stands for them.

    One question to the index has all of them, and finds phrases in any order; what it
    finds is read.
    """
    if not others:
        return _stand(terms)
    together = " & ".join(map(_tokens, terms))
    found = _has(" | ".join((f"({together})", *map(_tokens, others))))
    phrases = [one for one in others if one.is_phrase]
    if not phrases and not any(one.is_phrase for one in terms):
        return found
    words = (_has(_tokens(one)) for one in others if not one.is_phrase)
    in_order = [_in_order(phrases)] if phrases else []
    return and_(found, or_(_stand(terms), *words, *in_order))


def _stand(terms: Sequence[Term]) -> ColumnElement[bool]:
    found = _has(" & ".join(map(_tokens, terms)))
    return and_(found, *(_in_order([one]) for one in terms if one.is_phrase))


def _tokens(term: Term) -> str:
    """A word in any of its forms, or all words of a phrase: none has quotes in it."""
    more = ":*" if term.is_beginning else ""
    if term.is_phrase:
        *before, last = (f"'{one}'" for one in term.plain)
        return f"({' & '.join((*before, last + more))})"
    forms = [f"'{one}'" for one in (*term.plain, *term.stems)]
    forms[0] += more
    return f"({' | '.join(forms)})"


def _in_order(phrases: Sequence[Term]) -> ColumnElement[bool]:
    """Whether one of the phrases stands in a stream; each has spaces around it."""
    table = ContentWords.__table__.c
    streams = func.concat(*(table[name] for name in STREAMS))
    # One expression, as the streams of an entry are long.
    orders = (
        re.escape(" ".join(one.plain)) + ("" if one.is_beginning else " ")
        for one in phrases
    )
    return streams.regexp_match(f" ({'|'.join(orders)})")


def _has(words: str) -> ColumnElement[bool]:
    """Whether an entry has the words.

    They come from a subquery: where the planner can read many words, it takes them for
    frequent and reads all entries instead of the index.
    """
    asked = select(cast(words, TSQUERY)).scalar_subquery()
    return literal_column("found").op("@@")(asked)


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
