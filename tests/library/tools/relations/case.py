"""What tests of related alerts share: an alert with a permit, and others that name it."""

import transaction
from cites.cug.access.transitions import do_transition
from plone.app.testing import login
from tests.library.tools.follows.case import FollowsCase, READER


PERMIT = {"permits": [{"country": "XA", "number": "XA-2026/1"}], "specimens": []}


class RelationsCase(FollowsCase):
    def setUp(self):
        super().setUp()
        self.own = self.published(author=READER, **PERMIT)
        self.tell()

    def report(self, alert):
        """A reader reports it, which hides it."""
        login(self.layer["portal"], "wildlife-xc")
        do_transition(alert, "report", "It names somebody.")
        transaction.commit()
