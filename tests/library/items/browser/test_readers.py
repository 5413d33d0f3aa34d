"""The page that chooses the readers of an item."""

from tests.library.case import LibraryCase, text_of


#: A number that Python does not read.
LONG = f"part:{'9' * 5000}:customs:XA"


class ChooseReadersTest(LibraryCase):
    def ask_for(self, item, *readers, how="only", comment="", status=200):
        """Send the first form: the page with the question, or with mistakes."""
        form = self.page("secretariat", f"{item}/choose-readers").forms[-1]
        typed = {"how", "readers", "comment"}
        data = [pair for pair in form.form_values() if pair[0] not in typed]
        data += [("readers", one) for one in readers]
        data += [("how", how), ("comment", comment), ("buttons.save", "1")]
        answer = self.ask("secretariat", "POST", form.action, data=data)
        self.assertEqual(answer.status_code, status, answer.text)
        return self.parse(answer)

    def agree(self, page):
        """Answer the question of the page."""
        form = page.forms[-1]
        data = [*form.form_values(), ("sure", "1")]
        return self.ask("secretariat", "POST", form.action, data=data)

    def told(self, page, outcome):
        """What the question says of those who gain or lose the item."""
        return text_of(page.xpath(f"//section[@class='{outcome}']")[0])

    def audience(self, item):
        found = self.rest("secretariat", "GET", f"{item}/@audience", 200)
        return found["state"], found["members"], found["readers"]

    def test_it_begins_with_todays_readers_by_category_and_country(self):
        page = self.page("secretariat", f"{self.published()}/choose-readers")
        chosen = page.forms[-1].xpath(".//ul[@id='chosen']/li/@data-token")
        named = [f"category:{one}" for one in ("customs", "police", "wildlife")]
        self.assertEqual(sorted(chosen), named)
        (now,) = page.xpath("//section[@class='readers-now']")
        self.assertIn("Read now by 8 members", text_of(now))
        parts = [text_of(one) for one in now.xpath(".//li")]
        self.assertTrue(
            any(
                "Police" in one and "\N{MIDDLE DOT} 1 Police officer, XB" in one
                for one in parts
            ),
            parts,
        )

    def test_adding_readers_takes_nobodys_access(self):
        alert = self.published(handling="amber")
        page = self.ask_for(alert, "organisation:INTERPOL (exercise)", how="add")
        self.assertIn("Lose access: 0", self.told(page, "lose"))
        self.assertIn("INTERPOL", self.told(page, "gain"))
        before = self.audience(alert)
        self.assertEqual(before[:2], ("enforcement", 8))
        self.agree(page)
        state, members, readers = self.audience(alert)
        self.assertEqual((state, members), ("chosen", 9))
        self.assertIn("organisation:INTERPOL (exercise)", readers)
        self.assertIn("category:police", readers)
        self.rest("police-xb", "GET", alert, 200)

    def test_the_question_says_what_new_readers_get_with_it(self):
        alert = self.published()
        self.assertNotIn("depends", text_of(self.ask_for(alert, how="shared")))
        seen = {"country": "XB", "note": "At the port."}
        self.rest("police-xb", "POST", f"{alert}/@sightings", 201, json=seen)
        page = self.ask_for(alert, how="shared")
        self.assertIn(
            "Sightings (1): they keep the readers that they have", text_of(page)
        )
        self.assertIn("A sighting keeps the readers for whom", text_of(page))
        self.agree(page)
        self.rest("police-xb", "POST", f"{alert}/@sightings", 201, json=seen)
        self.move(alert, "restrict")
        told = text_of(self.ask_for(alert, how="shared"))
        self.assertIn("Sightings (2): new readers read 1 of them", told)

    def test_what_the_handling_code_forbids_is_refused(self):
        strict, red = self.published(handling="amber_strict"), self.make(handling="red")
        for alert, how in ((strict, "shared"), (red, "shared"), (red, "enforcement")):
            before = self.audience(alert)
            self.ask_for(alert, how=how, status=400)
            self.assertEqual(self.audience(alert), before)

    def test_a_comment_on_opening_an_item_is_kept(self):
        alert = self.make()
        for how in ("enforcement", "shared"):
            self.agree(self.ask_for(alert, how=how, comment=f"To {how}"))
        comments = self.page("secretariat", alert).xpath(
            "//section[contains(@class, 'history')]//q"
        )
        self.assertEqual(
            [text_of(one) for one in comments], ["To shared", "To enforcement"]
        )

    def test_folders_are_shared_and_given_back(self):
        folder = self.make_folder()
        page = self.ask_for(folder, how="shared")
        self.assertIn("UNODC", text_of(page))
        answer = self.agree(page)
        self.assertIn("moved=share", answer.headers["Location"])
        self.page("igo-unodc", folder)
        page = self.page("secretariat", answer.headers["Location"])
        (undo,) = page.xpath("//div[@role='status']//form")
        self.ask("secretariat", "POST", undo.action, data=dict(undo.form_values()))
        self.page("igo-unodc", folder, 404)

    def test_who_loses_access_is_told_by_number_and_name(self):
        alert = self.published(handling="amber")
        page = self.ask_for(alert, "organisation:INTERPOL (exercise)")
        (question,) = page.xpath("//form[@id='form']/h2")
        self.assertRegex(text_of(question), r"[0-9] members lose access\.")
        self.assertIn("Police officer, XB", self.told(page, "lose"))
        self.assertEqual(self.audience(alert)[0], "enforcement")

    def test_states_are_chosen_here_too(self):
        alert = self.published()
        page = self.ask_for(alert, how="shared")
        self.assertIn("Gain access: 2", self.told(page, "gain"))
        self.assertIn("UNODC (exercise)", self.told(page, "gain"))
        self.agree(page)
        self.assertEqual(self.audience(alert)[:2], ("shared", 10))
        page = self.ask_for(alert, how="enforcement")
        self.assertIn("Lose access: 2", self.told(page, "lose"))
        self.agree(page)
        self.assertEqual(self.audience(alert)[:2], ("enforcement", 8))
        strict = self.published(handling="amber_strict")
        form = self.page("secretariat", f"{strict}/choose-readers").forms[-1]
        offered = form.xpath(".//input[@name='how']/@value")
        self.assertEqual(offered, ["add", "only"])
        self.ask_for(strict, how="shared", status=400)

    def test_readers_from_before_come_back_while_nothing_else_changed(self):
        alert = self.published(handling="amber")
        at_first = self.audience(alert)
        answer = self.agree(self.ask_for(alert, "country:XA"))
        second = self.agree(self.ask_for(alert, "member:police-xb"))
        for moved, readers in ((second, ["country:XA"]), (answer, at_first[2])):
            page = self.page("secretariat", moved.headers["Location"])
            (message,) = page.xpath("//div[@role='status']")
            self.assertIn("Opened to chosen readers: ", text_of(message))
            if readers:
                (undo,) = message.xpath(".//form")
                data = dict(undo.form_values())
                done = self.ask("secretariat", "POST", undo.action, data=data)
                self.assertIn("moved=choose", done.headers["Location"])
                self.assertEqual(self.audience(alert)[2], readers)
        other = self.published(handling="amber")
        moved = self.agree(self.ask_for(other, "country:XA"))
        page = self.page("secretariat", moved.headers["Location"])
        data = dict(page.xpath("//div[@role='status']//form")[0].form_values())
        forged = {**data, "_authenticator": "none"}
        url = f"{other}/choose-readers"
        answer = self.ask("secretariat", "POST", url, data=forged)
        self.assertEqual(answer.status_code, 403)
        self.ask("secretariat", "POST", url, data=data)
        self.assertEqual(self.audience(other), at_first)
        self.move(other, "archive")
        fresh = {**data, "form.once": "another"}
        self.ask("secretariat", "POST", url, data=fresh)
        self.assertEqual(self.audience(other)[0], "archived")

    def test_todays_readers_once_more_are_refused(self):
        alert = self.published()
        page = self.ask_for(alert, how="add", status=400)
        self.assertIn("These are its readers already.", text_of(page))

    def test_the_question_names_who_gains_and_who_loses_it(self):
        alert = self.published(handling="amber")
        page = self.ask_for(alert, "country:XA", "member:igo-unodc")
        gained, lost = self.told(page, "gain"), self.told(page, "lose")
        self.assertIn("Gain access: 1", gained)
        self.assertIn("Liaison officer, UNODC (exercise)", gained)
        self.assertIn("Customs officer, XB (exercise)", lost)
        self.assertNotIn("Police officer, XA (exercise)", lost)
        self.assertEqual(self.audience(alert)[0], "enforcement")
        answer = self.agree(page)
        self.assertEqual(answer.status_code, 302, answer.text)
        for user, status in (("igo-unodc", 200), ("police-xb", 404)):
            self.rest(user, "GET", alert, status)
        page = self.page("igo-unodc", alert)
        readers = text_of(page.xpath("//p[@class='readers']")[0])
        self.assertIn("Liaison officer, UNODC (exercise) (1)", readers)
        self.assertIn("Members: 6", readers)
        form = self.page("secretariat", f"{alert}/choose-readers").forms[-1]
        chosen = form.xpath(".//ul[@id='chosen']/li/@data-token")
        self.assertEqual(set(chosen), {"country:XA", "member:igo-unodc"})

    def test_what_was_reported_meanwhile_is_not_opened(self):
        alert = self.published(handling="amber")
        page = self.ask_for(alert, "country:XA")
        reported = {"comment": "The driver."}
        self.rest("police-xb", "POST", f"{alert}/@workflow/report", 200, json=reported)
        answer = self.agree(page)
        self.assertEqual(answer.status_code, 412)
        self.assertEqual(self.audience(alert)[0], "reported")

    def change(self, item):
        new = {"title": "EXERCISE: what nobody has looked at"}
        self.rest("secretariat", "PATCH", item, 204, json=new)

    def test_what_changed_since_the_question_is_looked_at_first(self):
        """With the question of the page itself, and of a button of the item's page."""
        for how, readers in (("only", ["country:XA"]), ("enforcement", [])):
            alert = self.make(handling="amber")
            self.move(alert, "submit")
            page = self.ask_for(alert, *readers, how=how)
            if not readers:
                page = self.publish(alert, 200)
            self.move(alert, "retract")
            self.change(alert)
            self.move(alert, "submit")
            answer = self.agree(page)
            self.assertEqual(answer.status_code, 412)
            self.assertEqual(self.audience(alert)[0], "pending")
            (warning,) = self.parse(answer).xpath("//*[@id='changed-meanwhile']")
            self.assertIn("EXERCISE: what nobody has looked at", text_of(warning))
            self.assertIn("Waiting for the Secretariat", text_of(warning))
            self.assertEqual([alert], warning.xpath(".//a/@href"))
            form = self.parse(answer).forms[-1]
            data = [*form.form_values(), ("buttons.save", "1")]
            asked = self.ask("secretariat", "POST", form.action, data=data)
            self.assertEqual(asked.status_code, 200)
            self.assertEqual(self.agree(self.parse(asked)).status_code, 302)
            self.rest("customs-xa", "GET", alert, 200)

    def publish(self, item, status, page=None):
        """Press the button on the item's page: the page with the question."""
        page = page if page is not None else self.page("secretariat", item)
        (form,) = page.xpath("//form[.//input[@name='how']]")
        data = dict(form.form_values())
        answer = self.ask("secretariat", "POST", form.action, data=data)
        self.assertEqual(answer.status_code, status, answer.text)
        return self.parse(answer)

    def test_a_button_publishes_what_its_page_has_shown(self):
        alert = self.make()
        self.move(alert, "submit")
        seen = self.page("secretariat", alert)
        self.change(alert)
        page = self.publish(alert, 412, seen)
        self.assertFalse(page.xpath("//*[@name='sure']"))
        self.assertTrue(page.xpath("//*[@id='changed-meanwhile']"))

    def test_what_was_withdrawn_returned_or_archived_meanwhile_stays_so(self):
        for before, moves, after in (
            (("submit",), ("retract",), "draft"),
            (("submit", "publish"), ("report", "return"), "draft"),
            (("submit", "publish"), ("archive",), "archived"),
        ):
            alert = self.make(handling="green")
            for name in before:
                self.move(alert, name)
            page = self.ask_for(alert, "member:igo-unodc", how="add")
            for name in moves:
                reason = {"comment": "The driver."} if name == "report" else {}
                url = f"{alert}/@workflow/{name}"
                self.rest("secretariat", "POST", url, 200, json=reason)
            self.assertEqual(self.agree(page).status_code, 412)
            self.assertEqual(self.audience(alert)[0], after)

    def test_a_picture_added_meanwhile_counts(self):
        alert = self.make()
        page = self.ask_for(alert, "country:XA", how="add")
        file = {"filename": "crate.txt", "data": "dGVzdA==", "encoding": "base64"}
        new = {"@type": "File", "title": "List", "file": file}
        self.rest("customs-xa", "POST", alert, 201, json=new)
        self.assertEqual(self.agree(page).status_code, 412)

    def test_what_is_out_of_the_ordinary_warns(self):
        strange = self.make(handling="green")
        page = self.ask_for(strange, "country:XB", "organisation:UNODC (exercise)")
        warnings = page.xpath("//p[contains(@class, 'warning')]")
        warnings = [text_of(one) for one in warnings]
        self.assertEqual(len(warnings), 2)
        self.assertIn("UNODC", warnings[1])
        self.agree(page)
        page = self.ask_for(self.make(handling="green"), "member:police-xb")
        self.assertFalse(page.xpath("//p[contains(@class, 'warning')]"))

    def test_nobody_and_whom_the_code_leaves_out_are_refused(self):
        alert = self.make(handling="amber_strict")
        self.ask_for(alert, status=400)
        page = self.ask_for(alert, "category:igo", how="add", status=400)
        self.assertIn("TLP:AMBER+STRICT", text_of(page))

    def found(self, item, typed):
        page = f"{item}/choose-readers"
        answer = self.ask("secretariat", "GET", page, params={"q": typed})
        self.assertEqual(answer.status_code, 200)
        return [one["token"] for one in answer.json()["items"]]

    def test_red_offers_persons_only(self):
        red = self.make(handling="red")
        found = self.found(red, "xb")
        self.assertIn("member:police-xb", found)
        self.assertEqual({"member"}, {one.partition(":")[0] for one in found})
        self.ask_for(red, "part:2:customs:XA", status=400)

    def test_nobody_is_listed_before_something_is_typed(self):
        alert = self.make()
        page = self.page("secretariat", f"{alert}/choose-readers")
        self.assertNotIn("XB", text_of(page.forms[-1]))
        self.assertEqual(self.found(alert, ""), [])

    def test_a_category_of_a_country_is_found_by_words_in_any_order(self):
        alert = self.published(handling="amber")
        for typed in ("customs neverland", "Neverland cust"):
            first, *others = self.found(alert, typed)
            self.assertEqual(first, "part:2:customs:XA")
            self.assertTrue(all(one.startswith("member:") for one in others), others)
        page = self.ask_for(alert, "part:2:customs:XA")
        carried = page.forms[-1].xpath(".//input[@name='readers']/@value")
        self.assertEqual({"member:customs-xa", "member:contact-xa"}, set(carried))
        self.agree(page)
        self.assertEqual(
            set(self.audience(alert)[2]), {"member:customs-xa", "member:contact-xa"}
        )
        for token in (
            "part:3:customs:XA",
            "part:x:customs:XA",
            "part:",
            "nonsense",
            LONG,
        ):
            self.ask_for(alert, token, status=400)

    def test_without_scripts_a_button_finds_them(self):
        alert = self.published(handling="amber")
        form = self.page("secretariat", f"{alert}/choose-readers").forms[-1]
        data = [*form.form_values(), ("find", "interpol"), ("look_up", "1")]
        data = [pair for pair in data if pair[0] != "buttons.save"]
        data = [pair for pair in data if pair != ("find", "")]
        answer = self.ask("secretariat", "POST", form.action, data=data)
        self.assertEqual(answer.status_code, 200, answer.text[:3000])
        page = self.parse(answer)
        offered = page.xpath("//ul[@class='offered']//input/@value")
        self.assertIn("member:igo-interpol", offered)
        chosen = page.xpath("//ul[@id='chosen']/li/@data-token")
        self.assertIn("category:police", chosen)
        self.assertFalse(page.xpath("//*[@name='sure']"))
        self.assertEqual(self.audience(alert)[0], "enforcement")

    def test_the_page_is_the_secretariats(self):
        alert = self.published()
        for user, status in (("customs-xa", 403), ("igo-unodc", 404)):
            self.page(user, f"{alert}/choose-readers", status)
