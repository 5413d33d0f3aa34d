"""The catalog's index of words, which keeps them in the records.

It stands in the place of Plone's text index, so whoever asks the catalog for
``SearchableText`` is answered by it: the library, topics, Plone's own search. The catalog
calls it as it calls all indexes; what it writes to SQL lies in the journal of the same
transaction.
"""

import secrets
from Acquisition import aq_base
from BTrees.IIBTree import IISet
from cites.cug.core.encryption.closed_content import is_closed
from cites.cug.core.encryption.sealing import Untrusted
from cites.cug.core.fulltext.closed_words import (
    close_words,
    open_words,
    STREAMS,
)
from cites.cug.core.fulltext.finding import find_positions, id_of, POSITIONS
from cites.cug.core.fulltext.models import ContentWords
from cites.cug.core.fulltext.question import parse, Question
from cites.cug.core.fulltext.streams import columns_of, WordFields
from cites.cug.core.plone_internals.catalog import (
    brain_object,
    inner_catalog,
    position_of,
    read_source,
    rid_at,
)
from cites.cug.core.sql.session import INSERTS, session, write_session
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from OFS.SimpleItem import SimpleItem
from plone import api
from plone.indexer.interfaces import IIndexableObject
from Products.PluginIndexes.interfaces import IPluggableIndex, IQueryIndex
from Products.ZCTextIndex.ZCTextIndex import ZCTextIndex
from pyroaring import BitMap
from sqlalchemy import (
    bindparam,
    ColumnElement,
    delete,
    Executable,
    false,
    func,
    not_,
    or_,
    select,
    text,
    update,
)
from threading import local
from types import SimpleNamespace
from typing import Any
from zope.component import queryMultiAdapter
from zope.interface import implementer


NAME = "SearchableText"
#: The indexer that tells the words of content by what they are.
FIELDS = "word_fields"
#: Bits of the number of a catalog: with the position they make an id of 62 bits.
NUMBER_BITS = 30
#: Fills the table anew, from the content as it is. Not a statement for the journal,
#: which would hold the words of everything at once: it begins with no verb.
FILL = (
    "/* from content */ INSERT INTO content_words"
    " (id, title, names, text, files, shown, languages, stamp, key_id, sealed)"
    " VALUES (:id, :title, :names, :text, :files, :shown, :languages, :stamp, :key_id,"
    " :sealed)"
)
EMPTY = "/* from content */ DELETE FROM content_words WHERE id BETWEEN :first AND :last"
#: How Plone makes its own text index.
PLONES = SimpleNamespace(index_type="Okapi BM25 Rank", lexicon_id="plone_lexicon")
_pauses = local()


#: It takes longer to build such questions than to ask them.
KEPT = select(ContentWords.__table__).where(
    ContentWords.__table__.c.id == bindparam("key")
)


@lru_cache
def _put(dialect: str) -> Executable:
    """Keep the words of an entry, in the place of those that are kept of it."""
    table = ContentWords.__table__
    insert = INSERTS[dialect](table)
    new = {one.name: insert.excluded[one.name] for one in table.c if one.name != "id"}
    return insert.on_conflict_do_update(index_elements=["id"], set_=new)


