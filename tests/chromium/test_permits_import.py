"""Import of permits in a browser: files stay chosen between the look and the import."""

from playwright.sync_api import expect
from tests.chromium.chromium import page_of
from tests.permits.browser.case import PermitsCase
from tests.permits.formats.test_reading import FILES


PHONE = {"viewport": {"width": 390, "height": 800}}


class ImportTest(PermitsCase):
    def test_look_import_and_look_again(self):
        with page_of("contact-xa", self.portal, **PHONE) as page:
            page.goto(f"{self.permits}/import")
            page.set_input_files("#files", FILES / "v2-three-permits.xml")
            page.click("#import button[value=check]")
            facts = page.locator("#outcome .facts dd")
            expect(facts).to_have_text(["3", "0", "0"])
            self.assertIsNone(self.known(number="XA-2026-000201"))
            self.assertEqual("outcome", page.evaluate("document.activeElement.id"))
            page.click("#outcome button[value=import]")
            expect(page.locator("#outcome .info")).to_be_visible()
            self.assertIsNotNone(self.known(number="XA-2026-000201"))
            page.click("#import button[value=check]")
            expect(facts).to_have_text(["0", "0", "3"])
            expect(page.locator(".import-progress")).to_be_hidden()
            width = page.evaluate("document.documentElement.scrollWidth")
            self.assertEqual(PHONE["viewport"]["width"], width)

    def test_what_is_wrong_and_other_files(self):
        with page_of("contact-xa", self.portal) as page:
            page.goto(f"{self.permits}/import")
            page.set_input_files("#files", FILES / "bad-codes.xml")
            page.click("#import button[value=import]")
            rows = page.locator("#outcome tbody tr")
            expect(rows).to_have_count(5)
            expect(rows.first).to_contain_text("bad-codes.xml")
            # What was said of one file says nothing of another.
            page.set_input_files("#files", FILES / "v2.xml")
            expect(rows).to_have_count(0)
