"""Against a clamd that this starts, with a signature of its own: no download."""

import hashlib
import os
import shutil
import subprocess
import tempfile
import time
import unittest
from App.config import getConfiguration
from cites.cug.core.validation.errors import InvalidValue
from cites.cug.web.uploads.files import accept_upload, DOCUMENT_TYPES
from contextlib import contextmanager
from getpass import getuser
from io import BytesIO
from pathlib import Path
from plone.testing import Layer
from tests.library.samples import docx, PDF
from zope.i18n import translate


#: The file by which scanners are tried out (https://www.eicar.org). In two pieces, so
#: that this module is no virus.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
CONFIGURATION = """
LocalSocket {folder}/clamd.ctl
DatabaseDirectory {folder}/signatures
Foreground yes
User {user}
LogFile {folder}/clamd.log
StreamMaxLength 4M
"""


class Clamd:
    """A scanner that knows EICAR."""

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="clamd-"))
        signatures = self.folder / "signatures"
        signatures.mkdir()
        digest = hashlib.md5(EICAR).hexdigest()
        (signatures / "test.hdb").write_text(f"{digest}:{len(EICAR)}:Eicar-Test\n")
        (signatures / "test.ndb").write_text(f"Eicar-Inside:0:*:{EICAR.hex()}\n")
        configuration = self.folder / "clamd.conf"
        configuration.write_text(
            CONFIGURATION.format(folder=self.folder, user=getuser()), encoding="utf-8"
        )
        program = shutil.which("clamd", path=f"/usr/sbin:{os.environ['PATH']}")
        self.process = subprocess.Popen(
            [program, "-c", configuration],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.STDOUT,
        )
        self.address = str(self.folder / "clamd.ctl")
        while not Path(self.address).exists():
            if self.process.poll() is not None:
                raise RuntimeError((self.folder / "clamd.log").read_text())
            time.sleep(0.05)

    def stop(self):
        self.process.terminate()
        self.process.wait()
        shutil.rmtree(self.folder)


@contextmanager
def configured(address):
    """As ``clamd`` in the deployment's settings."""
    configuration = getConfiguration()
    before = getattr(configuration, "product_config", None)
    configuration.product_config = {
        **(before or {}),
        "cites.cug": {**(before or {}).get("cites.cug", {}), "clamd": address},
    }
    try:
        yield
    finally:
        configuration.product_config = before


def refusal(content, name="a.txt"):
    """What is said of a file; empty if it is taken."""
    try:
        accept_upload(BytesIO(content), name, DOCUMENT_TYPES)
    except InvalidValue as error:
        return translate(error.doc())
    return ""


class ClamdLayer(Layer):
    def setUp(self):
        self["clamd"] = Clamd()

    def tearDown(self):
        self["clamd"].stop()


class ScannerTest(unittest.TestCase):
    layer = ClamdLayer()

    def setUp(self):
        self.clamd = self.layer["clamd"]

    def test_a_virus_is_refused_and_others_pass(self):
        with configured(self.clamd.address):
            self.assertEqual(refusal(EICAR), "The file contains a virus.")
            self.assertEqual(refusal(b"three cubs"), "")
            self.assertEqual(refusal(PDF, "a.pdf"), "")

    def test_a_virus_inside(self):
        """What cleaning would take out is looked at as well."""
        infected = docx(**{"word/more.xml": EICAR})
        with configured(self.clamd.address):
            self.assertEqual(refusal(infected, "a.docx"), "The file contains a virus.")
        self.assertEqual(refusal(infected, "a.docx"), "")

    def test_without_an_answer_nothing_passes(self):
        words = "cannot be checked for viruses"
        with configured(f"{self.clamd.folder}/nowhere.ctl"):
            self.assertIn(words, refusal(b"three cubs"))
        with configured("127.0.0.1:1"), self.assertLogs("cites.cug", "ERROR"):
            self.assertIn(words, refusal(b"three cubs"))

    def test_a_scanner_that_gives_up(self):
        """It takes less than we do, and breaks off in the middle."""
        with configured(self.clamd.address):
            self.assertIn("cannot be checked", refusal(b"cubs\n" * (2 * 2**20)))

    def test_where_none_is_named_none_is_asked(self):
        with configured(""):
            self.assertEqual(refusal(EICAR), "")
