"""The words of content as the records keep them."""

import unittest
from cites.cug.core.fulltext.streams import (
    columns_of,
    MOST_SHOWN,
    Room,
    stream,
    WordFields,
)


class StreamsTest(unittest.TestCase):
    def test_words_stand_in_order_and_then_their_stems(self):
        tokens = stream("Deux guépards", ("fr",)).split()
        self.assertEqual(tokens[:2], ["deux", "guepards"])
        self.assertIn("guepard_fr", tokens[2:])
        self.assertTrue(all("_" in one for one in tokens[2:]))

    def test_nothing_is_nothing(self):
        self.assertEqual(stream(" – ", ("fr",)), "")

    def test_names_have_stems_of_all_languages(self):
        columns = columns_of(
            WordFields(title="x", names=["cheetahs", "guépards"], languages=("es",))
        )
        self.assertIn(" guepard_fr ", columns["names"])
        self.assertIn(" cheetah_en ", columns["names"])

    def test_different_words_have_an_end(self):
        """PostgreSQL refuses more, and with that whoever stores a file of numbers."""
        room = Room(most=20)
        kept = stream("12345 67890 12345 2468013579 24680", (), room).split()
        self.assertEqual(kept, ["12345", "67890", "12345", "2468013579"])

    def test_what_is_shown_can_be_stored(self):
        columns = columns_of(
            WordFields(title="x", text="a\0b \ud800", files="y" * MOST_SHOWN)
        )
        self.assertEqual(columns["shown"][:5], "ab ?\n")
        self.assertLessEqual(len(columns["shown"]), MOST_SHOWN)
