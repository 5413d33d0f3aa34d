"""The basket of the library: ticked items go along until they become a bulletin."""

import re
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from tests.chromium.test_keyboard_and_access import tab_to
from tests.chromium.test_messages import PHONE


def boxes(page):
    return page.locator("main .row [name=items]")


def test_ticked_items_are_counted_and_stay_ticked(visit, portal):
    page = visit("secretariat", **PHONE)
    page.goto(portal.library)
    button = page.get_by_role("button", name="Continue to the bulletin")
    expect(button).to_be_hidden()
    for number in range(2):
        boxes(page).nth(number).check()
    said = page.locator(".basket [role=status]")
    expect(said).to_have_text("2 selected")
    expect(button).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("navigation", name="Group").last).to_be_in_viewport()
    page.get_by_role("link", name="Title", exact=True).click()
    expect(page).to_have_url(re.compile("sort_on=title"))
    expect(said).to_have_text("2 selected")
    page.locator("main .row [name=items]:not(:checked)").first.check()
    page.locator("#q").fill("no such words at all")
    page.locator("#q").press("Enter")
    expect(said).to_have_text("3 selected")
    violations = Axe().run(page, context="main").response["violations"]
    assert [one["id"] for one in violations] == []
    button.click()
    expect(boxes(page)).to_have_count(3)
    boxes(page).first.uncheck()
    page.get_by_role("button", name="Add items").click()
    expect(said).to_have_text("2 selected")


def test_a_bulletin_is_begun_by_keyboard(visit, portal):
    page = visit("secretariat")
    page.goto(portal.library)
    boxes(page).first.focus()
    page.keyboard.press("Space")
    tab_to(page, "Continue to the bulletin", most=130)
    page.keyboard.press("Enter")
    expect(boxes(page)).to_have_count(1)


def test_without_scripts_the_form_takes_ticks_along(visit, portal):
    page = visit("secretariat", java_script_enabled=False)
    page.goto(portal.library)
    boxes(page).first.check()
    page.locator("#q").fill("cheetah")
    page.locator("#search button").click()
    expect(page.locator(".basket [role=status] span")).to_be_hidden()
    page.get_by_role("button", name="Continue to the bulletin").click()
    expect(boxes(page)).to_have_count(1)
