"""What an administrator sets of the outside source, and what stops a portal."""

import unittest
from App.config import getConfiguration
from cites.cug.permits.sources.configured import outside_source
from cites.cug.settings.deployment import SECTION
from cites.cug.settings.outside import check_outside_service, outside_service
from pathlib import Path
from unittest.mock import patch


URL = "https://epix.example.org/api"


class TestConfigured(unittest.TestCase):
    def configure(self, **settings: str) -> None:
        section = {name.replace("_", "-"): value for name, value in settings.items()}
        config = getConfiguration()
        changed = patch.object(config, "product_config", {SECTION: section}, create=True)
        changed.start()
        self.addCleanup(changed.stop)

    def assertStops(self, words: str, **settings: str) -> None:
        self.configure(**settings)
        with self.assertRaises(SystemExit) as caught:
            check_outside_service()
        self.assertIn(words, str(caught.exception))

    def test_none_by_default(self):
        for settings in ({}, {"epix_url": "", "epix_patience": ""}):
            self.configure(**settings)
            check_outside_service()
            self.assertIsNone(outside_source())

    def test_all_of_it(self):
        here = str(Path(__file__))
        files = {"epix_authorities": here, "epix_certificate": here}
        self.configure(epix_url=URL, epix_patience="2.5", **files)
        check_outside_service()
        self.assertEqual((URL, Path(here), Path(here), 2.5), tuple(outside_service()))

    def test_one_source_that_remembers(self):
        self.configure(epix_url=URL)
        first = outside_source()
        self.assertIs(first, outside_source())
        self.configure(epix_url=f"{URL}/2")
        self.assertIsNot(first, outside_source())

    def test_tls_but_on_this_machine(self):
        self.assertStops("https://", epix_url="http://epix.example.org/api")
        for host in ("localhost:9", "127.0.0.1", "[::1]:80"):
            self.configure(epix_url=f"http://{host}/api")
            check_outside_service()

    def test_what_cannot_be(self):
        self.assertStops("patience", epix_url=URL, epix_patience="long")
        for name in ("epix_authorities", "epix_certificate"):
            self.assertStops("/no/such", epix_url=URL, **{name: "/no/such.pem"})
