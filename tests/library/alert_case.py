"""What tests of actions on one alert share, and of notices about it."""

import transaction
import unittest
from cites.cug.demo.testing import CUG_FUNCTIONAL
from cites.cug.library.items.actions import set_state
from datetime import datetime, UTC
from plone.app.testing import login, logout
from plone.dexterity.utils import addContentToContainer, createContent
from tests.mailing.case import MailingCase
from typing import Any


AUTHOR, READER, OFFICE = "customs-xa", "police-xb", "secretariat"


def published_alert(portal: Any) -> Any:
    """Its author is logged in afterwards."""
    logout()
    login(portal, AUTHOR)
    fields = {"title": "Title of zq", "alert_type": "seizure", "handling": "amber"}
    alert = createContent("Alert", **fields)
    library = portal.cheetahs.library
    alert = addContentToContainer(library, alert, checkConstraints=False)
    set_state(alert, "enforcement")
    return alert


class AlertCase(unittest.TestCase):
    layer = CUG_FUNCTIONAL

    def setUp(self):
        self.portal = self.layer["portal"]
        self.group = self.portal.cheetahs
        self.alert = published_alert(self.portal)


class AlertNoticesCase(MailingCase):
    def setUp(self):
        super().setUp()
        self.alert = published_alert(self.layer["portal"])

    def go_out(self):
        transaction.commit()
        with self.server():
            self.round(at=datetime.now(UTC))
