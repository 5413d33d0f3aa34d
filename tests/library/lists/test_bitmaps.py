"""The library's own index holds what the catalog's indexes hold, whatever happens."""

import transaction
import unittest
from cites.cug.core.plone_internals.catalog import inner_catalog
from cites.cug.demo.testing import CUG_INTEGRATION
from cites.cug.library.items.actions import set_state
from cites.cug.library.lists.bitmaps import (
    CHUNK,
    Chunk,
    FIELDS,
    library_index,
    LibraryIndex,
    make_library_index,
    MOST_COUNTED,
    NAME,
    position_of,
    rid_at,
    sets_of_catalog,
    View,
    wrongly_indexed,
)
from collections import Counter
from hypothesis import given, settings
from hypothesis import strategies as st
from plone import api
from plone.app.testing import login
from Products.CMFCore.indexing import processQueue
from pyroaring import BitMap
from types import SimpleNamespace
from ZODB.DB import DB
from ZODB.DemoStorage import DemoStorage
from ZODB.POSException import ConflictError


VALUES = {"state": ("draft", "shared"), "country": ("XA", "XB"), "token": ("user:a", "b")}
positions = st.integers(0, 5)
items = st.fixed_dictionaries(
    {name: st.sets(st.sampled_from(values)) for name, values in VALUES.items()}
)
histories = st.lists(st.tuples(positions, items), max_size=12)


def item(**values):
    """An object as the catalog sees it."""
    return SimpleNamespace(
        **{"library_of": "group", "allowedRolesAndUsers": ["user:a"], **values}
    )


def chunk_after(history) -> Chunk:
    chunk = Chunk()
    for position, values in history:
        chunk.put(position, values)
    return chunk


def state(chunk: Chunk) -> dict:
    return {"fields": chunk.fields, "stamp": chunk.stamp}


def content(fields) -> dict:
    """What is stored, without fields that have no value."""
    return {name: values for name, values in fields.items() if values}


class ChunkTest(unittest.TestCase):
    @settings(deadline=None, max_examples=30)
    @given(histories)
    def test_it_holds_what_was_put_last(self, history):
        chunk = chunk_after(history)
        for position, values in dict(history).items():
            held = {name: set(found) for name, found in chunk.values_at(position).items()}
            self.assertEqual(held, content(values))

    @settings(deadline=None, max_examples=30)
    @given(histories, histories, histories)
    def test_changes_of_different_items_are_merged(self, before, theirs, ours):
        theirs = [(position * 2, values) for position, values in theirs]
        ours = [(position * 2 + 1, values) for position, values in ours]
        old = chunk_after(before)
        merged = old._p_resolveConflict(
            state(old),
            state(chunk_after(before + theirs)),
            state(chunk_after(before + ours)),
        )
        one_by_one = chunk_after(before + theirs + ours)
        self.assertEqual(content(merged["fields"]), content(one_by_one.fields))

    def test_changes_of_one_item_are_a_conflict(self):
        old = chunk_after([(1, {"state": {"draft"}})])
        theirs = chunk_after([(1, {"state": {"shared"}})])
        ours = chunk_after([(1, {"state": {"draft"}, "country": {"XA"}})])
        with self.assertRaises(ConflictError):
            old._p_resolveConflict(state(old), state(theirs), state(ours))

    def test_what_changes_nothing_is_not_written(self):
        chunk = chunk_after([(1, {"state": {"draft"}})])
        stamp = chunk.stamp
        self.assertFalse(chunk.put(1, {"state": {"draft"}}))
        self.assertEqual(chunk.stamp, stamp)

    def test_every_record_id_has_a_position(self):
        for rid in (0, 1, -1, 2**31 - 1, -(2**31)):
            self.assertEqual(rid_at(position_of(rid)), rid)
            self.assertIn(position_of(rid), BitMap([position_of(rid)]))


