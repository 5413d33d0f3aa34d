"""Names and texts of groups, folders and the portal in each language."""

import transaction
from cites.cug.core.settings.languages import LANGUAGES
from cites.cug.web.layout.local_texts import local_text, PORTAL_PREFIX
from lxml import html
from plone import api
from plone.app.testing import SITE_OWNER_NAME, SITE_OWNER_PASSWORD
from tests.library.case import LibraryCase, text_of
from tests.login.case import LoginCase


class GroupTextsTest(LibraryCase):
    def given(self, **texts):
        self.rest("secretariat", "PATCH", self.group, 204, json=texts)

    def test_each_reader_gets_the_texts_of_the_language_of_the_page(self):
        self.given(
            title_fr="Groupe guépards",
            description_fr="Le trafic",
            title_es="Guepardos",
            description_es=None,
        )
        for language, title, focus in (
            ("fr", "Groupe guépards", "Le trafic"),
            # What a language lacks is shown as it is by itself.
            ("es", "Guepardos", "Illegal trade in cheetahs"),
            ("en", "Closed User Group on Cheetahs", "Illegal trade in cheetahs"),
        ):
            for user in ("customs-xa", "secretariat"):
                address = f"{self.group}/overview"
                page = self.page(user, address, set_language=language)
                self.assertIn(title, text_of(page.xpath("//a[@class='group-name']")[0]))
                self.assertIn(title, page.findtext(".//title"))
                self.assertIn(focus, text_of(page), language)
            page = self.page("secretariat", self.portal, set_language=language)
            self.assertIn(title, text_of(page.xpath("//main")[0]))
        page = self.page(None, f"{self.group}/request-access", set_language="fr")
        self.assertIn("Groupe guépards", text_of(page.xpath("//h1")[0]))
        self.assertIn("Le trafic", text_of(page))

    def test_programs_get_and_set_each(self):
        self.given(title_fr="Groupe guépards")
        read = self.rest("customs-xa", "GET", self.group, 200)
        self.assertEqual("Groupe guépards", read["title_fr"])
        self.assertIsNone(read["title_en"])
        too_long = {"title_es": "g" * 201}
        answer = self.rest("secretariat", "PATCH", self.group, 400, json=too_long)
        self.assertEqual(["title_es"], [one["field"] for one in answer["errors"]])
        headers = {"Accept": "application/json"}
        for user in ("customs-xa", "igo-unodc"):
            other = {"json": {"title_fr": "Autre"}, "headers": headers}
            answer = self.ask(user, "PATCH", self.group, **other)
            self.assertIn(answer.status_code, (401, 403), user)

    def test_the_form_folds_them_into_one_part(self):
        page = self.page("secretariat", f"{self.group}/edit")
        (part,) = page.xpath("//details[.//input[contains(@name, 'title_fr')]]")
        self.assertIn("In each language", text_of(part))
        for language in LANGUAGES:
            for name in ("title", "description", "user_profile"):
                self.assertTrue(part.xpath(f".//*[contains(@name, '{name}_{language}')]"))


class FolderTextsTest(LibraryCase):
    def test_folders_are_listed_by_their_names_in_the_language_of_the_page(self):
        first = self.make_folder("Alpha", shared=True)
        self.make_folder("Beta", shared=True)
        texts = {"title_fr": "Zoulou", "description_fr": "Ce qui est dedans"}
        self.rest("secretariat", "PATCH", first, 204, json=texts)
        for language, names in (("en", ["Alpha", "Beta"]), ("fr", ["Beta", "Zoulou"])):
            page = self.page("customs-xa", self.library, set_language=language)
            links = page.xpath("//ul[@class='folders']//a")
            self.assertEqual(names, [text_of(one) for one in links])
        page = self.page("customs-xa", first, set_language="fr")
        self.assertIn("Ce qui est dedans", text_of(page))
        alert = self.published("share", within=first)
        page = self.page("customs-xa", f"{alert}/view", set_language="fr")
        (trail,) = page.xpath("//nav[contains(@class, 'trail')]")
        self.assertIn("Zoulou", text_of(trail))
        page = self.page("customs-xa", first, set_language="fr")
        self.assertEqual("Zoulou", text_of(page.xpath("//h1")[0]))
        self.assertEqual("Alpha", self.rest("customs-xa", "GET", first, 200)["title"])

    def test_what_has_no_such_texts_shows_its_own(self):
        portal = self.layer["portal"]
        self.assertEqual("Library", local_text(portal["cheetahs"]["library"]))
        group = portal["cheetahs"]
        self.assertEqual(group.title, local_text(group))
        self.assertEqual(group.title_es, local_text(group, language="es"))


class PortalNamesTest(LoginCase):
    def test_the_portal_has_a_name_in_each_language(self):
        browser = self.logged_in(SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
        address = f"{self.portal}/portal-names"
        page = html.fromstring(browser.get(address, timeout=120).text, base_url=address)
        (form,) = [one for one in page.forms if "title_fr" in one.fields]
        data = {**dict(form.form_values()), "title_fr": "Groupes fermés"}
        browser.post(address, data={**data, "buttons.save": "Save"}, timeout=120)
        transaction.abort()
        records = api.portal.get_registry_record
        self.assertEqual("Groupes fermés", records(f"{PORTAL_PREFIX}.title_fr"))
        for language, name in (("fr", "Groupes fermés"), ("es", "Plone site")):
            url = f"{self.portal}/login?set_language={language}"
            page = html.fromstring(browser.get(url, timeout=120).text)
            self.assertTrue(page.findtext(".//title").endswith(f"– {name}"))
