"""What tests of follows share: members follow, alerts are published, the clock runs."""

import transaction
from cites.cug.access.transitions import do_transition
from cites.cug.library.tools.follows.actions import follow
from cites.cug.library.tools.follows.fields import Field
from cites.cug.library.tools.follows.jobs import take_up_changes
from cites.cug.mailing.models import FOLLOWED
from plone import api
from plone.app.testing import login
from tests.mailing.case import MailingCase
from zope.annotation.interfaces import IAnnotations
from zope.globalrequest import getRequest


AUTHOR, READER, IGO, OFFICE = "customs-xa", "police-xb", "igo-unodc", "secretariat"
CUB = {"species": "Acinonyx jubatus soemmeringii", "term": "LIV", "quantity": 1}


class FollowsCase(MailingCase):
    def follow(self, field, value, user=READER):
        found, _new = follow(self.group, Field(field), value, acting_user=user)
        transaction.commit()
        return found

    def alert(self, *transitions, author=AUTHOR, readers=None, **fields):
        login(self.layer["portal"], author)
        values = {"title": "zq title", "alert_type": "other", "handling": "green"}
        values |= {"specimens": [CUB], **fields}
        item = api.content.create(self.group.library, "Alert", **values)
        self.move(item, *transitions, readers=readers)
        return item

    def published(self, **fields):
        return self.alert("submit", "publish", **fields)

    def move(self, item, *transitions, readers=None):
        for name in transitions:
            login(self.layer["portal"], item.Creator() if name == "submit" else OFFICE)
            more = {"readers": readers} if name == "choose" else {}
            do_transition(item, name, "", **more)
        transaction.commit()

    def tell(self):
        transaction.commit()
        take_up_changes()
        transaction.commit()

    def told(self):
        """Who was told of what, each time."""
        rows = [row for row in self.rows() if row.kind == FOLLOWED]
        return sorted((row.user_id, row.reference) for row in rows)

    def as_member(self, user):
        """Log in as in another request, which knows nothing of this one."""
        kept = IAnnotations(getRequest())
        for key in list(kept):
            del kept[key]
        login(self.layer["portal"], user)
