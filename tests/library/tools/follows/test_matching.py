"""Who is told of a changed item: each once, and only who may read it."""

import random
import transaction
from cites.cug.core.sql.session import session
from cites.cug.library.lists.queries import list_items
from cites.cug.library.lists.query_parameters import LibrarySearch
from cites.cug.library.tools.follows import matching
from cites.cug.library.tools.follows.models import Follow, FollowedItem, ItemChange
from cites.cug.library.tools.follows.notices import FollowedNotices
from cites.cug.library.tools.follows.queries import news_of
from cites.cug.mailing.models import Notice
from cites.cug.membership.suspension import suspend_member
from collective.workspace.interfaces import IWorkspace
from datetime import datetime, UTC
from plone import api
from sqlalchemy import func, select
from tests.library.tools.follows.case import AUTHOR, FollowsCase, IGO, OFFICE, READER
from unittest import mock
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent


class MatchingTest(FollowsCase):
    def count(self, table):
        return session().scalar(select(func.count()).select_from(table))

    def test_each_thing_that_can_be_followed_is_found(self):
        self.published(specimens=[])
        self.tell()
        for field, value in (
            ("species", "Felidae"),
            ("species", "Acinonyx jubatus"),
            ("country", "XC"),
            ("route", "XC-XB"),
            ("handling", "amber"),
            ("author_country", "XA"),
            ("search", "q=mangoes&country=XC"),
        ):
            one = self.follow(field, value)
            self.published(specimens=[], author="customs-xb")
            item = self.published(
                description="Under mangoes",
                incident_country="XC",
                handling="amber",
                alleged_origin="XC",
                transit_countries=["XA"],
                alleged_destination="XB",
            )
            self.tell()
            found = session().execute(select(FollowedItem.__table__)).all()
            expected = [(one, item.UID())]
            self.assertEqual(expected, [row[:2] for row in found], field)
            api.content.delete(item)
            self.assertEqual(0, self.count(FollowedItem), field)
            session().delete(session().get(Follow, one))
            transaction.commit()

    def test_a_search_for_its_author_loses_an_item_that_is_unnamed_now(self):
        item = self.published()
        for user in (READER, OFFICE):
            self.follow("search", f"author={AUTHOR}", user)
        self.follow("search", "handling=green")
        notify(ObjectModifiedEvent(item))
        self.tell()
        self.assertEqual(3, self.count(FollowedItem))
        told = self.told()
        item.hide_country = True
        notify(ObjectModifiedEvent(item))
        self.tell()
        left = select(Follow.user_id, Follow.value).join(
            FollowedItem, Follow.id == FollowedItem.follow_id
        )
        expected = {(READER, "handling=green"), (OFFICE, f"author={AUTHOR}")}
        self.assertEqual(expected, set(map(tuple, session().execute(left))))
        self.assertEqual(told, self.told())

    def test_nobody_is_told_of_drafts_nor_authors_of_their_own(self):
        for user in (AUTHOR, READER, OFFICE):
            self.follow("search", "", user)
        item = self.alert()
        self.tell()
        self.move(item, "submit")
        self.tell()
        self.assertEqual([], self.told())
        self.move(item, "publish")
        self.tell()
        uid = item.UID()
        self.assertEqual([(READER, uid), (OFFICE, uid)], self.told())

    def test_once_however_it_is_found_and_whatever_changes(self):
        for field, value in (("species", "Acinonyx"), ("search", ""), ("country", "XA")):
            self.follow(field, value)
        item = self.published(incident_country="XA")
        self.tell()
        self.tell()
        notify(ObjectModifiedEvent(item))
        self.tell()
        self.move(item, "share", "restrict", "share")
        self.tell()
        self.assertEqual([(READER, item.UID())], self.told())
        self.assertEqual(3, self.count(FollowedItem))
        self.assertEqual(0, self.count(ItemChange))

    def test_who_gains_an_item_is_told_then(self):
        for user in (READER, IGO):
            self.follow("species", "Acinonyx", user)
        item = self.published()
        self.tell()
        self.assertEqual([(READER, item.UID())], self.told())
        self.move(item, "share")
        self.tell()
        self.assertEqual([(IGO, item.UID()), (READER, item.UID())], self.told())

    def test_a_change_is_told_to_whom_the_item_fits_now(self):
        self.follow("country", "XC")
        item = self.published(incident_country="XB")
        self.tell()
        self.assertEqual([], self.told())
        item.incident_country = "XC"
        notify(ObjectModifiedEvent(item))
        item.reindexObject()
        self.tell()
        self.assertEqual([(READER, item.UID())], self.told())
        item.incident_country = "XB"
        notify(ObjectModifiedEvent(item))
        self.tell()
        self.assertEqual(0, self.count(FollowedItem))

    def test_what_was_there_before_is_not_new(self):
        self.published()
        self.follow("species", "Acinonyx")
        self.tell()
        self.assertEqual([], self.told())

    def test_a_run_that_is_killed_leaves_all_to_the_next(self):
        self.follow("species", "Acinonyx")
        item = self.published()
        killed = mock.patch.object(matching, "queue_notices", side_effect=MemoryError)
        with killed, self.assertRaises(MemoryError):
            self.tell()
        transaction.abort()
        self.assertEqual((1, 0), (self.count(ItemChange), self.count(FollowedItem)))
        self.tell()
        self.assertEqual([(READER, item.UID())], self.told())

    def test_questions_do_not_grow_with_the_number_of_follows(self):
        def asked(members):
            for user in members:
                for value in ("Acinonyx", "Panthera", "Felidae"):
                    self.follow("species", value, user)
            self.published()
            with mock.patch.object(
                matching, "write_session", side_effect=matching.write_session
            ) as used:
                self.tell()
            return used.call_count

        few = asked([READER])
        many = asked([READER, IGO, OFFICE, "customs-xb", "police-xa", "wildlife-xa"])
        self.assertEqual(few, many)

    def test_who_leaves_or_is_suspended(self):
        self.follow("species", "Acinonyx")
        self.follow("species", "Acinonyx", "customs-xb")
        suspend_member(self.group, "customs-xb", acting_user=OFFICE)
        item = self.published()
        self.tell()
        self.assertEqual([(READER, item.UID())], self.told())
        IWorkspace(self.group)[READER].remove_from_team()
        transaction.commit()
        users = session().scalars(select(Follow.user_id)).all()
        self.assertEqual(["customs-xb"], users)
        self.assertEqual(0, self.count(FollowedItem))


