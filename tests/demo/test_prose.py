"""The plain markup of the exercise texts."""

import unittest
from cites.cug.demo.prose import blocks, html, Kind
from cites.cug.demo.sources import DATA


class ProseTest(unittest.TestCase):
    def test_chunks_are_told_apart(self):
        text = "## Why\n\nOne line\nand another.\n\n- a\n- b\n\n| x | y |\n| 1 | 2 |\n"
        kinds = [block.kind for block in blocks(text)]
        self.assertEqual(kinds, [Kind.HEADING, Kind.PARAGRAPH, Kind.LIST, Kind.TABLE])
        self.assertEqual(blocks(text)[1].text, "One line and another.")
        self.assertEqual(blocks(text)[3].rows, [["x", "y"], ["1", "2"]])

    def test_html_has_structure_and_no_markup_of_the_text(self):
        made = html("- **Ears:** <large>\n- *plain*")
        self.assertEqual(
            made, "<ul><li><b>Ears:</b> &lt;large&gt;</li><li><i>plain</i></li></ul>"
        )

    def test_no_text_has_the_row_of_dashes_that_markdown_wants(self):
        # It would be a row of the table.
        for path in DATA.rglob("*.toml"):
            self.assertNotIn("| ---", path.read_text(encoding="utf-8"), path.name)
