"""What was tampered with in the database is found, and the first wrong event is named.

``make test`` tries a few, others in each run, ``make test-all`` ten thousand. The seed is
printed: ``TEST_SEED=…`` tries the same again.
"""

import random
import re
import sqlite3
from cites.cug.core.settings.deployment import records_url
from cites.cug.core.sql.session import engine
from cites.cug.core.trail.leaves import hashes_of, leaf_of
from cites.cug.core.trail.proof_files import whole_lines
from cites.cug.core.trail.removal import remove_contents
from cites.cug.core.trail.sealing import BATCH
from cites.cug.core.trail.trail import AuditEvent
from cites.cug.core.trail.tree import row_keys, row_proof, TILE
from cites.cug.core.trail.tree_check import check_trail
from contextlib import closing
from sqlalchemy import select
from tests.core.trail.tree_case import PORTAL, TreeCase
from tests.sampling import EVERYTHING, SEED


EVENTS = 700
TAMPERED_EVENTS = 300
TAMPERINGS = 10_000 if EVERYTHING else 60
COLUMNS = (
    "time",
    "actor",
    "action",
    "target",
    "target_uid",
    "ip",
    "detail",
    "credential",
)


class TamperingTest(TreeCase):
    def setUp(self):
        super().setUp()
        self.write(TAMPERED_EVENTS)
        self.seal()
        self.chance = random.Random(f"{SEED} {self.id()}")
        print(f"\n{self.id()}: {TAMPERINGS} tamperings, TEST_SEED={SEED}")

    def test_whatever_is_tampered_with(self):
        kinds = (self.change, self.remove, self.add, self.swap, self.move, self.forge)
        for number in range(TAMPERINGS):
            kind = kinds[number % len(kinds)]
            with engine(records_url()).connect() as connection:
                self.connection = connection
                self.position_of = {}
                first = kind()
                findings = check_trail(connection).findings
                file = b"".join(whole_lines(connection)).decode()
                connection.rollback()
            told = number, kind.__name__, first, findings[:1]
            self.assertTrue(findings, told)
            self.assertEqual(first, findings[0].event_id, told)
            self.assertFirst(first, self.verify(file), told)
        self.assertTrue(self.check().is_whole)

    def assertFirst(self, event_id, wrong, told):
        """The program names the event first, or the leaves that one of them is."""
        self.assertTrue(wrong, told)
        place, _words = wrong[0]
        if found := re.search(r"one of the leaves (\d+) to (\d+)", place):
            first, last = map(int, found.groups())
            leaf = self.position_of.get(event_id, event_id - 1)
            self.assertTrue(first <= leaf <= last, (*told, place))
        else:
            self.assertIn(f"event {event_id}", place, told)

    def sql(self, statement, *values):
        return self.connection.exec_driver_sql(statement, values)

    def one(self):
        return self.chance.randrange(1, TAMPERED_EVENTS + 1)

    def change(self):
        """A value of an event."""
        event_id, column = self.one(), self.chance.choice(COLUMNS)
        old = self.sql(f"SELECT {column} FROM audit_event WHERE id = ?", event_id)
        new = {
            "time": "2026-11-25 12:00:00.000000",
            "detail": self.chance.choice(['{"number": "0"}', "{broken"]),
        }.get(column, f"{old.scalar()}x")
        changed = f"UPDATE audit_event SET {column} = ? WHERE id = ?"
        self.sql(changed, new, event_id)
        return event_id

    def remove(self):
        event_id = self.one()
        self.sql("DELETE FROM audit_event WHERE id = ?", event_id)
        if self.chance.random() < 0.5:
            self.sql("UPDATE audit_leaf SET salt = NULL WHERE event_id = ?", event_id)
        return event_id

    def add(self):
        event_id = TAMPERED_EVENTS + self.one()
        self.sql(
            "INSERT INTO audit_event (id, time, actor, action, target, detail) VALUES"
            " (?, '2026-11-26 12:00:01.000000', 'a', 'login', '/portal', '{}')",
            event_id,
        )
        self.sql("DELETE FROM audit_unsealed WHERE event_id = ?", event_id)
        return event_id

    def swap(self):
        """Two events change places."""
        one, other = sorted(self.chance.sample(range(1, TAMPERED_EVENTS + 1), 2))
        for old, new in ((one, -1), (other, one), (-1, other)):
            self.sql("UPDATE audit_event SET id = ? WHERE id = ?", new, old)
        return one

    def move(self):
        """Two leaves change places, with all that belongs to them."""
        one, other = sorted(self.chance.sample(range(TAMPERED_EVENTS), 2))
        for old, new in ((one, -1), (other, one), (-1, other)):
            self.sql("UPDATE audit_leaf SET position = ? WHERE position = ?", new, old)
        self.position_of = {other + 1: one}
        return other + 1  # it stands where the first one stood

    def forge(self):
        """An event is changed, and its leaf and salt are made to fit."""
        event_id = self.one()
        self.sql("UPDATE audit_event SET actor = 'forger' WHERE id = ?", event_id)
        table = AuditEvent.__table__
        row = self.connection.execute(select(table).where(table.c.id == event_id)).one()
        salt = bytes(32)
        forged = "UPDATE audit_leaf SET salt = ?, hash = ? WHERE event_id = ?"
        self.sql(forged, salt, leaf_of(hashes_of(row, salt)), event_id)
        return event_id


