"""The page of an alert's sightings, and what the alert's own page says of them."""

from tests.library.case import LibraryCase, text_of


NOTE = "The same crates at the port."


class SightingsPageTest(LibraryCase):
    def test_a_reader_adds_corrects_and_removes_one(self):
        alert = self.published()
        place = f"{alert}/sightings"
        self.assertIn("Seen here too", text_of(self.page("police-xb", alert)))
        page = self.page("police-xb", place)
        self.assertEqual(page.xpath("//option[@selected]/@value"), ["XB"])
        answer = self.send("police-xb", page, "sightings", note=NOTE, quantity="4")
        self.assertEqual(answer.status_code, 302, answer.text)

        told = text_of(self.page("customs-xa", alert))
        self.assertIn("Sighting from Wonderland (exercise)", told)
        self.assertNotIn(NOTE, told)
        page = self.page("customs-xa", place)
        self.assertIn(NOTE, text_of(page))
        self.assertEqual(page.xpath("//*[@class='row-facts']/a"), [])

        page = self.page("police-xb", place)
        correct, remove = page.xpath("//*[@class='row-facts']/a/@href")
        for url in (correct, remove):
            self.page("customs-xa", url, 404)
        form = self.page("police-xb", correct)
        answer = self.send("police-xb", form, correct, note=f"{NOTE} Two were empty.")
        self.assertEqual(answer.headers["Location"], place)
        self.assertIn("Two were empty.", text_of(self.page("customs-xa", place)))
        answer = self.send("police-xb", self.page("police-xb", remove), remove)
        self.assertEqual(answer.headers["Location"], place)
        self.assertIn("Nobody has added", text_of(self.page("customs-xa", place)))

    def test_a_note_that_names_somebody_is_asked_about(self):
        alert = self.published()
        page = self.page("police-xb", f"{alert}/sightings")
        named = "Seen by Chinedu Okonkwo at the port."
        answer = self.send("police-xb", page, "sightings", note=named)
        self.assertEqual(answer.status_code, 400)
        asked = self.parse(answer)
        self.assertIn("Chinedu Okonkwo", text_of(asked))
        reason = {"non_nominal_confirmed": "A ship is called so"}
        answer = self.send("police-xb", asked, "sightings", **reason)
        self.assertEqual(answer.status_code, 302, answer.text[:3000])

    def test_a_draft_says_nothing_of_them_and_an_archived_alert_what_there_was(self):
        draft = self.make()
        self.assertNotIn("Seen here too", text_of(self.page("customs-xa", draft)))
        page = self.page("customs-xa", f"{draft}/sightings")
        self.assertIn("published and not archived", text_of(page))
        alert = self.published()
        page = self.page("police-xb", f"{alert}/sightings")
        self.send("police-xb", page, "sightings", note=NOTE)
        self.move(alert, "archive")
        told = text_of(self.page("police-xb", alert))
        self.assertIn("Sighting from Wonderland (exercise)", told)
        self.assertNotIn("Seen here too", told)

    def test_the_form_says_who_reads_it_and_who_does_not_yet_is_let_in_later(self):
        alert = self.published()
        place = f"{alert}/sightings"
        page = self.page("police-xb", place)
        self.assertIn("customs, police and wildlife law enforcement", text_of(page))
        self.assertIn("Members: 8.", text_of(page))
        self.send("police-xb", page, "sightings", note=NOTE)
        self.move(alert, "share")
        self.assertNotIn(NOTE, text_of(self.page("igo-unodc", place)))
        self.assertIn("Nobody has added", text_of(self.page("igo-unodc", place)))
        self.assertNotIn("Open to all", text_of(self.page("customs-xb", place)))
        page = self.page("police-xb", place)
        open_it, correct, _remove = page.xpath("//*[@class='row-facts']/a/@href")
        self.assertIn("written before", text_of(self.page("police-xb", correct)))
        for user in ("customs-xb", "igo-unodc"):
            self.page(user, open_it, 404)
        asked = self.page("secretariat", open_it)
        form = self.page("police-xb", correct)
        self.send("police-xb", form, correct, note=f"{NOTE} Two were empty.")
        answer = self.send("secretariat", asked, open_it)
        self.assertEqual(answer.status_code, 412)
        self.assertTrue(self.parse(answer).xpath("//*[@id='changed-meanwhile']"))
        self.assertNotIn(NOTE, text_of(self.page("igo-unodc", place)))
        question = self.page("police-xb", open_it)
        self.assertIn("intergovernmental organizations", text_of(question))
        answer = self.send("police-xb", question, open_it)
        self.assertEqual(answer.headers["Location"], place)
        self.assertIn(NOTE, text_of(self.page("igo-unodc", place)))
        self.page("police-xb", open_it, 404)

    def test_the_list_counts_them(self):
        alert = self.published()
        page = self.page("police-xb", f"{alert}/sightings")
        self.send("police-xb", page, "sightings", note=NOTE)
        self.assertIn("Seen here too: 1", text_of(self.page("customs-xb", self.library)))
