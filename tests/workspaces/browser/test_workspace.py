"""The pages of workspaces: their list, one of them, its forms."""

from tests.workspaces.browser.case import ScreensCase


class WorkspacePageTest(ScreensCase):
    def test_the_list_shows_what_one_is_in_and_what_is_new(self):
        for user, seen in (("customs-xa", True), ("customs-xb", False)):
            words = self.words(self.page(self.place, user))
            self.assertEqual(seen, "EXERCISE: route through XB" in words)
            self.assertEqual(seen, "EXERCISE: crates at the port" in words)
        words = self.words(self.page(self.place, "secretariat"))
        self.assertIn("You are not in the team", words)
        self.assertNotIn("crates at the port", words)

    def test_a_workspace_shows_its_topics_to_its_team(self):
        self.assertIn("crates at the port", self.words(self.page(self.workspace)))
        words = self.words(self.page(self.workspace, "secretariat"))
        self.assertIn("none of its topics", words)
        self.assertNotIn("crates at the port", words)
        for query in ("?q=crates", "?unread=1", "?q=nothing"):
            self.page(f"{self.workspace}{query}", "wildlife-xa")

    def test_what_cannot_be_asked_for_is_named_and_nothing_is_shown(self):
        for query, said in (
            ("q=" + "x" * 201, "The text is longer than 200 characters."),
            ("unread=zz", "Give 1 (yes) or 0 (no)"),
            ("b_start=x", "Enter a number from 0"),
        ):
            name, _is, typed = query.partition("=")
            for url in (self.place, self.workspace):
                with self.subTest(query, url=url):
                    page = self.page(f"{url}?{query}", status=400)
                    (summary,) = page.xpath("//*[@id='form-errors']")
                    self.assertIn(said, self.words(summary))
                    (field,) = page.xpath("//*[@id=$name]", name=name)
                    self.assertEqual("true", field.get("aria-invalid"))
                    if field.get("type") != "checkbox":
                        self.assertEqual(typed, field.value)
                    (error,) = page.xpath("//*[@id=$id]", id=f"{name}-error")
                    self.assertIn(said, self.words(error))
                    self.assertNotIn("crates at the port", self.words(page))

    def test_it_has_a_name_and_a_purpose_in_each_language(self):
        texts = {
            "title_fr": "EXERCISE: route passant par XB",
            "description_fr": "Qui transporte quoi.",
            "title_es": "EXERCISE: ruta",
        }
        self.assertEqual(204, self.status("PATCH", self.workspace, json=texts))
        told = self.ask("GET", f"{self.group}/@topics").json()["items"][0]["workspace"]
        self.assertEqual("EXERCISE: route through XB", told["title"])
        for language, name, purpose in (
            ("fr", texts["title_fr"], texts["description_fr"]),
            # What a language lacks is shown as it is by itself.
            ("es", texts["title_es"], "Who carries what through which port."),
            ("en", "EXERCISE: route through XB", "Who carries what"),
        ):
            for url in (self.place, self.workspace, self.topic):
                page = self.page(f"{url}?set_language={language}")
                self.assertIn(name, self.words(page), url)
            page = self.page(f"{self.place}?set_language={language}")
            self.assertIn(purpose, self.words(page))
            page = self.page(f"{self.workspace}?set_language={language}")
            self.assertIn(name, page.findtext(".//title"))
            self.assertEqual(name, page.findtext(".//h1"))
            self.assertIn(purpose, self.words(page))
        self.page(f"{self.workspace}?set_language=en")

    def test_archiving(self):
        asked = self.send(self.workspace, do="archive", status=200)
        self.assertIn("Archive this team?", asked.text)
        self.send(self.workspace, do="archive", sure=True)
        for url in (self.workspace, self.topic, f"{self.workspace}/team", self.place):
            self.assertIn("rchived", self.words(self.page(url)), url)
        self.assertFalse(self.page(self.topic).xpath("//textarea"))
        self.send(self.workspace, "secretariat", do="restore")
        self.assertTrue(self.page(self.topic).xpath("//textarea"))

    def test_forms(self):
        for url in (
            f"{self.place}/++add++Workspace",
            f"{self.workspace}/++add++Topic",
            f"{self.workspace}/edit",
            f"{self.topic}/edit",
            f"{self.topic}/++add++Image",
            f"{self.topic}/++add++File",
        ):
            self.assertTrue(self.page(url).xpath("//form//*[@name='form.buttons.save']"))
            if not url.startswith(f"{self.place}/++add++"):
                guest = self.page(url, "wildlife-xa", status=403)
                self.assertFalse(guest.xpath("//form//*[@name='form.buttons.save']"))

    def test_every_language(self):
        said = {
            "en": "Teams",
            "fr": "Équipes",
            "es": "Equipos",
        }
        for lang in said:
            for url in (self.place, self.workspace, self.topic, f"{self.workspace}/team"):
                page = self.page(url, lang=lang)
                self.assertEqual([lang], page.xpath("/html/@lang"), url)
                self.assertIn(said[lang], self.words(page), url)
