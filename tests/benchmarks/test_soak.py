"""What the soak says of figures that grow, that stay, and that break off."""

import pytest
from random import Random
from tools.benchmarks.soak import FULL, PACE
from tools.benchmarks.soak_report import Figure, picture, verdict
from xml.etree import ElementTree


#: A figure is taken every ten seconds.
A_MINUTE = 6
SETTLED = 5


def figure(values, **options):
    made = Figure("Memory", "MB", **{"pace": {FULL: PACE}, **options})
    for number, value in enumerate(values):
        made.add(FULL, number / A_MINUTE, value)
    return made


def told(values, **options):
    (line,) = verdict(figure(values, **options), SETTLED)
    return [cell.strip() for cell in line.strip("| ").split("|")]


def memory_of_a_process(minutes, leak=0.0, number=0):
    """It fills quickly at first, goes up and down, and holds now more, now less."""
    chance = Random(number)
    held = 0.0
    for sample in range(minutes * A_MINUTE):
        minute = sample / A_MINUTE
        if sample % (8 * A_MINUTE) == 0:
            held = chance.uniform(0, 4)
        filling = 90 * 0.3**minute
        yield 460 - filling + held + chance.gauss(0, 2) + leak * minute


@pytest.mark.parametrize("number", range(20))
@pytest.mark.parametrize("minutes", [20, 60])
def test_a_leak_of_a_megabyte_a_minute_is_found_and_no_other(minutes, number):
    assert told(memory_of_a_process(minutes, number=number))[-1] == "flat"
    assert told(memory_of_a_process(minutes, 1.0, number))[-1] == "GROWING"


def test_what_a_process_takes_before_it_has_settled_does_not_count():
    values = [*range(100, 100 + SETTLED * A_MINUTE), *[300] * 60]
    assert told(values) == ["Memory, instance2", "100", "300 MB", "+0.00", "flat"]


def test_sizes_may_grow():
    said = told(range(100, 400, 2), pace={})
    assert said[-2:] == ["+12.00", "with what is written and kept"]


def test_what_has_a_bound_may_fill_it_and_no_more():
    values = [*range(20, 41), *[40] * 60]
    assert told(values, most=40)[-1] == "within bounds"
    assert told([*values, 41], most=40)[-1] == "GROWING"


def test_only_the_last_life_of_a_process_counts():
    values = [*range(500, 540), None, *[100] * 60]
    assert told(values)[-2:] == ["+0.00", "flat"]


def test_a_few_values_say_nothing():
    assert told([100] * 48 + [None] + [100] * 19)[-2:] == ["–", "too short to tell"]


def test_the_picture_breaks_the_line_where_the_process_was_away():
    drawn = picture([figure([100, 110, None, 90, 95])], [(2, "kill -9")])
    lines = ElementTree.fromstring(drawn).iter("{http://www.w3.org/2000/svg}polyline")
    assert [len(line.get("points").split()) for line in lines] == [2, 2]
    assert "kill -9" in drawn
