"""Changes of state by the buttons of the pages."""

from tests.library.case import LibraryCase, text_of


class ChangeStateTest(LibraryCase):
    def buttons(self, user, item):
        page = self.page(user, item)
        buttons = page.xpath("//form[contains(@action, 'change-state')]//button")
        links = page.xpath("//*[@class='item-bar']//a[contains(@href, 'change-state')]")
        return [text_of(one) for one in (*buttons, *links)]

    def press(self, user, item, name, **changes):
        """Send the form of that transition on the item's page, or ask its own page."""
        url = f"{item}/change-state"
        xpath = f"//form[.//input[@name='transition'][@value='{name}']]"
        forms = self.page(user, item).xpath(xpath)
        if not forms and name in ("share", "restrict"):
            forms = [self.page(user, f"{item}/choose-readers").forms[-1]]
            token = dict(forms[0].form_values())["_authenticator"]
            values = {"_authenticator": token, "transition": name, **changes}
            return self.ask(user, "POST", url, data=values)
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
        answer = self.press("secretariat", alert, "publish")
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(self.state(alert), "pending")
        page = self.parse(answer)
        self.assertIn("8 readers, now 2", text_of(page))
        self.assertNotIn("IGO", text_of(page.xpath("//main")[0]))
        answer = self.send("secretariat", page, "change-state")
        self.assertIn("moved=publish", answer.headers["Location"])
        self.assertEqual(self.state(alert), "enforcement")
        page = self.page("secretariat", answer.headers["Location"])
        (message,) = page.xpath("//div[@role='status']")
        self.assertEqual(text_of(message), "Published: 8 members can read it")
        self.assertEqual(text_of(page).count("Who can read this"), 1)

    def test_sharing_names_the_readers_and_asks(self):
        alert = self.published()
        answer = self.press("secretariat", alert, "share")
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(self.state(alert), "enforcement")
        page = self.parse(answer)
        members = [text_of(item) for item in page.xpath("//section//li")]
        self.assertEqual(
            members,
            [
                "INTERPOL (exercise) Liaison officer, INTERPOL (exercise)",
                "UNODC (exercise) Liaison officer, UNODC (exercise)",
            ],
        )
        self.assertIn("10 readers, now 8", text_of(page))
        self.assertFalse(page.xpath("//*[contains(@class, 'warning')]"))
        answer = self.send("secretariat", page, "change-state")
        self.assertIn("moved=share", answer.headers["Location"])
        self.assertEqual(self.state(alert), "shared")
        self.assertEqual(self.press("secretariat", alert, "restrict").status_code, 302)
        self.assertEqual(self.state(alert), "enforcement")

    def test_the_question_says_what_new_readers_get_with_it(self):
        alert = self.published()
        self.assertNotIn("depends", text_of(self.ask_to_share(alert)))
        seen = {"country": "XB", "note": "At the port."}
        self.rest("police-xb", "POST", f"{alert}/@sightings", 201, json=seen)
        page = self.ask_to_share(alert)
        self.assertIn(
            "Sightings (1): they keep the readers that they have", text_of(page)
        )
        self.assertIn("A sighting keeps the readers for whom", text_of(page))
        self.send("secretariat", page, "change-state")
        self.rest("police-xb", "POST", f"{alert}/@sightings", 201, json=seen)
        self.move(alert, "restrict")
        told = text_of(self.ask_to_share(alert))
        self.assertIn("Sightings (2): new readers read 1 of them", told)

    def ask_to_share(self, alert):
        return self.parse(self.press("secretariat", alert, "share"))

    def test_what_the_handling_code_forbids_is_refused(self):
        strict, red = self.published(handling="amber_strict"), self.make(handling="red")
        for alert, name, word in (
            (strict, "share", "TLP:AMBER+STRICT"),
            (red, "publish", "TLP:RED"),
        ):
            before = self.state(alert)
            for confirmed in ("", "1"):
                answer = self.press("secretariat", alert, name, confirmed=confirmed)
                self.assertEqual(answer.status_code, 400)
                page = self.parse(answer)
                (why,) = page.xpath("//main//p[contains(@class, 'message')]")
                self.assertIn(word, text_of(why))
                self.assertFalse(page.xpath("//main//button"))
            self.assertEqual(self.state(alert), before)

    def test_a_comment_is_kept_in_the_history(self):
        alert = self.published()
        self.press("secretariat", alert, "archive", comment="Old <b>case</b>")
        page = self.page("secretariat", alert)
        (comment,) = page.xpath("//section[contains(@class, 'history')]//q")
        self.assertEqual(text_of(comment), "Old <b>case</b>")
        page = self.page("police-xb", alert)
        self.assertNotIn("Old", text_of(page))

    def test_a_comment_on_opening_an_item_is_asked_for_and_kept(self):
        alert = self.make()
        for name in ("publish", "share"):
            page = self.parse(self.press("secretariat", alert, name))
            answer = self.send("secretariat", page, "change-state", comment=f"To {name}")
            self.assertIn(f"moved={name}", answer.headers["Location"])
        comments = self.page("secretariat", alert).xpath(
            "//section[contains(@class, 'history')]//q"
        )
        self.assertEqual([text_of(one) for one in comments], ["To share", "To publish"])

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
        page = self.page("secretariat", f"{alert}/change-state", transition="share")
        self.assertTrue(page.xpath("//input[@name='confirmed']"))
        for name in ("archive", "share"):
            self.page("secretariat", f"{alert}/change-state", transition=name)
        self.assertEqual(self.state(alert), "enforcement")

    def test_who_may_not_cannot(self):
        alert = self.published()
        own = self.page("customs-xa", self.make())
        token = dict(own.xpath("//main//form")[0].form_values())["_authenticator"]
        for name in ("share", "archive"):
            data = {"transition": name, "confirmed": "1", "_authenticator": token}
            answer = self.ask("customs-xa", "POST", f"{alert}/change-state", data=data)
            self.assertEqual(answer.status_code, 403, name)
        self.assertEqual(self.state(alert), "enforcement")

    def test_who_may_not_is_not_asked_either(self):
        """The question about sharing names the members of IGOs."""
        alert = self.published()
        address = f"{alert}/change-state"
        share = {"transition": "share", "confirmed": "1", "_authenticator": "none"}
        answers = [
            self.ask("customs-xa", "GET", address, params=share),
            self.ask("customs-xa", "POST", address, data=share),
        ]
        for answer in answers:
            self.assertEqual(answer.status_code, 302)
            self.assertEqual(answer.headers["Location"], alert)
        answer = self.ask("secretariat", "POST", address, data=share)
        self.assertEqual(answer.status_code, 403)
        self.assertIn("UNODC", answer.text)

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
        for confirmed in ("", "1"):
            values = {"transition": "share", "confirmed": confirmed}
            answer = self.send("secretariat", page, "change-state", **values)
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

    def test_folders_are_shared_and_restricted(self):
        folder = self.make_folder()
        answer = self.press("secretariat", folder, "share")
        page = self.parse(answer)
        self.assertIn("UNODC", text_of(page))
        answer = self.send("secretariat", page, "change-state")
        self.assertIn("moved=share", answer.headers["Location"])
        self.page("igo-unodc", folder)
        page = self.page("secretariat", answer.headers["Location"])
        (undo,) = page.xpath("//div[@role='status']//form")
        self.ask("secretariat", "POST", undo.action, data=dict(undo.form_values()))
        self.page("igo-unodc", folder, 404)

    def test_the_library_itself_is_never_closed_by_a_button(self):
        self.assertEqual(self.buttons("secretariat", self.library), [])
