"""The catalog's index of words follows the content, and says where it does not."""

import unittest
from Acquisition import aq_base
from cites.cug.core.fulltext.finding import id_of
from cites.cug.core.fulltext.index import (
    give_words_back,
    has_words_index,
    is_of_none,
    make_words_index,
    NAME,
    NUMBER_BITS,
    pause,
    words_index,
)
from cites.cug.core.fulltext.models import ContentWords
from cites.cug.core.sql.session import session
from cites.cug.demo.testing import CUG_INTEGRATION
from cites.cug.library.lists.searchable_text import word_fields
from cites.cug.operations.progress import Progress
from cites.cug.operations.store_comparison import compare_stores
from dataclasses import replace
from plone import api
from plone.app.testing import login
from Products.CMFCore.indexing import processQueue
from Products.ZCTextIndex.ZCTextIndex import ZCTextIndex
from sqlalchemy import delete, insert, select, update
from types import SimpleNamespace


TABLE = ContentWords.__table__


class IndexTest(unittest.TestCase):
    layer = CUG_INTEGRATION

    def setUp(self):
        self.portal = self.layer["portal"]
        self.catalog = self.portal.portal_catalog
        login(self.portal, "secretariat")
        self.alert = api.content.create(
            self.portal.cheetahs.library, "Alert", title="EXERCISE zqone", language="en"
        )
        processQueue()

    def found(self, asked, **more):
        brains = self.catalog.searchResults(SearchableText=asked, **more)
        return [brain.getId for brain in brains]

    def differences(self):
        processQueue()
        index = words_index(self.catalog)
        return [words for _rid, words in index.differences(self.catalog)]

    def test_plones_search_is_answered_by_it(self):
        self.assertEqual(self.found("zqone"), [self.alert.getId()])
        for asked in ("zqo*", "exercise AND zqone*", '"exercise zqone"', "(zqone)"):
            self.assertIn(self.alert.getId(), self.found(asked), asked)
        for asked in ("", "*", "NOT zqone", "zqone NOT exercise", "((((", '"'):
            self.assertEqual(self.found(asked), [], asked)
        login(self.portal, "customs-xa")
        self.assertEqual(self.found("zqone"), [])

    def test_it_follows_the_content(self):
        self.alert.title = "EXERCISE zqtwo"
        self.alert.reindexObject()
        self.assertEqual(self.found("zqone"), [])
        self.assertEqual(self.found("zqtwo"), [self.alert.getId()])
        self.assertEqual(self.differences(), [])
        api.content.delete(self.alert, check_linkintegrity=False)
        self.assertEqual(self.found("zqtwo"), [])
        self.assertEqual(self.differences(), [])

    def test_an_entry_that_was_written_meanwhile_is_looked_at_again(self):
        rid = self.catalog.getrid("/".join(self.alert.getPhysicalPath()))
        index = words_index(self.catalog)
        kept = word_fields(self.alert)
        index.restamp({rid: replace(kept, names=("zqother",))}, "zqnew")
        self.assertIn(rid, index.stale("zqnew", 100))
        index.restamp({rid: kept}, "zqnew")
        self.assertNotIn(rid, index.stale("zqnew", 100))
        index.restamp({rid: None}, "zqnewer")  # nobody can tell its names
        self.assertNotIn(rid, index.stale("zqnewer", 100))

    def test_what_does_not_change_is_not_written(self):
        rid = self.catalog.getrid("/".join(self.alert.getPhysicalPath()))
        index = words_index(self.catalog)
        before = index.getEntryForObject(rid)
        self.assertIn("zqone", before)
        same = SimpleNamespace(Title="EXERCISE", SearchableText=lambda: "zqx")
        self.assertEqual(index.index_object(rid, same), 1)
        self.assertEqual(index.index_object(rid, same), 0)
        self.assertEqual(index.getEntryForObject(rid), ["exercise", "zqx"])

    def test_each_difference_is_told(self):
        self.assertEqual(self.differences(), [])
        path = "/".join(self.alert.getPhysicalPath())
        key = words_index(self.catalog)._id_of(self.catalog.getrid(path))
        session().execute(update(TABLE).where(TABLE.c.id == key).values(title=" other "))
        faults = [
            str(one)
            for one in compare_stores(self.portal, session(), Progress(quiet=True))
        ]
        self.assertEqual(faults, [f"{path}: is found by other words"])
        session().execute(delete(TABLE).where(TABLE.c.id == key))
        self.assertEqual(self.differences(), ["is not found by its words"])
        with pause():
            api.content.delete(self.alert, check_linkintegrity=False)
            processQueue()
        self.assertEqual(self.differences(), [])

    def test_words_of_no_catalog_are_told(self):
        """As a process leaves them that was killed before its catalog was stored."""
        index = words_index(self.catalog)
        row = session().execute(select(TABLE).limit(1)).one()._asdict()
        other = id_of((index.number + 1) % 2**NUMBER_BITS, 7)
        session().execute(insert(TABLE).values({**row, "id": other}))
        faults = compare_stores(self.portal, session(), Progress(quiet=True))
        self.assertEqual(
            [str(one) for one in faults], ["words of content: 1 are of no catalog"]
        )
        session().execute(delete(TABLE).where(is_of_none([self.catalog])))
        self.assertEqual(self.differences(), [])

    def test_it_is_made_anew_from_the_content(self):
        number = words_index(self.catalog).numObjects()
        self.assertGreater(number, 2)
        session().execute(delete(TABLE))
        self.assertEqual(self.found("zqone"), [])
        words_index(self.catalog).fill(self.catalog)
        self.assertEqual(words_index(self.catalog).numObjects(), number)
        self.assertEqual(self.found("zqone"), [self.alert.getId()])
        self.catalog.clearFindAndRebuild()
        self.assertEqual(self.differences(), [])
        self.assertEqual(self.found("zqone"), [self.alert.getId()])

    def test_an_older_portal_gets_it(self):
        give_words_back(self.catalog)
        self.assertFalse(has_words_index(self.catalog))
        self.assertIsInstance(aq_base(self.catalog.Indexes[NAME]), ZCTextIndex)
        login(self.portal, "secretariat")
        topic = self.portal.cheetahs.title.split()[0]
        self.assertIn("cheetahs", self.found(topic), "found by Plone's own index")
        self.assertTrue(make_words_index(self.catalog))
        self.assertFalse(make_words_index(self.catalog))
        self.assertEqual(self.found("zqone"), [self.alert.getId()])
        self.assertEqual(self.differences(), [])
