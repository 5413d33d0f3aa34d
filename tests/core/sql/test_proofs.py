"""A row has a proof from its first day on, whatever way it is written."""

import subprocess
import sys
import transaction
import unittest
from cites.cug.core.encryption.sealing import Untrusted
from cites.cug.core.metrics.figures import REGISTRY
from cites.cug.core.settings.deployment import records_url
from cites.cug.core.sql.proofs import change_proven, is_proven, proven_tables
from cites.cug.core.sql.session import Base, engine, session, write_session
from cites.cug.demo.testing import CUG_FUNCTIONAL
from cites.cug.login.models import AccountChange
from datetime import datetime, UTC
from sqlalchemy import insert, select, text


TABLE = AccountChange.__table__
NOW = datetime(2026, 12, 1, 9, 30, 0, 5, tzinfo=UTC)
ROW = {
    "user_id": "customs-xa",
    "kind": "factor",
    "asked_by": "secretariat",
    "asked": NOW,
    "due": NOW,
    "group_uid": "g",
    "detail": "",
    "state": "pending",
}


COUNT = """
from cites.cug.core.sql.proofs import proven_tables
from cites.cug.core.sql.schema import import_models
import_models()
print(*(one.__tablename__ for one in proven_tables()))
"""


#: Tables without proofs, and why, as `docs/trail.md` says. They are sealed, compared by
#: `verify` with what they follow from, or give nobody anything.
SEALED = {
    *("message", "message_attachment", "message_attachment_chunk", "mailbox"),
    *("login_code_generator", "web_hook", "form_draft"),
}
COMPARED = {
    *("permit_line", "content_words", "library_file_text", "mailbox_count"),
    *("workspace_topic", "workspace_post", "message_key"),
    *("taxon_list", "taxon", "taxon_name", "audit_event", "audit_unsealed", "audit_leaf"),
    *("audit_node", "audit_checkpoint", "audit_cosignature", "audit_stream"),
    *("audit_witnessed", "journal_applied", "journal_failed", "journal_forgotten"),
}
OF_NO_WEIGHT = {
    *("login_attempt", "login_wrong_codes", "rate_use", "done_request", "import_run"),
    *(
        "library_reading",
        "workspace_reading",
        "workspace_change",
        "followed_item",
        "told_relation",
        "workspace_topic_item",
    ),
    *("followed_change", "workspace_subscription", "notice"),
}


class ProofsTest(unittest.TestCase):
    layer = CUG_FUNCTIONAL

    def rows(self):
        transaction.commit()
        with engine(records_url()).connect() as connection:
            return list(connection.execute(select(TABLE).order_by(TABLE.c.id)))

    def forge(self, statement):
        with engine(records_url()).begin() as connection:
            connection.execute(text(statement))

    def add(self):
        write_session().execute(insert(TABLE), [{"id": "a", **ROW}, {"id": "b", **ROW}])
        session().add(AccountChange(id="c", **ROW))
        session().flush()

    def proven(self):
        return "".join(row.id for row in self.rows() if is_proven(AccountChange, row))

    def untrusted(self):
        wanted = {"table": "account_change"}
        return REGISTRY.get_sample_value("cug_untrusted_rows_total", wanted) or 0

    def test_what_is_added(self):
        self.add()
        self.assertEqual("abc", self.proven())

    def test_what_is_changed_by_a_statement(self):
        self.add()
        mine = TABLE.c.id.in_(["a", "b"])
        changed = change_proven(
            write_session(), AccountChange, mine, state="stopped", due=NOW
        )
        self.assertEqual(2, changed)
        self.assertEqual(
            ["stopped", "stopped", "pending"], [r.state for r in self.rows()]
        )
        self.assertEqual("abc", self.proven())

    def test_what_names_a_row_is_changed(self):
        self.add()
        change_proven(write_session(), AccountChange, TABLE.c.id == "a", id="d")
        self.assertEqual("bcd", self.proven())

    def test_an_object_that_is_changed(self):
        self.add()
        transaction.commit()
        write_session().get(AccountChange, "b").settled_by = "police-xb"
        self.assertEqual("abc", self.proven())

    def test_an_object_that_is_changed_and_read_again_in_one_request(self):
        self.add()
        transaction.commit()
        change = write_session().get(AccountChange, "b")
        change.state = "stopped"
        self.assertTrue(is_proven(AccountChange, change))

    def test_each_column_of_a_row(self):
        self.add()
        transaction.commit()
        before = self.untrusted()
        forged = [name for name in (*ROW, "settled_by") if not name.endswith(("d", "e"))]
        for name in forged:
            self.forge(f"UPDATE account_change SET {name} = 'x' WHERE id = 'a'")
            self.assertEqual("bc", self.proven(), name)
            value = ROW.get(name)
            shown = "NULL" if value is None else f"'{value}'"
            self.forge(f"UPDATE account_change SET {name} = {shown} WHERE id = 'a'")
            self.assertEqual("abc", self.proven(), name)
        self.assertEqual(before + len(forged), self.untrusted())

    def test_nothing_makes_a_forged_row_count(self):
        self.add()
        transaction.commit()
        self.forge("UPDATE account_change SET asked_by = 'x' WHERE id IN ('a', 'b')")
        changed = change_proven(
            write_session(), AccountChange, TABLE.c.id == "a", state="stopped"
        )
        self.assertEqual(0, changed)
        transaction.commit()
        write_session().get(AccountChange, "b").state = "stopped"
        with self.assertRaises(Untrusted):
            session().flush()
        transaction.abort()
        self.assertEqual("c", self.proven())

    def test_a_command_knows_all_tables(self):
        """Those too whose modules it has not imported for itself."""
        run = subprocess.run(
            [sys.executable, "-c", COUNT], capture_output=True, text=True
        )
        known = {one.__tablename__ for one in proven_tables()}
        self.assertEqual(known, set(run.stdout.split()), run.stderr)

    def test_every_table_has_a_proof_or_a_reason_to_have_none(self):
        proven = {model.__tablename__ for model in proven_tables()}
        explained = SEALED | COMPARED | OF_NO_WEIGHT
        self.assertEqual(set(), proven & explained)
        self.assertEqual(set(Base.metadata.tables), proven | explained)
