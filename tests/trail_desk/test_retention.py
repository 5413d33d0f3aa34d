"""Contents that are old, or of former members, are removed; the tree holds."""

from App.config import getConfiguration
from cites.cug.core.settings.deployment import trail_retention
from cites.cug.core.trail import removal
from cites.cug.trail_desk.retention import forget_person, remove_old, YEAR
from datetime import timedelta
from tests.core.trail.tree_case import NOON, PORTAL, TreeCase
from unittest.mock import patch


COUNT = "SELECT count(*) FROM audit_event WHERE action = '{}'"


class RetentionTest(TreeCase):
    def setUp(self):
        super().setUp()
        self.write(60)
        self.seal()

    def keep(self, words):
        getConfiguration().product_config["cites.cug"]["trail-retention"] = words

    def count(self, action):
        return self.rows(COUNT.format(action))[0][0]

    def test_what_is_old_goes_kind_by_kind(self):
        self.keep("login:2 permit:5")
        logins, permits = self.count("login"), self.count("permit.consult")
        for years, left in ((1.9, (logins, permits)), (2.1, (0, permits)), (5.1, (0, 0))):
            self.assertFalse(remove_old(PORTAL, NOON + years * YEAR))
            self.assertEqual(left, (self.count("login"), self.count("permit.consult")))
        self.assertEqual(60 - logins - permits, self.count("library.state"))
        self.seal()
        self.assertEqual([], self.check().findings)

    def test_the_number_of_the_last_event_is_not_given_again(self):
        (last,) = self.rows("SELECT max(id) FROM audit_event")[0]
        (actor,) = self.rows(f"SELECT actor FROM audit_event WHERE id = {last}")[0]
        later = NOON + 6 * YEAR
        self.assertTrue(forget_person(PORTAL, actor, later, acting_user="bin/cug"))
        (newest,) = self.rows("SELECT max(id) FROM audit_event")[0]
        self.assertGreater(newest, last)
        self.seal()
        self.assertEqual([], self.check().findings)

    def test_all_is_kept_where_nothing_is_said(self):
        self.assertFalse(remove_old(PORTAL, NOON + 50 * YEAR))
        self.assertEqual([(60,)], self.rows("SELECT count(*) FROM audit_event"))

    def meanwhile(self, work):
        """Something that is done between looking for contents and removing them."""
        find, calls = removal._find, []

        def find_late(connection, limit):
            found = find(connection, limit)
            calls.append(limit)
            if len(calls) == 1:
                work()
            return found

        return patch.object(removal, "_find", find_late)

    def test_who_looks_for_what_is_old_keeps_nobody_from_writing(self):
        self.keep("login:2")
        with self.meanwhile(lambda: self.write(1, seed=2)):
            remove_old(PORTAL, NOON + 3 * YEAR)
        self.assertEqual(0, self.count("login"))
        self.seal()
        self.assertEqual([], self.check().findings)

    def test_what_another_process_has_removed_meanwhile_is_told_of_once(self):
        self.keep("login:2")
        with self.meanwhile(lambda: remove_old(PORTAL, NOON + 3 * YEAR)):
            remove_old(PORTAL, NOON + 3 * YEAR)
        self.assertEqual((0, 1), (self.count("login"), self.count("audit.remove")))
        self.seal()
        self.assertEqual([], self.check().findings)

    def test_what_cannot_be(self):
        for words in ("permit:4", "login:0", "login", "login:x"):
            self.keep(words)
            with self.assertRaises(ValueError):
                trail_retention()

    def test_what_names_a_former_member_goes_but_what_permits_must_keep(self):
        self.do(
            "INSERT INTO audit_event (id, time, actor, action, target, detail) VALUES"
            " (90, '2026-11-26 12:00:01.000000', 'office', 'member.remove', '/portal',"
            """ '{"member": "customs-xa"}'),"""
            " (91, '2026-11-26 12:00:02.000000', 'office', 'test.choose', '/portal',"
            """ '{"readers": ["member:customs-xa"]}'),"""
            " (92, '2026-11-26 12:00:03.000000', 'office', 'test.choose', '/portal',"
            """ '{"readers": ["member:customs-xaver"]}')"""
        )
        self.seal()
        mine = "SELECT count(*) FROM audit_event WHERE actor = 'customs-xa'"
        kept = f"{mine} AND action IN ('permit.consult', 'library.state')"
        states = self.rows(f"{mine} AND action = 'library.state'")[0][0]
        before, permits = self.rows(mine)[0][0], self.rows(kept)[0][0] - states
        soon = NOON + timedelta(days=1)
        done = forget_person(PORTAL, "customs-xa", soon, acting_user="bin/cug")
        self.assertEqual(before - permits - states + 2, done)
        self.assertEqual(self.rows(mine), self.rows(kept))
        self.assertEqual(0, self.count("member.remove"))
        self.assertEqual(1, self.count("test.choose"))
        later = NOON + 6 * YEAR
        done = forget_person(PORTAL, "customs-xa", later, acting_user="bin/cug")
        self.assertEqual(permits, done)
        self.seal()
        self.assertEqual([], self.check().findings)