@implementer(IPluggableIndex, IQueryIndex)
class WordsIndex(SimpleItem):
    """All words of the content of a catalog, in the records."""

    meta_type = "Index of words in the records"
    # As Plone's text index has them; see ``IndexQuery``.
    query_options = ("query",)
    operators = ("and", "or")
    useOperator = "or"

    def __init__(self, id: str = NAME):  # as Zope calls it
        self.id = id
        #: Random, as several catalogs share the records.
        self.number = secrets.randbits(NUMBER_BITS)

    # What lists ask.

    def find(self, question: Question) -> BitMap:
        """The positions where a question fits, whoever may see them.

        Where nothing is wanted, those where something unwanted stands.
        """
        return find_positions(self.number, question) if question else BitMap()

    def narrow(self, question: Question, found: BitMap, visible: BitMap) -> BitMap:
        """Those of the found positions where a question fits.

        ``visible`` are all that the caller may see: where nothing of that fits, words
        may go on, and nothing else has a say in it.
        """
        if not question.wanted:
            return found - self.find(question)
        fitting = self.find(question)
        if not fitting & visible:
            fitting = self.find(question.of_beginnings())
        return found & fitting

    # What the catalog asks.

    def getIndexSourceNames(self) -> list[str]:
        return [self.id]

    def getIndexQueryNames(self) -> list[str]:
        return [self.id]

    def query_index(self, record: Any, resultset: Any = None) -> Any:
        """The record ids where what was typed fits. Wanted words must be among it."""
        question = parse(" ".join(map(str, record.keys)), operators=True)
        if not question.wanted:
            return IISet()
        return IISet(sorted(map(rid_at, self.find(question))))

    def index_object(self, documentId: int, obj: Any, threshold: Any = None) -> int:
        if getattr(_pauses, "lasts", False):
            return 0
        columns, closed = columns_of(_fields_of(obj)), is_closed(obj)
        key = self._id_of(documentId)
        records = write_session()
        kept = records.execute(KEPT, {"key": key}).one_or_none()
        if kept is not None and _says(kept, columns, closed):
            return 0
        row = _row(key, columns, closed)
        records.execute(_put(records.get_bind().dialect.name), row)
        return 1

    def unindex_object(self, documentId: int) -> None:
        if getattr(_pauses, "lasts", False):
            return
        table = ContentWords.__table__
        key = self._id_of(documentId)
        write_session().execute(delete(table).where(table.c.id == key))

    def getEntryForObject(self, documentId: int, default: Any = None) -> Any:
        """The words that are kept of an entry, without their stems."""
        table = ContentWords.__table__
        query = select(table).where(table.c.id == self._id_of(documentId))
        kept = session().execute(query).one_or_none()
        if kept is None:
            return default
        words = open_words(kept)
        tokens = " ".join(words[name] for name in STREAMS).split()
        return [token for token in tokens if "_" not in token]

    def numObjects(self) -> int:
        first, last = self.ids
        key = ContentWords.__table__.c.id
        return session().scalar(select(func.count()).where(key.between(first, last))) or 0

    indexSize = numObjects

    def clear(self) -> None:
        if not getattr(_pauses, "lasts", False):
            table = ContentWords.__table__
            write_session().execute(delete(table).where(table.c.id.between(*self.ids)))

    @property
    def ids(self) -> tuple[int, int]:
        """The first and the last id that an entry of this catalog may have."""
        first = id_of(self.number, 0)
        return first, first + POSITIONS

    def _id_of(self, rid: int) -> int:
        return id_of(self.number, position_of(rid))

    # How it is made and checked.

    def fill(self, catalog_tool: Any) -> None:
        """Begin anew with the words of all content."""
        first, last = self.ids
        write_session().execute(text(EMPTY), {"first": first, "last": last})
        for rid, columns, closed in _columns_of_all(catalog_tool):
            row = _row(self._id_of(rid), columns, closed)
            write_session().execute(text(FILL), row)

    def stale(self, stamp: str, most: int) -> list[int]:
        """Record ids of entries whose names are from other code lists than these."""
        first, last = self.ids
        table = ContentWords.__table__.c
        query = select(table.id).where(
            table.stamp.not_in(("", stamp)), table.id.between(first, last)
        )
        ids = session().scalars(query.limit(most))
        return [rid_at(one & POSITIONS) for one in ids]

    def stale_total(self, stamp: str) -> int:
        """How many such entries there are."""
        first, last = self.ids
        table = ContentWords.__table__.c
        query = select(func.count()).where(
            table.stamp.not_in(("", stamp)), table.id.between(first, last)
        )
        return session().scalar(query) or 0

    def has_names(self, rid: int, fields: WordFields) -> bool:
        """Whether the title and the names that are kept of an entry are these."""
        kept = session().execute(KEPT, {"key": self._id_of(rid)}).one_or_none()
        return kept is not None and _has_names(kept, fields)

    def closed_otherwise(self, rids: Iterable[int], closed: bool) -> list[int]:
        """The record ids whose words must be sealed and are not, or the reverse."""
        ids = [self._id_of(rid) for rid in rids]
        table = ContentWords.__table__.c
        wrong = table.sealed.is_(None) if closed else table.sealed.is_not(None)
        found = session().scalars(select(table.id).where(table.id.in_(ids), wrong))
        return [rid_at(one & POSITIONS) for one in found]

    def restamp(self, named: Mapping[int, WordFields | None], stamp: str) -> None:
        """Say of entries that their names are right with these code lists.

        Not of one that somebody has written meanwhile with other names. None: of an entry
        whose names nobody can tell.
        """
        records, table = write_session(), ContentWords.__table__
        for rid, fields in named.items():
            here = table.c.id == self._id_of(rid)
            kept = records.execute(select(table).where(here).with_for_update())
            row = kept.one_or_none()
            if row is not None and (fields is None or _has_names(row, fields)):
                records.execute(update(table).where(here).values(stamp=stamp))

    def differences(self, catalog_tool: Any) -> Iterator[tuple[int, str]]:
        """Record ids of which the records say otherwise than the content, and how."""
        first, last = self.ids
        table = ContentWords.__table__
        ids = select(table.c.id).where(table.c.id.between(first, last))
        left = BitMap([one & POSITIONS for one in session().scalars(ids)])
        for rid, columns, closed in _columns_of_all(catalog_tool):
            position = position_of(rid)
            query = select(table).where(table.c.id == self._id_of(rid))
            kept = session().execute(query).one_or_none()
            if kept is None:
                yield rid, "is not found by its words"
                continue
            left.discard(position)
            # The clock follows a change of code lists.
            late = kept.stamp != columns["stamp"]
            but = ("names", "stamp") if late else ()
            if not _says(kept, columns, closed, but):
                yield rid, "is found by other words"
        for position in left:
            yield rid_at(position), "is found by its words and does not exist"


