"""Tests of `cites.cug.access.reader_groups`."""

import unittest
from cites.cug.access.reader_groups import (
    groups_named,
    is_reader_group,
    members_named,
    named_by_reader,
    reader_groups,
    split_reader,
)
from itertools import combinations


def entry(category="police", **more):
    more = {"country": "XB", "organisation": "Police: B @ home", **more}
    return {"category": category, "groups": {"Police"}, **more}


ROSTER = {
    "a": entry(),
    "b": entry(country="XA", organisation="Other"),
    "i": entry("igo", country="", organisation="INTERPOL"),
    "left": {**entry(), "groups": set()},
    # As who was entered before rosters had more.
    "c": {"category": "customs", "groups": {"Customs"}},
}


class ReaderGroupsTest(unittest.TestCase):
    def test_names_of_groups_are_plain_whatever_stands_on_the_roster(self):
        names = reader_groups("a@b:c", entry())
        expected = {
            "Police",
            "police-member=a%40b%3Ac",
            "police-country=XB",
            "police-organisation=police%3A%20b%20%40%20home",
        }
        self.assertEqual(names, expected)

    def test_a_group_of_readers_is_known_by_its_name(self):
        for name in ("police-member=a", "police-country=XB:uid"):
            self.assertIs(True, is_reader_group(name), name)
        for name in ("Police", "Police:uid", "Members@one:a=b"):
            self.assertIs(False, is_reader_group(name), name)

    def test_what_a_member_has_not_makes_no_reader(self):
        names = reader_groups("i", ROSTER["i"])
        self.assertFalse([name for name in names if "country" in name])

    def test_each_kind_names_its_members_and_nobody_who_is_suspended(self):
        for readers, expected in (
            (["member:a"], {"a"}),
            (["member:left"], set()),
            (["country:XB"], {"a"}),
            (["category:police"], {"a", "b"}),
            (["organisation:INTERPOL"], {"i"}),
            (["organisation:interpol", "country:XA"], {"i", "b"}),
            (["organisation:a", "country:b", "category:customs"], {"c"}),
            ([], set()),
        ):
            self.assertEqual(members_named(ROSTER, readers, "amber"), expected, readers)

    def test_they_name_whom_the_user_groups_of_the_item_let_in(self):
        values = [
            *("member:a", "member:left", "member:nobody", "country:XA", "country:XB"),
            *("country:", "category:police", "category:igo", "organisation:OTHER"),
            *("organisation:police: b @ home", "organisation:interpol", "organisation:"),
        ]
        for handling in (None, "amber", "amber_strict"):
            for size in (0, 1, 2, 3):
                for readers in combinations(values, size):
                    wanted = groups_named(readers, handling)
                    let_in = {
                        one
                        for one, told in ROSTER.items()
                        if told["groups"] and wanted & reader_groups(one, told)
                    }
                    named = members_named(ROSTER, readers, handling)
                    self.assertEqual(let_in, named, (handling, readers))

    def test_each_member_is_looked_at_once_however_many_readers_there_are(self):
        class Roster(dict):
            looks = 0

            def items(self):
                self.looks += 1
                return super().items()

        roster = Roster(ROSTER)
        named = named_by_reader(roster, ["member:a", "member:i", "member:x"], None)
        self.assertEqual(named, {"member:a": {"a"}, "member:i": {"i"}, "member:x": set()})
        self.assertEqual(roster.looks, 0)
        readers = ["country:XA", "country:XB", "organisation:INTERPOL", "category:police"]
        named = named_by_reader(roster, readers, None)
        self.assertEqual([{"b"}, {"a"}, {"i"}, {"a", "b"}], [*named.values()])
        self.assertEqual(roster.looks, 1)

    def test_strict_items_leave_igos_out_whoever_is_named(self):
        readers = ["organisation:INTERPOL", "member:i", "category:igo", "country:XB"]
        self.assertEqual(members_named(ROSTER, readers, "amber_strict"), {"a"})
        named = groups_named(readers, "amber_strict")
        self.assertFalse([name for name in named if name.startswith(("igo", "IGO"))])

    def test_other_words_are_no_readers(self):
        for wrong in ("", "XB", "role:Manager", "Country:XB"):
            with self.assertRaises(ValueError):
                split_reader(wrong)
        self.assertEqual(split_reader("organisation:a:b"), ("organisation", "a:b"))
