"""Lists read the catalog alone: no item is woken, and the queries do not grow."""

import transaction
import unittest
from cites.cug.interfaces import ICugLayer
from cites.cug.records.store import session
from cites.cug.testing import CUG_FUNCTIONAL
from collections import Counter
from plone import api
from plone.dexterity.utils import createContentInContainer
from sqlalchemy import event
from unittest.mock import patch
from ZODB.Connection import Connection
from zope.component import getMultiAdapter
from zope.interface import alsoProvides


READER = "customs-xa"
ITEMS = ("Alert", "LibraryDocument")
BIG = 60


class ListingCostTest(unittest.TestCase):
    layer = CUG_FUNCTIONAL

    def setUp(self):
        self.group = self.layer["portal"].cheetahs
        self.request = self.group.REQUEST
        alsoProvides(self.request, ICugLayer)

    def fill(self, count):
        with api.env.adopt_user(READER):
            for number in range(count):
                kind = {"alert_type": "seizure"}
                if number % 5 == 4:
                    kind = {"document_type": "report", "file": None}
                createContentInContainer(
                    self.group.library,
                    "Alert" if "alert_type" in kind else "LibraryDocument",
                    title=f"EXERCISE {number}",
                    handling="green",
                    **kind,
                )
        transaction.commit()

    def cost(self, work):
        """What the reader's work loads, by class, and the queries it makes."""
        loads, queries = Counter(), []
        setstate = Connection.setstate

        def counting(connection, obj):
            loads[type(obj).__name__] += 1
            return setstate(connection, obj)

        def executed(_connection, _cursor, statement, *_more):
            queries.append(statement)

        engine = session().get_bind()
        transaction.commit()
        self.group._p_jar.cacheMinimize()
        event.listen(engine, "before_cursor_execute", executed)
        try:
            with (
                api.env.adopt_user(READER),
                patch.object(Connection, "setstate", counting),
            ):
                work()
        finally:
            event.remove(engine, "before_cursor_execute", executed)
        return loads, queries

    def assertWakesNone(self, work):
        loads, queries = self.cost(work)
        self.assertGreater(sum(loads.values()), 0, "nothing was counted")
        self.assertEqual({kind: loads[kind] for kind in ITEMS}, dict.fromkeys(ITEMS, 0))
        return queries

    def answer(self, **form):
        """``GET @library``"""
        self.request.form.clear()
        self.request.form.update(form)
        service = getMultiAdapter(
            (self.group, self.request), name="GET_application_json_@library"
        )
        return service.reply()

    def page(self):
        self.request.form.clear()
        return getMultiAdapter((self.group.library, self.request), name="library")()

    def test_a_list_wakes_no_item_and_makes_the_same_queries_at_any_length(self):
        self.fill(30)
        few = self.assertWakesNone(
            lambda: self.assertEqual(len(self.answer()["items"]), 25)
        )
        self.fill(BIG)
        many = self.assertWakesNone(
            lambda: self.assertEqual(len(self.answer(b_size=str(BIG))["items"]), BIG)
        )
        self.assertGreater(len(few), 0)
        self.assertEqual(len(many), len(few))

    def test_filtered_and_searched_lists_wake_no_item(self):
        self.fill(30)
        for form in ({"type": "Alert"}, {"q": "exercise"}, {"sort_on": "title"}):
            self.assertWakesNone(lambda form=form: self.answer(**form))

    def test_the_page_wakes_no_item(self):
        self.fill(30)
        queries = self.assertWakesNone(lambda: self.assertIn("EXERCISE", self.page()))
        self.fill(30)
        self.assertEqual(len(self.assertWakesNone(self.page)), len(queries))

    def test_an_item_that_is_woken_would_be_counted(self):
        self.fill(1)
        loads, _queries = self.cost(lambda: self.group.library.objectValues()[0].title)
        self.assertEqual(loads["Alert"], 1)
