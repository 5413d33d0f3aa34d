"""What is unusual in the trail of a group."""

import transaction
import unittest
from cites.cug.core.sql.session import session, write_session
from cites.cug.core.trail.trail import AuditEvent
from cites.cug.demo.testing import CUG_FUNCTIONAL
from cites.cug.trail_desk.unusual import find_unusual, Pattern, UnusualUse
from datetime import date, datetime, timedelta, UTC
from sqlalchemy import select


NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
TODAY = NOW.date()


class UnusualTest(unittest.TestCase):
    layer = CUG_FUNCTIONAL

    def setUp(self):
        self.portal = self.layer["portal"]
        self.group = self.portal["cheetahs"]

    def tell(self, action, ago, number=1, user="customs-xa", hour=9, ip="192.0.2.7"):
        """So many events, so many days ago."""
        place = self.group if action.startswith(("library", "test")) else self.portal
        time = NOW.replace(hour=hour) - timedelta(days=ago)
        write_session()
        session().add_all(
            AuditEvent(
                time=time + timedelta(seconds=count),
                actor=user,
                action=action,
                target="/".join(place.getPhysicalPath()),
                ip=ip,
                detail={},
            )
            for count in range(number)
        )
        transaction.commit()

    def use(self, group=None) -> UnusualUse:
        asked = self.group if group is None else group
        use = find_unusual(asked, NOW, acting_user="secretariat")
        transaction.commit()
        return use

    def found(self):
        return [(one.pattern, one.user_id, one.day) for one in self.use().found]

    def test_many_are_many_more_than_before(self):
        for ago in range(10, 20):
            self.tell("permit.consult", ago, 15)
        self.tell("permit.consult", 2, 44)
        self.assertEqual([], self.found())
        self.tell("permit.search", 2, 1)
        (one,) = self.use().found
        self.assertEqual((Pattern.LOOKUPS, 45, 15), (one.pattern, one.number, one.usual))
        self.assertEqual(TODAY - timedelta(days=2), one.day)
        # What was longer ago is no news.
        self.tell("library.download", 8, 400, user="police-xb")
        self.assertEqual(1, len(self.found()))

    def test_of_whom_nothing_is_known_a_fixed_number_is_many(self):
        self.tell("library.download", 0, 19)
        self.assertEqual([], self.found())
        self.tell("library.download", 0)
        self.assertEqual([(Pattern.DOWNLOADS, "customs-xa", TODAY)], self.found())

    def test_an_hour_at_which_the_member_was_never_there(self):
        for ago in range(20, 29):
            self.tell("login", ago, hour=23)
        self.tell("login", 3, hour=4)
        self.assertEqual([], self.found())  # too little is known
        self.tell("login", 29, hour=23)
        self.tell("login", 2, hour=0)
        self.tell("login", 1, hour=11)
        hours = [(one.pattern, one.where, one.day.day) for one in self.use().found]
        # Of 23 to 0 it is an hour; the one at 4 came before enough was known, by its
        # place in the trail.
        self.assertEqual([(Pattern.HOUR, "11:00", 25)], hours)

    def test_a_network_from_which_the_member_never_came(self):
        self.tell("login", 30, ip="192.0.2.7")
        self.tell("login", 2, ip="192.0.2.200")
        self.assertEqual([], self.found())
        self.tell("login", 1, ip="198.51.100.9")
        self.tell("login", 0, ip="198.51.100.10")
        (one,) = self.use().found
        self.assertEqual((Pattern.NETWORK, "198.51.100.0/24"), (one.pattern, one.where))
        # Of a newcomer no network is new.
        self.tell("login", 0, user="police-xb", ip="203.0.113.5")
        self.assertEqual(1, len(self.found()))

    def test_only_of_members_of_the_group(self):
        self.tell("permit.consult", 0, 40, user="outsider")
        self.tell("permit.consult", 0, 40)
        self.assertEqual([(Pattern.LOOKUPS, "customs-xa", TODAY)], self.found())
        self.assertEqual([], self.use(self.portal["ivory"]).found)

    def test_days_of_the_group_without_a_gap(self):
        self.tell("test.one", 3, 4)
        days = self.use().days
        self.assertEqual(30, len(days))
        self.assertEqual((date(2026, 11, 23), 4), days[-4])
        self.assertEqual((TODAY, 0), days[-1])

    def test_reading_is_recorded(self):
        self.use()
        query = select(AuditEvent).order_by(AuditEvent.id.desc()).limit(1)
        last = session().scalar(query)
        self.assertEqual(
            ("audit.read", "secretariat", {"unusual": "7"}),
            (last.action, last.actor, last.detail),
        )
