"""Topics as they are asked for in a query string."""

import unittest
from cites.cug.workspaces.queries import TopicFilter
from cites.cug.workspaces.query_parameters import (
    PAGE_SIZE,
    read_topic_query,
    TopicQueryForm,
)


class ReadTest(unittest.TestCase):
    def test_nothing_asked_is_the_first_page_of_all(self):
        for form in ({}, {"workspace": "", "q": "", "unread": "", "b_start": ""}):
            self.assertEqual(read_topic_query(form), (TopicFilter(), 0, PAGE_SIZE))

    def test_all_that_can_be_asked(self):
        form = {"workspace": "op", "q": "nine (cubs)", "unread": "1", "b_start": "25"}
        wanted = TopicFilter("op", True, ("nine", "cubs"))
        self.assertEqual(read_topic_query(form), (wanted, 25, PAGE_SIZE))

    def test_what_cannot_be_understood_is_named(self):
        for name, value in (("unread", "perhaps"), ("q", ["a"]), ("b_start", "-1")):
            with self.assertRaises(ValueError) as caught:
                read_topic_query({name: value})
            self.assertEqual(name, caught.exception.field)

    def test_a_page_leaves_it_aside(self):
        form = TopicQueryForm({"q": "cubs", "b_start": "soon"}, "http://portal")
        self.assertEqual(form.search.start, 0)
        self.assertEqual(form.asked, {"q": "cubs"})
