"""The pages of translations, and the item's own page in the reader's language."""

from tests.library.case import LibraryCase, text_of


ORIGINAL = {
    "title": "EXERCICE : cinq petits dans des caisses",
    "description": "Deux caisses de fruits.",
    "body": "<p>Sous les mangues, une planche percée.</p>",
    "language": "fr",
}
ENGLISH = {
    "title": "EXERCISE: five cubs in crates",
    "description": "Two crates of fruit.",
    "body": "<p>Below the mangoes, a board with holes.</p>",
}


class TranslationPagesTest(LibraryCase):
    def translated(self):
        alert = self.published(**ORIGINAL)
        page = self.page("customs-xa", f"{alert}/translate")
        chosen = "//select[@name='language']/option[@selected]/@value"
        self.assertEqual(page.xpath(chosen), ["en"])
        answer = self.send("customs-xa", page, "translate", **ENGLISH)
        self.assertEqual(answer.headers["Location"], f"{alert}/view?in=en", answer.text)
        return alert

    def read(self, user, alert, language="en", status=200, **query):
        headers = {"Accept-Language": language}
        answer = self.ask(user, "GET", f"{alert}/view", headers=headers, params=query)
        self.assertEqual(answer.status_code, status)
        return self.parse(answer)

    def test_readers_get_their_language_and_reach_the_original_in_one_step(self):
        alert = self.translated()
        page = self.read("customs-xb", alert)
        self.assertEqual(page.xpath("//h1/@lang"), ["en"])
        told = text_of(page)
        for text in (*ENGLISH.values(), "Translation from French by"):
            self.assertIn(text.removeprefix("<p>").removesuffix("</p>"), told)
        (original,) = page.xpath("//*[@class='translation']//a/@href")
        self.assertEqual(original, f"{alert}/view?in=original")
        told = text_of(self.page("customs-xb", original))
        self.assertIn(ORIGINAL["title"], told)
        self.assertNotIn(ENGLISH["title"], told)
        page = self.read("customs-xb", alert, "fr")
        self.assertEqual(text_of(page.xpath("//h1")[0]), ORIGINAL["title"])
        page = self.read("customs-xb", alert, "fr", **{"in": "en"})
        self.assertEqual(text_of(page.xpath("//h1")[0]), ENGLISH["title"])
        self.assertEqual(page.xpath("//a[contains(@href, 'versions?old')]"), [])

    def test_lists_have_the_title_in_the_readers_language(self):
        self.translated()
        for language, title in (("en", ENGLISH["title"]), ("fr", ORIGINAL["title"])):
            headers = {"Accept-Language": language}
            answer = self.ask("customs-xb", "GET", self.library, headers=headers)
            titles = [
                text_of(one)
                for one in self.parse(answer).xpath("//*[@class='row-head']/a")
            ]
            self.assertEqual(titles, [title])

    def test_what_changed_since_is_for_those_who_may_see_versions(self):
        alert = self.translated()
        change = {"body": "<p>Sous les mangues, deux planches.</p>"}
        self.rest("secretariat", "PATCH", alert, 204, json=change)
        page = self.read("customs-xb", alert)
        self.assertIn("The original has changed since.", text_of(page))
        self.assertNotIn("What has changed", text_of(page))
        page = self.read("secretariat", alert)
        (link,) = page.xpath("//a[. = 'What has changed']/@href")
        told = text_of(self.page("secretariat", link))
        self.assertIn("From version 2 to version 3", told)

    def test_it_is_corrected_and_removed(self):
        alert = self.translated()
        place = f"{alert}/translate"
        for url in (f"{place}/en", f"{place}/en/remove"):
            self.page("customs-xb", url, 404)
        self.page("customs-xa", f"{place}/es", 404)
        page = self.page("customs-xb", place)
        self.assertEqual(page.xpath("//*[@class='row-facts']/a"), [])
        page = self.page("customs-xa", f"{place}/en")
        answer = self.send("customs-xa", page, "translate/en", description="")
        self.assertEqual(answer.status_code, 400)
        self.assertIn("please translate it too", text_of(self.parse(answer)))
        answer = self.send("customs-xa", page, "translate/en", title="EXERCISE: six")
        self.assertEqual(answer.status_code, 302, answer.text)
        self.assertIn("EXERCISE: six", text_of(self.read("customs-xb", alert)))
        page = self.page("customs-xa", f"{place}/en/remove")
        self.send("customs-xa", page, "en/remove")
        self.assertIn("no translation yet", text_of(self.page("customs-xa", place)))
        self.assertIn(ORIGINAL["title"], text_of(self.read("customs-xb", alert)))

    def test_a_text_that_names_somebody_is_asked_about(self):
        alert = self.published(**ORIGINAL)
        page = self.page("customs-xa", f"{alert}/translate")
        named = {**ENGLISH, "title": "Cubs of Chinedu Okonkwo"}
        answer = self.send("customs-xa", page, "translate", **named)
        self.assertEqual(answer.status_code, 400)
        self.assertIn("Chinedu Okonkwo", text_of(self.parse(answer)))

    def test_the_form_of_a_new_item_begins_with_the_language_of_the_page(self):
        typed = "//input[contains(@name, 'language')][@type='text']/@value"
        chosen = "//select[contains(@name, 'language')]/option[@selected]/@value"
        for kind, path, said in (
            ("Alert", typed, "Español"),
            ("LibraryDocument", chosen, "es"),
        ):
            url = f"{self.library}/++add++{kind}"
            answer = self.ask("customs-xa", "GET", url, headers={"Accept-Language": "es"})
            self.assertIn(said, self.parse(answer).xpath(path), kind)
        alert = self.make()
        self.rest("customs-xa", "PATCH", alert, 204, json={"language": None})
        page = self.page("customs-xa", f"{alert}/edit")
        self.assertEqual([""], page.xpath(typed))
