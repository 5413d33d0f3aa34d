"""The address book of a group."""

from cites.cug.demo.testing import ACCOUNTS
from cites.cug.messaging.address_book import search_address_book
from tests.messaging.case import MessagingCase


class AddressBookTest(MessagingCase):
    def look_up(self, typed, user="customs-xa"):
        return search_address_book(self.group, typed, user, "en")

    def ids(self, typed):
        return {member.id for member in self.look_up(typed).members}

    def test_all_members_but_oneself(self):
        self.assertEqual(self.ids(""), set(ACCOUNTS) - {"customs-xa"})
        self.assertEqual(self.look_up("").everyone, len(ACCOUNTS) - 1)

    def test_by_words_in_any_order(self):
        self.assertEqual(self.ids("XB police"), {"police-xb"})
        self.assertEqual(self.ids("interpol"), {"igo-interpol"})
        self.assertEqual(self.ids("nobody"), set())

    def test_categories_and_countries_with_their_members(self):
        found = self.look_up("")
        self.assertEqual(
            {part.code: part.members for part in found.categories},
            {"customs": 2, "police": 2, "wildlife": 2, "igo": 2, "secretariat": 1},
        )
        countries = {part.code: part.members for part in found.countries}
        self.assertEqual(countries, {"XA": 3, "XB": 2, "XC": 1})

    def test_category_and_country_are_found_together_in_any_order(self):
        for typed in ("customs neverland", "Neverland CUST", "xa customs"):
            found = self.look_up(typed, "police-xb")
            codes = [(part.code, part.members) for part in found.combined]
            self.assertEqual(codes[0], ("customs:XA", 2), typed)
        title = found.combined[0].title
        self.assertEqual(title, "Customs, Neverland (exercise)")
        french = search_address_book(self.group, "douanes xa", "police-xb", "fr")
        self.assertEqual(french.combined[0].code, "customs:XA")
        self.assertEqual(self.look_up("customs neverland").combined, [])
        self.assertEqual(self.look_up("", "police-xb").combined, [])

    def test_other_groups_members_are_not_in_it(self):
        self.group = self.portal["ivory"]
        self.assertEqual(self.ids(""), {"secretariat", "police-xb", "igo-unodc"})
