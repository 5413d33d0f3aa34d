"""What a closed user group is, beside its roster."""

import requests
import transaction
from cites.cug.core.sql.session import session
from cites.cug.core.trail.trail import AuditEvent, record
from cites.cug.demo.testing import PASSWORD
from lxml import html
from OFS.CopySupport import CopyError
from plone import api
from plone.app.testing import SITE_OWNER_NAME, SITE_OWNER_PASSWORD
from sqlalchemy import select
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


class SettingsTest(MembersCase):
    """Whether subjects of e-mails have the handling code: see tests/mailing."""

    def told(self):
        """The details of the changes of the group on the trail."""
        transaction.abort()
        edited = select(AuditEvent.detail).where(AuditEvent.action == "group.edit")
        return list(session().scalars(edited.order_by(AuditEvent.id)))

    def change(self, user, **values):
        return requests.patch(
            self.group,
            auth=(user, PASSWORD),
            headers={"Accept": "application/json", "Prefer": "return=representation"},
            json=values,
            timeout=120,
        )

    def test_by_rest(self):
        answer = self.change("secretariat", handling_in_subjects=True)
        self.assertEqual(200, answer.status_code, answer.text)
        self.assertIs(True, answer.json()["handling_in_subjects"])
        self.change("secretariat", description="Exercise")
        self.assertEqual([{"handling_in_subjects": True}, {}], self.told())

    def test_members_may_not(self):
        answer = self.change("customs-xa", handling_in_subjects=True)
        self.assertEqual(403, answer.status_code, answer.text)
        answer = self.change("secretariat", handling_in_subjects="yes")
        self.assertEqual(400, answer.status_code, answer.text)
        self.assertEqual([], self.told())

    def test_site_managers_may_not(self):
        answer = requests.patch(
            self.group,
            auth=ADMIN,
            headers={"Accept": "application/json"},
            json={"handling_in_subjects": True},
            timeout=120,
        )
        self.assertEqual(400, answer.status_code, answer.text)
        self.assertIn("handling_in_subjects", answer.text)
        page = requests.get(f"{self.group}/edit", auth=ADMIN, timeout=120)
        self.assertEqual(200, page.status_code)
        self.assertNotIn("handling_in_subjects", page.text)

    def test_by_form(self):
        page = self.page("secretariat", "edit")
        (box,) = page.xpath("//input[@type='checkbox'][contains(@name, 'in_subjects')]")
        self.assertIsNone(box.get("checked"))
        form = next(form for form in page.forms if box in form.iter())
        box.checked = True
        data = [*form.form_values(), ("form.buttons.save", "Save")]
        answer = requests.post(
            f"{self.group}/edit", auth=("secretariat", PASSWORD), data=data, timeout=120
        )
        self.assertEqual(200, answer.status_code, answer.text)
        transaction.abort()
        self.assertTrue(self.layer["portal"].cheetahs.handling_in_subjects)
        self.assertEqual([{"handling_in_subjects": True}], self.told())