def follow_code(content: Any) -> None:
    """Seal the words of all in content that is marked TLP:RED now, or open them."""
    tool = api.portal.get_tool("portal_catalog")
    if not has_words_index(tool):
        return
    path = "/".join(content.getPhysicalPath())
    brains = {one.getRID(): one for one in tool.unrestrictedSearchResults(path=path)}
    for rid in words_index(tool).closed_otherwise(brains, is_closed(content)):
        brain_object(brains[rid]).reindexObject(idxs=[NAME])


@contextmanager
def pause() -> Iterator[None]:
    """Leave the words as they are, whatever the catalog does: they are filled after."""
    _pauses.lasts = True
    try:
        yield
    finally:
        _pauses.lasts = False


def words_index(catalog_tool: Any) -> WordsIndex:
    """The index of words of a site."""
    return inner_catalog(catalog_tool).getIndex(NAME)


def has_words_index(catalog_tool: Any) -> bool:
    """Whether the words are in the records, and not in Plone's text index."""
    found = inner_catalog(catalog_tool).indexes.get(NAME)
    return isinstance(aq_base(found), WordsIndex)


def is_of_none(catalog_tools: Iterable[Any]) -> ColumnElement[bool]:
    """SQL condition: the words are of none of these catalogs, so nobody asks for them.

    A process that was killed while it filled the table, and before its catalog was
    stored, leaves such words.
    """
    key = ContentWords.__table__.c.id
    indexes = (words_index(tool) for tool in catalog_tools if has_words_index(tool))
    return not_(or_(false(), *(key.between(*index.ids) for index in indexes)))


def make_words_index(catalog_tool: Any) -> bool:
    """Put the index in the place of Plone's, with all words; False if it is there."""
    if has_words_index(catalog_tool):
        return False
    catalog = inner_catalog(catalog_tool)
    if NAME in catalog.indexes:
        catalog.delIndex(NAME)
    catalog.addIndex(NAME, WordsIndex())
    words_index(catalog_tool).fill(catalog_tool)
    return True


def give_words_back(catalog_tool: Any) -> None:
    """Put Plone's own text index in the place again, with all words."""
    if not has_words_index(catalog_tool):
        return
    words_index(catalog_tool).clear()
    catalog = inner_catalog(catalog_tool)
    catalog.delIndex(NAME)
    catalog.addIndex(NAME, ZCTextIndex(NAME, PLONES, catalog_tool))
    catalog_tool.reindexIndex(NAME, None)


def _row(key: int, columns: Mapping[str, Any], closed: bool) -> dict[str, Any]:
    """The row with these words, which are sealed where the content is closed."""
    row = {"id": key, **columns, "key_id": None, "sealed": None}
    return close_words(row) if closed else row


def _says(
    kept: Any, columns: Mapping[str, Any], closed: bool, but: Collection[str] = ()
) -> bool:
    """Whether a row has these words, but for some columns, and is sealed or open."""
    try:
        said = open_words(kept)
    except Untrusted:
        return False
    same = all(said[name] == columns[name] for name in columns if name not in but)
    return same and closed == (kept.sealed is not None)


def _has_names(kept: Any, fields: WordFields) -> bool:
    said, made = open_words(kept), columns_of(fields)
    return all(said[name] == made[name] for name in ("title", "names"))


def _columns_of_all(catalog_tool: Any) -> Iterable[tuple[int, dict[str, Any], bool]]:
    """Record id, columns and whether it is closed of all that the catalog lists."""
    catalog = inner_catalog(catalog_tool)
    for rid in list(catalog.data):
        try:
            item = brain_object(catalog[rid])
        except (AttributeError, KeyError):
            continue
        wrapped = queryMultiAdapter((item, catalog_tool), IIndexableObject)
        fields = _fields_of(wrapped if wrapped is not None else item)
        yield rid, columns_of(fields), is_closed(item)
        item._p_deactivate()  # a library may not fit into memory


def _fields_of(obj: Any) -> WordFields:
    """The words of content: as its indexer tells them, or else all as its text."""
    fields = read_source(obj, FIELDS)
    if isinstance(fields, WordFields):
        return fields
    return WordFields(title=_text(obj, "Title"), text=_text(obj, NAME))


def _text(obj: Any, name: str) -> str:
    found = read_source(obj, name)
    if isinstance(found, list | tuple):
        return " ".join(map(str, found))
    return found if isinstance(found, str) else ""
