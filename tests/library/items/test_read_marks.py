"""What was opened is remembered once and found again."""

import transaction
import unittest
from cites.cug.core.sql.session import session
from cites.cug.demo.testing import CUG_FUNCTIONAL
from cites.cug.library.items import read_marks
from cites.cug.library.items.read_marks import mark_read, read_among
from sqlalchemy import event
from uuid import uuid4


class ReadingTest(unittest.TestCase):
    layer = CUG_FUNCTIONAL

    def setUp(self):
        self.item = uuid4().hex
        self.statements = []
        event.listen(session().get_bind(), "before_cursor_execute", self.executed)

    def tearDown(self):
        event.remove(session().get_bind(), "before_cursor_execute", self.executed)

    def executed(self, _connection, _cursor, statement, *_more):
        if statement != "BEGIN":
            self.statements.append(statement)

    def test_each_reader_has_their_own(self):
        other = uuid4().hex
        mark_read("customs-xa", self.item)
        transaction.commit()
        self.assertEqual(read_among("customs-xa", [self.item, other]), {self.item})
        self.assertEqual(read_among("police-xa", [self.item, other]), set())
        self.assertEqual(read_among("customs-xa", []), set())

    def test_a_page_opened_again_costs_no_query(self):
        mark_read("customs-xa", self.item)
        transaction.commit()
        mark_read("customs-xa", self.item)  # sees it in the table
        transaction.commit()
        self.statements.clear()
        mark_read("customs-xa", self.item)
        self.assertEqual(self.statements, [])

    def test_what_was_aborted_was_not_read(self):
        mark_read("customs-xa", self.item)
        transaction.abort()
        mark_read("customs-xa", self.item)
        transaction.commit()
        self.assertEqual(read_among("customs-xa", [self.item]), {self.item})

    def test_the_memory_of_a_process_is_bounded(self):
        self.addCleanup(setattr, read_marks, "MAX_SEEN", read_marks.MAX_SEEN)
        read_marks.MAX_SEEN = 1
        for item in (self.item, uuid4().hex):
            for _time in range(2):
                mark_read("customs-xa", item)
                transaction.commit()
            self.assertLessEqual(len(read_marks._seen), 1)
