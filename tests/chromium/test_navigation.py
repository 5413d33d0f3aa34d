"""A group's navigation: the Secretariat's part is a menu, on a desk and on a phone."""

from playwright.sync_api import expect


PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 850}
REQUESTS = "nav a[href$='/cheetahs/requests']"
#: Of the height, what the head of each page may take.
HEAD = {"phone": 0.22, "desk": 0.13}


def open_menu(visit, portal, viewport, most):
    page = visit("secretariat", viewport=viewport)
    page.goto(portal.library)
    head = page.get_by_role("banner").bounding_box()
    assert head["height"] < most * viewport["height"]
    expect(page.locator(REQUESTS)).to_be_hidden()
    page.locator("details.desk summary").focus()
    page.keyboard.press("Enter")
    expect(page.locator(REQUESTS)).to_be_visible()
    return page


def follow(page):
    page.locator(REQUESTS).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Requests for access")


def test_the_menu_of_the_desk_on_a_phone(visit, portal):
    follow(open_menu(visit, portal, PHONE, HEAD["phone"]))


def test_the_menu_of_the_desk_lies_over_the_page_and_closes(visit, portal):
    page = open_menu(visit, portal, DESK, HEAD["desk"])
    head = page.get_by_role("banner").bounding_box()
    assert head["height"] < HEAD["desk"] * DESK["height"]
    page.keyboard.press("Escape")
    expect(page.locator(REQUESTS)).to_be_hidden()
    page.locator("details.desk summary").click()
    page.locator("h1").click()
    expect(page.locator(REQUESTS)).to_be_hidden()
    page.locator("details.desk summary").click()
    follow(page)
