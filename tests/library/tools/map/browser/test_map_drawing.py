"""What stands where on a map, whatever the library holds."""

import csv
import unittest
from cites.cug.library.tools.map.browser.map_drawing import (
    BOTTOM,
    count_legs,
    draw,
    FewSpots,
    find_marks,
    MOST_ARCS,
    TALL,
    WIDE,
)
from cites.cug.library.tools.map.clusters import MOST_CLUSTERS, Spot
from cites.cug.library.tools.map.country_positions import country_position, FILE
from cites.cug.library.tools.map.projection import HEIGHT, project, WIDTH
from cites.cug.library.tools.statistics.figures import Place, Route
from collections import Counter
from hypothesis import given, settings
from hypothesis import strategies as st
from itertools import permutations


with FILE.open() as stream:
    CODES = [row["code"] for row in csv.DictReader(stream)]
degrees = st.floats(-90, 90).map(lambda value: round(value, 1))
places = st.lists(
    st.builds(Place, degrees, degrees.map(lambda one: one * 2), st.none()), max_size=12
)
codes = st.sampled_from((*CODES[::9], "XX", "ZZ"))
routes = st.dictionaries(
    st.builds(
        Route,
        st.none() | codes,
        st.lists(codes, max_size=2).map(tuple),
        st.none() | codes,
    ),
    st.integers(1, 9),
    max_size=8,
)


def spots(places) -> FewSpots:
    return FewSpots(Spot(place, "") for place in places)


class MapDrawingTest(unittest.TestCase):
    @settings(deadline=None, max_examples=60)
    @given(places, st.dictionaries(codes, st.integers(1, 9)), routes, st.booleans())
    def test_all_that_is_shown_is_counted_and_on_the_map(
        self, places, countries, routes, whole
    ):
        marks = find_marks(spots(places), countries, count_legs(routes), whole=whole)
        for frame in (WIDE, TALL):
            self.check(draw(marks, frame), places, countries, routes, whole)

    def check(self, drawing, places, countries, routes, whole):
        x, y, width, height = drawing.box
        there = [number for code, number in countries.items() if country_position(code)]
        self.assertEqual(
            sum(dot.number for dot in drawing.dots), len(places) + sum(there)
        )
        for dot in drawing.dots:
            self.assertTrue(0 <= dot.x <= WIDTH and 0 <= dot.y <= HEIGHT)
            self.assertGreater(dot.radius, 0)
            others = [one for one in drawing.dots if one.cells and one is not dot]
            self.assertFalse(dot.cells and any(map(dot.overlaps, others)))
            if not whole:
                self.assertTrue(x - 0.1 <= dot.x <= x + width + 0.1)
                self.assertTrue(y - 0.1 <= dot.y <= y + height + 0.1)
        known = {
            leg: number
            for leg, number in count_legs(routes).items()
            if all(map(country_position, leg))
        }
        self.assertEqual({arc.leg: arc.number for arc in drawing.arcs}, known)
        if whole:
            self.assertEqual(drawing.box, (0.0, 0.0, WIDTH, BOTTOM))

    def test_a_route_is_its_legs_each_once(self):
        routes = {
            Route("XC", ("XA",), "XB"): 2,
            Route("XC", ("XA", "XA"), None): 1,
            Route("XA", ("XC", "XA", "XC"), None): 1,
        }
        self.assertEqual(
            count_legs(routes), {("XC", "XA"): 4, ("XA", "XB"): 2, ("XA", "XC"): 1}
        )

    def test_it_does_not_grow_with_the_library(self):
        many = [
            Place(latitude / 2, longitude / 2, None)
            for latitude in range(-120, 140, 3)
            for longitude in range(-340, 340, 5)
        ]
        routes = {
            Route(*pair[:1], (), pair[1]): 1 for pair in permutations(CODES[:40], 2)
        }
        drawing = draw(find_marks(spots(many), {}, count_legs(routes)))
        self.assertEqual(len(drawing.arcs), MOST_ARCS)
        self.assertLessEqual(len(drawing.dots), MOST_CLUSTERS)
        self.assertEqual(sum(dot.number for dot in drawing.dots), len(many))

    def test_a_dot_is_where_its_alerts_are_and_has_their_names(self):
        here = [Spot(Place(1.0, 36.0, None), name) for name in ("A", "B", "B")]
        away = Spot(Place(9.0, 36.0, "exact"), "C")
        drawing = draw(find_marks(FewSpots([*here, away]), {}, count_legs({})))
        told = [(dot.place, dot.number, dot.name, dot.several) for dot in drawing.dots]
        self.assertEqual(
            told,
            [
                (Place(1.0, 36.0, None), 3, "B", True),
                (Place(9.0, 36.0, "exact"), 1, "C", False),
            ],
        )

    def test_dots_that_would_hide_each_other_are_one(self):
        near = [Spot(Place(1.0, 36.0, None), "A"), Spot(Place(1.1, 36.1, None), "B")]
        far = [Spot(Place(-1.0, place, None), "C") for place in (5.0, 67.0)]
        (first, *others) = draw(find_marks(FewSpots([*near, *far]), {}, Counter())).dots
        self.assertEqual((first.number, first.name, first.several), (2, "A", True))
        self.assertEqual([dot.number for dot in others], [1, 1])

    def test_the_dot_of_a_country_stands_beside_others(self):
        latitude, longitude = country_position("XA")
        spots = FewSpots([Spot(Place(latitude, longitude, None), "A")])
        placed, country = draw(find_marks(spots, {"XA": 1}, Counter())).dots
        self.assertFalse(placed.overlaps(country))
        self.assertEqual({placed.country, country.country}, {"", "XA"})

    def test_positions_are_where_the_countries_are(self):
        for code, latitude, longitude in (
            ("KE", 1, 38),
            ("FR", 47, 2),
            ("RU", 62, 100),
            ("NZ", -44, 170),
            ("FJ", -18, 178),
            ("XA", -27, -16),
            ("XB", -26, -11),
        ):
            found = country_position(code)
            self.assertLess(abs(found[0] - latitude) + abs(found[1] - longitude), 3, code)
        self.assertIsNone(country_position("XX"))
        self.assertIsNone(country_position(None))

    def test_the_projection_keeps_the_order_of_places(self):
        self.assertEqual(project(0, 0), (WIDTH / 2, HEIGHT / 2))
        self.assertEqual(round(project(0, 180)[0], 6), WIDTH)
        self.assertLess(project(10, 0)[1], project(-10, 0)[1])
        self.assertLess(project(0, -10)[0], project(0, 10)[0])
        self.assertAlmostEqual(project(90, 0)[1], 0, places=6)
