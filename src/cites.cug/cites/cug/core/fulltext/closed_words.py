"""Words of content that is marked TLP:RED: sealed in the records, compared in memory."""

import json
import logging
from cites.cug.core.encryption.keys import UnknownKey
from cites.cug.core.encryption.sealing import Untrusted, unwrap, wrap, Wrapped
from cites.cug.core.fulltext.models import ContentWords, words_place
from cites.cug.core.fulltext.question import Question, Term
from collections.abc import Iterator, Mapping
from sqlalchemy import bindparam, Connection, select
from typing import Any


logger = logging.getLogger(__name__)

#: The columns in which words can be found, and all that hold any.
STREAMS = ("title", "names", "text", "files")
WORDS = (*STREAMS, "shown")
_TABLE = ContentWords.__table__
_CLOSED = select(_TABLE).where(
    _TABLE.c.key_id.is_not(None),
    _TABLE.c.id.between(bindparam("first"), bindparam("last")),
)


def close_words(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of words with these sealed."""
    words = json.dumps([row[name] for name in WORDS]).encode()
    sealed = wrap(words_place(row["id"]), words)
    empty = dict.fromkeys(WORDS, "")
    return {**row, **empty, "key_id": sealed.key_id, "sealed": sealed.key}


def open_words(row: Any) -> dict[str, Any]:
    """The columns of a row, with its words. Raises Untrusted for a forged row."""
    columns = row._asdict()
    if row.sealed is None:
        return columns
    try:
        words = unwrap(words_place(row.id), Wrapped(row.key_id, row.sealed))
    except UnknownKey as error:
        raise Untrusted(words_place(row.id)) from error
    return columns | dict(zip(WORDS, json.loads(words), strict=True))


def find_closed(
    records: Connection, first: int, last: int, question: Question
) -> Iterator[int]:
    """Ids of the rows with sealed words where the question fits."""
    for row in records.execute(_CLOSED, {"first": first, "last": last}):
        try:
            words = open_words(row)
        except Untrusted:
            logger.error("%s is not what was stored", words_place(row.id))
            continue
        if _fits(question, [words[name] for name in STREAMS]):
            yield row.id


def _fits(question: Question, streams: list[str]) -> bool:
    unwanted = any(_stands(term, streams) for term in question.unwanted)
    if not question.wanted:
        return unwanted
    return not unwanted and all(_stands(term, streams) for term in question.wanted)


def _stands(term: Term, streams: list[str]) -> bool:
    """Whether a term is found, or what stands for it, as the databases find them."""
    return any(_stands_itself(one, streams) for one in (term, *term.others))


def _stands_itself(term: Term, streams: list[str]) -> bool:
    end = "" if term.is_beginning else " "
    forms = [f" {' '.join(term.plain)}{end}"]
    if not term.is_phrase:
        forms += [f" {one} " for one in term.stems]
    return any(form in stream for form in forms for stream in streams)
