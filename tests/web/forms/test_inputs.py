"""Inputs of filters, with what was typed and what is wrong, and their button."""

import unittest
from cites.cug.web.forms.inputs import DAY, Input, InputRows
from tests.library.case import LibraryCase
from types import SimpleNamespace


class InputRowsTest(unittest.TestCase):
    def made(self, typed, wrong=None):
        page = SimpleNamespace(context=None, request=None)
        return InputRows(page, [], typed, wrong or {})

    def test_what_was_sent_and_is_no_choice_can_be_seen(self):
        codes = Input("kind", "Kind", {}, iter([("a", "Apple"), ("b", "Bean")]))
        rows = self.made({"kind": "zz"})
        offered = [("zz", "zz"), ("a", "Apple"), ("b", "Bean")]
        self.assertEqual(offered, rows.options(codes))
        codes = codes._replace(options=[("a", "Apple")])
        for typed in ({"kind": "a"}, {"kind": ""}, {}):
            self.assertEqual([("a", "Apple")], self.made(typed).options(codes))

    def test_a_day_that_browsers_would_hide_is_told(self):
        day, words = Input("since", "Since", DAY), Input("since", "Since")
        for typed, told in (("31.1.2026", "31.1.2026"), ("2026-01-31", ""), ("", "")):
            rows = self.made({"since": typed})
            self.assertEqual((told, ""), (rows.unshown(day), rows.unshown(words)))


class FiltersTest(LibraryCase):
    def test_a_wrong_day_stays_a_day_and_is_told(self):
        for place in ("library", "messages", "map"):
            url = f"{self.group}/{place}"
            page = self.page("secretariat", url, 400, since="31.1.2026")
            day = page.get_element_by_id("since")
            self.assertEqual("date", day.get("type"), place)
            error = page.get_element_by_id(day.get("aria-describedby"))
            self.assertIn("What you typed: 31.1.2026", error.text_content(), place)

    def test_a_wrong_code_is_kept(self):
        page = self.page("secretariat", f"{self.group}/audit-trail", 400, result="zz")
        chosen = page.get_element_by_id("result").xpath("./option[@selected]/@value")
        self.assertEqual(["zz"], chosen)

    def test_a_page_has_one_primary_button_at_the_most(self):
        self.make()
        for place, number in (
            ("library", 1),
            ("map", 0),
            ("workspaces", 1),
            ("code-lists", 1),
            ("members", 1),
            ("illegal-trade-report?country=XA", 0),
            ("permits", 1),
            ("permits/search", 1),
        ):
            page = self.page("secretariat", f"{self.group}/{place}")
            shown = "//main//*[contains(@class, 'primary')][not(ancestor::details)]"
            shown += "[not(ancestor::*[@class='basket'])]"  # it comes with what is ticked
            buttons = [one.text_content().strip() for one in page.xpath(shown)]
            self.assertEqual(number, len(buttons), f"{place}: {buttons}")
