"""The search over everything: its first results below the field, while one types."""

import pytest
import re
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from tests.chromium.test_messages import PHONE
from tests.chromium.test_navigation import DESK
from tests.chromium.watch import Watch


WIDE = {"width": 1800, "height": 900}


def head(page):
    return page.locator("form.search-all input")


def test_results_are_chosen_by_keys(visit, portal):
    page = visit("customs-xa", viewport=WIDE)
    watch = Watch(page, portal.address)
    page.goto(portal.library)
    field = page.get_by_role("combobox", name="Search the group")
    expect(field).to_have_attribute("aria-expanded", "false")
    field.focus()
    # At once: what is found for fewer letters would be replaced while it is chosen.
    page.keyboard.insert_text("chee")
    found = page.get_by_role("listbox", name="Search the group")
    expect(found.get_by_role("group", name="Library")).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(page.locator("header [role=status]")).to_contain_text("First results")
    # Nothing is chosen before somebody does.
    assert field.get_attribute("aria-activedescendant") is None
    field.press("ArrowDown")
    first = found.get_by_role("option").first
    expect(first).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute(
        "aria-activedescendant", first.get_attribute("id") or ""
    )
    field.press("ArrowUp")
    expect(found.get_by_role("option", name="All results")).to_have_attribute(
        "aria-selected", "true"
    )
    field.press("ArrowDown")
    grave = Axe().run(page, context="header").response["violations"]
    assert [one["id"] for one in grave] == []
    field.press("Enter")
    expect(page).not_to_have_url(portal.library)
    assert "search-all" not in page.url
    assert watch.take() == []


def test_enter_without_a_choice_leads_to_the_page(visit, portal):
    page = visit("customs-xa", viewport=WIDE)
    page.goto(portal.library)
    head(page).fill("cheetah")
    page.get_by_role("option", name="All results").wait_for()
    head(page).press("Enter")
    expect(page).to_have_url(f"{portal.group}/search-all?q=cheetah")


@pytest.mark.parametrize("size", [DESK, PHONE["viewport"]])
def test_results_stay_within_the_window(visit, portal, size):
    page = visit("customs-xa", viewport=size)
    page.goto(f"{portal.group}/messages")
    field = head(page)
    field.fill("cheetah")
    found = page.get_by_role("listbox", name="Search the group")
    expect(found).to_be_visible()
    box = found.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= size["width"]
    field.press("Escape")
    expect(found).to_be_hidden()
    expect(field).to_have_value("cheetah")
    field.fill("cheetahs")
    found.get_by_role("group", name="Library").get_by_role("option").first.click()
    expect(page).to_have_url(re.compile("/library/"))


def test_what_is_typed_meanwhile_is_asked_once(visit, portal):
    page = visit("customs-xa", viewport=WIDE)
    page.goto(portal.library)
    held, asked = [], []
    page.on("request", lambda one: "/first-results" in one.url and asked.append(one.url))
    page.route(
        "**/first-results?*", lambda one: one.continue_() if held else held.append(one)
    )
    head(page).fill("chee")
    while not held:
        page.wait_for_timeout(50)
    for text in ("cheet", "cheeta", "cheetah"):
        head(page).fill(text)
        # By the page's own clock: until it would have asked.
        page.evaluate("new Promise((done) => { setTimeout(done, 300); })")
    assert len(asked) == 1, asked
    held[0].continue_()
    page.get_by_role("option", name="All results").wait_for()
    assert [one.partition("q=")[2] for one in asked] == ["chee", "cheetah"]


def test_nothing_found_is_said(visit, portal):
    page = visit("customs-xa", viewport=WIDE)
    page.goto(f"{portal.group}/search-all")
    field = page.locator("main").get_by_role("combobox")
    field.fill("zyzzyva")
    nothing = page.locator("main [role=option][aria-disabled]")
    expect(nothing).to_contain_text("No first results")
    field.press("ArrowDown")
    field.press("Enter")
    expect(page.locator("main .empty")).to_contain_text("Nothing was found")


def test_without_scripts_the_field_leads_to_the_page(visit, portal):
    page = visit("customs-xa", java_script_enabled=False, viewport=DESK)
    page.goto(portal.library)
    head(page).fill("cheetah")
    head(page).press("Enter")
    expect(page.locator("#found-library")).to_be_visible()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_first_alert_of_the_library_stands_high(visit, portal, language):
    page = visit("customs-xa", viewport={"width": 1280, "height": 900})
    page.set_extra_http_headers({"Accept-Language": language})
    page.goto(portal.library)
    assert page.locator(".row").first.bounding_box()["y"] <= 220
    # What is done less often waits behind one button.
    upload = page.locator(".page-head a[href$='/upload']")
    expect(upload).to_be_hidden()
    page.locator(".page-head .more > summary").click()
    expect(upload).to_be_in_viewport()


def test_a_facet_takes_several_values(visit, portal):
    page = visit("customs-xa", viewport=WIDE)
    page.goto(portal.library)
    facet = page.locator("ul[aria-labelledby=facet-alert_type]")
    links, chips = facet.get_by_role("link"), page.locator("a.chip")
    first, second = (int(one) for one in links.locator(".count").all_text_contents()[:2])
    links.first.click()
    expect(chips).to_have_count(1)
    # By the keyboard, the next one.
    links.nth(1).focus()
    page.keyboard.press("Enter")
    expect(chips).to_have_count(2)
    expect(page.locator("#found")).to_have_text(re.compile(rf"\b{first + second}$"))
    expect(facet.locator("[aria-current=true]")).to_have_count(2)
    # The words, the filters in a select and the days keep both.
    page.locator("#q").fill("EXERCISE")
    page.locator("#q").press("Enter")
    expect(chips).to_have_count(3)
    grave = Axe().run(page, context=".library").response["violations"]
    assert [one["id"] for one in grave] == []
    chips.nth(1).click()
    expect(chips).to_have_count(2)
    expect(page.locator("#found")).to_have_text(re.compile(rf"\b{second}$"))
