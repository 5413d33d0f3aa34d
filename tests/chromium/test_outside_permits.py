"""The look-up page asks outside by itself, after it has answered."""

from playwright.sync_api import expect
from tests.chromium.chromium import page_of
from tests.permits.browser.case import PermitsCase
from tests.permits.outside import Hub


PHONE = {"viewport": {"width": 390, "height": 844}}


class OutsideTest(Hub, PermitsCase):
    def setUp(self):
        super().setUp()
        # Three pages are opened while the hub holds its answers back.
        self.configure(**{"epix-patience": "60"})

    def look_up(self, page, number):
        page.goto(f"{self.permits}?country=XA&number={number}")
        return page.locator("[data-outside]")

    def test_the_registry_answers_first(self):
        with self.hub(), page_of("customs-xb", self.portal, **PHONE) as page:
            outside = self.look_up(page, "held.1")
            expect(page.locator(".verdict-word")).to_have_text("Not found")
            expect(outside.get_by_text("Asking")).to_be_visible()
            self.file.with_name("go").touch()
            expect(outside.locator(".verdict-word")).to_have_text("Expired")
            expect(outside.get_by_text("Acinonyx jubatus")).to_be_visible()
            expect(outside.get_by_text("not kept here")).to_be_visible()
            # Neither hangs over the edge of a phone.
            width = page.evaluate("document.documentElement.scrollWidth")
            self.assertLessEqual(width, 390)
            self.assertNotIn("token", page.url)

    def test_a_code_is_typed_when_it_is_asked_for(self):
        with self.hub(), page_of("customs-xb", self.portal, **PHONE) as page:
            outside = self.look_up(page, "protected.1")
            expect(outside.get_by_text("knows no permit")).to_be_visible()
            outside.get_by_label("Security code").fill("zqtoken")
            page.keyboard.press("Enter")
            expect(outside.locator(".verdict-word")).to_have_text("Expired")
            self.assertNotIn("zqtoken", page.url)

    def test_who_has_to_wait_is_asked_for_again(self):
        """Two others hold what may be held; the third comes when they are done."""
        with (
            self.hub(),
            page_of("police-xa", self.portal) as first,
            page_of("police-xb", self.portal) as second,
            page_of("customs-xb", self.portal, **PHONE) as third,
        ):
            self.look_up(first, "held.1")
            self.look_up(second, "held.2")
            while len(self.asked()) < 2:
                first.wait_for_timeout(50)
            outside = self.look_up(third, "gives.1")
            expect(outside.get_by_text("The service is busy")).to_be_visible()
            self.file.with_name("go").touch()
            expect(outside.locator(".verdict-word")).to_have_text("Expired")

    def test_nobody_there(self):
        with page_of("customs-xb", self.portal, **PHONE) as page:
            outside = self.look_up(page, "gives.1")
            expect(outside.get_by_text("cannot be reached")).to_be_visible()
            button = outside.get_by_role("button", name="Ask the country")
            expect(button).to_be_enabled()
