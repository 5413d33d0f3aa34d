"""For how long requests for access are kept."""

import transaction
from cites.cug.core.sql.session import session
from cites.cug.membership.access_requests import decision_actions
from cites.cug.membership.access_requests.models import AccessRequest
from cites.cug.membership.access_requests.retention import delete_old_requests
from plone import api
from tests.membership.access_requests.case import DAY, NOON, RequestCase, SECRETARIAT


class RetentionTest(RequestCase):
    def test_what_nobody_confirmed_and_what_was_declined_is_forgotten(self):
        unconfirmed = self.ask().id
        declined = self.asked_and_confirmed(email="b@customs.example", at=NOON + DAY).id
        pending = self.asked_and_confirmed(email="c@customs.example", at=NOON + DAY).id
        decision_actions.decline(self.group, declined, "No.", **SECRETARIAT)
        for days, left in (
            (6, {unconfirmed, declined, pending}),
            (8, {declined, pending}),
            (179, {declined, pending}),
            (181, {pending}),
        ):
            delete_old_requests(NOON + days * DAY)
            transaction.commit()
            self.assertEqual(left, {request.id for request in self.requests()}, days)

    def test_a_group_takes_its_requests_along(self):
        self.ask()
        kept = self.ask(group=self.portal.ivory, at=NOON + DAY).id
        with api.env.adopt_roles(["Manager"]):
            self.portal.manage_delObjects([self.group.getId()])
        self.assertEqual([kept], [request.id for request in self.requests()])
        self.assertEqual(1, session().query(AccessRequest).count())
