"""The author of an alert is told of sightings, and the mail says nothing of them."""

from cites.cug.library.items.actions import set_state
from cites.cug.library.tools.sightings.actions import add_sighting, remove_sighting
from cites.cug.membership.suspension import suspend_member
from tests.library.alert_case import AlertNoticesCase, AUTHOR, READER
from tests.mailing.case import text_of


SEEN = {"country": "XB", "date": None, "quantity": 4.0, "note": "Note of zq"}


class SightingNoticesTest(AlertNoticesCase):
    def add(self, user=READER):
        return add_sighting(self.alert, SEEN, acting_user=user)

    def test_it_tells_nothing_but_handling_code_and_address(self):
        self.add()
        self.go_out()
        (mail,) = self.mails()
        self.assertEqual(self.readers(), [AUTHOR])
        self.assertIn("TLP:AMBER", text_of(mail))
        self.assertIn(
            f"{self.alert.absolute_url()}/sightings",
            text_of(mail),
        )
        for secret in ("zq", READER, "Police officer", "XB"):
            self.assertNotIn(secret, mail.as_string())

    def test_not_of_ones_own_nor_of_what_was_removed_or_is_hidden(self):
        self.add(AUTHOR)
        remove_sighting(self.alert, self.add(), acting_user=READER)
        self.go_out()
        self.assertEqual(self.mails(), [])
        self.add()
        set_state(self.alert, "reported")
        self.go_out()
        self.assertEqual(self.mails(), [])

    def test_not_to_an_author_who_is_suspended(self):
        self.add()
        suspend_member(self.group, AUTHOR, acting_user="secretariat")
        self.go_out()
        self.assertEqual(self.mails(), [])
