"""What `bin/cug doctor` says of the portals."""

import unittest
from App.config import getConfiguration
from cites.cug.core.settings.deployment import records_url
from cites.cug.demo.testing import CUG_FUNCTIONAL
from cites.cug.operations import doctor
from cites.cug.operations.portals import PROFILE
from cites.cug.operations.start import NotReady
from cites.cug.operations.stores import Stores
from pathlib import Path
from sqlalchemy import make_url
from types import SimpleNamespace
from unittest.mock import Mock, patch


class PortalsTest(unittest.TestCase):
    layer = CUG_FUNCTIONAL

    def told(self, open_content):
        stores = Stores(make_url(records_url()), None, None, Path("missing"))
        with patch.object(doctor, "open_content", open_content):
            return [str(fault) for fault in doctor.examine(stores)]

    def content(self, **_options):
        portal = self.layer["portal"]
        return SimpleNamespace(objectValues=lambda: [portal], _p_jar=Mock(root=dict))

    def test_a_portal_without_a_mail_server(self):
        self.layer["portal"].MailHost.smtp_host = ""
        told = self.told(self.content)
        words = "/portal: mail: has no server, nothing is sent: Site setup, Mail"
        self.assertIn(words.replace("portal", self.layer["portal"].getId(), 1), told)

    def test_a_file_of_checkpoints_that_cannot_be_written(self):
        settings = getConfiguration().product_config["cites.cug"]
        settings["trail-checkpoints"] = "/missing/folder/file"
        self.addCleanup(settings.pop, "trail-checkpoints")
        words = "trail-checkpoints: lies in no folder that can be written to"
        self.assertIn(words, self.told(self.content))

    def test_a_stream_of_the_trail_that_cannot_be(self):
        settings = getConfiguration().product_config["cites.cug"]
        unsafe = {"trail-stream": "json+tcp://192.0.2.1:9", "trail-stream-file": "/no/x"}
        with patch.dict(settings, unsafe):
            told = self.told(self.content)
        self.assertIn("trail-stream-file: lies in no folder that can be written to", told)
        (said,) = (words for words in told if words.startswith("trail-stream:"))
        self.assertIn("without TLS only to this machine", said)

    def test_a_portal_of_an_earlier_version(self):
        self.layer["portal"].portal_setup.setLastVersionForProfile(PROFILE, "900")
        (said,) = (words for words in self.told(self.content) if "profile 900" in words)
        self.assertIn("bin/cug upgrade", said)

    def test_what_else_is_wrong_is_told_where_content_is_missing(self):
        told = self.told(Mock(side_effect=NotReady("Data.fs is missing")))
        self.assertIn("content: Data.fs is missing", told)
        self.assertGreater(len(told), 1)