class TransactionsTest(unittest.TestCase):
    """Two connections to a small database that holds nothing else."""

    def setUp(self):
        self.db = DB(DemoStorage())
        self.managers = [transaction.TransactionManager() for _connection in range(2)]
        self.connections = [self.db.open(manager) for manager in self.managers]
        self.connections[0].root()["index"] = LibraryIndex()
        self.managers[0].commit()
        self.managers[1].begin()

    def tearDown(self):
        for manager, connection in zip(self.managers, self.connections, strict=True):
            manager.abort()
            connection.close()
        self.db.close()

    def index(self, number=0) -> LibraryIndex:
        return self.connections[number].root()["index"]

    def found(self, number=0, token="user:a", **asked):
        return sorted(self.index(number).matching([token], asked))

    def test_a_transaction_sees_what_it_has_written(self):
        self.index().index_object(7, item(review_state="draft"))
        self.assertEqual(self.found(state="draft"), [7])
        self.assertEqual(self.found(1), [])
        self.index().index_object(7, item(review_state="shared"))
        self.assertEqual(
            (self.found(state="draft"), self.found(state="shared")), ([], [7])
        )

    def test_what_is_given_up_is_gone(self):
        self.index().index_object(7, item())
        self.assertEqual(self.found(), [7])
        self.managers[0].abort()
        self.assertEqual(self.found(), [])
        # Another one writes meanwhile.
        self.index(1).index_object(8, item())
        self.managers[1].commit()
        self.managers[0].begin()
        self.assertEqual(self.found(), [8])

    def test_savepoints(self):
        self.index().index_object(7, item())
        self.assertEqual(self.found(), [7])
        savepoint = self.managers[0].savepoint()
        self.index().index_object(8, item())
        self.assertEqual(self.found(), [7, 8])
        savepoint.rollback()
        self.assertEqual(self.found(), [7])
        self.managers[0].commit()
        self.assertEqual(self.found(), [7])
        self.managers[1].begin()
        self.assertEqual(self.found(1), [7])

    def test_two_at_once_are_merged(self):
        self.index().index_object(1, item())
        self.managers[0].commit()
        self.managers[1].begin()
        self.index(0).index_object(7, item())
        self.index(1).index_object(8, item())
        self.assertEqual((self.found(0), self.found(1)), ([1, 7], [1, 8]))
        self.managers[0].commit()
        self.managers[1].commit()
        for number in (0, 1):
            self.managers[number].begin()
            self.assertEqual(self.found(number), [1, 7, 8])

    def test_the_same_item_twice_is_a_conflict(self):
        self.index(0).index_object(7, item())
        self.managers[0].commit()
        self.managers[1].begin()
        self.index(0).index_object(7, item(review_state="draft"))
        self.index(1).index_object(7, item(review_state="shared"))
        self.managers[0].commit()
        with self.assertRaises(ConflictError):
            self.managers[1].commit()
        self.managers[1].abort()
        self.assertEqual(self.found(1, state="draft"), [7])

    def test_a_new_connection_reads_what_is_stored(self):
        for rid in (-5, 3, 3 + 4 * CHUNK):
            self.index().index_object(rid, item())
        self.managers[0].commit()
        self.index().unindex_object(3)
        self.managers[0].commit()
        manager = transaction.TransactionManager()
        connection = self.db.open(manager)
        index = connection.root()["index"]
        self.assertEqual(
            {rid_at(one) for one in index.matching(["user:a"], {})}, {-5, 3 + 4 * CHUNK}
        )
        connection.close()

    def third(self):
        """A connection that has read nothing, and the index as it sees it."""
        connection = self.db.open(transaction.TransactionManager())
        self.addCleanup(connection.close)
        return connection, connection.root()["index"]

    def test_a_new_connection_copies_what_another_has_put_together(self):
        for rid in (3, 3 + 4 * CHUNK):
            self.index().index_object(rid, item(library_countries=["XA"]))
        self.managers[0].commit()
        self.found()
        connection, index = self.third()
        self.assertEqual([3, 3 + 4 * CHUNK], sorted(index.matching(["user:a"], {})))
        self.assertTrue(all(one._p_changed is None for one in index._chunks.values()))
        # Each changes its own.
        index.index_object(9, item())
        self.assertEqual([3, 9, 3 + 4 * CHUNK], sorted(index.matching(["user:a"], {})))
        self.assertEqual([3, 3 + 4 * CHUNK], self.found())
        self.assertEqual([3, 3 + 4 * CHUNK], self.found(country="XA"))
        connection.transaction_manager.abort()
        self.assertEqual([3, 3 + 4 * CHUNK], sorted(index.matching(["user:a"], {})))

    def test_it_goes_on_from_the_copy_of_another_state(self):
        self.index().index_object(3, item())
        self.managers[0].commit()
        # What the other one sees was written since, and is not there for anybody else.
        self.index().index_object(4, item())
        self.index().unindex_object(3)
        self.assertEqual([4], self.found())
        _connection, index = self.third()
        self.assertEqual([3], sorted(index.matching(["user:a"], {})))
        self.managers[0].abort()
        self.assertEqual([3], self.found())

    def test_emptied_objects_of_the_cache_change_nothing(self):
        self.index().index_object(7, item())
        self.managers[0].commit()
        self.assertEqual(self.found(), [7])
        self.connections[0].cacheMinimize()
        self.assertEqual(self.found(), [7])

    def test_what_is_no_item_is_left_out(self):
        self.assertFalse(self.index().index_object(7, SimpleNamespace(review_state="x")))
        self.assertEqual(self.index().numObjects(), 0)
        self.index().index_object(7, item())
        self.assertEqual(self.index().numObjects(), 1)
        self.index().clear()
        self.assertEqual((self.found(), self.index().indexSize()), ([], 0))

    def test_counts_and_ranges(self):
        for rid, country in enumerate(("XA", "XA", "XB")):
            time = -float(rid * 24 * 60 * 60)
            self.index().index_object(
                rid, item(library_countries=[country], library_time=time)
            )
        everything = self.index().having("group", "group")
        self.assertEqual(self.index().counts("country", everything), Counter(XA=2, XB=1))
        # Each caller has counts of its own, and another question has others.
        self.index().counts("country", everything).clear()
        self.assertEqual(self.index().counts("country", everything), Counter(XA=2, XB=1))
        self.assertEqual(self.index().counts("country", BitMap([0])), {"XA": 1})
        self.assertEqual(sorted(self.index().between("published", 1, 9)), [1, 2])
        self.assertEqual(self.found(country=["XB", "QQ"]), [2])
        self.assertEqual(self.found(token="user:b"), [])

    def test_few_counts_are_kept(self):
        self.index().index_object(0, item(library_countries=["XA"]))
        self.index().index_object(1, item(library_countries=["XB"]))
        for last in (*range(2 * MOST_COUNTED), 0, 1):
            counted = self.index().counts("country", BitMap(range(last + 1)))
            self.assertEqual(counted, {"XA": 1, "XB": 1} if last else {"XA": 1})

    def test_who_has_any_value_follows_each_change(self):
        self.assertEqual(sorted(self.index().having_any("country")), [])
        self.index().index_object(7, item(library_countries=["XA"]))
        self.index().index_object(8, item(library_countries=["XB"]))
        self.assertEqual(sorted(self.index().having_any("country")), [7, 8])
        self.index().index_object(7, item(library_countries=[]))
        self.assertEqual(sorted(self.index().having_any("country")), [8])
        self.index().unindex_object(8)
        self.assertEqual(sorted(self.index().having_any("country")), [])


