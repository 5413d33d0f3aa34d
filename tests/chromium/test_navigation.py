"""A group's navigation: what few may open is in a menu, on a desk and on a phone."""

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
