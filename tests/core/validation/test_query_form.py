"""A page's query string: what is understood, and the links that change a part of it."""

import unittest
from cites.cug.core.validation.query_form import QueryForm
from cites.cug.core.validation.query_parameters import flag, word


URL = "http://portal/list"


class Form(QueryForm):
    narrowing = ("q", "unread")
    kept = (*narrowing, "sort_on")

    @staticmethod
    def read(form):
        return (word({"q": "", **form}, "q"), flag(form, "unread"))


class QueryFormTest(unittest.TestCase):
    def test_what_is_understood_is_kept_and_the_rest_named(self):
        form = Form({"q": "cubs", "unread": "perhaps", "sort_on": "title"}, URL)
        self.assertEqual(form.search, ("cubs", False))
        self.assertEqual(form.asked, {"q": "cubs", "sort_on": "title"})
        self.assertEqual(list(form.wrong), ["unread"])
        self.assertEqual(form.typed, {**form.asked, "unread": "perhaps"})

    def test_of_several_values_all_are_kept(self):
        form = Form({"unread": ["1", "0"]}, URL)
        self.assertEqual((form.asked, form.typed), ({}, {"unread": "1, 0"}))

    def test_links_change_a_part(self):
        form = Form({"q": "cubs", "sort_on": "title", "b_start": "25"}, URL)
        self.assertEqual(form.url(unread=1), "?q=cubs&sort_on=title&unread=1")
        self.assertEqual(form.url(q=None), "?sort_on=title")
        self.assertEqual(form.url_without_filters(), "?sort_on=title")
        self.assertEqual(Form({"q": "x"}, URL).url(q=None), URL)

    def test_whether_anything_narrows_the_list(self):
        self.assertTrue(Form({"unread": "1"}, URL).narrowed)
        self.assertFalse(Form({"sort_on": "title", "q": ""}, URL).narrowed)
