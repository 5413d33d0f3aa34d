"""Lists read the catalog alone: no item is woken, and the queries do not grow."""

import transaction
from cites.cug.library.lists import queries
from DateTime import DateTime
from plone import api
from plone.dexterity.utils import createContentInContainer
from tests.library.cost import CostTestCase
from unittest.mock import patch
from zope.component import getMultiAdapter


BIG = 60


class ListingCostTest(CostTestCase):
    asleep = ("Alert", "LibraryDocument")

    def fill(self, count):
        with api.env.adopt_user(self.reader):
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

    def test_looking_for_some_of_the_words_costs_at_most_a_few_queries_for_each(self):
        self.fill(30)

        def queries(words: str) -> int:
            return len(self.assertWakesNone(lambda: self.answer(q=words)))

        usual = queries("exercise")
        none = queries("exercise nowhere")
        print(f"queries: all words {usual}, 1 of 2 {none}, 1 of 9 ", end="")
        many = queries("exercise " + " ".join(f"nowhere{n}" for n in range(8)))
        print(many)
        self.fill(BIG)
        self.assertEqual(queries("exercise nowhere"), none)
        # Of further words none is looked for by itself.
        more = queries("exercise " + " ".join(f"nowhere{n}" for n in range(16)))
        self.assertEqual(more, many)

    def test_looking_for_what_is_meant_costs_at_most_a_few_queries_for_each_word(self):
        self.fill(30)

        def queries(words: str) -> int:
            return len(self.assertWakesNone(lambda: self.answer(q=words)))

        # Each with three known words beside it, the last of which is on no item either.
        mistyped = ("guepadr", "leopadr", "hippopotamos", "conteneru", "chetaah")
        one = queries(mistyped[0])
        three, five = queries(" ".join(mistyped[:3])), queries(" ".join(mistyped))
        print(f"queries: 1 mistyped {one}, 3 {three}, 5 {five}")
        # Known words are looked for in place of three at most.
        self.assertLessEqual(five, three + 2 * 2)
        self.fill(BIG)
        self.assertEqual(queries(" ".join(mistyped)), five)

    def test_the_last_page_reads_the_days_of_that_page_alone(self):
        self.fill(BIG)
        for item in self.group.library.objectValues():
            day = 1 + int(item.title.split()[1]) % 28
            item.setEffectiveDate(DateTime(2026, 1, day))
            item.reindexObject()
        transaction.commit()
        with (
            patch.object(queries, "SORT_LIMIT", 10),
            patch.object(queries, "_walk", side_effect=AssertionError("reads all")),
            api.env.adopt_user(self.reader),
        ):
            last = self.answer(b_start=str(BIG - 5), b_size="5")["items"]
        days = [int(item["title"].split()[1]) % 28 for item in last]
        self.assertEqual([1, 1, 0, 0, 0], days)

    def test_the_page_wakes_no_item(self):
        self.fill(30)
        self.cost(self.page)  # The reader's visit is written down.
        queries = self.assertWakesNone(lambda: self.assertIn("EXERCISE", self.page()))
        self.fill(30)
        self.assertEqual(len(self.assertWakesNone(self.page)), len(queries))

    def test_an_item_that_is_woken_would_be_counted(self):
        self.fill(1)
        loads, _queries = self.cost(lambda: self.group.library.objectValues()[0].title)
        self.assertEqual(loads["Alert"], 1)