class SharedViewsTest(unittest.TestCase):
    """What one connection has put together is never an answer to another's question."""

    STEPS = ("put", "put", "put", "look", "commit", "commit", "abort", "open")
    STEPS += ("save", "back", "forget")

    @settings(deadline=None, max_examples=100)
    @given(
        st.lists(
            st.tuples(
                st.sampled_from(STEPS),
                st.integers(0, 2),
                st.sampled_from((0, 1, CHUNK)),
                st.sampled_from(("XA", "XB", "")),
            ),
            min_size=15,
            max_size=40,
        )
    )
    def test_each_connection_answers_from_what_it_sees_itself(self, steps):
        database = DB(DemoStorage())
        with database.transaction() as connection:
            index = connection.root()["index"] = LibraryIndex()
            for rid in (0, CHUNK):  # so that others change chunks that are there
                index.index_object(rid, item())
        users = [User(database) for _number in range(3)]
        try:
            for step, number, rid, country in steps:
                getattr(users[number], step)(rid, country)
                if step in ("put", "look"):
                    self.assertEqual(users[number].stored(), users[number].answered())
            for one in users:
                one.look()
            for one in users:
                self.assertEqual(one.stored(), one.answered())
        finally:
            for one in users:
                one.close()
            database.close()


class User:
    """A connection with transactions of its own; a step takes a record id and a value."""

    def __init__(self, database):
        self.database = database
        self.manager = transaction.TransactionManager()
        self.connection = database.open(self.manager)
        self.savepoint = None

    @property
    def index(self) -> LibraryIndex:
        return self.connection.root()["index"]

    def put(self, rid, country):
        countries = [country] if country else []
        self.index.index_object(rid, item(library_countries=countries))

    def look(self, *_step):
        self.answered()

    def commit(self, *_step):
        self.savepoint = None
        try:
            self.manager.commit()
        except ConflictError:
            self.manager.abort()

    def abort(self, *_step):
        self.savepoint = None
        self.manager.abort()

    def save(self, *_step):
        self.savepoint = self.manager.savepoint()

    def back(self, *_step):
        if self.savepoint is not None:
            self.savepoint.rollback()

    def forget(self, *_step):
        self.connection.cacheMinimize()

    def open(self, *_step):
        """Go on with another connection, which may be one that was in the pool."""
        self.close()
        self.connection = self.database.open(self.manager)

    def close(self):
        self.abort()
        self.connection.close()

    def answered(self):
        found = {one: self.index.having("country", one) for one in ("XA", "XB")}
        return found, self.index.counts("country", BitMap((0, 1, CHUNK)))

    def stored(self):
        """The same, from the chunks as this connection reads them."""
        view = View()
        view.update(self.index.stamp(), self.index._chunks, [])
        sets = view.sets.get("country", {})
        found = {one: sets.get(one, BitMap()) for one in ("XA", "XB")}
        return found, {one: len(places) for one, places in found.items() if places}


