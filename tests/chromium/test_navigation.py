"""A group's places, at a desk and on a phone, and the search that each page has."""

import pytest
from cites.cug.core.settings.languages import LANGUAGES
from playwright.sync_api import expect


PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 850}
#: Of the width of a window, what the field of the search has at least.
SEARCH = 0.14
#: The words of a place that are cut off.
CUT = "(one) => one.scrollWidth > one.clientWidth"


def test_a_phone_has_the_places_under_the_thumb(visit, portal):
    page = visit("secretariat", viewport=PHONE)
    page.goto(portal.library)
    bar = page.locator(".group-bar").bounding_box()
    assert bar["y"] + bar["height"] == PHONE["height"]
    places = page.locator("nav.group a:visible")
    assert places.count() == 5
    page.locator("nav.account summary").click()
    page.locator("nav.account a[href$='/cheetahs/administration']").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Administration")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_place_is_cut_off_on_a_phone(visit, portal, language):
    page = visit("customs-xa", viewport=PHONE)
    page.goto(f"{portal.library}?set_language={language}")
    for place in page.locator("nav.group a").all():
        assert not place.evaluate(CUT), place.text_content()


def test_the_search_of_a_phone_takes_the_width_while_one_types(visit, portal):
    page = visit("customs-xa", viewport=PHONE)
    page.goto(portal.library)
    field = page.locator("form.search-all input")
    field.focus()
    assert field.bounding_box()["width"] > 0.85 * PHONE["width"]
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.begin') !== null")


def test_the_head_is_one_row_in_each_language(visit, portal):
    page = visit("secretariat", viewport=DESK)
    for language in LANGUAGES:
        page.goto(f"{portal.library}?set_language={language}")
        for width in (700, 1024, 1240, 1280, 1366, 1440, 1920):
            page.set_viewport_size({"width": width, "height": 850})
            head = page.locator(".bar").bounding_box()
            name = page.locator(".group-name").bounding_box()
            # Two rows would be higher than both names, and the bar has a margin.
            assert head["height"] < 2 * name["height"] + 20, (language, width)
            assert not page.evaluate("document.scrollingElement.scrollWidth > innerWidth")
            field = page.locator("form.search-all input").bounding_box()
            assert field["width"] > SEARCH * width, (language, width)
