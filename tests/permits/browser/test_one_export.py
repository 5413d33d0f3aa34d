"""`permits/export`: what members take away, and that it can be handed in again."""

from cites.cug.permits.formats.reading import read_permits
from cites.cug.permits.permit import Party
from io import BytesIO
from tests.permits.browser.case import current, IGOS, NAMES
from tests.permits.browser.import_case import ImportPageCase, XML


class TestExport(ImportPageCase):
    def test_what_is_exported_is_imported_as_the_same(self):
        found = self.store(current())
        url = f"{self.permits}/{found.id}/export.xml"
        answer = self.ask("customs-xb", "GET", url)
        self.assertEqual(XML, answer.headers["Content-Type"].partition(";")[0])
        self.assertIn("XA-XA-2026-000123.xml", answer.headers["Content-Disposition"])
        (read,) = read_permits(BytesIO(answer.content), "permit.xml")
        self.assertEqual(found.permit, read.permit)
        tree = self.send_files("contact-xa", answer.content)
        self.assertEqual(["0", "0", "1"], self.counts(tree))

    def test_names_and_addresses_for_enforcement_alone(self):
        found = self.store(current())
        url = f"{self.permits}/{found.id}/export.xml"
        for user in IGOS:
            answer = self.ask(user, "GET", url)
            self.assertEqual(200, answer.status_code)
            for name in NAMES:
                self.assertNotIn(name, answer.text)
            (read,) = read_permits(BytesIO(answer.content), "permit.xml")
            self.assertEqual(Party(country="XA"), read.permit.exporter)

    def test_unknown_and_for_others(self):
        found = self.store(current())
        self.assertEqual(
            404, self.status("customs-xb", f"{self.permits}/{'0' * 32}/export.xml")
        )
        url = f"{self.permits}/{found.id}/export.xml"
        self.assertEqual(404, self.status("outsider", url))
