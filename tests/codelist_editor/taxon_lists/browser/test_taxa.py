"""The Secretariat sees what a list changes before it counts; others see nothing of it."""

import csv
import transaction
from cites.cug.codelist_editor.taxon_lists.actions import counting_list, waiting_lists
from cites.cug.codelist_editor.taxon_lists.browser.taxa import TaxaPage
from cites.cug.core.validation.errors import InvalidValue
from cites.cug.web.layout.progress import Progress
from io import StringIO
from tests.codelist_editor.taxon_lists.case import put_in, store
from tests.codelist_editor.taxon_lists.made_up import (
    CHEETAH,
    large_list,
    ORCHID,
    PARROT,
    table,
)
from tests.library.case import LibraryCase
from unittest.mock import patch


class TaxaPageTest(LibraryCase):
    def setUp(self):
        super().setUp()
        self.url = f"{self.group}/taxa"
        self.root = self.layer["portal"]

    def hidden(self, page, action="read"):
        """The inputs that the form with this button carries."""
        (form,) = [
            form for form in page.forms if form.xpath(f".//button[@value='{action}']")
        ]
        return {**dict(form.form_values()), "action": action}

    def put(self, content, name="taxa.csv", dated="2026-03-05", user="secretariat"):
        data = self.hidden(self.page(user, self.url)) | {"dated": dated}
        data.pop("files", None)
        files = {"files": (name, content, "text/csv")}
        return self.ask(user, "POST", self.url, data=data, files=files)

    def press(self, url, action):
        data = self.hidden(self.page("secretariat", url), action)
        return self.ask("secretariat", "POST", self.url, data=data)

    def current(self):
        transaction.begin()
        found = counting_list()
        return found and found.id

    def test_first_what_it_changes_and_then_it_counts(self):
        put_in(self.root, CHEETAH, PARROT)
        before = self.current()
        answer = self.put(table({**CHEETAH, "CurrentListing": "II"}, ORCHID))
        self.assertEqual(302, answer.status_code, answer.text[:500])
        self.assertEqual(before, self.current())
        preview = answer.headers["Location"]
        words = " ".join(self.page("secretariat", preview).text_content().split())
        for said in (
            "Other Appendix: 1",
            "No longer in the list: 1",
            "New in the list: 1",
        ):
            self.assertIn(said, words)
        for name in ("Acinonyx jubatus", "Zqpsittacus fictus", "Zqorchis ficta"):
            self.assertIn(name, words)
        self.assertEqual(302, self.press(preview, "begin").status_code)
        self.assertNotEqual(before, self.current())
        page = self.page("secretariat", self.url).text_content()
        self.assertIn("taxa.csv", page)
        self.page("secretariat", preview, 404)
        self.assertEqual(302, self.press(self.url, "end").status_code)
        self.assertIsNone(self.current())

    def test_all_changes_are_downloaded(self):
        put_in(self.root, CHEETAH)
        _cheetah, *rows = large_list(60)
        preview = self.put(table({**CHEETAH, "CurrentListing": "II"}, *rows))
        url = f"{preview.headers['Location']}&download=csv"
        answer = self.ask("secretariat", "GET", url, headers={"Accept-Language": "fr"})
        self.assertEqual("text/csv; charset=utf-8", answer.headers["Content-Type"])
        told = [*csv.reader(StringIO(answer.content.decode("utf-8-sig")))]
        self.assertEqual("Nom scientifique", told[0][1])
        self.assertEqual(["Acinonyx jubatus", "I", "II"], told[1][1:])
        added = {name for _kind, name, before, _after in told[2:] if not before}
        self.assertEqual({one["FullName"] for one in rows}, added)
        self.page("customs-xa", url, 403)
        missing = f"{self.url}?list=999999&download=csv"
        self.page("secretariat", missing, 404)

    def test_the_page_can_ask_how_far_the_file_is(self):
        told = []

        def note(progress, done, total):
            progress_set(progress, done, total)
            asked = {"progress": key}
            told.append(self.ask("secretariat", "GET", self.url, params=asked).json())

        progress_set = Progress.set
        key = self.hidden(self.page("secretariat", self.url))["key"]
        with (
            patch.object(TaxaPage, "key", key),
            patch.object(Progress, "set", note),
            patch("cites.cug.codelist_editor.taxon_lists.storing.BATCH", 2),
        ):
            answer = self.put(table(CHEETAH, ORCHID, PARROT))
        self.assertEqual(302, answer.status_code)
        total = told[-1]["total"]
        self.assertGreater(total, 3)  # with what they are part of
        self.assertEqual({"done": 2, "total": total}, told[0])
        self.assertEqual({"done": total, "total": total}, told[-1])
        after = self.ask("secretariat", "GET", self.url, params={"progress": key})
        self.assertEqual({"done": 0, "total": 0}, after.json())

    def test_who_was_slower_sees_what_it_changes_now(self):
        preview = self.put(table(ORCHID)).headers["Location"]
        data = self.hidden(self.page("secretariat", preview), "begin")
        put_in(self.root, CHEETAH)
        before = self.current()
        answer = self.ask("secretariat", "POST", self.url, data=data)
        self.assertEqual(412, answer.status_code)
        self.assertIn("Another list has been put in meanwhile", answer.text)
        self.assertIn(f'name="before" type="hidden" value="{before}"', answer.text)
        self.assertEqual(before, self.current())
        self.assertEqual(302, self.press(preview, "drop").status_code)
        transaction.begin()
        self.assertEqual([], waiting_lists())

    def test_mistakes_name_line_and_column_in_the_readers_language(self):
        answer = self.put(table({**ORCHID, "RankName": "tribe"}, ORCHID))
        self.assertEqual(400, answer.status_code)
        row = self.parse(answer).xpath("//td/text()")[:3]
        self.assertEqual(["2", "RankName", "“tribe” is not a rank."], row)
        for content, name, dated, said in (
            (b"", "taxa.csv", "2026-03-05", "The file is empty."),
            (table(ORCHID), "taxa.csv", "", "Which day is the list of?"),
            (table(ORCHID), "taxa.csv", "2999-01-01", "The date is in the future."),
            (b"\x89PNG\r\n\x1a\n\0", "taxa.csv", "2026-03-05", "not in UTF-8"),
        ):
            with self.subTest(said):
                answer = self.put(content, name, dated)
                self.assertEqual(400, answer.status_code)
                self.assertIn(said, self.parse(answer).text_content())
        transaction.begin()
        self.assertEqual([], waiting_lists())

    def test_the_file_is_scanned(self):
        scan = "cites.cug.codelist_editor.taxon_lists.storing.refuse_infected"
        with patch(scan, side_effect=InvalidValue("Zqvirus")):
            answer = self.put(table(ORCHID))
        self.assertEqual(400, answer.status_code)
        self.assertIn("Zqvirus", answer.text)

    def test_what_waits_is_listed_and_unknown_lists_are_missing(self):
        list_id = store(ORCHID)
        page = self.page("secretariat", self.url)
        self.assertTrue(page.xpath(f"//a[contains(@href, 'taxa?list={list_id}')]"))
        for query in ("999", "x", "-1", "", f"{list_id:015}0"):
            self.page("secretariat", self.url, 404, list=query)

    def test_others_do_not_get_there(self):
        self.page("customs-xa", self.url, 403)
        self.page("outsider", self.url, 404)
        data = {"action": "end", "before": "1"}
        answer = self.ask("customs-xa", "POST", self.url, data=data)
        self.assertEqual(403, answer.status_code)
