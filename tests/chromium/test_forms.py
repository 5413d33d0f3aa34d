"""What scripts add to the forms."""

from playwright.sync_api import expect
from tests.chromium.chromium import page_of
from tests.library.http import HttpTestCase
from tests.library.samples import EXE, PDF, picture


FIND = "#form-widgets-transit_countries"
PHONE = {"viewport": {"width": 390, "height": 800}}


class AlertFormTest(HttpTestCase):
    def form(self, **options):
        return page_of(self.author, self.portal, **options)

    def test_rows_are_added_and_removed_by_keyboard(self):
        with self.form() as page:
            page.goto(f"{self.library}/++add++Alert")
            page.focus("[data-add-row]")
            page.keyboard.press("Enter")
            page.keyboard.type("Panthera leo")
            second = page.locator("[name='form.widgets.specimens.1.species']")
            self.assertEqual(second.input_value(), "Panthera leo")
            numbers = page.locator(".specimen legend .row-number").all_inner_texts()
            self.assertEqual(numbers, ["1", "2"])
            page.locator("[data-remove-row]").first.focus()
            page.keyboard.press("Enter")
            self.assertEqual(page.locator(".specimen").count(), 1)
            focused = page.evaluate("document.activeElement.value")
            self.assertEqual(focused, "Panthera leo")
            # The last row gives way to a blank one. Species that are proposed by then may
            # lie over its button.
            page.locator("[data-remove-row]").press("Enter")
            self.assertEqual(page.locator(".specimen").count(), 1)
            self.assertEqual(page.evaluate("document.activeElement.value"), "")

    def test_countries_are_found_by_typing(self):
        with self.form() as page:
            page.goto(f"{self.library}/++add++Alert?form=long")
            route = page.locator("#part-route")
            for typed, title in (("cote d", "Côte d’Ivoire"), ("kenya", "Kenya")):
                page.fill(FIND, typed)
                route.get_by_role("option", name=title).wait_for()
                page.keyboard.press("Enter")
            chosen = route.locator(".chosen button")
            self.assertEqual(chosen.count(), 2)
            chosen.first.click()
            # What is not chosen from the proposals is understood all the same.
            page.fill(FIND, "uganda")
            page.fill("[name='form.widgets.title']", "EXERCISE")
            page.select_option("[name='form.widgets.alert_type']", "seizure")
            with page.expect_navigation():
                page.click("#form-buttons-save")
            url = page.url.removesuffix("/view")
        countries = self.ask("GET", url).json()["transit_countries"]
        self.assertEqual([code["token"] for code in countries], ["KE", "UG"])

    def test_one_code_of_a_long_list_is_typed(self):
        with self.form() as page:
            page.goto(f"{self.library}/++add++Alert")
            country = page.get_by_role("combobox", name="Country of the incident")
            country.press_sequentially("tanza")
            page.get_by_role("option", name="Tanzania").wait_for()
            page.keyboard.press("Tab")
            self.assertIn("Tanzania", country.input_value())

    def test_what_is_typed_is_compared_with_what_is_there(self):
        way = {"alleged_origin": "XC", "alleged_destination": "XA"}
        alert = self.make(self.alert(title="EXERCISE: the same way", **way))["@id"]
        for step in ("submit", "publish"):
            self.ask("POST", f"{alert}/@workflow/{step}", "secretariat", json={})
        with self.form(**PHONE) as page:
            page.goto(f"{self.library}/++add++Alert?form=long")
            page.fill("[name='form.widgets.alleged_origin']", "XC")
            page.fill("[name='form.widgets.alleged_destination']", "XA")
            told = page.locator(".alike > details > summary")
            expect(told).to_have_text("This looks like … (1)")
            told.click()
            link = page.locator(".alike a")
            expect(link).to_have_attribute("href", alert)
            expect(page.locator(".alike .tag")).to_have_text("same route")
            page.fill("[name='form.widgets.alleged_destination']", "XB")
            expect(told).to_have_count(0)

    def test_what_was_typed_last_is_compared_although_an_earlier_answer_comes_late(self):
        way = {"alleged_origin": "XC", "alleged_destination": "XA"}
        alert = self.make(self.alert(title="EXERCISE: the same way", **way))["@id"]
        for step in ("submit", "publish"):
            self.ask("POST", f"{alert}/@workflow/{step}", "secretariat", json={})
        with self.form() as page:
            page.goto(f"{self.library}/++add++Alert?form=long")
            held, answered = [], []
            page.route(
                "**/alike", lambda one: one.continue_() if held else held.append(one)
            )
            page.on(
                "requestfinished",
                lambda one: one.url.endswith("/alike") and answered.append(one),
            )
            page.evaluate(
                """() => {
                    for (const name of ["origin", "destination"]) {
                        const field = `[name='form.widgets.alleged_${name}']`;
                        const select = document.querySelector(field);
                        select.value = name === "origin" ? "XC" : "XA";
                        select.dispatchEvent(new Event("input", { bubbles: true }));
                    }
                }"""
            )
            while not held:
                page.wait_for_timeout(50)
            page.fill("[name='form.widgets.alleged_destination']", "XB")
            page.fill("[name='form.widgets.alleged_origin']", "XB")
            while not answered:
                page.wait_for_timeout(50)
            held[0].continue_()
            while len(answered) < 2:
                page.wait_for_timeout(50)
            page.wait_for_timeout(200)
            expect(page.locator(".alike summary")).to_have_count(0)

    def test_all_fields_and_the_short_form_keep_what_is_typed(self):
        with self.form(**PHONE) as page:
            page.goto(f"{self.library}/++add++Alert")
            page.fill("[name='form.widgets.title']", "Half typed")
            self.assertEqual(page.locator("details.part[open]").count(), 0)
            page.click("[data-unfold=open]")
            parts = page.locator("details.part").count()
            self.assertEqual(page.locator("details.part[open]").count(), parts)
            page.fill("[name='form.widgets.latitude']", "91")
            page.click("[data-unfold=close]")
            self.assertEqual(
                page.input_value("[name='form.widgets.title']"), "Half typed"
            )
            # The browser itself refuses 91, in a part that it opens for that.
            page.select_option("[name='form.widgets.alert_type']", "seizure")
            page.click("#form-buttons-save")
            self.assertEqual(page.locator("details.part[open]").count(), 1)
            width = page.evaluate("document.documentElement.scrollWidth")
            self.assertEqual(width, PHONE["viewport"]["width"])

    def test_a_refused_form_begins_with_what_is_wrong(self):
        with self.form() as page:
            page.goto(f"{self.library}/++add++Alert")
            page.evaluate("document.querySelector('form.member-form').noValidate = true")
            page.click("#part-place summary")
            page.fill("[name='form.widgets.longitude']", "200")
            page.click("#form-buttons-save")
            expect(page.locator("#form-errors")).to_be_focused()
            page.wait_for_load_state()
            page.click("#part-place summary")  # folds it away
            page.click(".error-summary a:has-text('Longitude')")
            expect(page.locator("#form-widgets-longitude")).to_be_focused()

    def test_the_editor_writes_plain_structure(self):
        with self.form() as page:
            page.goto(f"{self.library}/++add++Alert")
            page.fill("[name='form.widgets.title']", "EXERCISE")
            page.select_option("[name='form.widgets.alert_type']", "seizure")
            page.locator(".ed-text").click()
            page.keyboard.press("Control+b")
            page.keyboard.type("Two cubs")
            with page.expect_navigation():
                page.click("#form-buttons-save")
            url = page.url.removesuffix("/view")
        body = self.ask("GET", url).json()["body"]["data"]
        self.assertEqual(body, "<p><strong>Two cubs</strong></p>")


