"""The pages of the help."""

from tests.library.case import LibraryCase, text_of


class HelpPageTest(LibraryCase):
    def test_members_read_their_part_in_their_language(self):
        for user in ("customs-xa", "igo-unodc"):
            for language, title in (
                ("en", "Help for members"),
                ("fr", "Aide pour les membres"),
                ("es", "Ayuda para los miembros"),
            ):
                url = f"{self.group}/help"
                page = self.page(user, url, set_language=language)
                (heading,) = page.xpath("//h1")
                self.assertEqual(text_of(heading), title)
                # Each line of the contents leads to a heading of the same words.
                lines = page.xpath("//div[@class='handbook']/nav//a")
                self.assertGreater(len(lines), 15)
                for line in lines:
                    name = line.get("href").removeprefix("#")
                    (section,) = page.xpath("//main//*[@id=$name]", name=name)
                    self.assertEqual(text_of(section), text_of(line))
                self.assertFalse(page.xpath("//main//a[contains(@href, 'secretariat')]"))

    def test_the_secretariats_part_is_for_nobody_else(self):
        url = f"{self.group}/help-secretariat"
        page = self.page("secretariat", url)
        self.assertTrue(page.xpath("//h2[@id='lost-device' or @id='retention']"))
        self.assertTrue(page.xpath("//main//a[@href=$it]", it=f"{self.group}/help"))
        page = self.page("secretariat", f"{self.group}/help")
        self.assertTrue(page.xpath("//main//a[@href=$it]", it=url))
        for user, status in {
            "customs-xa": 403,
            "igo-unodc": 403,
            "outsider": 404,
        }.items():
            with self.subTest(user=user):
                self.assertEqual(self.ask(user, "GET", url).status_code, status)

    def test_outsiders_and_strangers(self):
        self.assertEqual(
            self.ask("outsider", "GET", f"{self.group}/help").status_code, 404
        )
        self.page("outsider", f"{self.portal}/help")
        for url in (f"{self.portal}/help", f"{self.group}/help"):
            answer = self.ask(None, "GET", url)
            self.assertNotIn("Help for members", answer.text)
            self.assertNotEqual(answer.status_code, 200)

    def test_there_is_nothing_below_it(self):
        for name in ("help/messages", "help/zqmissing", "help-zqmissing"):
            answer = self.ask("customs-xa", "GET", f"{self.group}/{name}")
            self.assertEqual(answer.status_code, 404, name)
