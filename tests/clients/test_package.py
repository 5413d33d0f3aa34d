"""The package as it is installed."""

import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from shutil import copytree
from tests.clients import CLIENT
from zipfile import ZipFile


class PackageTest(unittest.TestCase):
    def test_a_wheel_is_built_with_its_types_and_its_command(self):
        home = Path(self.enterContext(tempfile.TemporaryDirectory()))
        # Building writes beside the sources.
        copytree(CLIENT, home / "source")
        build = "from setuptools.build_meta import build_wheel; build_wheel('.')"
        done = subprocess.run(
            [sys.executable, "-c", build],
            cwd=home / "source",
            capture_output=True,
            text=True,
            timeout=120,
        )
        self.assertEqual(done.returncode, 0, done.stderr)
        (wheel,) = (home / "source").glob("*.whl")
        with ZipFile(wheel) as opened:
            names = opened.namelist()
            (record,) = [name for name in names if name.endswith("METADATA")]
            (points,) = [name for name in names if name.endswith("entry_points.txt")]
            told, commands = (opened.read(one).decode() for one in (record, points))
        self.assertIn("cug_client/py.typed", names)
        sources = {path.name for path in (CLIENT / "src" / "cug_client").glob("*.py")}
        self.assertLessEqual({f"cug_client/{name}" for name in sources}, set(names))
        needs = [one for one in told.splitlines() if one.startswith("Requires-Dist:")]
        self.assertEqual(needs, ["Requires-Dist: requests"])
        self.assertIn("cug = cug_client.command_line:main", commands)
