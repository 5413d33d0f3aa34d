"""Alerts at places, put together."""

import unittest
from cites.cug.library.tools.map.browser.map_drawing import FewSpots
from cites.cug.library.tools.map.clusters import count_cells, Spot
from cites.cug.library.tools.statistics.figures import Place
from random import Random


class CellsTest(unittest.TestCase):
    def test_so_many_cells_as_may_be_and_every_alert_in_one(self):
        random = Random(7)
        spots = FewSpots(
            Spot(Place(random.uniform(-30, 30), random.uniform(0, 60), None), "")
            for _one in range(2000)
        )
        sizes = []
        for most in (100, 500, 5000):
            cells = count_cells(spots, most)
            self.assertLessEqual(len(cells), most)
            self.assertEqual(2000, sum(cells.values()))
            sizes.append(next(iter(cells)).size)
        self.assertEqual([8.0, 4.0, 0.25], sizes)

    def test_nothing_is_in_no_cell(self):
        self.assertEqual({}, dict(count_cells(FewSpots([]), 10)))
