"""`bin/cug taxa` says what a list would change, and lets it count when told so."""

import json
import transaction
import unittest
from cites.cug.codelist_editor.taxon_lists.actions import counting_list, waiting_lists
from cites.cug.core.settings.deployment import records_url
from cites.cug.core.sql.session import engine, session
from cites.cug.core.trail.trail import AuditEvent
from cites.cug.demo.testing import CUG_FUNCTIONAL
from cites.cug.operations import command_line, taxa
from cites.cug.operations.command_line import cug, FAILED
from cites.cug.operations.progress import Progress
from cites.cug.operations.record_checks import check_taxa
from click.testing import CliRunner
from contextlib import contextmanager
from pathlib import Path
from sqlalchemy import select, text
from tempfile import TemporaryDirectory
from tests.codelist_editor.taxon_lists.made_up import CHEETAH, ORCHID, table
from unittest.mock import patch


class CommandTest(unittest.TestCase):
    layer = CUG_FUNCTIONAL

    def setUp(self):
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.file = Path(folder.name) / "taxa.csv"
        self.file.write_bytes(table(CHEETAH, ORCHID))

        @contextmanager
        def portal():
            yield self.layer["portal"]

        for module, name, value in (
            (command_line, "read_configuration", lambda path: None),
            (taxa, "_portal", portal),
        ):
            patched = patch.object(module, name, value)
            patched.start()
            self.addCleanup(patched.stop)

    def run_cug(self, *arguments):
        ran = CliRunner().invoke(cug, ["--quiet", *arguments], obj="zope.conf")
        transaction.begin()
        return ran

    def test_it_counts_when_told_so(self):
        ran = self.run_cug("taxa", str(self.file), "--dated", "2026-03-05")
        self.assertEqual(0, ran.exit_code, ran.output)
        self.assertIn("added: 1, moved: 0, unchanged: 1", ran.stdout)
        self.assertIn("added: Zqorchis ficta: II", ran.stdout)
        self.assertIsNone(counting_list())
        self.assertEqual([], waiting_lists())
        ran = self.run_cug("--json", "taxa", str(self.file), "--apply")
        self.assertEqual({"counts": True, "unchanged": 1}, self.said(ran))
        self.assertEqual("taxa.csv", counting_list().file)
        self.assertEqual(0, self.run_cug("taxa", "--take-out").exit_code)
        self.assertIsNone(counting_list())
        actions = select(AuditEvent.actor, AuditEvent.action).order_by(AuditEvent.id)
        told = [*map(tuple, session().execute(actions))]
        wanted = ["taxa.drop", "taxa.replace", "taxa.end"]
        self.assertEqual([("bin/cug", action) for action in wanted], told)

    def said(self, ran):
        said = json.loads(ran.stdout)
        return {name: said[name] for name in ("counts", "unchanged")}

    def test_mistakes_have_line_and_column(self):
        self.file.write_bytes(table({**ORCHID, "RankName": "tribe"}))
        ran = self.run_cug("taxa", str(self.file), "--apply")
        self.assertEqual(FAILED, ran.exit_code)
        self.assertIn("line 2, RankName: “tribe” is not a rank.", ran.stderr)
        self.assertIsNone(counting_list())
        for arguments in ((), (str(self.file), "--take-out")):
            self.assertEqual(FAILED, self.run_cug("taxa", *arguments).exit_code)

    def test_verify_counts_the_taxa(self):
        self.run_cug("taxa", str(self.file), "--apply")
        self.assertEqual([], self.faults())
        with engine(records_url()).begin() as connection:
            connection.execute(text("DELETE FROM taxon WHERE name = 'Zqorchis ficta'"))
        self.assertRegex(" ".join(self.faults()), r"has \d+ taxa, and not \d+")
        with engine(records_url()).begin() as connection:
            connection.execute(text("DELETE FROM taxon_name WHERE taxon = 'Felidae'"))
        self.assertRegex(" ".join(self.faults()), "by their names")

    def faults(self):
        with engine(records_url()).connect() as connection:
            return [str(one) for one in check_taxa(connection, Progress(quiet=True))]
