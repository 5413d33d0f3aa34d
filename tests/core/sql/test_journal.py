"""What is written to SQL beside content is kept with the content."""

import threading
import transaction
import unittest
from cites.cug.core.settings.deployment import records_url
from cites.cug.core.sql.journal import (
    Entry,
    find_journal,
    new_entry,
    SPOOLED_BYTES,
    Statement,
    written_on,
)
from cites.cug.core.sql.session import (
    autonomous_transaction,
    engine,
    RecordsVote,
    session,
    write_session,
)
from cites.cug.core.trail.trail import AuditEvent, record
from cites.cug.demo.testing import CUG_FUNCTIONAL
from cites.cug.library.items.read_marks import ReadMark
from cites.cug.messaging.models import Folder
from datetime import datetime, UTC
from sqlalchemy import insert, select, update
from sqlalchemy.engine.default import DefaultDialect
from unittest.mock import patch


def mark(item_uid: str) -> ReadMark:
    return ReadMark(user_id="customs-xa", item_uid=item_uid, time=datetime.now(UTC))


class JournalCase(unittest.TestCase):
    layer = CUG_FUNCTIONAL

    def setUp(self):
        self.portal = self.layer["portal"]
        self.root = self.portal._p_jar.root()
        self.before = self.keys()

    def keys(self):
        journal = find_journal(self.root)
        return set() if journal is None else {key for key, _ in journal.entries()}

    def new_entries(self):
        entries = dict(find_journal(self.root).entries())
        return [entry for key, entry in entries.items() if key not in self.before]

    def marks(self):
        """As another process sees them."""
        with engine(records_url()).connect() as connection:
            return set(connection.scalars(select(ReadMark.item_uid)))

    def change_content(self, title="changed"):
        self.portal.title = title


class CrossingTest(JournalCase):
    def test_a_change_of_both_is_kept_in_both(self):
        self.change_content()
        session().add(mark("both"))
        transaction.commit()
        (entry,) = self.new_entries()
        ((sql, parameters),) = entry.statements
        self.assertIn("INSERT INTO library_reading", sql)
        self.assertIn("both", parameters)
        self.assertEqual("sqlite", entry.dialect)
        self.assertIn("both", self.marks())

    def test_what_is_written_to_sql_alone_needs_no_commit_of_content(self):
        with self.layer["zodbDB"].transaction() as other:
            last = other.db().lastTransaction()
        session().add(mark("alone"))
        transaction.commit()
        self.assertIn("alone", self.marks())
        self.assertEqual(last, self.layer["zodbDB"].lastTransaction())
        self.assertEqual(self.before, self.keys())

    def test_what_reads_sql_only_has_no_entry(self):
        self.change_content()
        session().execute(select(ReadMark)).all()
        transaction.commit()
        self.assertEqual(self.before, self.keys())

    def test_what_has_a_transaction_of_its_own_is_not_in_it(self):
        with autonomous_transaction() as connection:
            connection.execute(insert(ReadMark.__table__), vars_of("own"))
        self.change_content()
        session().add(mark("of-the-request"))
        transaction.commit()
        (entry,) = self.new_entries()
        self.assertNotIn("own", str(entry.statements))
        self.assertIn("of-the-request", str(entry.statements))

    def test_statements_without_orm_are_in_it_and_are_committed(self):
        self.change_content()
        session().connection().execute(insert(ReadMark.__table__), vars_of("core"))
        transaction.commit()
        self.assertEqual(1, len(self.new_entries()))
        self.assertIn("core", self.marks())

    def test_in_the_order_in_which_they_ran_and_without_the_turn(self):
        self.change_content()
        records = write_session()
        records.add(mark("first"))
        records.flush()
        row = ReadMark.item_uid == "first"
        records.execute(update(ReadMark).where(row).values(item_uid="second"))
        transaction.commit()
        (entry,) = self.new_entries()
        verbs = [sql.split()[0] for sql, _given in entry.statements]
        self.assertEqual(["INSERT", "UPDATE"], verbs)

    def test_pieces_of_files_are_in_it_and_not_in_memory_before(self):
        pieces = [bytes([number]) * SPOOLED_BYTES for number in (1, 2)]
        self.change_content()
        connection = session().connection()
        for piece in pieces:
            sql = "UPDATE library_reading SET item_uid = item_uid WHERE ? IS NULL"
            connection.exec_driver_sql(sql, (memoryview(piece),))
        noted = [one.parameters for one in written_on(connection)]
        self.assertFalse(
            [given for (given,) in noted if isinstance(given, bytes | memoryview)]
        )
        transaction.commit()
        (entry,) = self.new_entries()
        self.assertEqual([given for _sql, (given,) in entry.statements], pieces)

    def test_what_a_savepoint_takes_back_is_not_in_it(self):
        self.change_content()
        records = session()
        records.add(mark("before"))
        records.flush()
        with records.begin_nested() as inner:
            records.add(mark("taken-back"))
            records.flush()
            inner.rollback()
        with records.begin_nested():
            records.add(mark("kept"))
        transaction.commit()
        (entry,) = self.new_entries()
        words = str(entry.statements)
        self.assertNotIn("taken-back", words)
        self.assertTrue("before" in words and "kept" in words, words)
        self.assertEqual({"before", "kept"}, self.marks())

    def test_what_is_aborted_is_not_in_the_next(self):
        session().add(mark("aborted"))
        session().flush()
        transaction.abort()
        self.change_content()
        session().add(mark("next"))
        transaction.commit()
        (entry,) = self.new_entries()
        self.assertNotIn("aborted", str(entry.statements))

    def test_two_at_once_do_not_get_in_each_others_way(self):
        """Entries lie apart, and what shares a box is merged."""
        begun = threading.Barrier(2)
        failed = []

        def write(name):
            connection = self.layer["zodbDB"].open()
            try:
                with transaction.manager:
                    journal = find_journal(connection.root())
                    key = f"00{name}"
                    begun.wait()
                    journal.boxes[0][key] = new_entry([], "sqlite")
            except Exception as error:
                failed.append(error)
            finally:
                connection.close()

        self.change_content()
        session().add(mark("makes-the-journal"))
        transaction.commit()
        threads = [threading.Thread(target=write, args=(name,)) for name in "ab"]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual([], failed)


