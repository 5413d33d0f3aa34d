"""The roster's screen, over HTTP."""

import requests
import unittest
from cites.cug.testing import CUG_HTTP
from cites.cug.testing import PASSWORD
from lxml import html
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD


class RosterPageTest(unittest.TestCase):
    layer = CUG_HTTP

    def setUp(self):
        self.portal = self.layer["portal"].absolute_url()
        self.url = f"{self.portal}/cheetahs/roster"

    def get(self, user, url=None, password=PASSWORD):
        return requests.get(url or self.url, auth=(user, password), timeout=30)

    def post(self, caller, password=PASSWORD, **form):
        page = html.fromstring(self.get(caller, password=password).text)
        token = page.xpath("//input[@name='_authenticator']/@value")[0]
        form["_authenticator"] = token
        return requests.post(self.url, auth=(caller, password), data=form, timeout=30)

    def sees_group(self, user):
        answer = requests.get(
            f"{self.portal}/cheetahs",
            auth=(user, PASSWORD),
            headers={"Accept": "application/json"},
            timeout=30,
        )
        return answer.status_code == 200

    def test_the_secretariat_admits_changes_and_removes(self):
        self.assertFalse(self.sees_group("outsider"))
        answer = self.post(
            "secretariat", user="outsider", category="police", country="XB"
        )
        self.assertIn("outsider is a member", answer.text)
        self.assertTrue(self.sees_group("outsider"))
        self.post("secretariat", user="outsider", category="igo")
        changed = self.get("secretariat", f"{self.url}?change=outsider").text
        option = html.fromstring(changed).xpath("//option[@value='igo'][@selected]")
        self.assertTrue(option)
        self.post("secretariat", user="outsider", remove="1")
        self.assertFalse(self.sees_group("outsider"))

    def test_a_telephone_number_is_kept_as_the_world_dials_it(self):
        form = {"user": "customs-xb", "category": "customs", "country": "FR"}
        self.post("secretariat", **form, telephone="01 42 68 53 00")
        changed = html.fromstring(
            self.get("secretariat", f"{self.url}?change=customs-xb").text
        )
        typed = changed.xpath("//input[@id='member-telephone']/@value")
        self.assertEqual(["+33142685300"], typed)
        manager = (SITE_OWNER_NAME, f"{self.url}?change=customs-xb", SITE_OWNER_PASSWORD)
        self.assertNotIn("33142685300", self.get(*manager).text)
        self.post(SITE_OWNER_NAME, SITE_OWNER_PASSWORD, **form)
        self.assertIn(
            "33142685300", self.get("secretariat", f"{self.url}?change=customs-xb").text
        )
        answer = self.post("secretariat", **form, telephone="12")
        self.assertEqual(400, answer.status_code)
        self.assertIn("no telephone number", answer.text)

    def test_a_site_manager_fills_a_new_roster(self):
        answer = self.post(
            SITE_OWNER_NAME, SITE_OWNER_PASSWORD, user="outsider", category="secretariat"
        )
        self.assertEqual(answer.status_code, 200)
        self.assertTrue(self.sees_group("outsider"))

    def test_members_do_not_keep_the_roster(self):
        for user in ("customs-xa", "contact-xa", "igo-interpol"):
            self.assertEqual(self.get(user).status_code, 403, user)
        self.assertEqual(self.get("outsider").status_code, 404)

    def test_bad_entries_are_refused_and_keep_what_was_typed(self):
        for form, message in (
            ({"user": "nobody-here", "category": "police"}, "no account"),
            ({"user": "outsider", "category": "pirates"}, "category"),
            ({"user": "outsider", "category": "police", "country": "QQ"}, "country"),
            ({"user": "outsider", "category": "police", "function": "x" * 201}, "200"),
        ):
            answer = self.post("secretariat", **form)
            self.assertEqual(answer.status_code, 400, form)
            self.assertIn(message, answer.text)
            typed = html.fromstring(answer.text).xpath(
                "//input[@id='member-user']/@value"
            )
            self.assertEqual(typed, [form["user"]])
        self.assertFalse(self.sees_group("outsider"))

    def test_the_last_secretariat_member_stays(self):
        for form in ({"remove": "1"}, {"category": "police"}):
            answer = self.post("secretariat", user="secretariat", **form)
            self.assertEqual(answer.status_code, 400)
            self.assertIn("at least one Secretariat member", answer.text)

    def test_a_foreign_page_cannot_post(self):
        answer = requests.post(
            self.url,
            auth=("secretariat", PASSWORD),
            data={"user": "outsider", "category": "police"},
            timeout=30,
        )
        self.assertEqual(answer.status_code, 403)
        self.assertFalse(self.sees_group("outsider"))
