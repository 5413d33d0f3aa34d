"""`permits/import`: who may, what is shown before, what is stored, what is refused."""

from cites.cug.permits.formats.epermit import write
from cites.cug.permits.permit import Party
from cites.cug.web.layout.progress import Progress
from dataclasses import replace
from tests.permits.browser.case import current, EXPORTER, IGOS
from tests.permits.browser.import_case import ImportPageCase, XML


class TestWho(ImportPageCase):
    def test_keepers_alone(self):
        for user in ("secretariat", "contact-xa"):
            self.assertEqual(200, self.status(user, f"{self.permits}/import"), user)
        for user in ("customs-xb", "police-xa", *IGOS):
            self.assertEqual(403, self.status(user, f"{self.permits}/import"), user)
        self.assertEqual(404, self.status("outsider", f"{self.permits}/import"))

    def test_others_cannot_send(self):
        files = [("files", ("1.xml", write(current()), XML))]
        for user in ("customs-xb", "police-xa", *IGOS):
            self.post(user, "import", 403, files=files, action="import")
        self.assertIsNone(self.known())

    def test_contact_points_for_their_country_alone(self):
        self.send("contact-xa", current())
        self.assertIsNotNone(self.known())
        tree = self.send("contact-xa", current(country="XB"), status=400)
        self.assertIn("Country of issue", self.words(tree, "//table"))
        self.assertIsNone(self.known("XB"))
        self.send("secretariat", current(country="XB"))
        self.assertIsNotNone(self.known("XB"))

    def test_without_a_token_nothing_is_stored(self):
        files = [("files", ("1.xml", write(current()), XML))]
        url = f"{self.permits}/import"
        answer = self.ask(
            "secretariat", "POST", url, data={"action": "import"}, files=files
        )
        self.assertEqual(403, answer.status_code)
        self.assertIsNone(self.known())


class TestOutcome(ImportPageCase):
    def test_a_look_stores_nothing(self):
        found = self.store(current())
        changed = current(purpose="T")
        new = current(number="XA-2026-000999")
        tree = self.send("contact-xa", changed, new, action="check")
        self.assertEqual(["1", "1", "0"], self.counts(tree))
        self.assertIn("XA-2026-000999", self.words(tree, "//table"))
        (difference,) = tree.xpath("//details//tbody/tr")
        self.assertEqual(
            ["Z", "T"], [one.text[:1] for one in difference.xpath(".//del | .//ins")]
        )
        self.assertEqual(found, self.known())
        self.assertIsNone(self.known(number="XA-2026-000999"))

    def test_import_then_again_then_changed(self):
        tree = self.send("contact-xa", current(), current(number="XA-2026-000999"))
        self.assertEqual(["2", "0", "0"], self.counts(tree))
        tree = self.send("contact-xa", current(), current(number="XA-2026-000999"))
        self.assertEqual(["0", "0", "2"], self.counts(tree))
        tree = self.send("contact-xa", current(purpose="T"))
        self.assertEqual(["0", "1", "0"], self.counts(tree))
        self.assertEqual(2, self.known().revision)
        page = self.page("customs-xb", f"{self.permits}/{self.known().id}")
        self.assertIn("Purpose of the transaction", self.words(page))

    def test_sent_twice_it_is_imported_once_and_told_as_before(self):
        page = self.page("contact-xa", f"{self.permits}/import")
        (key,) = page.xpath("//form[@id='import']//input[@name='form.once']/@value")
        sent = {"form.once": key}
        tree = self.send("contact-xa", current(), **sent)
        self.assertEqual(["1", "0", "0"], self.counts(tree))
        token = page.xpath("//input[@name='_authenticator']/@value")[0]
        files = [("files", ("1.xml", write(current()), XML))]
        data = {"_authenticator": token, "action": "import", "scripted": "1", **sent}
        trees = []
        for _time in "12":
            answer = self.post("contact-xa", "import", 200, page, files, **data)
            trees.append(self.parse(answer))
        self.assertEqual(["0", "0", "1"], self.counts(trees[0]))
        self.assertEqual(["0", "0", "1"], self.counts(trees[1]))
        self.store(current(purpose="T"))
        answer = self.post("contact-xa", "import", 200, page, files, **data)
        self.assertEqual(["0", "0", "1"], self.counts(self.parse(answer)))
        self.assertEqual("T", self.known().permit.purpose)

    def test_names_are_part_of_what_is_shown(self):
        self.store(current())
        moved = replace(current(), exporter=Party(name="Zqother", country="XA"))
        tree = self.send("contact-xa", moved, action="check")
        shown = self.words(tree, "//details")
        self.assertIn(EXPORTER.name, shown)
        self.assertIn("Zqother", shown)

    def test_what_is_wrong_with_file_line_and_field(self):
        bad = write(current()).replace(b">E<", b">Q<")
        tree = self.send_files("contact-xa", write(current()), bad, status=400)
        (row,) = tree.xpath("//tbody/tr")
        cells = [" ".join(cell.itertext()).split() for cell in row.xpath("td")]
        self.assertEqual([["2.xml"], ["11"], ["Type", "of", "document"]], cells[:3])
        self.assertIn("“Q”", cells[3])
        self.assertIsNone(self.known())

    def test_markup_in_what_is_wrong_is_text(self):
        bad = write(current(number="<b>bold</b>", purpose="")).replace(
            b">E<", b">&lt;i&gt;<"
        )
        tree = self.send_files("contact-xa", bad, status=400)
        self.assertIn("<I>", self.words(tree, "//table").upper())
        self.assertFalse(tree.xpath("//table//i"))

    def test_hostile_files(self):
        for hostile in (
            b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
            b"<a>" * 5000,
            b"PK\x03\x04 nothing",
            b"\xff\xfe\x00",
            b"",
        ):
            with self.subTest(hostile[:20]):
                tree = self.send_files("contact-xa", hostile, status=400)
                self.assertIn("Nothing has been imported", self.words(tree))
                self.assertNotIn("root:", self.words(tree))

    def test_no_file(self):
        answer = self.post("contact-xa", "import", 400, action="import")
        self.assertIn("Choose a file.", answer.text)
        nothing = [("files", ("", b"", XML))]
        answer = self.post("contact-xa", "import", 400, files=nothing, action="import")
        self.assertIn("Choose a file.", answer.text)

    def test_scripts_get_the_outcome_alone(self):
        files = [("files", ("1.xml", write(current()), XML))]
        answer = self.post(
            "contact-xa", "import", 200, files=files, action="check", scripted="1"
        )
        self.assertNotIn("<html", answer.text)
        self.assertIn("Import these permits", answer.text)
        self.assertIsNone(self.known())

    def test_progress_is_told_to_who_sent_it(self):
        progress = Progress("permits", "contact-xa", "0123")
        progress.set(40, 100)
        self.addCleanup(progress.end)
        url = f"{self.permits}/import"
        told = self.ask("contact-xa", "GET", url, params={"progress": "0123"}).json()
        self.assertEqual({"done": 40, "total": 100}, told)
        told = self.ask("secretariat", "GET", url, params={"progress": "0123"}).json()
        self.assertEqual({"done": 0, "total": 0}, told)

    def test_an_empty_table(self):
        url = f"{self.permits}/import"
        answer = self.ask("contact-xa", "GET", url, params={"table": "1"})
        self.assertIn("attachment", answer.headers["Content-Disposition"])
        self.assertIn("Scientific name", answer.text)
