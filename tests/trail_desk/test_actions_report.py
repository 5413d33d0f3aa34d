"""The printed table of actions is that of the code."""

import unittest
from cites.cug.trail_desk.actions_report import render_actions
from pathlib import Path


PRINTED = Path(__file__).parents[2] / "docs" / "trail-actions.md"


class ActionsReportTest(unittest.TestCase):
    def test_it_is_printed_as_it_is(self):
        self.assertEqual(PRINTED.read_text(encoding="utf-8"), render_actions())
