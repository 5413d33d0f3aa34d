"""Of an address the trail keeps the network alone."""

import unittest
from App.config import getConfiguration
from cites.cug.core.trail.networks import is_network, network_of


class NetworksTest(unittest.TestCase):
    def test_of_an_address_or_a_smaller_network(self):
        for address, network in (
            ("192.0.2.7", "192.0.2.0/24"),
            ("192.0.2.128/25", "192.0.2.0/24"),
            ("192.0.0.0/16", "192.0.0.0/16"),
            ("::ffff:192.0.2.7", "192.0.2.0/24"),
            ("2001:db8:1:2::3", "2001:db8:1::/48"),
            (" 2001:db8::1 ", "2001:db8::/48"),
            ("", None),
            (None, None),
            ("customs", None),
            ("192.0.2.7.8", None),
        ):
            self.assertEqual(network, network_of(address), address)

    def test_addresses_of_earlier_releases_are_known(self):
        self.assertTrue(is_network("192.0.2.0/24"))
        self.assertTrue(is_network(None))
        self.assertFalse(is_network("192.0.2.7"))
        self.assertFalse(is_network("2001:db8::/64"))

    def test_operators_keep_less_and_never_more(self):
        config = getConfiguration()
        before = getattr(config, "product_config", None)
        self.addCleanup(setattr, config, "product_config", before)
        for words, network in (
            ("16 32", "192.0.0.0/16"),
            ("32 128", "192.0.2.0/24"),
            ("many", "192.0.2.0/24"),
        ):
            config.product_config = {"cites.cug": {"trail-networks": words}}
            self.assertEqual(network, network_of("192.0.2.7"), words)