class VoteTest(JournalCase):
    def test_content_that_is_refused_takes_records_along(self):
        self.portal.unpicklable = lambda: None
        session().add(mark("half"))
        with self.assertRaises(Exception):  # noqa: B017 - whatever pickling says
            transaction.commit()
        transaction.abort()
        self.assertNotIn("half", self.marks())
        self.assertEqual(self.before, self.keys())

    def test_records_that_fail_late_do_not_undo_content(self):
        """Content is committed by then; what is left is the replay's."""
        self.change_content("kept")
        session().add(mark("late"))
        with (
            patch.object(DefaultDialect, "do_commit", side_effect=OSError),
            self.assertLogs("cites.cug.sql", "ERROR"),
        ):
            transaction.commit()
        transaction.begin()
        self.assertEqual("kept", self.portal.title)
        self.assertNotIn("late", self.marks())
        self.assertEqual(1, len(self.new_entries()))

    def test_records_are_the_last_to_vote(self):
        self.change_content()
        session()
        keys = sorted(one.sortKey() for one in transaction.get()._resources)
        self.assertEqual("~records", keys[-1])
        self.assertEqual(2, len(keys))

    def test_the_session_joins_once(self):
        session()
        session()
        joined = [
            one for one in transaction.get()._resources if isinstance(one, RecordsVote)
        ]
        self.assertEqual(1, len(joined))

    def test_the_record_of_a_change_is_there_after_it(self):
        self.change_content()
        record("test", target=self.portal, acting_user="somebody")
        transaction.commit()
        found = select(AuditEvent.actor).where(AuditEvent.action == "test")
        self.assertEqual(["somebody"], session().scalars(found).all())


class EntryTest(unittest.TestCase):
    def test_an_entry_keeps_its_statements_until_they_are_applied(self):
        statements = (("INSERT", ("EXERCISE " * 200,)),)
        entry = Entry(statements, "sqlite")
        self.assertEqual(statements, entry.statements)
        self.assertLess(len(entry.packed), 300)
        entry.empty()
        self.assertEqual((), entry.statements)


class ValueTest(unittest.TestCase):
    def kept(self, given):
        ((_sql, kept),) = new_entry([Statement("INSERT", given)], "sqlite").statements
        return kept

    def test_no_class_of_ours_is_stored(self):
        kept = self.kept({"folder": Folder.INBOX, "many": [(Folder.SENT, 1)]})
        self.assertEqual({"folder": "inbox", "many": [("sent", 1)]}, kept)
        self.assertIs(str, type(kept["folder"]))

    def test_bytes_as_drivers_wrap_them(self):
        wrapped = type("Binary", (), {"adapted": b"\0a"})()
        self.assertEqual(
            (b"a", b"\0a", None), self.kept((memoryview(b"a"), wrapped, None))
        )

    def test_what_could_not_be_read_again_is_refused(self):
        with self.assertRaises(TypeError):
            self.kept((object(),))


def vars_of(item_uid):
    return {"user_id": "police-xa", "item_uid": item_uid, "time": datetime.now(UTC)}