class CheckTest(TreeCase):
    def setUp(self):
        super().setUp()
        self.write(EVENTS)
        self.seal()

    def test_hashes_and_notes_that_were_tampered_with(self):
        copy = self.folder / "copy.sqlite"
        source = sqlite3.connect(self.folder / "records.sqlite")
        with closing(source), closing(sqlite3.connect(copy)) as target:
            source.backup(target)
        for statement, words in (
            (
                "UPDATE audit_node SET hash = x'00' WHERE number = 1",
                f"one of the leaves {TILE} to {2 * TILE - 1} is below a hash that",
            ),
            ("DELETE FROM audit_node", f"one of the leaves 0 to {TILE - 1} is below a"),
            ("INSERT INTO audit_node VALUES (1, 7, x'00')", f"leaf {EVENTS} is below a"),
            (
                f"DELETE FROM audit_checkpoint WHERE size = {EVENTS}",
                f"one of the leaves {BATCH} to {EVENTS - 1} is behind the newest",
            ),
            (
                f"UPDATE audit_checkpoint SET note = 'x' WHERE size = {BATCH}",
                f"one of the leaves 0 to {BATCH - 1} has a checkpoint that is no check",
            ),
            (
                "UPDATE audit_checkpoint SET note = replace(note, '2026', '2025')",
                f"one of the leaves 0 to {BATCH - 1} has a checkpoint that is signed by",
            ),
            (f"DELETE FROM audit_leaf WHERE position = {EVENTS - 1}", "leaf 699 has no"),
            ("DELETE FROM audit_leaf WHERE position = 3", "leaf 3 has no leaf any more"),
            ("INSERT INTO audit_unsealed VALUES (9)", "event 9 is to be sealed once mor"),
            ("INSERT INTO audit_unsealed VALUES (999)", "event 999 was removed before"),
        ):
            self.do(statement)
            told = self.told()
            self.assertTrue(told, statement)
            self.assertTrue(told[0].startswith(words), told)
            self.put_back(copy)

    def put_back(self, copy):
        """The records as they were."""
        for name in ("audit_leaf", "audit_node", "audit_checkpoint", "audit_unsealed"):
            self.do(f"DELETE FROM {name}")
            with engine(records_url()).connect() as connection:
                connection.exec_driver_sql("ATTACH ? AS copy", (str(copy),))
                copied = f"INSERT INTO main.{name} SELECT * FROM copy.{name}"
                connection.exec_driver_sql(copied)
                connection.commit()
                connection.exec_driver_sql("DETACH copy")
        self.assertTrue(self.check().is_whole)

    def test_a_rewritten_tree_does_not_fit_what_was_signed(self):
        """Somebody who has the portal's proofs of rows, and not its key, too."""
        self.do("UPDATE audit_leaf SET hash = ? WHERE position = 600", b"x" * 32)
        proof = row_proof(row_keys()[-1], 600, 601, b"x" * 32)
        self.do("UPDATE audit_leaf SET proof = ? WHERE position = 600", proof)
        words = f"one of the leaves {BATCH} to {EVENTS - 1} is in a tree whose root"
        self.assertTrue(any(one.startswith(words) for one in self.told()))

    def test_portion_by_portion(self):
        first = self.check(most=300)
        self.assertEqual((256, 256), (first.checked, first.next))
        last = self.check(begin=512, most=300)
        self.assertEqual((EVENTS - 512, None), (last.checked, last.next))
        self.assertTrue(first.is_whole and last.is_whole)
        self.do("UPDATE audit_event SET actor = 'x' WHERE id = 300")
        self.assertTrue(self.check(most=256).is_whole)
        self.assertEqual(
            ["event 300 was changed since it was sealed"], self.told(begin=256, most=256)
        )

    def test_contents_are_removed_and_the_tree_holds(self):
        old = AuditEvent.id <= 600
        for expected in (BATCH, 600 - BATCH, 0):
            done = remove_contents(PORTAL, old, "retention", acting_user="bin/cug")
            self.assertEqual(expected, done)
        self.assertEqual(100 + 2, self.rows("SELECT count(*) FROM audit_event")[0][0])
        kept = self.rows("SELECT count(*) FROM audit_leaf WHERE salt IS NOT NULL")
        self.assertEqual([(100,)], kept)
        self.assertEqual([], self.check().findings)
        self.seal()
        self.assertEqual([], self.check().findings)
        # What tells of removals is not removed itself, and cannot be written by others.
        self.assertEqual(
            0,
            remove_contents(PORTAL, AuditEvent.id > 700, "all", acting_user="bin/cug"),
        )
        self.do(
            "INSERT INTO audit_event (id, time, actor, action, target, detail) VALUES"
            " (900, '2026-11-26 12:00:01', 'bin/cug', 'audit.remove', '/portal', ?)",
            '{"positions": "0-700", "reason": "", "proof": "00"}',
        )
        self.do("DELETE FROM audit_event WHERE id = 650")
        self.assertEqual(["event 650 was removed since it was sealed"], self.told())
