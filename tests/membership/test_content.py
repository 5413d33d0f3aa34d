"""What a closed user group is, beside its roster."""

import requests
import transaction
from cites.cug.core.trail.trail import record
from lxml import html
from OFS.CopySupport import CopyError
from plone import api
from plone.app.testing import SITE_OWNER_NAME, SITE_OWNER_PASSWORD
from tests.membership.case import MembersCase


ADMIN = (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)


class AddressTest(MembersCase):
    """The trail of a group is found by its address, so nobody else gets that."""

    def add(self, **more):
        return requests.post(
            self.portal,
            auth=ADMIN,
            headers={"Accept": "application/json"},
            json={"@type": "ClosedUserGroup", **more},
            timeout=120,
        )

    def used_and_deleted(self):
        self.assertEqual(201, self.add(id="turtles", title="EXERCISE").status_code)
        transaction.begin()
        group = self.layer["portal"].turtles
        record("group.edit", target=group, acting_user=SITE_OWNER_NAME)
        transaction.commit()
        answer = requests.delete(f"{self.portal}/turtles", auth=ADMIN, timeout=120)
        self.assertEqual(204, answer.status_code, answer.text)

    def test_the_address_of_a_group_that_is_gone_is_not_given_again(self):
        self.used_and_deleted()
        answer = self.add(id="turtles", title="EXERCISE")
        self.assertEqual(400, answer.status_code, answer.text)
        (error,) = answer.json()["errors"]
        self.assertEqual("id", error["field"])
        self.assertIn("There was a group at this address", error["message"])
        answer = self.add(title="Turtles")
        self.assertEqual(400, answer.status_code, answer.text)
        self.assertEqual(201, self.add(id="tortoises", title="Turtles").status_code)

    def test_no_group_hides_a_page(self):
        for name in ("account", "help", "ok", "passwordreset"):
            answer = self.add(id=name, title="EXERCISE")
            self.assertEqual(400, answer.status_code, name)
            (error,) = answer.json()["errors"]
            self.assertIn("A page of the portal has this address", error["message"])

    def test_a_group_keeps_its_address(self):
        self.add(id="tortoises", title="EXERCISE")
        transaction.begin()
        portal = self.layer["portal"]
        with api.env.adopt_user(SITE_OWNER_NAME), self.assertRaises(CopyError):
            portal.manage_renameObject("tortoises", "turtles")
        transaction.abort()

    def test_the_form_says_so(self):
        self.used_and_deleted()
        url = f"{self.portal}/++add++ClosedUserGroup"
        page = html.fromstring(requests.get(url, auth=ADMIN, timeout=120).text)
        form = dict(page.forms[-1].fields)
        names = [name for name in form if name.endswith("title")]
        form |= dict.fromkeys(names, "Turtles") | {"form.buttons.save": "Save"}
        answer = requests.post(url, auth=ADMIN, data=form, timeout=120)
        self.assertIn("There was a group at this address", answer.text)
        self.assertEqual(400, answer.status_code)
