"""What tests of notices about an alert share: one that is published, and going out."""

import transaction
from cites.cug.library.actions import set_state
from datetime import datetime, UTC
from plone.app.testing import login, logout
from plone.dexterity.utils import addContentToContainer, createContent
from tests.mailing.case import MailingCase


AUTHOR, READER = "customs-xa", "police-xb"


class AlertNoticesCase(MailingCase):
    def setUp(self):
        super().setUp()
        logout()
        login(self.layer["portal"], AUTHOR)
        fields = {"title": "Title of zq", "alert_type": "seizure", "handling": "amber"}
        alert = createContent("Alert", **fields)
        library = self.group.library
        self.alert = addContentToContainer(library, alert, checkConstraints=False)
        set_state(self.alert, "enforcement")

    def go_out(self):
        transaction.commit()
        with self.server():
            self.round(at=datetime.now(UTC))