class UploadTest(HttpTestCase):
    def test_files_are_sent_one_by_one(self):
        alert = self.make(self.alert())["@id"]
        with page_of(self.author, self.portal) as page:
            page.goto(f"{alert}/upload")
            files = [
                {"name": name, "mimeType": "application/x", "buffer": data}
                for name, data in (
                    ("photo.png", picture()),
                    ("program.pdf", EXE),
                    ("report.pdf", PDF),
                )
            ]
            page.set_input_files("#upload-files", files)
            page.click(".formControls .primary")
            expect(page.locator("#upload-status")).to_have_text("stored: 2, refused: 1")
            refused = page.inner_text(".tiles .refused")
            links = page.locator(".tiles a").all_inner_texts()
        self.assertIn("program.pdf", refused)
        self.assertIn("not accepted", refused)
        self.assertEqual(links, ["photo.png", "report.pdf"])
        self.assertEqual(self.ask("GET", alert).json()["items_total"], 2)

    def test_each_tile_has_its_caption(self):
        alert = self.make(self.alert())["@id"]
        with page_of(self.author, self.portal) as page:
            page.goto(f"{alert}/upload")
            for name in ("crate.png", "lid.png", "wrong.png"):
                file = {"name": name, "mimeType": "image/png", "buffer": picture()}
                page.set_input_files("#upload-files", [file])
            captions = page.get_by_label("What it shows")
            expect(captions).to_have_count(3)
            captions.nth(1).fill("Write to jean.dupont@example.org")
            captions.first.fill("A crate of cubs")
            page.get_by_role("button", name="Remove: wrong.png").click()
            expect(captions).to_have_count(2)
            page.click(".formControls .primary")
            # What may name somebody comes back, and can be mended where it stands.
            expect(page.locator(".tiles .refused .outcome")).to_contain_text("identify")
            captions.nth(1).fill("The lid of it")
            page.click(".formControls .primary")
            expect(page.locator(".tiles .stored")).to_have_count(2)
            page.goto(f"{alert}/edit")
            captions = page.get_by_label("What it shows")
            expect(captions).to_have_count(2)
            with page.expect_navigation(url=f"{alert}/edit#attachments"):
                captions.last.fill("Its lid")
                page.get_by_role("button", name="Save lid.png").click()
        children = self.ask("GET", alert).json()["items"]
        self.assertEqual(
            [(child["title"], child["description"]) for child in children],
            [("crate.png", "A crate of cubs"), ("lid.png", "Its lid")],
        )

    def test_a_file_that_waits_or_is_on_its_way_can_be_cancelled(self):
        alert = self.make(self.alert())["@id"]
        with page_of(self.author, self.portal) as page:
            page.goto(f"{alert}/upload")
            held = []
            page.route("**/upload", lambda route: held.append(route))
            files = [
                {"name": name, "mimeType": "application/pdf", "buffer": PDF}
                for name in ("first.pdf", "second.pdf")
            ]
            page.set_input_files("#upload-files", files)
            page.click(".formControls .primary")
            for name in ("second.pdf", "first.pdf"):
                page.get_by_role("button", name=f"Cancel: {name}").click()
            expect(page.locator(".refused")).to_have_count(2)
            said = page.locator(".tiles .outcome").all_inner_texts()
        self.assertEqual(said, ["Cancelled.", "Cancelled."])
        self.assertEqual(self.ask("GET", alert).json()["items_total"], 0)

    def test_files_can_be_dropped(self):
        with page_of(self.author, self.portal) as page:
            page.goto(f"{self.library}/upload")
            page.select_option("[name=document_type]", "report")
            page.evaluate(
                """() => {
                    const data = new DataTransfer();
                    data.items.add(new File(["Some words of text."], "notes.txt"));
                    const event = new DragEvent("drop", { dataTransfer: data });
                    document.querySelector(".drop").dispatchEvent(event);
                }"""
            )
            page.click(".formControls .primary")
            url = page.get_attribute(".tiles a", "href")
        item = self.ask("GET", url).json()
        self.assertEqual(item["@type"], "LibraryDocument")
        self.assertEqual(item["title"], "notes.txt")
        self.assertEqual(item["review_state"], "draft")
