import json
import transaction
import unittest
from cites.cug.core.codelists import lists
from cites.cug.demo.testing import CUG_FUNCTIONAL, PASSWORD
from lxml import html
from plone import api
from plone.testing.zope import Browser
from urllib.error import HTTPError


class FunctionalCase(unittest.TestCase):
    layer = CUG_FUNCTIONAL

    def setUp(self):
        self.portal_url = self.layer["portal"].absolute_url()

    def browser(self, user="secretariat", handle_errors=True):
        browser = Browser(self.layer["app"])
        browser.handleErrors = handle_errors
        browser.addHeader("Authorization", f"Basic {user}:{PASSWORD}")
        return browser

    def title(self, list_name, code, language="en"):
        transaction.begin()
        return lists.title(list_name, code, language)


class TestScreen(FunctionalCase):
    def open(self, query="list=term", user="secretariat"):
        browser = self.browser(user)
        browser.open(f"{self.portal_url}/cheetahs/code-lists?{query}")
        return browser

    def correct(self, browser, **fields):
        form = browser.getForm(id="entry")
        for name, value in fields.items():
            form.getControl(name=name).value = value
        form.getControl(name="entry", index=0).click()

    def test_the_lists_and_whose_codes_they_are(self):
        contents = self.open().contents
        self.assertIn("Specimen descriptions", contents)
        self.assertIn("These are CITES codes.", contents)
        contents = self.open("list=sanction").contents
        self.assertIn("not CITES codes", contents)
        self.assertIn("community_service", contents)

    def test_another_list_is_chosen_from_the_select(self):
        browser = self.open()
        browser.getControl("List").value = ["transport_mode"]
        browser.getControl("Show").click()
        self.assertIn("sea_vessel_small", browser.contents)

    def test_the_form_for_a_code_shows_it_as_it_is(self):
        form = self.open("list=term&code=OIL").getForm(id="entry")
        self.assertEqual("OIL", form.getControl(name="code").value)
        self.assertEqual("huile", form.getControl(name="fr").value)
        form = self.open("list=term&code=WAL").getForm(id="entry")
        self.assertEqual(["1"], form.getControl(name="hidden").value)

    def test_correct_and_undo(self):
        browser = self.open("list=term&code=OIL")
        self.correct(browser, fr="graisse")
        self.assertIn("The code list has been changed.", browser.contents)
        self.assertIn("Changed", browser.contents)
        self.assertEqual("graisse", self.title("term", "OIL", "fr"))
        browser.getControl(name="undo").click()
        self.assertEqual("huile", self.title("term", "OIL", "fr"))

    def test_add(self):
        browser = self.open("list=transport_mode")
        self.correct(browser, code="drone", en="Drone", fr="Drone", es="Dron")
        self.assertIn("Added", browser.contents)
        self.assertEqual("Dron", self.title("transport_mode", "drone", "es"))

    def test_hide(self):
        browser = self.open("list=term&code=OIL")
        self.correct(browser, hidden=True)
        transaction.begin()
        self.assertNotIn("OIL", lists.codes("term"))

    def test_what_is_refused_is_said_and_stays_in_the_form(self):
        browser = self.open("list=term")
        browser.raiseHttpErrors = False
        self.correct(browser, code="O-L", en="<b>fat</b>", fr="b", es="c")
        self.assertTrue(browser.headers["status"].startswith("400"))
        self.assertIn("A code has only letters", browser.contents)
        form = browser.getForm(id="entry")
        self.assertEqual("O-L", form.getControl(name="code").value)
        self.assertNotIn("<b>fat</b>", browser.contents)

    def test_errors_in_the_text_name_the_line(self):
        browser = self.open("list=term")
        browser.raiseHttpErrors = False
        text = "OIL | fat | graisse | grasa\nnonsense"
        browser.getControl(name="corrections").value = text
        browser.getControl(name="replace", index=0).click()
        self.assertTrue(browser.headers["status"].startswith("400"))
        self.assertRegex(browser.contents, r"Line 2: Write: CODE")
        self.assertIn("nonsense", browser.getControl(name="corrections").value)
        self.assertEqual("oil", self.title("term", "OIL"))

    def test_replace_all_corrections(self):
        browser = self.open("list=term")
        browser.getControl(name="corrections").value = "OIL | fat | graisse | grasa"
        browser.getControl(name="replace", index=0).click()
        self.assertEqual("fat", self.title("term", "OIL"))

    def test_nobody_overwrites_anothers_correction_unseen(self):
        mine, theirs = (self.open("list=term&code=OIL") for _one in "12")
        self.correct(theirs, fr="graisse")
        mine.raiseHttpErrors = False
        self.correct(mine, fr="lipide")
        self.assertTrue(mine.headers["status"].startswith("412"))
        self.assertIn("graisse", mine.contents)
        self.assertEqual("graisse", self.title("term", "OIL", "fr"))
        self.correct(mine)
        self.assertEqual("lipide", self.title("term", "OIL", "fr"))

    def test_what_is_added_does_not_overwrite_a_code_unseen(self):
        browser = self.open("list=term")
        browser.raiseHttpErrors = False
        self.correct(browser, code="OIL", en="fat", fr="graisse", es="grasa")
        self.assertTrue(browser.headers["status"].startswith("412"))
        self.assertIn("huile", browser.contents)
        self.assertEqual("oil", self.title("term", "OIL"))

    def test_replaced_meanwhile(self):
        mine, theirs = self.open(), self.open("list=term&code=OIL")
        self.correct(theirs, fr="graisse")
        mine.raiseHttpErrors = False
        mine.getControl(name="corrections").value = "CAV | roe | oeufs | huevas"
        mine.getControl(name="replace", index=0).click()
        self.assertTrue(mine.headers["status"].startswith("412"))
        self.assertEqual("graisse", self.title("term", "OIL", "fr"))

    def test_a_long_list_has_pages_and_leads_back_to_the_one_of_a_code(self):
        browser, pages = self.open("list=term"), []
        while True:
            tree = html.fromstring(browser.contents)
            pages.append(self.codes(browser))
            if not tree.xpath("//nav[@class='paging']/a[@rel='next']"):
                break
            browser.getLink("Next page").click()
        shown = [code for page in pages for code in page]
        transaction.begin()
        self.assertCountEqual(lists.code_list("term").entries, shown)
        self.assertLessEqual(max(map(len, pages)), 25)
        self.assertGreater(len(pages), 2)
        browser = self.open(f"list=term&code={pages[1][3]}")
        self.assertEqual(pages[1], self.codes(browser))
        self.correct(browser, fr="zq")
        self.assertIn(pages[1][3], self.codes(browser))
        self.assertTrue(browser.url.endswith(f"#code-{pages[1][3]}"))

    def codes(self, browser):
        tree = html.fromstring(browser.contents)
        return tree.xpath("//main//tbody/tr/th/text()")

    def test_a_word_finds_codes_by_any_title(self):
        contents = self.open("list=term&text=Hu%C3%ACle").contents
        self.assertIn("OIL", contents)
        self.assertNotIn("CAV", contents)
        contents = self.open("list=term&text=nonsense").contents
        self.assertIn("Nothing here matches", contents)

    def test_unknown_lists_are_not_found(self):
        with self.assertRaisesRegex(HTTPError, "404"):
            self.open("list=nonsense")

    def test_a_request_from_another_site_changes_nothing(self):
        browser = self.browser()
        browser.raiseHttpErrors = False
        browser.post(
            f"{self.portal_url}/cheetahs/code-lists",
            "list=term&code=OIL&en=fat&fr=graisse&es=grasa&entry=1",
        )
        self.assertTrue(browser.headers["status"].startswith("403"))
        self.assertEqual("oil", self.title("term", "OIL"))

    def test_only_the_secretariat_sees_it(self):
        for user in ("customs-xa", "contact-xa", "igo-interpol", "outsider"):
            with self.subTest(user), self.assertRaisesRegex(HTTPError, "40[34]"):
                self.open(user=user)


class TestRest(FunctionalCase):
    def get(self, user, path, language="en"):
        browser = self.browser(user)
        browser.addHeader("Accept", "application/json")
        browser.addHeader("Accept-Language", language)
        browser.open(f"{self.portal_url}/{path}")
        return json.loads(browser.contents)

    def test_members_read_the_vocabularies(self):
        for user in ("customs-xa", "igo-interpol", "secretariat"):
            answer = self.get(user, "@vocabularies/cites.cug.term?b_size=200")
            titles = {item["token"]: item["title"] for item in answer["items"]}
            self.assertEqual(123, answer["items_total"])
            self.assertEqual("live (LIV)", titles["LIV"])

    def test_titles_are_in_the_language_of_the_reader(self):
        with api.env.adopt_roles(["Manager"]):
            for name, value in {
                "plone.available_languages": ["en", "fr", "es"],
                "plone.use_request_negotiation": True,
            }.items():
                api.portal.set_registry_record(name, value)
        transaction.commit()
        path = "@vocabularies/cites.cug.alert_type"
        for language, title in {"fr": "Saisie", "es": "Decomiso"}.items():
            items = self.get("customs-xa", path, language)["items"]
            self.assertIn(title, [item["title"] for item in items])
