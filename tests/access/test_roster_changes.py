"""Changes of a roster take effect with the next request, whatever one logged in with."""

import requests
import transaction
from cites.cug.access.roles import Category
from cites.cug.demo.testing import PASSWORD
from cites.cug.membership.actions import admit_member, change_member, remove_member
from cites.cug.membership.suspension import reactivate_member, suspend_member
from plone.app.testing import login
from tests.library.http import HttpTestCase


class RosterChangesTest(HttpTestCase):
    def setUp(self):
        super().setUp()
        self.group = self.layer["portal"].cheetahs
        self.group_url = self.group.absolute_url()
        self.draft = self.make(self.alert())["@id"]
        self.published = self.make(self.alert())["@id"]
        self.move(self.published, "publish")

    def move(self, item, name):
        answer = self.ask("POST", f"{item}/@workflow/{name}", "secretariat", json={})
        self.assertEqual(200, answer.status_code, answer.text)

    def change(self, action, user, **more):
        transaction.abort()
        action(self.group, user, acting_user="secretariat", **more)
        transaction.commit()

    def token(self, user):
        body = {"login": user, "password": PASSWORD}
        answer = requests.post(
            f"{self.portal}/@login",
            json=body,
            headers={"Accept": "application/json"},
            timeout=120,
        )
        return answer.json()["token"]

    def seen(self, user, item, token=None):
        """Status of the item, by password or by token, and whether lists hold it."""
        if token is None:
            status = self.ask("GET", item, user).status_code
            found = self.ask("GET", f"{self.portal}/@search?b_size=500", user).json()
        else:
            headers = {"Accept": "application/json", "Authorization": f"Bearer {token}"}
            status = requests.get(item, headers=headers, timeout=120).status_code
            url = f"{self.portal}/@search?b_size=500"
            found = requests.get(url, headers=headers, timeout=120).json()
        listed = item in {row["@id"] for row in found["items"]}
        self.assertEqual(status == 200, listed)
        return status

    def listed(self, user):
        answer = self.ask("GET", f"{self.portal}/cheetahs/@library", user)
        if answer.status_code != 200:
            return answer.status_code
        return {row["@id"] for row in answer.json()["items"]}

    def test_whoever_is_removed_sees_nothing_any_more(self):
        """Who is in another group can still log in; who is in none cannot."""
        for user, status in (("police-xb", 404), ("customs-xb", 401)):
            token = self.token(user)
            for way in (None, token):
                self.assertEqual(200, self.seen(user, self.published, way))
            self.change(remove_member, user)
            for url in (self.published, self.library, f"{self.group_url}/@library"):
                answer = self.ask("GET", url, user)
                self.assertEqual(status, answer.status_code, (user, url))
                self.assertEqual(status, self.asked_with(token, url), (user, url))

    def asked_with(self, token, url):
        headers = {"Accept": "application/json", "Authorization": f"Bearer {token}"}
        return requests.get(url, headers=headers, timeout=120).status_code

    def test_whoever_is_suspended_sees_nothing_until_reactivated(self):
        token = self.token("customs-xa")
        self.change(suspend_member, "customs-xa")
        for way in (None, token):
            for item in (self.published, self.draft):
                self.assertEqual(404, self.seen("customs-xa", item, way))
        for name in ("@library", "@messages", "@members", "@recipients"):
            answer = self.ask("GET", f"{self.group_url}/{name}", "customs-xa")
            self.assertEqual(404, answer.status_code, name)
        # What they wrote stays, under the name.
        listed = self.ask("GET", f"{self.group_url}/@library", "customs-xb").json()
        (author,) = {row["author"] for row in listed["items"]}
        self.assertEqual("customs-xa", author)
        self.change(reactivate_member, "customs-xa")
        for way in (None, token):
            for item in (self.published, self.draft):
                self.assertEqual(200, self.seen("customs-xa", item, way))

    def test_a_token_of_a_program_is_worth_what_its_owner_is(self):
        body = {"name": "Desk", "scopes": ["read:library", "read:members"]}
        made = self.ask("POST", f"{self.portal}/@tokens", "police-xa", json=body)
        self.assertEqual(201, made.status_code, made.text)
        token = made.json()["token"]
        lists = [f"{self.group_url}/{name}" for name in ("@library", "@members")]
        for action, status in (
            (None, 200),
            (suspend_member, 404),
            (reactivate_member, 200),
            (remove_member, 401),
        ):
            if action is not None:
                self.change(action, "police-xa")
            for url in lists:
                self.assertEqual(status, self.asked_with(token, url), (action, url))

    def test_a_new_category_counts_at_once(self):
        token = self.token("customs-xb")
        self.change(change_member, "customs-xb", category=Category.IGO.value)
        for way in (None, token):
            self.assertEqual(404, self.seen("customs-xb", self.published, way))
        self.assertEqual(set(), self.listed("customs-xb"))
        self.move(self.published, "share")
        for way in (None, token):
            self.assertEqual(200, self.seen("customs-xb", self.published, way))
        self.move(self.published, "restrict")
        self.change(change_member, "customs-xb", category=Category.POLICE.value)
        for way in (None, token):
            self.assertEqual(200, self.seen("customs-xb", self.published, way))

    def test_whoever_comes_sees_at_once(self):
        token = self.token("outsider")
        self.assertEqual(404, self.seen("outsider", self.published, token))
        self.change(admit_member, "outsider", category=Category.WILDLIFE, country="XA")
        for way in (None, token):
            self.assertEqual(200, self.seen("outsider", self.published, way))
        self.assertEqual({self.published}, self.listed("outsider"))

    def test_a_removed_author_loses_drafts_and_finds_them_on_return(self):
        token = self.token("customs-xa")
        for way in (None, token):
            self.assertEqual(200, self.seen("customs-xa", self.draft, way))
        self.change(remove_member, "customs-xa")
        self.assertEqual(401, self.listed("customs-xa"))
        self.assertNotIn(self.draft, self.in_catalog("customs-xa"))
        self.change(admit_member, "customs-xa", category=Category.CUSTOMS, country="XA")
        for way in (None, self.token("customs-xa")):
            self.assertEqual(200, self.seen("customs-xa", self.draft, way))
        self.assertEqual({self.draft, self.published}, self.listed("customs-xa"))
        self.assertIn(self.draft, self.in_catalog("customs-xa"))

    def test_an_author_who_is_an_igo_member_loses_it_with_publication(self):
        draft = self.ask("POST", self.library, "igo-unodc", json=self.alert()).json()
        address = draft["@id"]
        self.assertEqual(200, self.seen("igo-unodc", address))
        self.move(address, "publish")
        self.assertEqual(404, self.seen("igo-unodc", address))
        self.assertNotIn(address, self.listed("igo-unodc"))
        self.move(address, "share")
        self.assertEqual(200, self.seen("igo-unodc", address))

    def in_catalog(self, user):
        transaction.abort()
        portal = self.layer["portal"]
        login(portal, user)
        return {brain.getURL() for brain in portal.portal_catalog.searchResults()}
