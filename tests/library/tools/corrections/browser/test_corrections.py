"""The pages of an alert's corrections, and what the alert's own page says of them."""

from tests.library.case import LibraryCase, text_of


READER, AUTHOR, OFFICE, OTHER = "police-xb", "customs-xa", "secretariat", "customs-xb"
LINE = {"species": "Acinonyx jubatus", "term": "LIV", "quantity": 2.0}


class CorrectionsPageTest(LibraryCase):
    def setUp(self):
        super().setUp()
        self.alert = self.published(location="Port of Nowhere", specimens=[LINE])
        self.place = f"{self.alert}/corrections"

    def propose(self, value="Port of Somewhere", **more):
        url = f"{self.place}/propose?field=location"
        page = self.page(READER, url)
        self.assertIn("Port of Nowhere", page.xpath("//input[@name='value']/@value"))
        answer = self.send(READER, page, "propose?field=location", value=value, **more)
        self.assertEqual(answer.headers.get("Location"), self.place, answer.text[:3000])

    def says(self):
        return self.rest(OFFICE, "GET", self.alert, 200)["location"]

    def answer(self, way, user=AUTHOR):
        """The address of an answer, as the page offers it."""
        links = self.page(user, self.place).xpath("//a[@class='button']/@href")
        return next(url for url in links if url.endswith(f"/{way}"))

    def test_a_reader_proposes_and_the_author_takes_it(self):
        told = self.page(READER, self.alert)
        (link,) = told.xpath("//a[contains(@href, '/corrections')]/@href")
        self.assertEqual(link, f"{self.place}#propose")
        offered = self.page(READER, self.place).xpath("//select/option/@value")
        self.assertIn("specimens", offered)
        self.assertNotIn("handling", offered)
        self.propose(note="It was on the papers.")

        page = text_of(self.page(READER, self.place))
        self.assertIn("It was on the papers.", page)
        self.assertIn("not decided yet", page)
        self.assertNotIn("Accept", page)
        self.assertNotIn("papers", text_of(self.page(OTHER, self.place)))
        told = text_of(self.page(AUTHOR, self.alert))
        self.assertIn("Correction awaiting a decision: Place", told)
        self.assertNotIn("awaiting a decision", text_of(self.page(OTHER, self.alert)))
        waiting = self.page(AUTHOR, f"{self.group}/corrections")
        self.assertEqual(waiting.xpath("//ol//a/@href"), [self.place])
        self.assertIn(
            "No correction waits", text_of(self.page(READER, f"{self.group}/corrections"))
        )

        url = self.answer("accept")
        for user in (READER, OTHER):
            self.page(user, url, 404)
        page = self.page(AUTHOR, url)
        (compared,) = page.xpath("//*[contains(@class, 'compared')]")
        self.assertEqual(text_of(compared.find("ins")), "Somewhere")
        answer = self.send(AUTHOR, page, url)
        self.assertEqual(answer.headers.get("Location"), self.place, answer.text[:3000])
        self.assertEqual(self.says(), "Port of Nowhere")
        self.assertIn("not confirmed yet", text_of(self.page(READER, self.place)))
        self.assertIn("Secretariat has confirmed", text_of(page))
        self.assertFalse(self.page(AUTHOR, self.place).xpath("//a[@class='button']"))

        url = self.answer("accept", OFFICE)
        page = self.page(OFFICE, url)
        self.assertNotIn("has confirmed", text_of(page))
        self.send(OFFICE, page, url)
        self.assertEqual(self.says(), "Port of Somewhere")
        self.assertIn("accepted", text_of(self.page(READER, self.place)))

    def test_what_changed_since_the_question_is_asked_about_again(self):
        self.propose()
        url = self.answer("accept")
        page = self.page(AUTHOR, url)
        self.rest(OFFICE, "PATCH", self.alert, 204, json={"location": "Airport"})
        answer = self.send(AUTHOR, page, url)
        self.assertEqual((answer.headers.get("Location"), self.says()), (url, "Airport"))
        page = self.page(OFFICE, url)
        self.assertIn("has changed since", text_of(page))
        self.assertIn("Airport", text_of(page))
        self.send(OFFICE, page, url)
        self.assertEqual(self.says(), "Port of Somewhere")

    def test_what_was_decided_meanwhile_is_said(self):
        self.propose()
        url = self.answer("accept", OFFICE)
        here, there = self.page(OFFICE, url), self.page(OFFICE, url)
        self.send(OFFICE, here, url)
        answer = self.send(OFFICE, there, url)
        self.assertIn("The decision has already been made.", answer.text)
        self.assertEqual(self.says(), "Port of Somewhere")
        decline = url.replace("/accept", "/decline")
        self.assertIn("already been made", text_of(self.page(OFFICE, decline)))
        self.page(READER, url, 404)

    def test_the_note_of_the_version_is_in_the_language_of_its_reader(self):
        self.propose()
        url = self.answer("accept", OFFICE)
        self.send(OFFICE, self.page(OFFICE, url), url)
        for language, note in (
            ("en", "Correction proposed by a reader"),
            ("es", "Corrección propuesta por un lector"),
        ):
            headers = {"Accept-Language": language, "Accept": "text/html"}
            answer = self.ask(OFFICE, "GET", f"{self.alert}/versions", headers=headers)
            self.assertIn(note, answer.text)

    def test_it_is_not_taken_with_a_reason(self):
        self.propose()
        url = self.answer("decline", OFFICE)
        answer = self.send(
            OFFICE, self.page(OFFICE, url), url, answer="Papers were false."
        )
        self.assertEqual(answer.headers.get("Location"), self.place, answer.text[:3000])
        self.assertEqual(self.says(), "Port of Nowhere")
        page = text_of(self.page(READER, self.place))
        self.assertIn("Papers were false.", page)
        self.assertIn("declined", page)

    def test_each_field_has_its_own_input(self):
        for name, found in (
            ("specimens", "//input[contains(@name, 'species')]/@value"),
            ("incident_date", "//input[@type='date']"),
            ("incident_country", "//select[@name='value'] | //input[@name='value']"),
            ("body", "//textarea[@name='value']"),
        ):
            page = self.page(READER, f"{self.place}/propose?field={name}")
            self.assertTrue(page.xpath(found), name)
        for name in ("handling", "nothing", ""):
            self.page(READER, f"{self.place}/propose?field={name}", 404)

    def test_mistakes_and_names_come_back_with_what_was_typed(self):
        url = f"{self.place}/propose?field=location"
        page, name = self.page(READER, url), "propose?field=location"
        self.assertIn("already says this", self.send(READER, page, name).text)
        named = "Seen by Chinedu Okonkwo."
        answer = self.send(READER, page, name, value=named)
        self.assertEqual(answer.status_code, 400)
        asked = self.parse(answer)
        self.assertIn("Chinedu Okonkwo", text_of(asked))
        answer = self.send(READER, asked, name, non_nominal_confirmed="A ship")
        self.assertEqual(answer.headers.get("Location"), self.place, answer.text[:3000])

    def test_an_archived_alert_takes_none(self):
        self.propose()
        self.move(self.alert, "archive")
        page = self.page(READER, self.place)
        self.assertFalse(page.xpath("//*[@id='propose']"))
        self.assertIn("published and not archived", text_of(page))
        page = self.page(READER, f"{self.place}/propose?field=location")
        self.assertFalse(page.xpath("//input[@name='value']"))
