"""Who decides is told of a correction, and who proposed it of the decision; no more."""

from cites.cug.library.items.actions import set_state
from cites.cug.library.tools.corrections.actions import accept, decline, propose
from cites.cug.membership.suspension import suspend_member
from plone.app.testing import login
from tests.library.alert_case import AlertNoticesCase, AUTHOR, OFFICE, READER
from tests.mailing.case import text_of


class CorrectionNoticesTest(AlertNoticesCase):
    def propose(self, user=READER):
        login(self.layer["portal"], user)
        return propose(self.alert, "location", "zq port", "zq note", acting_user=user)

    def test_they_tell_nothing_but_handling_code_and_address(self):
        made = self.propose()
        self.go_out()
        self.assertEqual(self.readers(), [AUTHOR])
        login(self.layer["portal"], AUTHOR)
        accept(self.alert, made, acting_user=AUTHOR, seen=False)
        self.go_out()
        self.assertEqual(self.readers(), [AUTHOR, OFFICE])
        login(self.layer["portal"], OFFICE)
        accept(self.alert, made, acting_user=OFFICE, seen=False)
        self.go_out()
        self.assertEqual(self.readers(), [AUTHOR, READER, OFFICE])
        for mail in self.mails():
            self.assertIn("TLP:AMBER", text_of(mail))
            self.assertIn(
                f"{self.alert.absolute_url()}/corrections",
                text_of(mail),
            )
            for secret in ("zq", "Police officer", "Customs officer"):
                self.assertNotIn(secret, mail.as_string())

    def test_the_secretariat_is_told_where_the_author_cannot_decide(self):
        self.propose(AUTHOR)
        self.go_out()
        self.assertEqual(self.readers(), [OFFICE])
        suspend_member(self.group, AUTHOR, acting_user=OFFICE)
        self.propose()
        self.go_out()
        self.assertEqual(self.readers(), [OFFICE, OFFICE])

    def test_not_of_what_is_decided_or_hidden_by_then(self):
        made = self.propose()
        login(self.layer["portal"], OFFICE)
        decline(self.alert, made, "", acting_user=OFFICE)
        set_state(self.alert, "reported")
        self.go_out()
        self.assertEqual(self.mails(), [])
