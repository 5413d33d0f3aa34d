"""A member's own page."""

import requests
from cites.cug.demo.testing import PASSWORD
from lxml import html
from tests.membership.case import MembersCase


class ProfileTest(MembersCase):
    def setUp(self):
        super().setUp()
        self.url = f"{self.portal}/profile"

    def open(self, user, url=None):
        answer = requests.get(url or self.url, auth=(user, PASSWORD), timeout=120)
        self.assertEqual(200, answer.status_code)
        return html.fromstring(answer.text)

    def save(self, user, **form):
        page = self.open(user)
        form["_authenticator"] = page.xpath("//input[@name='_authenticator']/@value")[0]
        return requests.post(self.url, auth=(user, PASSWORD), data=form, timeout=120)

    def test_it_shows_what_the_rosters_say(self):
        text = self.open("contact-xa").text_content()
        for words in (
            "National contact point, XA (exercise)",
            "contact-xa@example.org",
            "Closed User Group on Cheetahs",
            "Head of the enforcement office",
        ):
            self.assertIn(words, text)
        self.assertNotIn("Ivory", text)
        both = self.open("police-xb").text_content()
        self.assertIn("Closed User Group on Ivory", both)

    def test_who_is_suspended_is_told_nothing_of_the_group(self):
        self.ask("secretariat", "POST", "/police-xa/suspend", {})
        self.assertNotIn("Cheetahs", self.open("police-xa").text_content())

    def test_an_account_without_a_group_has_one_too(self):
        self.assertIn("Officer without a group", self.open("outsider").text_content())

    def test_it_is_behind_the_name_in_the_head(self):
        page = self.open("customs-xa", f"{self.group}/library")
        self.assertEqual(
            [self.url], page.xpath("//nav[@class='account']//a[1]/@href")[:1]
        )

    def test_language_and_time_zone_are_kept(self):
        answer = self.save("customs-xa", language="fr", zone="Africa/Nairobi")
        self.assertEqual("fr", html.fromstring(answer.text).get("lang"))
        page = self.open("customs-xa")
        self.assertEqual("Africa/Nairobi", page.get("data-time-zone"))
        chosen = page.xpath("//form[@id='profile']//option[@selected]/@value")
        self.assertEqual(["fr", "Africa/Nairobi"], chosen)
        self.assertIsNone(self.open("customs-xb").get("data-time-zone"))
        self.save("customs-xa", language="", zone="")
        self.assertIsNone(self.open("customs-xa").get("data-time-zone"))

    def test_other_values_are_refused(self):
        for form in ({"language": "de"}, {"zone": "Atlantis/North"}):
            self.assertEqual(400, self.save("customs-xa", **form).status_code)

    def test_strangers_are_sent_to_the_login(self):
        answer = requests.get(self.url, timeout=120)
        self.assertIn("/login", answer.url)

    def test_plones_own_pages_of_this_are_closed(self):
        for name in ("@@personal-information", "@@personal-preferences"):
            url = f"{self.portal}/{name}"
            answer = requests.get(url, auth=("customs-xa", PASSWORD), timeout=120)
            self.assertEqual(404, answer.status_code)
