"""Where the trail may be streamed to, and what stops a portal."""

import unittest
from App.config import getConfiguration
from cites.cug.core.settings.deployment import SECTION
from cites.cug.core.settings.streaming import check_stream, stream_receiver
from unittest.mock import patch


class StreamingTest(unittest.TestCase):
    def configure(self, **settings):
        section = {f"trail-{name.replace('_', '-')}": v for name, v in settings.items()}
        config = getConfiguration()
        changed = patch.object(config, "product_config", {SECTION: section}, create=True)
        changed.start()
        self.addCleanup(changed.stop)

    def test_settings_that_are_wrong_or_unsafe_end_the_process(self):
        for address in (
            *("json+tcp://192.0.2.1:514", "json://receiver.example", "https://a.example"),
            *("syslog://a.example/x", "syslog://me:secret@a.example", "a.example:514"),
        ):
            self.configure(stream=address)
            with self.subTest(address), self.assertRaises(SystemExit):
                check_stream()
        for name, value in (
            *(("authorities", "/missing"), ("certificate", "/missing")),
            *(("enterprise", "cug"), ("facility", "24")),
        ):
            self.configure(stream="syslog://a.example", **{f"stream_{name}": value})
            with self.subTest(name), self.assertRaises(SystemExit):
                check_stream()

    def test_what_can_be(self):
        self.configure()
        check_stream()
        self.assertIsNone(stream_receiver())
        self.configure(stream="syslog://a.example")
        check_stream()
        self.assertEqual(("a.example", 6514), stream_receiver()[1:3])
        self.configure(stream="json+tcp://localhost:99")
        check_stream()
        self.assertFalse(stream_receiver().is_secure)
