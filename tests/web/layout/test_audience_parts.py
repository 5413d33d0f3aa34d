"""Members of one category and country, as one thing to choose."""

import unittest
from cites.cug.web.layout.audience_parts import (
    combined_parts,
    members_of_part,
    part_label,
    part_of,
    part_token,
    PartChanged,
)


def entry(category, country, organisation=""):
    return {"category": category, "country": country, "organisation": organisation}


MEMBERS = {
    "a": entry("customs", "FR", "Airport"),
    "b": entry("customs", "FR", "Airport"),
    "c": entry("customs", "FR", "Harbour"),
    "d": entry("police", "FR"),
    "e": entry("igo", None, "INTERPOL"),
    "f": entry("igo", None, "INTERPOL"),
}


class AudiencePartsTest(unittest.TestCase):
    def codes(self, typed, language="en"):
        found = combined_parts(MEMBERS.values(), typed, language)
        return [(part.code, part.members) for part in found]

    def test_words_are_found_in_any_order_and_in_the_readers_language(self):
        both = [("customs:FR", 3), ("customs:FR:Airport", 2)]
        self.assertEqual(self.codes("customs france"), both)
        self.assertEqual(self.codes("FRANCE Customs"), both)
        self.assertEqual(self.codes("aduanas francia", "es"), both)
        self.assertEqual(self.codes("customs airport"), both[1:])
        self.assertEqual(self.codes("police france"), [])
        self.assertEqual(self.codes(""), [])

    def test_a_token_is_good_for_the_members_that_were_shown(self):
        part = combined_parts(MEMBERS.values(), "customs france", "en")[0]
        token = part_token(part)
        self.assertEqual(part_label(part), "Customs, France \N{MIDDLE DOT} 3")
        self.assertEqual(part_of(token, "en"), part)
        self.assertEqual(members_of_part(MEMBERS, token), ["a", "b", "c"])
        fewer = {one: MEMBERS[one] for one in "ab"}
        for members, wrong in (
            (fewer, token),
            (MEMBERS, "part:0:customs:XX"),
            (MEMBERS, "part:x:customs:FR"),
            (MEMBERS, "part:"),
        ):
            with self.assertRaises(PartChanged):
                members_of_part(members, wrong)
