"""How a group is used: what counts, of whom, and from when on."""

import transaction
from cites.cug.core.trail.trail import record
from cites.cug.permits.audit_records import record_permit_event
from cites.cug.trail_desk import use
from cites.cug.trail_desk.use import Place, use_of
from datetime import datetime, timedelta, UTC
from plone import api
from tests.library.tools.follows.case import FollowsCase, OFFICE
from unittest.mock import Mock, patch


class UseTest(FollowsCase):
    def use(self, days_ago=0):
        self.as_member(OFFICE)
        today = datetime.now(UTC).date() - timedelta(days=days_ago)
        return use_of(self.group, today, today, None)

    def deed(self, name):
        return dict(self.use().deeds[name])

    def test_what_was_done_is_counted_by_category_and_in_its_time(self):
        before = self.deed("messages_sent")
        others = self.use(days_ago=1).deeds["messages_sent"]
        for user in ("customs-xa", "customs-xb", "igo-unodc", "gone"):
            record("message.send", target=self.group, acting_user=user)
        ivory = self.layer["portal"].ivory
        record("message.send", target=ivory, acting_user="police-xb")
        transaction.commit()
        # Whoever looks again and again must not see when somebody writes.
        self.assertEqual(self.deed("messages_sent"), before)
        later = datetime.now(UTC) + timedelta(hours=1)
        self.enterContext(patch.object(use, "datetime", Mock(now=lambda _zone: later)))
        for category, more in (("customs", 2), ("igo", 1), ("", 1), ("police", 0)):
            found = self.deed("messages_sent").get(category, 0)
            self.assertEqual(found, before.get(category, 0) + more, category)
        self.assertEqual(self.use(days_ago=1).deeds["messages_sent"], others)

    def test_look_ups_are_those_of_the_members(self):
        before = self.deed("permits_looked_up")
        for user in ("police-xb", "outsider"):
            record_permit_event("consult", user, None, result="unknown")
        transaction.commit()
        expected = {**before, "police": before.get("police", 0) + 1}
        self.assertEqual(self.deed("permits_looked_up"), expected)

    def test_members_are_active_who_did_anything(self):
        place = Place("XC", "wildlife")
        self.assertEqual(self.use().members[place], 1)
        active = self.use(days_ago=400)
        self.assertEqual((active.active.get(place, 0), active.active_countries), (0, 0))
        record("login", target=self.layer["portal"], acting_user="wildlife-xc")
        transaction.commit()
        self.assertEqual(self.use().active[place], 1)
        self.assertGreaterEqual(self.use().countries, 3)

    def test_what_was_published_and_what_is_there(self):
        before = self.use().published["alerts"]
        self.published()
        self.alert("submit")
        api.content.delete(self.published())
        transaction.commit()
        self.assertEqual(self.use().published["alerts"], before + 1)
