"""Addresses of an office are no findings, and a person's name in one is."""

import unittest
from cites.cug.membership.institutions.actions import without_addresses
from cites.nonnominal.check import check


class ContactsTest(unittest.TestCase):
    def test_addresses_and_numbers_of_an_office_are_no_findings(self):
        text = "Office: cites.lab@example.org, +41 22 917 81 39"
        self.assertEqual(2, len(check(text)))
        self.assertEqual([], check(without_addresses(text)))

    def test_a_name_in_an_address_is_found_where_it_stands(self):
        text = "Office: maria.keller@example.org"
        (found,) = check(without_addresses(text))
        self.assertEqual(("Maria Keller", 8, 20), (found.text, found.start, found.end))
