"""How much one member follows, and what becomes of it."""

from cites.cug.core.sql.session import session
from cites.cug.core.trail.trail import AuditEvent
from cites.cug.core.validation.errors import CONFLICT, Missing, Refusal
from cites.cug.library.tools.follows import actions
from cites.cug.library.tools.follows.fields import Field
from cites.cug.library.tools.follows.models import Follow
from secrets import token_hex
from sqlalchemy import select
from tests.library.alert_case import AlertCase, AUTHOR, READER
from unittest.mock import patch


class FollowActionsTest(AlertCase):
    def follow(self, value="XB", user=READER):
        return actions.follow(self.group, Field.COUNTRY, value, acting_user=user)

    def followed(self):
        rows = session().execute(select(Follow.user_id, Follow.value)).all()
        return sorted(map(tuple, rows))

    def test_the_same_is_followed_once(self):
        made, is_new = self.follow()
        self.assertTrue(is_new)
        self.assertEqual((made, False), self.follow())
        self.assertEqual([(READER, "XB")], self.followed())

    def test_each_member_follows_so_much_and_no_more(self):
        with patch.object(actions, "MOST_FOLLOWS", 2):
            for country in ("XA", "XB"):
                self.follow(country)
            with self.assertRaises(Refusal) as raised:
                self.follow("XC")
            self.assertEqual(CONFLICT, raised.exception.kind)
            self.assertEqual({"limit": 2}, raised.exception.message.mapping)
            self.follow("XC", user=AUTHOR)
            _made, is_new = self.follow("XB")
            self.assertFalse(is_new)

    def test_what_another_request_has_begun_meanwhile_is_not_new(self):
        faster = []

        def begin_first(digits):
            """An id for one's own, once the other request has begun."""
            with patch.object(actions, "token_hex", token_hex):
                faster.append(self.follow())
            return token_hex(digits)

        with patch.object(actions, "token_hex", begin_first):
            made, is_new = self.follow()
        self.assertEqual([(made, True)], faster)
        self.assertFalse(is_new)

    def test_nobody_stops_what_another_follows(self):
        made, _is_new = self.follow()
        with self.assertRaises(Missing):
            actions.stop_following(self.group, made, acting_user=AUTHOR)
        self.assertEqual([(READER, "XB")], self.followed())
        actions.stop_following(self.group, made, acting_user=READER)
        self.assertEqual([], self.followed())
        with self.assertRaises(Missing):
            actions.stop_following(self.group, made, acting_user=READER)

    def test_the_trail_keeps_the_kind_and_not_the_value(self):
        made, _is_new = self.follow()
        self.follow()
        actions.stop_following(self.group, made, acting_user=READER)
        query = select(AuditEvent.action, AuditEvent.actor, AuditEvent.detail)
        rows = session().execute(query.where(AuditEvent.action.contains("follow"))).all()
        about = {"follow": made, "field": "country"}
        expected = [
            ("library.follow", READER, about),
            ("library.unfollow", READER, about),
        ]
        self.assertEqual(expected, [tuple(row) for row in rows])

    def test_who_leaves_is_forgotten_and_others_are_not(self):
        self.follow()
        self.follow(user=AUTHOR)
        actions.forget_of(self.group, READER)
        self.assertEqual([(AUTHOR, "XB")], self.followed())
        actions.forget_group(self.group)
        self.assertEqual([], self.followed())
