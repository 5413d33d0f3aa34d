"""A group's navigation: on a desk all of it, on a phone the Secretariat's part folded."""

from playwright.sync_api import expect


PHONE = {"width": 390, "height": 844}
#: Of the phone's height, what the head of each page may take.
HEAD = 0.2


def test_the_desk_folds_on_a_phone(visit, portal):
    page = visit("secretariat", viewport=PHONE)
    page.goto(portal.library)
    head = page.get_by_role("banner").bounding_box()
    assert head["height"] < HEAD * PHONE["height"]
    requests = page.get_by_role("link", name="Requests")
    expect(requests).to_be_hidden()
    page.get_by_text("Manage", exact=True).focus()
    page.keyboard.press("Enter")
    requests.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Requests for access")


def test_nothing_folds_on_a_desk(visit, portal):
    page = visit("secretariat", viewport={"width": 1280, "height": 850})
    page.goto(portal.library)
    expect(page.get_by_text("Manage", exact=True)).to_be_hidden()
    page.get_by_role("link", name="Requests").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Requests for access")
