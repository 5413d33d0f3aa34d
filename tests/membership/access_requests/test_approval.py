"""What a process that was killed between the two stores leaves behind."""

import transaction
from cites.cug.access.roles import Category
from cites.cug.membership.access_requests import approval, decision_actions
from cites.cug.membership.access_requests.models import RequestState
from collective.workspace.interfaces import IWorkspace
from plone import api
from tests.membership.access_requests.case import RequestCase, SECRETARIAT


class SettleTest(RequestCase):
    """What a process that was killed between the two stores leaves behind."""

    def approved(self):
        request_id = self.asked_and_confirmed().id
        decision_actions.approve(self.group, request_id, Category.CUSTOMS, **SECRETARIAT)
        transaction.commit()
        return self.request(request_id)

    def settle(self, request_id):
        """As it stands afterwards."""
        approval.settle_approvals([self.group])
        transaction.commit()
        return self.request(request_id)

    def test_what_is_whole_is_settled_and_its_note_forgotten(self):
        request_id = self.approved().id
        self.assertTrue(self.settle(request_id).settled)
        self.assertIn(request_id, self.noted())
        request = self.settle(request_id)
        self.assertNotIn(request_id, self.noted())
        self.assertIn(request.user_id, IWorkspace(self.group).members)

    def test_what_only_the_records_know_is_done(self):
        request_id = self.lose_zodb_part(self.approved())
        request = self.settle(request_id)
        self.assertFalse(request.settled)
        member = api.user.get(userid=request.user_id)
        self.assertEqual(request.email, member.getUserName())
        self.assertIn(request.user_id, IWorkspace(self.group).members)
        self.assertTrue(self.settle(request_id).settled)

    def test_no_letter_goes_out_before_the_account_is_there(self):
        request_id = self.lose_zodb_part(self.approved())
        self.assertIn("passwordreset", self.letter("approved", request_id)[1])
        self.assertIsNotNone(api.user.get(userid=self.request(request_id).user_id))

    def test_who_was_removed_meanwhile_stays_removed(self):
        request = self.approved()
        request_id = request.id
        IWorkspace(self.group).remove_from_team(request.user_id)
        self.settle(request_id)
        request = self.settle(request_id)
        self.assertNotIn(request.user_id, IWorkspace(self.group).members)
        self.assertIsNone(self.letter("approved", request_id))

    def test_what_only_zodb_knows_is_undone(self):
        request = self.approved()
        request_id, user_id = request.id, request.user_id
        request.state, request.settled = RequestState.PENDING.value, True
        transaction.commit()
        self.settle(request_id)
        self.assertNotIn(user_id, IWorkspace(self.group).members)
        self.assertIsNone(api.user.get(userid=user_id))
        self.assertEqual("request.undo", self.recorded()[-1][0])

    def noted(self):
        return approval._noted(self.group)

    def lose_zodb_part(self, request):
        """As if the process had died before ZODB kept its part; the request's id."""
        request_id = request.id
        IWorkspace(self.group).remove_from_team(request.user_id)
        self.portal.acl_users.userFolderDelUsers([request.user_id])
        del self.noted()[request_id]
        transaction.commit()
        return request_id
