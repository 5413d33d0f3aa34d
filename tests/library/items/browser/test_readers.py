"""The page that chooses the readers of an item."""

from tests.library.case import LibraryCase, text_of


class ChooseReadersTest(LibraryCase):
    def ask_for(self, item, *readers, comment=""):
        """Send the first form: the page with the question, or with mistakes."""
        form = self.page("secretariat", f"{item}/choose-readers").forms[-1]
        data = [(name, one) for name, one in form.form_values() if name != "readers"]
        data = [(name, one) for name, one in data if name != "comment"]
        data += [("readers", one) for one in readers]
        data += [("comment", comment), ("buttons.save", "1")]
        answer = self.ask("secretariat", "POST", form.action, data=data)
        self.assertEqual(answer.status_code, 200 if readers else 400, answer.text)
        return self.parse(answer)

    def agree(self, page):
        """Answer the question of the page."""
        form = page.forms[-1]
        data = [*form.form_values(), ("sure", "1")]
        return self.ask("secretariat", "POST", form.action, data=data)

    def test_the_question_names_who_gains_and_who_loses_it(self):
        alert = self.published(handling="amber")
        page = self.ask_for(alert, "country:XA", "member:igo-unodc")
        told = text_of(page.xpath("//form[@id='form']")[0])
        self.assertIn("Gain access: 1 – Liaison officer, UNODC (exercise)", told)
        self.assertIn("Customs officer, XB (exercise), Police officer, XB", told)
        self.assertNotIn("Police officer, XA (exercise),", told)
        before = self.rest("secretariat", "GET", f"{alert}/@audience", 200)
        self.assertEqual(before["state"], "enforcement")
        answer = self.agree(page)
        self.assertEqual(answer.status_code, 302, answer.text)
        for user, status in (("igo-unodc", 200), ("police-xb", 404)):
            self.rest(user, "GET", alert, status)
        page = self.page("igo-unodc", alert)
        readers = text_of(page.xpath("//p[@class='readers']")[0])
        self.assertIn("Liaison officer, UNODC (exercise) (1)", readers)
        self.assertIn("Members: 6", readers)
        form = self.page("secretariat", f"{alert}/choose-readers").forms[-1]
        chosen = form.xpath(".//option[@selected]/@value")
        self.assertEqual(set(chosen), {"country:XA", "member:igo-unodc"})

    def test_what_was_reported_meanwhile_is_not_opened(self):
        alert = self.published(handling="amber")
        page = self.ask_for(alert, "country:XA")
        reported = {"comment": "The driver."}
        self.rest("police-xb", "POST", f"{alert}/@workflow/report", 200, json=reported)
        answer = self.agree(page)
        self.assertEqual(answer.headers["Location"], alert)
        answer = self.ask("secretariat", "GET", alert, cookies=answer.cookies)
        (message,) = self.parse(answer).xpath("//p[@role='status']")
        self.assertEqual(message.get("class"), "message warning")

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
        self.ask_for(alert)
        form = self.page("secretariat", f"{alert}/choose-readers").forms[-1]
        data = [*form.form_values(), ("readers", "category:igo"), ("buttons.save", "1")]
        answer = self.ask("secretariat", "POST", form.action, data=data)
        self.assertEqual(answer.status_code, 400)
        self.assertIn("TLP:AMBER+STRICT", answer.text)

    def test_red_offers_persons_only(self):
        form = self.page("secretariat", f"{self.make(handling='red')}/choose-readers")
        offered = form.xpath("//select[@name='readers']/option/@value")
        self.assertIn("member:police-xb", offered)
        self.assertEqual({"member"}, {one.partition(":")[0] for one in offered})

    def test_the_page_is_the_secretariats(self):
        alert = self.published()
        for user, status in (("customs-xa", 403), ("igo-unodc", 404)):
            self.page(user, f"{alert}/choose-readers", status)
        answer = self.ask("secretariat", "GET", f"{alert}/change-state?transition=choose")
        self.assertEqual(answer.headers["Location"], f"{alert}/choose-readers")
