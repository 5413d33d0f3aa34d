"""Mistakes in filters: what pages list, and what is said at each input."""

import unittest
from cites.cug.web.forms.widgets import Problem
from cites.cug.web.forms.wrong_filters import WrongFilters
from types import SimpleNamespace
from ZPublisher.HTTPResponse import HTTPResponse


class WrongFiltersTest(unittest.TestCase):
    def made(self, mistakes):
        request = SimpleNamespace(response=HTTPResponse())
        page = SimpleNamespace(context=None, request=request)
        titles = {"since": "From", "state": "State"}
        return WrongFilters(page, mistakes, titles, ("since",)), request.response

    def test_each_is_listed_with_its_input_and_told_there(self):
        wrong, response = self.made({"since": "No day.", "state": "No state."})
        self.assertEqual(400, response.getStatus())
        listed = [
            ("From", Problem("since", "No day.")),
            ("State", Problem("state", "No state.")),
        ]
        self.assertEqual(listed, wrong.summary)
        self.assertEqual(["state"], [one.name for one in wrong.others])
        told = {"aria-invalid": "true", "aria-describedby": "since-error"}
        self.assertEqual((told, {}), (wrong.state("since"), wrong.state("until")))

    def test_where_all_is_right_nothing_is_said(self):
        wrong, response = self.made({})
        self.assertEqual((200, []), (response.getStatus(), wrong.summary))
