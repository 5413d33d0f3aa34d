"""Changes of state by the buttons of the pages."""

from tests.library.case import LibraryCase, text_of


class ChangeStateTest(LibraryCase):
    def buttons(self, user, item):
        page = self.page(user, item)
        buttons = page.xpath("//section[contains(@class, 'transitions')]//form//button")
        links = page.xpath("//*[@class='item-bar']//a[contains(@href, 'change-state')]")
        return [text_of(one) for one in (*buttons, *links)]

    def press(self, user, item, name, **changes):
        """Send the form of that transition on the item's page, or ask its own page."""
        url = f"{item}/change-state"
        xpath = f"//form[.//input[@name='transition'][@value='{name}']]"
        forms = self.page(user, item).xpath(xpath)
        form = (forms or self.page(user, url, transition=name).xpath(xpath))[0]
        values = {**dict(form.form_values()), **changes}
        return self.ask(user, "POST", form.action, data=values)

    def state(self, item):
        return self.rest("secretariat", "GET", f"{item}/@audience", 200)["state"]

    def test_each_gets_the_buttons_of_what_they_may_do(self):
        alert = self.make()
        self.assertEqual(self.buttons("customs-xa", alert), ["Submit to the Secretariat"])
        self.move(alert, "submit")
        self.assertEqual(self.buttons("customs-xa", alert), ["Return to draft"])
        self.assertEqual(
            self.buttons("secretariat", alert),
            ["Return to draft", "Publish to enforcement members"],
        )
        self.move(alert, "publish")
        self.assertEqual(
            self.buttons("customs-xa", alert), ["Report identifying information"]
        )
        self.assertEqual(
            self.buttons("secretariat", alert),
            ["Archive", "Report identifying information"],
        )

    def test_submitting_says_who_can_read_it_and_offers_to_undo(self):
        alert = self.make()
        answer = self.press("customs-xa", alert, "submit")
        self.assertEqual(answer.status_code, 302)
        page = self.page("customs-xa", answer.headers["Location"])
        (message,) = page.xpath("//div[@role='status']")
        self.assertIn("Submitted to the Secretariat: 2 members can", text_of(message))
        (readers,) = page.xpath("//*[@class='readers']")
        self.assertIn("its author", text_of(readers))
        self.assertEqual(self.state(alert), "pending")
        (form,) = message.xpath(".//form")
        self.ask("customs-xa", "POST", form.action, data=dict(form.form_values()))
        self.assertEqual(self.state(alert), "draft")

    def test_a_button_archives_what_its_page_has_shown(self):
        alert = self.published()
        xpath = "//form[.//input[@name='transition'][@value='archive']]"
        (form,) = self.page("secretariat", alert).xpath(xpath)
        new = {"title": "EXERCISE: changed meanwhile"}
        self.rest("secretariat", "PATCH", alert, 204, json=new)
        data = dict(form.form_values())
        answer = self.ask("secretariat", "POST", form.action, data=data)
        self.assertEqual(answer.status_code, 412)
        page = self.parse(answer)
        (warning,) = page.xpath("//*[@id='changed-meanwhile']")
        self.assertIn("EXERCISE: changed meanwhile", text_of(warning))
        self.assertEqual(self.state(alert), "enforcement")
        (form,) = page.xpath(xpath)
        data = {**dict(form.form_values()), "form.buttons.save": "1"}
        answer = self.ask("secretariat", "POST", form.action, data=data)
        self.assertEqual(answer.status_code, 302)
        self.assertEqual(self.state(alert), "archived")

    def test_the_message_is_for_whoever_did_it_and_for_what_was_done(self):
        alert = self.published()
        for user, moved in (("customs-xa", "publish"), ("secretariat", "share")):
            page = self.page(user, alert, moved=moved)
            self.assertFalse(page.xpath("//div[@role='status']"), user)
        page = self.page("secretariat", alert, moved="publish")
        (message,) = page.xpath("//div[@role='status']")
        self.assertFalse(message.xpath(".//form"), "publishing is not undone")

    def test_publishing_says_who_will_read_it_and_asks(self):
        alert = self.make()
        self.move(alert, "submit")
        (form,) = self.page("secretariat", alert).xpath("//form[.//input[@name='how']]")
        answer = self.ask(
            "secretariat", "POST", form.action, data=dict(form.form_values())
        )
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(self.state(alert), "pending")
        page = self.parse(answer)
        gain = text_of(page.xpath("//section[@class='gain']")[0])
        self.assertIn("Gain access: 6", gain)
        self.assertNotIn("IGO", gain)
        question = page.forms[-1]
        values = {**dict(question.form_values()), "sure": "1"}
        answer = self.ask("secretariat", "POST", question.action, data=values)
        self.assertIn("moved=publish", answer.headers["Location"])
        self.assertEqual(self.state(alert), "enforcement")
        page = self.page("secretariat", answer.headers["Location"])
        (message,) = page.xpath("//div[@role='status']")
        self.assertEqual(text_of(message), "Published: 8 members can read it")
        self.assertEqual(text_of(page).count("Who can read this"), 1)

    def test_what_is_for_named_persons_has_no_button_that_publishes_it_to_all(self):
        red = self.make(handling="red")
        self.move(red, "submit")
        self.assertEqual(self.buttons("secretariat", red), ["Return to draft"])

    def test_readers_are_chosen_on_their_page_alone(self):
        alert = self.published()
        url = f"{alert}/change-state"
        for name in ("publish", "share", "restrict", "choose"):
            for method in ("GET", "POST"):
                asked = {"params" if method == "GET" else "data": {"transition": name}}
                answer = self.ask("secretariat", method, url, **asked)
                self.assertEqual(answer.status_code, 302, (method, name))
                self.assertEqual(answer.headers["Location"], f"{alert}/choose-readers")
        self.assertEqual(self.state(alert), "enforcement")

    def test_a_comment_is_kept_in_the_history(self):
        alert = self.published()
        self.press("secretariat", alert, "archive", comment="Old <b>case</b>")
        page = self.page("secretariat", alert)
        (comment,) = page.xpath("//section[contains(@class, 'history')]//q")
        self.assertEqual(text_of(comment), "Old <b>case</b>")
        page = self.page("police-xb", alert)
        self.assertNotIn("Old", text_of(page))

    def test_a_comment_says_how_long_it_may_be(self):
        """Browsers count a line's end once, and send it as two characters."""
        alert = self.published()
        for comment, status in (("x" * 1001, 400), ("x\r\n" * 499 + "yz", 302)):
            page = self.page("secretariat", alert)
            lengths = page.xpath("//textarea[@name='comment']/@maxlength")
            self.assertEqual(set(lengths), {"1000"})
            answer = self.press("secretariat", alert, "archive", comment=comment)
            self.assertEqual(answer.status_code, status)
            if status == 400:
                (field,) = self.parse(answer).xpath("//textarea[@name='comment']")
                self.assertEqual(field.get("maxlength"), "1000")

    def test_undo_of_archiving_leads_back_exactly_or_is_not_offered(self):
        for before, undone in (("enforcement", True), ("shared", False)):
            alert = self.published(*(["share"] if before == "shared" else []))
            answer = self.press("secretariat", alert, "archive")
            page = self.page("secretariat", answer.headers["Location"])
            self.assertEqual(bool(page.xpath("//div[@role='status']//form")), undone)

    def test_without_token_nothing_changes(self):
        alert = self.make()
        answer = self.ask(
            "customs-xa", "POST", f"{alert}/change-state", data={"transition": "submit"}
        )
        self.assertEqual(answer.status_code, 403)
        self.assertEqual(self.state(alert), "draft")

    def test_a_refused_comment_stays_typed_and_is_linked(self):
        alert, typed = self.published(), "names\u202esomebody"
        answer = self.press("secretariat", alert, "archive", comment=typed)
        self.assertEqual(answer.status_code, 400)
        page = self.parse(answer)
        comment = page.get_element_by_id("comment")
        self.assertEqual((comment.text, comment.get("aria-invalid")), (typed, "true"))
        (summary,) = page.xpath("//*[@role='alert']")
        self.assertTrue(summary.xpath(".//a[@href='#comment']"))
        values = {"comment": "Old case", "_authenticator": "none"}
        answer = self.press("secretariat", alert, "archive", **values)
        self.assertEqual(answer.status_code, 403)
        self.assertEqual(self.parse(answer).get_element_by_id("comment").text, "Old case")
        self.assertEqual(self.state(alert), "enforcement")

    def test_reading_the_address_changes_nothing(self):
        alert = self.published()
        self.page("secretariat", f"{alert}/change-state", transition="archive")
        self.assertEqual(self.state(alert), "enforcement")

    def test_who_may_not_cannot(self):
        alert = self.published()
        own = self.page("customs-xa", self.make())
        token = dict(own.xpath("//main//form")[0].form_values())["_authenticator"]
        data = {"transition": "archive", "_authenticator": token}
        answer = self.ask("customs-xa", "POST", f"{alert}/change-state", data=data)
        self.assertEqual(answer.status_code, 403)
        data = {"how": "shared", "sure": "1", "_authenticator": token}
        answer = self.ask("customs-xa", "POST", f"{alert}/choose-readers", data=data)
        self.assertEqual(answer.status_code, 403)
        self.assertEqual(self.state(alert), "enforcement")

    def test_reporting_asks_why_and_leads_to_the_library(self):
        alert = self.published()
        for reason in ("", "  ", "names\u202esomebody"):
            answer = self.press("police-xb", alert, "report", comment=reason)
            self.assertEqual(answer.status_code, 400)
            page = self.parse(answer)
            self.assertTrue(page.xpath("//textarea[@name='comment']"))
            self.assertEqual(self.state(alert), "enforcement")
        answer = self.send("police-xb", page, "change-state", comment="The driver.")
        self.assertEqual(answer.headers["Location"], self.library)
        self.assertEqual(self.state(alert), "reported")
        self.page("police-xb", alert, 404)
        self.assertIn("The driver.", text_of(self.page("customs-xa", alert)))
        self.assertEqual(
            self.buttons("secretariat", alert),
            ["Reinstate", "Return to its author as a draft"],
        )

    def test_authors_who_report_their_own_stay_there(self):
        alert = self.published()
        answer = self.press("customs-xa", alert, "report", comment="My mistake.")
        self.assertIn(f"{alert}?moved=report", answer.headers["Location"])
        self.assertEqual(self.buttons("customs-xa", alert), [])

    def test_a_second_press_finds_the_state_changed(self):
        alert = self.make()
        page = self.page("customs-xa", alert)
        self.send("customs-xa", page, "change-state")
        answer = self.send("customs-xa", page, "change-state")
        self.assertEqual(answer.status_code, 302)
        self.assertEqual(self.state(alert), "pending")

    def test_what_is_out_of_turn_warns(self):
        alert = self.published()
        page = self.page("secretariat", alert)
        self.move(alert, "archive")
        answer = self.send("secretariat", page, "change-state", transition="archive")
        self.assertEqual(answer.headers["Location"], alert)
        answer = self.ask("secretariat", "GET", alert, cookies=answer.cookies)
        (message,) = self.parse(answer).xpath("//p[@role='status']")
        self.assertEqual(message.get("class"), "message warning")
        self.assertIn("cannot be done from the state", text_of(message))

    def test_unknown_transitions_are_not_found(self):
        alert = self.make()
        for name in ("", "nonsense", "<script>", ["submit", "submit"]):
            self.page("customs-xa", f"{alert}/change-state", 404, transition=name)
            self.assertEqual(self.state(alert), "draft")

    def test_the_library_itself_is_never_closed_by_a_button(self):
        self.assertEqual(self.buttons("secretariat", self.library), [])
