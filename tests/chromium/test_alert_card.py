"""The first screen of an alert: what happened, and what one can do."""

from tests.chromium.screens import illustrated
from tests.chromium.test_pages import DESK, PHONE


def test_the_first_screen_has_what_matters_and_what_to_do(visit, portal):
    alert, _picture = illustrated(portal, "customs-xa")
    for size in (DESK, PHONE):
        page = visit("police-xb", viewport=size)
        page.goto(alert)
        bar = page.locator(".item-bar")
        for name in ("h1", ".headline", ".item-bar"):
            box = page.locator(name).bounding_box()
            assert box["y"] + box["height"] <= size["height"], name
        bar.get_by_text("More").click()
        last = bar.get_by_role("link", name="Report identifying information")
        last.scroll_into_view_if_needed()
        box = last.bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= size["width"]
    page.mouse.wheel(0, 2000)
    box = page.locator(".item-bar").bounding_box()
    assert box["y"] + box["height"] <= PHONE["height"]
