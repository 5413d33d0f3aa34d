"""Quantities, routes and places as the index keeps them."""

import unittest
from cites.cug.library.tools.statistics.figures import (
    area_values,
    Counted,
    quantity_values,
    read_route,
    read_spot,
    Route,
    route_values,
    sum_quantities,
    write_figures,
)
from collections import Counter
from decimal import Decimal
from hypothesis import given
from hypothesis import strategies as st
from types import SimpleNamespace


KINDS = (
    ("Acinonyx jubatus", "LIV", None),
    ("Acinonyx jubatus", "SKI", None),
    ("a name | with the sign", "MEA", "KIL"),
)
lines = st.lists(
    st.tuples(
        st.sampled_from(KINDS),
        st.one_of(
            st.integers(1, 10**9).map(float),
            st.floats(1e-6, 1e9, allow_nan=False, allow_infinity=False),
        ),
    ),
    max_size=4,
)


def alert(**values):
    fields = {
        "specimens": [],
        "alleged_origin": None,
        "transit_countries": [],
        "alleged_destination": None,
        "latitude": None,
        "longitude": None,
        "position_precision": None,
        "location": None,
    }
    return SimpleNamespace(**{**fields, **values})


def specimens(found):
    return [
        {"species": species, "term": term, "unit": unit, "quantity": quantity}
        for (species, term, unit), quantity in found
    ]


class FiguresTest(unittest.TestCase):
    @given(st.lists(lines, max_size=5))
    def test_the_sum_is_that_of_all_lines_of_one_kind(self, alerts):
        expected: Counter = Counter()
        counts: Counter[str] = Counter()
        for found in alerts:
            for kind, quantity in found:
                expected[Counted(*kind)] += Decimal(repr(quantity))
            counts.update(
                quantity_values(write_figures(alert(specimens=specimens(found))))
            )
        self.assertEqual(sum_quantities(counts), dict(expected))

    def test_a_value_is_a_digit(self):
        found = [(KINDS[0], 30.0), (KINDS[2], 2.05)]
        self.assertEqual(
            quantity_values(write_figures(alert(specimens=specimens(found)))),
            {
                "Acinonyx jubatus|LIV||3e1",
                "a name | with the sign|MEA|KIL|2e0",
                "a name | with the sign|MEA|KIL|5e-2",
            },
        )

    def test_a_route_keeps_the_order_of_its_countries(self):
        figures = write_figures(
            alert(alleged_origin="XC", transit_countries=["XA", "XB"])
        )
        (value,) = route_values(figures)
        self.assertEqual(read_route(value), Route("XC", ("XA", "XB"), None))
        self.assertEqual(read_route(value).stops, ("XC", "XA", "XB"))
        self.assertEqual(route_values(write_figures(alert())), set())

    def test_a_place_is_a_tenth_of_a_degree(self):
        figures = write_figures(
            alert(latitude=-0.04, longitude=36.8219, position_precision="place")
        )
        self.assertEqual(read_spot(figures), ((0.0, 36.8, "place"), ""))
        self.assertNotIn("-0.0", figures)
        at_zero = write_figures(alert(latitude=0.0, longitude=0.0))
        self.assertEqual(read_spot(at_zero), ((0.0, 0.0, None), ""))
        self.assertEqual(area_values(write_figures(alert(latitude=1.0))), set())
