"""What an administrator sets of the outside source, and what stops a portal."""

import unittest
from App.config import getConfiguration
from cites.cug.core.settings.deployment import SECTION
from cites.cug.core.settings.outside import (
    check_outside_service,
    hook_receiver,
    outside_service,
)
from cites.cug.permits.outside import outside_source
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

    def test_where_web_hooks_may_go(self):
        self.configure()
        self.assertIsNone(hook_receiver("https://a.example/in"))
        allowed = "https://a.example/in/ http://127.0.0.1:8099"
        self.configure(hook_addresses=allowed, hook_patience="2")
        check_outside_service()
        for address in ("https://a.example/in", "https://a.example/in/x-1/"):
            receiver = hook_receiver(address)
            self.assertEqual((address, 2.0), (receiver.url, receiver.patience))
        for address in (
            *("https://a.example", "https://a.example/inside", "http://a.example/in"),
            *("https://a.example/in/../x", "https://a.example/in/%2e%2e/x"),
            *("https://a.example/in?x", "https://a.example:443/in"),
            *("http://127.0.0.1:80990", "http://127.0.0.1:8099@b.example/"),
        ):
            self.assertIsNone(hook_receiver(address), address)
        self.assertStops("https://", hook_addresses="http://a.example/in")
        for wrong in ("ftp://a.example", "https://a.example/?x", "https://x@a.example"):
            self.assertStops(f"{wrong} can be no address", hook_addresses=wrong)
        one = {"hook_addresses": "https://a.example"}
        self.assertStops("patience", **one, hook_patience="long")
        self.assertStops("/no/such", **one, hook_authorities="/no/such.pem")
