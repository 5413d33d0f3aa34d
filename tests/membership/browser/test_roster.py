"""The roster's screen, over HTTP."""

import requests
import transaction
import unittest
from cites.cug.demo.testing import CUG_HTTP, PASSWORD
from lxml import html
from plone import api
from plone.app.testing import SITE_OWNER_NAME, SITE_OWNER_PASSWORD


class RosterPageTest(unittest.TestCase):
    layer = CUG_HTTP

    def setUp(self):
        self.portal = self.layer["portal"].absolute_url()
        self.url = f"{self.portal}/cheetahs/roster"

    def get(self, user, url=None, password=PASSWORD):
        return requests.get(url or self.url, auth=(user, password), timeout=120)

    def post(self, caller, password=PASSWORD, **form):
        page = html.fromstring(self.get(caller, password=password).text)
        token = page.xpath("//input[@name='_authenticator']/@value")[0]
        form["_authenticator"] = token
        return requests.post(self.url, auth=(caller, password), data=form, timeout=120)

    def sees_group(self, user):
        answer = requests.get(
            f"{self.portal}/cheetahs",
            auth=(user, PASSWORD),
            headers={"Accept": "application/json"},
            timeout=120,
        )
        return answer.status_code == 200

    def accept(self, user, button="accept"):
        """What the owner of the account does with the invitation."""
        url = f"{self.portal}/invitations"
        page = html.fromstring(self.get(user, url).text)
        (form,) = [one for one in page.forms if "id" in one.fields]
        data = {**dict(form.form_values()), "do": button}
        return requests.post(url, auth=(user, PASSWORD), data=data, timeout=120)

    def ask_to_remove(self, user):
        """Press the button on the page of that member."""
        url = f"{self.portal}/cheetahs/member?id={user}"
        page = html.fromstring(self.get("secretariat", url).text)
        (form,) = page.xpath("//form[@id='members']")
        return self.press(form, form.xpath(".//button[@value='remove']")[0])

    def say_sure(self, question):
        (form,) = html.fromstring(question.text).xpath("//form[@id='question']")
        return self.press(form, form.xpath(".//button[@class='danger']")[0])

    def press(self, form, button):
        data = [*form.form_values(), (button.get("name"), button.get("value"))]
        url, auth = form.get("action"), ("secretariat", PASSWORD)
        return requests.post(url, auth=auth, data=data, timeout=120)

    def test_the_secretariat_invites_changes_and_removes(self):
        answer = self.post(
            "secretariat", user="outsider", category="police", country="XB"
        )
        self.assertIn("its owner has been invited: outsider", answer.text)
        self.assertIn("This portal cannot send e-mail at the moment.", answer.text)
        twice = self.accept("outsider", ["accept", "decline"])
        self.assertEqual(404, twice.status_code)
        self.assertFalse(self.sees_group("outsider"))
        self.assertIn("You are now a member", self.accept("outsider").text)
        self.assertTrue(self.sees_group("outsider"))
        self.post("secretariat", user="outsider", category="igo")
        changed = self.get("secretariat", f"{self.url}?change=outsider").text
        option = html.fromstring(changed).xpath("//option[@value='igo'][@selected]")
        self.assertTrue(option)
        question = self.ask_to_remove("outsider")
        self.assertIn("This cannot be undone", question.text)
        self.assertTrue(self.sees_group("outsider"))
        self.assertIn("Removed from the group: 1", self.say_sure(question).text)
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
        answer = self.post("secretariat", **form, telephone="12")
        self.assertEqual(400, answer.status_code)
        self.assertIn("not a telephone number", answer.text)

    def test_a_site_manager_fills_no_roster_with_a_secretariat(self):
        manager = (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
        for form in (
            {"user": "outsider", "category": "customs", "reason": "x"},
            {"user": "outsider", "category": "secretariat"},
            {"user": "customs-xa", "category": "secretariat"},
        ):
            self.assertEqual(403, self.post(*manager, **form).status_code, form)
        self.assertFalse(self.sees_group("outsider"))
        page = html.fromstring(self.get(manager[0], password=manager[1]).text)
        self.assertFalse(page.xpath("//button[@value='remove']"))
        url = f"{self.portal}/cheetahs/members"
        form = {"action": "remove", "members": "customs-xa", "confirmed": "1"}
        token = page.xpath("//input[@name='_authenticator']/@value")[0]
        form["_authenticator"] = token
        answer = requests.post(url, auth=manager, data=form, timeout=120)
        self.assertEqual(403, answer.status_code)

    def test_a_site_manager_fills_a_new_one(self):
        transaction.abort()
        with api.env.adopt_roles(["Manager"]):
            api.content.create(self.layer["portal"], "ClosedUserGroup", id="new")
        transaction.commit()
        self.url = f"{self.portal}/new/roster"
        manager = (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
        answer = self.post(*manager, user="outsider", category="secretariat")
        self.assertIn("its owner has been invited", answer.text)
        self.assertIn("outsider", self.get(*manager[:1], password=manager[1]).text)
        self.accept("outsider")
        self.assertEqual(200, self.get("outsider").status_code)
        answer = self.post(*manager, user="customs-xa", category="customs")
        self.assertEqual(403, answer.status_code)

    def test_members_do_not_keep_the_roster(self):
        for user in ("customs-xa", "contact-xa", "igo-interpol"):
            self.assertEqual(self.get(user).status_code, 403, user)
        self.assertEqual(self.get("outsider").status_code, 404)

    def test_bad_entries_are_refused_and_keep_what_was_typed(self):
        for form, message in (
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
        answer = self.post("secretariat", user="secretariat", category="police")
        self.assertEqual(answer.status_code, 400)
        self.assertIn("at least one member of the Secretariat", answer.text)
        answer = self.say_sure(self.ask_to_remove("secretariat"))
        self.assertIn("at least one member of the Secretariat", answer.text)
        self.assertTrue(self.sees_group("secretariat"))

    def test_a_foreign_page_cannot_post(self):
        answer = requests.post(
            self.url,
            auth=("secretariat", PASSWORD),
            data={"user": "outsider", "category": "police"},
            timeout=120,
        )
        self.assertEqual(answer.status_code, 403)
        self.assertFalse(self.sees_group("outsider"))
