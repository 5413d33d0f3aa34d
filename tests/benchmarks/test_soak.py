"""What the soak says of figures that grow, that stay, and that break off."""

from tests.benchmarks.soak_report import Figure, picture, verdict
from xml.etree import ElementTree


def figure(values, flat=True):
    made = Figure("Memory", "MB", flat)
    for minute, value in enumerate(values):
        made.add("instance", minute, value)
    return made


def told(values, flat=True):
    (line,) = verdict(figure(values, flat))
    return [cell.strip() for cell in line.strip("| ").split("|")]


def test_what_stays_is_flat_and_what_grows_is_said_to():
    assert told([100, 140, 150] + [150] * 9)[-2:] == ["1.00", "flat"]
    assert told(range(100, 220, 10))[-2:] == ["1.26", "GROWING"]


def test_sizes_may_grow():
    assert told(range(100, 220, 10), flat=False)[-1] == "with what was written"


def test_only_the_last_life_of_a_process_counts():
    values = [500, 600, 700, None, *[100] * 12]
    assert told(values) == ["Memory, instance", "100", "100 MB", "1.00", "flat"]


def test_a_few_values_say_nothing():
    assert told([100, 200, None, 100])[-1] == "too short to tell"


def test_the_picture_breaks_the_line_where_the_process_was_away():
    drawn = picture([figure([100, 110, None, 90, 95])], [(2, "kill -9")])
    lines = ElementTree.fromstring(drawn).iter("{http://www.w3.org/2000/svg}polyline")
    assert [len(line.get("points").split()) for line in lines] == [2, 2]
    assert "kill -9" in drawn