class CatalogTest(unittest.TestCase):
    layer = CUG_INTEGRATION

    def setUp(self):
        self.portal = self.layer["portal"]
        self.catalog = self.portal.portal_catalog
        login(self.portal, "customs-xa")
        self.library = self.portal.cheetahs.library
        self.alert = self.make()

    def make(self, **values):
        values = {"title": "EXERCISE", "alert_type": "other", **values}
        return api.content.create(self.library, "Alert", handling="green", **values)

    def assert_right(self):
        processQueue()
        self.assertEqual(wrongly_indexed(self.catalog), [])

    def test_it_follows_every_change(self):
        self.assert_right()
        set_state(self.alert, "shared")
        self.assert_right()
        self.alert.incident_country = "XB"
        self.alert.reindexObject()
        self.assert_right()
        self.alert.concealment = ["parcel"]
        self.alert.reindexObject(idxs=["library_concealment"])
        self.assert_right()
        self.alert.reindexObjectSecurity()
        self.assert_right()
        set_state(self.alert, "draft")
        api.content.delete(self.alert, check_linkintegrity=False)
        self.assert_right()
        self.assertEqual(
            library_index(self.catalog).having("author", "customs-xa"), BitMap()
        )

    def test_what_is_wrong_is_found_and_mended(self):
        other = self.make()
        self.assert_right()
        index = library_index(self.catalog)
        rid = self.catalog.getrid("/".join(self.alert.getPhysicalPath()))
        index.unindex_object(rid)
        index.index_object(rid + 1000, item(review_state="shared"))
        self.assertEqual(
            wrongly_indexed(self.catalog),
            ["/".join(self.alert.getPhysicalPath()), f"record {rid + 1000}"],
        )
        index.fill(sets_of_catalog(self.catalog))
        self.assert_right()
        self.assertEqual(len(index.having("author", "customs-xa")), 2)
        self.assertIn("draft", index.getEntryForObject(rid)["state"])
        self.catalog.clearFindAndRebuild()
        self.assert_right()
        self.assertTrue(library_index(self.catalog).having("type", "Alert"), other)

    def test_an_older_portal_gets_it(self):
        processQueue()
        inner_catalog(self.catalog).delIndex(NAME)
        self.assertEqual(len(wrongly_indexed(self.catalog)), 1)
        self.assertTrue(make_library_index(self.catalog))
        self.assert_right()
        self.assertFalse(make_library_index(self.catalog))
        library_index(self.catalog).names = tuple(FIELDS)[:-1]
        self.assertTrue(make_library_index(self.catalog), "a new filter")

    @settings(deadline=None, max_examples=15)
    @given(
        st.lists(
            st.tuples(
                st.sampled_from(
                    ("draft", "pending", "enforcement", "shared", "archived")
                ),
                st.sampled_from((None, "XA", "XB")),
                st.sampled_from(("customs-xa", "police-xb")),
            ),
            max_size=6,
        )
    )
    def test_whatever_is_done_to_an_item_its_values_are_the_catalogs(self, changes):
        for step, country, author in changes:
            self.alert.creators = (author,)
            self.alert.incident_country = country
            set_state(self.alert, step)
            self.alert.reindexObject()
        self.assert_right()
