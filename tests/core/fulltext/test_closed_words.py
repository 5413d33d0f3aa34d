"""What is marked TLP:RED is found by its words, and none of these is in the records."""

from cites.cug.core.encryption.sealing import Untrusted
from cites.cug.core.fulltext.closed_words import open_words, WORDS
from cites.cug.core.fulltext.index import words_index
from cites.cug.core.fulltext.models import ContentWords
from cites.cug.core.sql.session import session, write_session
from cites.cug.library.items.file_texts import FileText
from plone import api
from plone.dexterity.utils import addContentToContainer, createContent
from plone.namedfile.file import NamedBlobFile
from Products.CMFCore.indexing import processQueue
from sqlalchemy import select, update
from tests.library.lists.test_searchable_text import SearchCase
from tests.library.samples import PDF
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent


TABLE = ContentWords.__table__
SECRET = "zqsecret"


class ClosedWordsTest(SearchCase):
    def setUp(self):
        super().setUp()
        self.alert = self.add(f"EXERCICE {SECRET}", "Deux guépards saisis.", "draft")
        api.content.create(
            self.alert,
            "File",
            title=f"{SECRET} file",
            file=NamedBlobFile(PDF, "application/pdf", "a.pdf"),
        )
        self.mark("red")

    def mark(self, handling):
        self.alert.handling = handling
        notify(ObjectModifiedEvent(self.alert))
        self.alert.reindexObject()
        processQueue()

    def rows(self):
        processQueue()
        return session().execute(select(TABLE).order_by(TABLE.c.id)).all()

    def sealed(self):
        return [row for row in self.rows() if row.sealed is not None]

    def in_the_open(self):
        texts = session().scalars(select(FileText.text)).all()
        words = [getattr(row, name) for row in self.rows() for name in WORDS]
        return [one for one in (*texts, *words) if SECRET in str(one)]

    def differences(self):
        tool = self.portal.portal_catalog
        return [words for _rid, words in words_index(tool).differences(tool)]

    def test_it_is_found_and_not_in_the_open(self):
        self.assertEqual([], self.in_the_open())
        self.assertEqual(2, len(self.sealed()))
        title = f"EXERCICE {SECRET}"
        asked = (SECRET, "guépard", '"guépards saisis"', "zqsec*", f"{SECRET} -crate")
        for question in asked:
            self.assertEqual([title], self.found(question), question)
        for question in ('"saisis guépards"', f"{SECRET} -saisis", "zqother"):
            self.assertEqual([], self.found(question), question)
        self.assertNotIn(title, self.found(f"-{SECRET}"))
        ((_path, _uid, row),) = self.page(SECRET).rows
        self.assertIn("snippet", row)
        self.assertEqual([], self.differences())

    def test_its_code_changes(self):
        self.mark("green")
        self.assertEqual([], self.sealed())
        self.assertTrue(self.in_the_open())
        self.assertEqual([f"EXERCICE {SECRET}"], self.found(SECRET))
        self.assertEqual([], self.differences())
        self.mark("red")
        self.assertEqual([], self.in_the_open())
        self.assertEqual([f"EXERCICE {SECRET}"], self.found(SECRET))
        self.assertEqual([], self.differences())

    def test_it_is_filled_anew(self):
        words_index(self.portal.portal_catalog).fill(self.portal.portal_catalog)
        self.assertEqual([], self.in_the_open())
        self.assertEqual([f"EXERCICE {SECRET}"], self.found(SECRET))

    def test_sealed_words_open_in_their_own_row_alone(self):
        one, other = self.sealed()
        mine = TABLE.c.id == one.id
        write_session().execute(update(TABLE).where(mine).values(sealed=other.sealed))
        with self.assertRaises(Untrusted):
            open_words(self.sealed()[0])
        self.assertIn("is found by other words", self.differences())
        self.assertEqual([], self.found("saisis"))

    def test_a_topic_of_a_closed_workspace(self):
        made = createContent("Workspace", title="EXERCISE", handling="green")
        workspace = addContentToContainer(self.group.workspaces, made, False)
        topic = createContent("Topic", title=f"{SECRET} topic")
        addContentToContainer(workspace, topic, False)
        self.assertTrue(self.in_the_open())
        workspace.handling = "red"
        notify(ObjectModifiedEvent(workspace))
        self.assertEqual([], self.in_the_open())
