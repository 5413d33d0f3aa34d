"""What the actions on corrections refuse by themselves, whoever calls them."""

from cites.cug.core.validation.errors import CONFLICT, FORBIDDEN, Missing, Refusal
from cites.cug.library.items.actions import set_state
from cites.cug.library.tools.corrections import actions
from functools import partial
from plone.app.testing import login
from plone.locking.interfaces import ILockable
from tests.library.alert_case import AlertCase, AUTHOR, OFFICE, READER
from unittest.mock import patch


class CorrectionActionsTest(AlertCase):
    def propose(self, value="Port of zq", user=READER):
        login(self.portal, user)
        who = {"acting_user": user}
        return actions.propose(self.alert, "location", value, "zq note", **who)

    def refusal(self, work, *arguments, **options):
        with self.assertRaises(Refusal) as raised:
            work(*arguments, **options)
        return raised.exception.message, raised.exception.kind

    def test_so_many_of_one_member_wait_at_an_alert(self):
        with patch.object(actions, "MOST_OPEN", 2):
            made = [self.propose(value) for value in ("Gate 1", "Gate 2")]
            expected = (actions.TOO_MANY, CONFLICT)
            self.assertEqual(expected, self.refusal(self.propose, "Gate 3"))
            self.propose("Gate 3", user="customs-xb")
            login(self.portal, OFFICE)
            actions.decline(self.alert, made[0], "", acting_user=OFFICE)
            self.propose("Gate 3")

    def test_an_archived_alert_takes_none_and_is_not_decided_on(self):
        made = self.propose()
        set_state(self.alert, "archived")
        expected = (actions.NOT_OPEN, FORBIDDEN)
        self.assertEqual(expected, self.refusal(self.propose, "Gate 4"))
        login(self.portal, OFFICE)
        accepted = {"acting_user": OFFICE, "seen": True}
        found = self.refusal(actions.accept, self.alert, made, **accepted)
        self.assertEqual(expected, found)

    def test_who_has_proposed_it_does_not_decide_nor_find_those_of_others(self):
        made = self.propose()
        decline = partial(actions.decline, self.alert, made, "")
        found = self.refusal(decline, acting_user=READER)
        self.assertEqual((actions.NOT_YOURS, FORBIDDEN), found)
        login(self.portal, "customs-xb")
        with self.assertRaises(Missing):
            decline(acting_user="customs-xb")

    def test_what_somebody_else_is_changing_is_not_changed(self):
        made = self.propose()
        login(self.portal, AUTHOR)
        ILockable(self.alert).lock()
        login(self.portal, OFFICE)
        accepted = {"acting_user": OFFICE, "seen": True}
        found = self.refusal(actions.accept, self.alert, made, **accepted)
        self.assertEqual((actions.LOCKED, FORBIDDEN), found)
        login(self.portal, AUTHOR)
        ILockable(self.alert).unlock()
        login(self.portal, OFFICE)
        ILockable(self.alert).lock()
        actions.accept(self.alert, made, **accepted)
        self.assertEqual("Port of zq", self.alert.location)
