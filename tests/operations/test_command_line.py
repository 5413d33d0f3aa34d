"""`bin/cug` says by its exit status whether it found faults or could not do its work."""

import json
import unittest
from App.config import getConfiguration
from cites.cug.core.settings.deployment import records_url, SECTION
from cites.cug.core.sql.session import engine
from cites.cug.core.trail.notes import verifier_keys
from cites.cug.operations import command_line
from cites.cug.operations.command_line import cug, FAILED
from cites.cug.operations.progress import Progress
from cites.cug.operations.record_checks import check_audit_trail
from cites.cug.operations.start import NotReady
from cites.cug.operations.verification import open_content
from cites.cug.trail_desk.streaming.delivery import stream_trail
from click.testing import CliRunner
from pathlib import Path
from sqlalchemy import make_url
from tempfile import TemporaryDirectory
from tests.core.trail.tree_case import TreeCase
from types import SimpleNamespace
from unittest.mock import patch
from ZConfig import ConfigurationError


QUIET = Progress(quiet=True)


class ExitStatusTest(unittest.TestCase):
    def ran(self, error):
        with patch.object(command_line, "read_configuration", side_effect=error):
            return CliRunner().invoke(cug, ["--json", "verify"], obj="zope.conf")

    def said(self, ran):
        return json.loads(ran.stdout.splitlines()[0])

    def test_folders_that_are_missing_are_told_in_a_line(self):
        ran = self.ran(ConfigurationError("/srv/cug/var does not exist"))
        self.assertEqual(FAILED, ran.exit_code)
        self.assertEqual("/srv/cug/var does not exist", self.said(ran)["error"])
        self.assertNotIn("Traceback", ran.stderr)

    def test_what_nobody_thought_of_is_no_fault_of_the_portal(self):
        ran = self.ran(KeyError("zq"))
        self.assertEqual(FAILED, ran.exit_code)
        self.assertEqual("It broke off: KeyError('zq')", self.said(ran)["error"])
        self.assertIn("Traceback", ran.stderr)


class OpenContentTest(unittest.TestCase):
    def test_no_empty_content_is_begun_where_it_is_missing(self):
        with TemporaryDirectory() as folder:
            path = Path(folder) / "Data.fs"
            section = SimpleNamespace(config=SimpleNamespace(path=str(path)))
            named = "cites.cug.operations.verification.content_section"
            with patch(named, lambda: section), self.assertRaises(NotReady):
                open_content(read_only=False)
            self.assertFalse(path.exists())


class TrailTest(TreeCase):
    def run_cug(self, *arguments):
        stores = SimpleNamespace(is_postgresql=True, records=make_url(records_url()))
        with patch.object(command_line, "read_configuration", return_value=stores):
            return CliRunner().invoke(cug, [*arguments], obj="zope.conf")

    def told(self):
        return self.rows("SELECT actor, action FROM audit_event WHERE target = '/'")

    def test_the_public_keys_of_the_trail(self):
        before = verifier_keys()
        self.assertEqual(before, self.run_cug("trail-key").stdout.split())
        after = self.run_cug("trail-key", "--new").stdout.split()
        self.assertEqual(before, after[:-1])
        self.assertEqual(2, len(after))
        # Looking is nothing; another key is on record.
        self.assertEqual([("bin/cug", "operations.trail_key")], self.told())

    def test_the_first_key_is_made_and_one_in_the_environment_is_shown(self):
        keys = self.folder / "keys"
        words = keys.read_text().split()[:-1]
        keys.write_text("\n".join([*words, ""]))
        self.assertEqual([], verifier_keys())
        with patch.dict("os.environ", {"CUG_MESSAGE_KEYS": " ".join(words)}):
            ran = self.run_cug("trail-key")
        self.assertEqual(FAILED, ran.exit_code)
        self.assertRegex(ran.stderr, "Add this word to CUG_MESSAGE_KEYS: trail:.{43}=")
        self.run_cug("trail-key")
        self.assertEqual(1, len(verifier_keys()))

    def test_how_far_the_trail_is_streamed_and_to_go_on_from_elsewhere(self):
        self.assertIn("not streamed", self.run_cug("trail-stream").output)
        file = self.folder / "trail.jsonl"
        getConfiguration().product_config[SECTION]["trail-stream-file"] = str(file)
        self.write(3)
        self.seal()
        stream_trail()
        ran = self.run_cug("trail-stream")
        self.assertEqual("file: 3 of 3\n", ran.output)
        self.assertEqual([], self.told())
        self.assertEqual(FAILED, self.run_cug("trail-stream", "--from", "4").exit_code)
        ran = self.run_cug("trail-stream", "--from", "1", "--only", "network")
        self.assertEqual([], self.told(), "there is none")
        ran = self.run_cug("trail-stream", "--from", "2")
        self.assertEqual("file: 2 of 3\n", ran.output)
        self.assertEqual([("bin/cug", "operations.trail_stream")], self.told())

    def test_the_whole_trail_as_a_file_and_what_verify_says(self):
        self.write(3)
        self.seal()
        file = self.folder / "trail.jsonl"
        for number in range(2):
            ran = self.run_cug("export-trail", str(file))
            # What is there is not overwritten.
            self.assertEqual(FAILED if number else 0, ran.exit_code, ran.output)
        self.assertEqual(0o600, file.stat().st_mode & 0o777)
        self.assertEqual([], self.verify(file.read_text()))
        # Also the attempt, and it stands in what was taken.
        told = [("bin/cug", "operations.export_trail")]
        self.assertEqual(2 * told, self.told())
        self.assertIn('"without_leaf": 4', file.read_text())

        def faults():
            with engine(records_url()).connect() as connection:
                return [str(one) for one in check_audit_trail(connection, QUIET)]

        self.assertEqual([], faults())
        self.do("UPDATE audit_event SET actor = 'x' WHERE id = 2")
        self.assertEqual(["event 2: was changed since it was sealed"], faults())
