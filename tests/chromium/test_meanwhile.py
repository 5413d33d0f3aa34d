"""Two members edit the same alert, with scripts and without; a form is sent twice."""

from playwright.sync_api import expect
from tests.chromium.chromium import page_of
from tests.library.http import HttpTestCase


TITLE = "[name='form.widgets.title']"
SAVE, CANCEL = "#form-buttons-save", "#form-buttons-cancel"
BOTH = "#changed-meanwhile"


class TwoMembersTest(HttpTestCase):
    def edit_both(self, **options):
        made = self.ask("POST", self.library, json=self.alert()).json()["@id"]
        with (
            page_of(self.author, self.portal, **options) as mine,
            page_of("secretariat", self.portal, **options) as theirs,
        ):
            mine.goto(f"{made}/edit")
            other = mine.context.new_page()
            other.goto(f"{made}/edit")
            with other.expect_navigation():
                other.click(CANCEL)  # which ends the lock
            theirs.goto(f"{made}/edit")
            theirs.fill(TITLE, "EXERCISE: theirs")
            with theirs.expect_navigation():
                theirs.click(SAVE)
            mine.fill(TITLE, "EXERCISE: mine")
            mine.click(SAVE)
            expect(mine.locator(BOTH)).to_contain_text("EXERCISE: theirs")
            expect(mine.locator(BOTH)).to_contain_text("EXERCISE: mine")
            self.assertEqual("EXERCISE: mine", mine.input_value(TITLE))
            self.assertEqual("EXERCISE: theirs", self.ask("GET", made).json()["title"])
            mine.click(SAVE)
            expect(mine.locator(BOTH)).to_have_count(0)
        self.assertEqual("EXERCISE: mine", self.ask("GET", made).json()["title"])

    def test_with_scripts(self):
        self.edit_both()

    def test_without_scripts(self):
        self.edit_both(java_script_enabled=False)


class SentTwiceTest(HttpTestCase):
    def test_a_second_press_makes_nothing_more(self):
        spaces = self.library.replace("/library", "/workspaces")
        before = self.ask("GET", spaces).json()["items_total"]
        with page_of(self.author, self.portal) as page:
            page.goto(f"{spaces}/++add++Workspace")
            page.fill(TITLE, "EXERCISE: twice")
            # As a hasty finger does: twice before the answer is there.
            page.evaluate(
                """() => {
                    const form = document.querySelector("form.member-form");
                    const sent = new FormData(form);
                    sent.append("form.buttons.save", "1");
                    return Promise.all([1, 2].map(
                        () => fetch(form.action, {method: "POST", body: sent})));
                }"""
            )
        self.assertEqual(before + 1, self.ask("GET", spaces).json()["items_total"])
