"""The map in a browser: its marks are links, and it moves."""

from playwright.sync_api import expect


def test_a_mark_leads_to_its_list_and_dragging_leads_nowhere(visit, portal):
    page = visit("customs-xa")
    page.goto(f"{portal.group}/map")
    svg = page.locator("figure.map > svg:visible")
    dot = svg.locator("a:has(.dot)").first
    first = svg.get_attribute("viewBox")
    place = dot.bounding_box()
    x, y = place["x"] + place["width"] / 2, place["y"] + place["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y + 20, steps=5)
    page.mouse.up()
    assert svg.get_attribute("viewBox") != first
    assert page.url == f"{portal.group}/map"
    page.get_by_role("button", name="Initial view").click()
    assert [float(one) for one in svg.get_attribute("viewBox").split()] == [
        float(one) for one in first.split()
    ]
    number = dot.locator("title").text_content().rpartition(" ")[2]
    dot.locator(".dot").click()
    expect(page.locator("#found")).to_have_text(f"Items: {number}")


def test_marks_are_reached_by_keyboard_and_keep_their_size(visit, portal):
    page = visit("customs-xa")
    page.goto(f"{portal.group}/map")
    dot = page.locator("figure.map svg:visible .dot").first
    before = dot.bounding_box()["width"]
    page.locator("figure.map > svg:visible").focus()
    page.keyboard.press("+")
    assert abs(dot.bounding_box()["width"] - before) < 1
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('svg a') !== null")
    page.keyboard.press("Enter")
    expect(page.locator("#found")).to_contain_text("Items: ")


def test_without_scripts_marks_lead_to_their_lists(visit, portal):
    page = visit("customs-xa", java_script_enabled=False)
    page.goto(f"{portal.group}/map")
    page.locator("figure.map svg:visible a .dot").first.click()
    expect(page.locator("#found")).to_contain_text("Items: ")
