"""Which authors are told of a later alert: once, and only if they may read it."""

from cites.cug.core.sql.session import session
from cites.cug.library.tools.relations.models import ToldRelation
from cites.cug.library.tools.relations.telling import RELATED
from plone import api
from plone.app.testing import login
from sqlalchemy import func, select
from tests.library.tools.follows.case import AUTHOR, READER
from tests.library.tools.relations.case import PERMIT, RelationsCase


class TellAuthorsTest(RelationsCase):
    def told(self):
        """Who was told of which alert, each time, with their own."""
        rows = [row for row in self.rows() if row.kind == RELATED]
        return sorted((row.user_id, *row.reference.split(":")) for row in rows)

    def pair(self, alert):
        return (READER, alert.UID(), self.own.UID())

    def test_the_author_of_the_earlier_one_is_told(self):
        later = self.published(**PERMIT)
        self.assertEqual([], self.told())
        self.tell()
        self.assertEqual([self.pair(later)], self.told())

    def test_not_of_ones_own_nor_of_what_shares_too_little(self):
        self.published(author=READER, **PERMIT)
        hidden = {"concealment": ["parcel"], "transport_mode": ["mail"]}
        self.published(author=READER, specimens=[], **hidden)
        self.published(specimens=[], **hidden)
        self.published(specimens=[])
        self.tell()
        self.assertEqual([], self.told())

    def test_once_for_each_pair_however_often_it_is_published_and_changed(self):
        later = self.published(**PERMIT)
        self.tell()
        self.report(later)
        self.move(later, "return", "submit", "publish")
        self.tell()
        self.move(later, "share")
        self.move(self.own, "share")
        self.tell()
        self.assertEqual([self.pair(later)], self.told())
        another = self.published(**PERMIT)
        self.tell()
        self.assertEqual(sorted(map(self.pair, (later, another))), self.told())

    def test_who_may_not_read_it_is_told_when_its_readers_are_widened(self):
        readers = ["member:wildlife-xc"]
        later = self.alert("submit", "choose", readers=readers, **PERMIT)
        self.tell()
        self.assertEqual([], self.told())
        self.assertEqual(0, session().scalar(select(func.count(ToldRelation.time))))
        self.move(later, "choose", readers=[*readers, f"member:{READER}"])
        self.tell()
        self.assertEqual([self.pair(later)], self.told())

    def test_not_of_a_draft_nor_for_the_author_of_one(self):
        self.alert("submit", **PERMIT)
        self.report(self.own)
        self.published(**PERMIT)
        self.tell()
        self.assertEqual([], self.told())

    def test_pairs_are_forgotten_with_either_alert(self):
        for deleted in ("later", "own"):
            later = self.published(**PERMIT)
            self.tell()
            login(self.layer["portal"], "secretariat")
            api.content.delete(later if deleted == "later" else self.own)
            self.assertEqual(0, session().scalar(select(func.count(ToldRelation.time))))

    def test_nobody_is_told_of_an_alert_of_nobodys(self):
        self.own.creators = ()
        self.published(author=AUTHOR, **PERMIT)
        self.tell()
        self.assertEqual([], self.told())
