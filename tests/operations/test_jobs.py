"""Compiled page templates that nothing uses any more are deleted."""

import chameleon.config
import os
import unittest
from cites.cug.operations.jobs import forget_old_templates, forget_templates, KEPT
from importlib.util import cache_from_source
from pathlib import Path
from tempfile import TemporaryDirectory
from time import time
from unittest.mock import patch


NOW = time()
DIGEST = "_9dca80e4fab8644dd686ac38d1c346b7"
LONG_AGO = NOW - KEPT.total_seconds() - 60


class ForgetTemplatesTest(unittest.TestCase):
    def setUp(self):
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def compiled(self, name, read, digest=DIGEST):
        """Written long ago; the code that Python made of it was read then."""
        source = self.folder / f"{name}{digest}.py"
        code = Path(cache_from_source(str(source)))
        code.parent.mkdir(exist_ok=True)
        for path, used in ((source, LONG_AGO), (code, read)):
            path.write_text("")
            os.utime(path, (used, LONG_AGO))

    def left(self):
        names = (path.name.split(".")[0] for path in self.folder.rglob("*.*"))
        return sorted(name.removesuffix(DIGEST) for name in names)

    def test_those_that_nothing_began_with(self):
        self.compiled("earlier", LONG_AGO)
        self.compiled("used", NOW)
        (self.folder / f"alone{DIGEST}.py").write_text("")
        forget_templates(self.folder, NOW)
        self.assertEqual(["alone", "used", "used"], self.left())

    def test_programs_in_the_same_folder_stay(self):
        self.compiled("settings", LONG_AGO, digest="")
        (self.folder / "package.py").mkdir()
        forget_templates(self.folder, NOW)
        self.assertEqual(["package", "settings", "settings"], self.left())

    def test_where_they_are_kept(self):
        self.compiled("earlier", LONG_AGO)
        with patch.object(chameleon.config, "CACHE_DIRECTORY", None):
            forget_old_templates()
        self.assertEqual(["earlier", "earlier"], self.left())
        with patch.object(chameleon.config, "CACHE_DIRECTORY", str(self.folder)):
            forget_old_templates()
        self.assertEqual([], self.left())
