"""`bin/cug` says by its exit status whether it found faults or could not do its work."""

import json
import unittest
from cites.cug.operations import command_line
from cites.cug.operations.command_line import cug, FAILED
from cites.cug.operations.start import NotReady
from cites.cug.operations.verification import open_content
from click.testing import CliRunner
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from unittest.mock import patch
from ZConfig import ConfigurationError


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
