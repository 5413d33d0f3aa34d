"""What stands around every screen."""

import re
import requests
import unittest
from App.config import getConfiguration
from cites.cug.core.settings.deployment import SECTION
from cites.cug.demo.testing import PASSWORD
from cites.cug.web.layout.assets import asset_url, STATIC
from lxml import html
from plone.app.testing import SITE_OWNER_NAME, SITE_OWNER_PASSWORD
from tests.library.case import LibraryCase, text_of
from tests.some import some


class SidesTest(unittest.TestCase):
    def test_style_sheets_name_no_side(self):
        # Arabic goes from right to left: ``inline-start``, ``start`` and so on.
        named = re.compile(
            r"(margin|padding|border)-(left|right)|[{; ](left|right):|: (left|right);"
        )
        # Rules for one direction alone may.
        of_one = re.compile(r":root:dir\(\w+\)[^{}]*{[^}]*}")
        for sheet in some(STATIC.glob("*.css")):
            rules = of_one.sub("", sheet.read_text())
            self.assertIsNone(named.search(rules), sheet.name)


class ShellTest(LibraryCase):
    def test_language_links_keep_the_question_and_do_not_name_the_page(self):
        alert = self.published()
        page = self.page("police-xb", f"{self.library}", q="cubs & co", country="XA")
        links = page.xpath("//nav[@class='account']//a[@hreflang='fr']/@href")
        self.assertEqual(
            links, [f"{self.library}?q=cubs+%26+co&country=XA&set_language=fr"]
        )
        page = self.page("police-xb", alert)
        (link,) = page.xpath("//nav[@class='account']//a[@hreflang='es']/@href")
        self.assertEqual(link, f"{alert}?set_language=es")

    def test_messages_are_shown_once_and_escaped(self):
        alert = self.make(title="EXERCISE: <b>x</b>")
        session = requests.Session()
        session.auth = ("customs-xa", "cheetah-demo-2026")
        asked = html.fromstring(session.get(f"{alert}/delete").text)
        (form, *_others) = asked.xpath("//main//form")
        answer = session.post(f"{alert}/delete", data=dict(form.form_values()))
        page = html.fromstring(answer.text)
        (message,) = page.xpath("//p[@role='status']")
        self.assertIn("EXERCISE: <b>x</b>", text_of(message))
        self.assertFalse(message.xpath(".//b"))
        page = html.fromstring(session.get(self.library).text)
        self.assertFalse(page.xpath("//p[@role='status']"))

    def test_only_plones_pages_for_site_managers_may_have_inline_styles(self):
        manager = (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
        member = ("customs-xa", PASSWORD)
        for path, account, may_have in (
            ("@@overview-controlpanel", manager, True),
            ("cheetahs/roster", manager, False),
            ("", member, False),
            ("nothing-there", member, False),
        ):
            answer = requests.get(f"{self.portal}/{path}", auth=account, timeout=60)
            policy = answer.headers["Content-Security-Policy"]
            self.assertEqual("unsafe-inline" in policy, may_have, path)

    def test_pages_of_a_session_know_how_long_it_lasts(self):
        session = requests.Session()
        fields = {"__ac_name": "customs-xa", "__ac_password": PASSWORD}
        session.post(f"{self.portal}/login", data=fields, timeout=60)
        page = html.fromstring(session.get(self.library, timeout=60).text)
        (dialog,) = page.xpath("//dialog[@id='session']")
        # Half an hour without use, which is stored every two minutes; twelve in all.
        self.assertEqual(dialog.get("data-unused"), str(28 * 60))
        self.assertGreater(int(dialog.get("data-latest")), 11 * 60 * 60)
        self.assertEqual(page.get("data-member"), "customs-xa")
        for account, url in (
            (None, f"{self.portal}/login"),
            ("customs-xa", self.library),
        ):
            page = self.page(account, url)
            self.assertFalse(page.xpath("//dialog[@id='session']"), url)

    def test_strangers_see_nothing_of_groups(self):
        for path in ("login", "mail_password_form"):
            page = self.page(None, f"{self.portal}/{path}")
            words = text_of(page)
            for hidden in ("Cheetahs", "Ivory", "Library", "Log out"):
                self.assertNotIn(hidden, words, path)
            self.assertFalse(page.xpath("//nav[@aria-label='Group']"))

    def test_only_the_group_one_is_in_is_named(self):
        page = self.page("customs-xa", self.library)
        self.assertIn("Cheetahs", text_of(page.xpath("//header")[0]))
        self.assertNotIn("Ivory", text_of(page))
        page = self.page("secretariat", self.portal)
        self.assertFalse(page.xpath("//header//a[@class='group-name']"))
        groups = page.xpath("//nav[@aria-label='Groups']/a/@href")
        self.assertEqual(
            groups, [f"{self.portal}/{one}" for one in ("cheetahs", "ivory")]
        )

    def test_pages_about_oneself_have_a_menu_and_keep_that_of_the_only_group(self):
        page = self.page("customs-xa", f"{self.portal}/profile")
        links = page.xpath("//nav[@aria-label='Your settings']/a")
        self.assertEqual(links[0].get("aria-current"), "page")
        self.assertGreater(len(links), 5)
        for link in links:
            page = self.page("customs-xa", link.get("href"))
            (here,) = page.xpath("//nav[@aria-label='Your settings']/a[@aria-current]")
            self.assertEqual(link.get("href"), here.get("href"))
            (group,) = page.xpath("//header//a[@class='group-name']/@href")
            self.assertEqual(group, self.group)
        page = self.page("outsider", f"{self.portal}/profile")
        self.assertFalse(page.xpath("//header//a[contains(@href, 'cheetahs')]"))
        page = self.page("customs-xa", self.library)
        self.assertFalse(page.xpath("//nav[@aria-label='Your settings']"))

    def places(self, page):
        return page.xpath("//nav[@class='group']/a")

    def test_a_group_has_five_places_and_for_some_its_administration(self):
        members = ["Today", "Messages", "Library", "Permits", "Teams"]
        for user, more in {
            "igo-interpol": [],
            "customs-xa": [],
            "contact-xa": ["Administration"],
            "secretariat": ["Administration"],
        }.items():
            page = self.page(user, self.library)
            links = self.places(page)
            self.assertEqual([text_of(link) for link in links], members + more)
            self.assertEqual(links[2].get("aria-current"), "page")
            for link in links:
                self.page(user, link.get("href"))
            in_menu = page.xpath("//nav[@aria-label='Account']//a[@class='for-phones']")
            self.assertEqual([text_of(link) for link in in_menu], more)

    def test_one_place_is_current(self):
        for path, title in (
            ("assistance", "Messages"),
            ("members", "Messages"),
            ("member?id=customs-xa", "Messages"),
            ("map", "Library"),
            ("bulletin", "Library"),
            ("assistance-counts", "Administration"),
            ("requests-rules", "Administration"),
        ):
            page = self.page("secretariat", f"{self.group}/{path}")
            current = [one for one in self.places(page) if one.get("aria-current")]
            self.assertEqual([text_of(one) for one in current], [title])

    def test_a_place_has_its_views_as_tabs(self):
        for views in (
            {
                "messages": "Messages",
                "assistance": "Assistance",
                "members": "Contacts",
                "directory": "Institutions",
            },
            {"library": "Library", "map": "Map", "statistics": "Statistics"},
        ):
            for path, title in views.items():
                page = self.page("customs-xa", f"{self.group}/{path}")
                tabs = page.xpath("//nav[@aria-label='Views']/a")
                told = {one.get("href"): text_of(one) for one in tabs}
                there = {f"{self.group}/{one}": name for one, name in views.items()}
                self.assertEqual(told, there)
                current = [one for one in tabs if one.get("aria-current")]
                self.assertEqual([text_of(one) for one in current], [title])
        page = self.page("secretariat", f"{self.group}/roster")
        back = page.xpath("//nav[@aria-label='Views']/a/@href")
        self.assertEqual(back, [f"{self.group}/administration"])
        page = self.page("secretariat", back[0])
        self.assertFalse(page.xpath("//nav[@aria-label='Views']"))

    def test_views_of_the_library_keep_its_filters(self):
        page = self.page("customs-xa", f"{self.library}?type=Alert&country=XA")
        tabs = page.xpath("//nav[@aria-label='Views']/a/@href")
        self.assertEqual(3, len(tabs))
        for tab in tabs:
            self.assertIn("country=XA", tab)

    def test_no_two_places_are_called_alike(self):
        for language in ("en", "fr", "es"):
            page = self.page("secretariat", self.library, set_language=language)
            self.assertEqual(page.get("lang"), language)
            links = self.places(page)
            page = self.page("secretariat", f"{self.group}/administration")
            names = [text_of(link) for link in [*links, *page.xpath("//main//dt/a")]]
            self.assertGreater(len(names), 15)
            self.assertEqual(sorted(names), sorted(set(names)))

    def test_our_pages_load_our_files_only(self):
        alert = self.published()
        for url in (self.library, alert, f"{self.group}/overview", f"{alert}/versions"):
            page = self.page("secretariat", url)
            files = page.xpath(
                "//head//link[@rel='stylesheet']/@href | //head//script/@src"
            )
            self.assertGreater(len(files), 1)
            for file in files:
                self.assertIn("++resource++cites.cug/", file)
                self.assertIn("?v=", file)
                self.assertEqual(self.ask("secretariat", "GET", file).status_code, 200)
            self.assertFalse(page.xpath("//base"), "links within a page stay in it")

    def test_an_address_changes_with_the_content_of_its_file(self):
        file = STATIC / "portal.js"
        old = asset_url("/portal", "portal.js")
        text = file.read_bytes()
        self.addCleanup(file.write_bytes, text)
        file.write_bytes(text + b"\n// changed")
        self.assertNotEqual(asset_url("/portal", "portal.js"), old)


class LacksTest(LibraryCase):
    """What the deployment lacks is said to those who can change it."""

    def setUp(self):
        super().setUp()
        settings = getConfiguration().product_config[SECTION]
        self.addCleanup(settings.update, clock=settings["clock"])
        self.settings = settings

    def said(self, user, password=PASSWORD, **query):
        auth = user and (user, password)
        answer = requests.get(self.portal, auth=auth, params=query)
        page = html.fromstring(answer.text)
        return [text_of(words) for words in page.xpath("//p[@role='note']")]

    def said_to_manager(self, **query):
        return self.said(SITE_OWNER_NAME, SITE_OWNER_PASSWORD, **query)

    def test_nothing_is_said_where_nothing_lacks(self):
        self.assertEqual([], self.said_to_manager())

    def test_the_clock(self):
        self.settings["clock"] = "off"
        (words,) = self.said_to_manager()
        self.assertIn("Scheduled tasks are off", words)
        for user in (None, "customs-xa", "secretariat"):
            self.assertEqual([], self.said(user), user)

    def test_it_is_said_in_the_readers_language(self):
        self.settings["clock"] = "off"
        for language, words in (
            ("fr", "Les tâches planifiées"),
            ("es", "Las tareas programadas"),
        ):
            (said,) = self.said_to_manager(set_language=language)
            self.assertIn(words, said)