class AudienceTest(FollowsCase):
    """Random readers: what is told and counted is what the library shows them."""

    WAYS = (
        ("submit",),
        ("submit", "publish"),
        ("submit", "publish", "share"),
        ("choose",),
        ("submit", "publish", "archive"),
    )
    READERS = (
        "member:police-xb",
        "country:XB",
        "country:XC",
        "category:wildlife",
        "category:igo",
        "organisation:INTERPOL (exercise)",
    )

    def setUp(self):
        super().setUp()
        self.seed = random.randrange(10**6)
        self.chance = random.Random(self.seed)
        self.members = sorted(IWorkspace(self.group).members)

    def readable(self, user):
        """UIDs of others' items that the library shows as published."""
        self.as_member(user)
        search = LibrarySearch(
            {"state": ("enforcement", "shared", "chosen")}, facets=(), size=100
        )
        rows = list_items(self.group, search).rows
        return {uid for _path, uid, row in rows if row["author"] != user}

    def news(self, user):
        self.as_member(user)
        found = news_of(self.group, user, datetime.now(UTC))
        uids = {uid for _path, uid, _row in found.rows}
        for number in found.by_follow.values():
            self.assertLessEqual(number, len(uids), self.seed)
        return uids

    def some_readers(self):
        return tuple(self.chance.sample(self.READERS, self.chance.randint(1, 3)))

    def test_nobody_learns_of_what_is_not_theirs(self):
        for user in self.members:
            for field, value in (("species", "Felidae"), ("search", "q=zq")):
                self.follow(field, value, user)
        authors = [AUTHOR, READER, "wildlife-xc"]
        items = [
            self.alert(
                *way, readers=self.some_readers(), author=self.chance.choice(authors)
            )
            for way in self.WAYS * 2
        ]
        self.tell()
        expected = {(u, uid) for u in self.members for uid in self.readable(u)}
        self.assertEqual(sorted(expected), self.told(), self.seed)
        for user in self.members:
            self.assertEqual(self.readable(user), self.news(user), (self.seed, user))
        self.change_some(items)
        self.check_waiting()

    def change_some(self, items):
        """Before anything is sent, readers change: by state, by name, on the roster."""
        back = {"enforcement": "archive", "shared": "restrict", "chosen": "choose"}
        for item in items:
            name = back.get(api.content.get_state(item))
            if name and self.chance.random() < 0.7:
                self.move(item, name, readers=self.some_readers())
        roster = IWorkspace(self.group)
        roster.note("police-xb", country="XC")
        suspend_member(self.group, "customs-xb", acting_user=OFFICE)
        transaction.commit()

    def check_waiting(self):
        kind = FollowedNotices()
        readable = {user: self.readable(user) for user in self.members}
        for notice in session().scalars(select(Notice)).all():
            wanted = kind.wanted(notice, self.group)
            expected = notice.reference in readable[notice.user_id]
            self.assertEqual(expected, wanted, (self.seed, notice.user_id))
        for user in self.members:
            self.assertLessEqual(self.news(user), readable[user], (self.seed, user))
