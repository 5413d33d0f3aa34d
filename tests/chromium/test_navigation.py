"""A group's navigation: what few may open is in a menu, on a desk and on a phone."""

from cites.cug.core.settings.languages import LANGUAGES
from playwright.sync_api import expect


PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 850}
#: Of the height, what the head of each page may take.
HEAD = 0.07


def open_menu(visit, portal, viewport, menu):
    """The page with the menu open, and the link in it to the requests for access."""
    page = visit("secretariat", viewport=viewport)
    page.goto(portal.library)
    head = page.locator(".bar").bounding_box()
    assert head["height"] < HEAD * viewport["height"]
    requests = page.locator(f"nav.{menu} a[href$='/cheetahs/requests']")
    expect(requests).to_be_hidden()
    page.locator(f"nav.{menu} summary").focus()
    page.keyboard.press("Enter")
    expect(requests).to_be_visible()
    return page, requests


def follow(page, link):
    link.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Requests for access")


def test_a_phone_has_the_group_under_the_thumb(visit, portal):
    page, requests = open_menu(visit, portal, PHONE, "more")
    bar = page.locator(".group-bar").bounding_box()
    assert bar["y"] + bar["height"] == PHONE["height"]
    messages = page.locator("nav.group a[href$='/cheetahs/messages']")
    expect(messages).to_be_visible()
    expect(page.locator("nav.group a[href$='/cheetahs/workspaces']")).to_be_hidden()
    follow(page, requests)


def test_the_menu_of_the_desk_lies_over_the_page_and_closes(visit, portal):
    page, requests = open_menu(visit, portal, DESK, "group")
    head = page.locator(".bar").bounding_box()
    assert head["height"] < HEAD * DESK["height"]
    page.keyboard.press("Escape")
    expect(requests).to_be_hidden()
    page.locator("nav.group summary").click()
    page.locator("h1").click()
    expect(requests).to_be_hidden()
    page.locator("nav.group summary").click()
    follow(page, requests)


def test_the_head_is_one_row_in_each_language(visit, portal):
    page = visit("secretariat", viewport=DESK)
    for language in LANGUAGES:
        page.goto(f"{portal.library}?set_language={language}")
        for width in (700, 1024, 1240, 1280, 1366, 1440, 1700):
            page.set_viewport_size({"width": width, "height": 850})
            head = page.locator(".bar").bounding_box()
            name = page.locator(".group-name").bounding_box()
            # Two rows would be higher than both names, and the bar has a margin.
            assert head["height"] < 2 * name["height"] + 20, (language, width)
            assert not page.evaluate("document.scrollingElement.scrollWidth > innerWidth")
