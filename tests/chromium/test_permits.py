"""An officer with a crate, a paper and a phone; and those who keep the permits."""

import pytest
import re
from axe_playwright_python.sync_playwright import Axe
from datetime import date, timedelta
from playwright.sync_api import expect, Page
from tests.chromium.alerts import editor
from tests.chromium.portal import Portal
from tests.chromium.test_keyboard_and_access import GRAVE
from tests.chromium.watch import Watch


PHONE = {"viewport": {"width": 390, "height": 844}}
COUNTRY = "Neverland (exercise)"
NUMBER = "XA-EXERCISE-4711"
#: Nominal: for enforcement alone.
NAME = "EXERCISE: a breeding station"


@pytest.fixture(scope="module")
def recorded():
    """Whether the permit is there already."""
    return []


@pytest.fixture
def permit(visit, portal, recorded):
    """Recorded by the contact point of its country; gives its number."""
    if not recorded:
        record(visit("contact-xa"), portal, NUMBER)
        recorded.append(NUMBER)
    return NUMBER


def record(page: Page, portal: Portal, number: str) -> None:
    watch = Watch(page, portal.address)
    page.goto(f"{portal.group}/permits")
    page.get_by_role("link", name="Record a permit").click()
    fill_export_permit(page, number)
    page.get_by_role("button", name="Add a block").click()
    expect(page.locator("#f-lines-1-block")).to_be_focused()
    fill_block(page, 1, "Leptailurus serval", "1")
    page.get_by_role("button", name="Record the permit").last.click()
    expect(page.get_by_text("The permit has been recorded.")).to_be_visible()
    assert watch.take() == []


def fill_export_permit(page: Page, number: str) -> None:
    """With one block; valid from today. Scripts add further blocks."""
    page.wait_for_load_state()
    page.locator("#f-type").select_option("E")
    page.locator("#f-country").select_option(label=COUNTRY)
    page.locator("#f-number").fill(number)
    page.locator("#f-valid_from").fill(str(date.today()))
    page.locator("#f-valid_until").fill(str(date.today() + timedelta(days=90)))
    page.locator("#f-exporter-name").fill(NAME)
    page.locator("#f-exporter-country").select_option(label=COUNTRY)
    fill_block(page, 0, "Acinonyx jubatus", "2")


def fill_block(page: Page, number: int, species: str, quantity: str) -> None:
    start = f"#f-lines-{number}"
    page.locator(f"{start}-scientific_name").fill(species)
    page.locator(f"{start}-term").select_option("LIV")
    page.locator(f"{start}-appendix").select_option("II" if number else "I")
    page.locator(f"{start}-source").select_option("C")
    page.locator(f"{start}-quantity").fill(quantity)
    page.locator(f"{start}-origin_country").select_option(label=COUNTRY)


def look_up(page: Page, portal: Portal, number: str) -> None:
    page.goto(f"{portal.group}/permits")
    country = page.get_by_label("Country of issue")
    if country.evaluate("field => field.tagName") == "SELECT":
        country.select_option(label=COUNTRY)
    else:
        country.fill("xa")
    page.get_by_label("Number of the permit or certificate").fill(number)
    page.keyboard.press("Enter")
    page.locator(".verdict").wait_for()


def test_an_officer_has_the_answer_on_one_screen_of_a_phone(visit, portal, permit):
    page = visit("customs-xb", **PHONE)
    watch = Watch(page, portal.address)
    look_up(page, portal, permit.lower().replace("-", " "))
    expect(page.locator(".verdict-word")).to_have_text("Valid")
    # Not scrolled: all of it lies on the first screen.
    for seen in (
        page.locator(".verdict time").last,
        page.get_by_text("Leptailurus serval"),
        page.get_by_text(NAME),
        page.get_by_role("button", name="Report a doubt"),
    ):
        expect(seen).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate("scrollY") == 0
    # The same country is asked for again and again.
    page.goto(f"{portal.group}/permits")
    expect(page.get_by_label("Country of issue")).to_have_value(COUNTRY)
    # So are the same permits.
    page.get_by_role("region", name="Your last look-ups").get_by_role(
        "link"
    ).first.click()
    expect(page.locator(".verdict-word")).to_have_text("Valid")
    assert watch.take() == []


def test_the_answer_is_reached_without_a_mouse(visit, portal, permit):
    page = visit("police-xa", **PHONE)
    page.goto(f"{portal.group}/permits")
    page.get_by_label("Country of issue").focus()
    page.keyboard.type("everlan")
    page.keyboard.press("Tab")
    page.keyboard.type(permit)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Look up")).to_be_focused()
    page.keyboard.press("Enter")
    expect(
        page.locator("main").get_by_role("status").locator(".verdict-word")
    ).to_have_text("Valid")


def test_a_country_is_found_by_part_of_its_name(visit, portal):
    page = visit("police-xa")
    page.goto(f"{portal.group}/permits")
    country = page.get_by_label("Country of issue")
    found = {"cote d'iv": "Côte d’Ivoire", "GB": "United Kingdom", "uk": "", "korea": ""}
    said = {"uk": "There is no such country.", "korea": "Several countries have this"}
    for typed, name in found.items():
        country.fill(typed)
        country.blur()
        assert country.input_value().startswith(name or typed)
        message = country.evaluate("field => field.validationMessage")
        assert message.startswith(said[typed]) if typed in said else not message


def test_one_types_at_once(visit, portal):
    page = visit("customs-xb")
    page.goto(f"{portal.group}/permits")
    expect(page.get_by_label("Country of issue")).to_be_focused()
    page.keyboard.type("XA")
    page.get_by_label("Number of the permit or certificate").fill("none")
    page.get_by_role("button", name="Look up").click()
    expect(page.locator(".verdict")).to_be_visible()
    page.goto(f"{portal.group}/permits")
    number = page.get_by_label("Number of the permit or certificate")
    expect(number).to_be_focused()


def test_a_doubt_becomes_a_message_to_the_contact_point(visit, portal, permit):
    page = visit("customs-xb", **PHONE)
    look_up(page, portal, permit)
    page.get_by_role("button", name="Report a doubt").click()
    page.wait_for_url(re.compile("/messages/write"))
    expect(page.locator("#subject")).to_have_value(f"Doubt about permit XA {permit}")
    expect(page.get_by_text("National contact point, XA").first).to_be_visible()


def test_a_doubt_is_text_with_and_without_the_editor(visit, portal, permit):
    plain = visit("customs-xb", java_script_enabled=False)
    look_up(plain, portal, permit)
    plain.get_by_role("button", name="Report a doubt").click()
    plain.wait_for_url(re.compile("/messages/write"))
    typed = plain.get_by_label("Text").input_value()
    assert "<" not in typed
    paragraphs = typed.split("\n\n")
    assert any(permit in one for one in paragraphs)
    plain.get_by_label("Text").fill(f"{typed}\n\nQuantity > 2 & < 5")
    plain.get_by_role("button", name="Save draft").click()
    expect(plain.locator("main")).to_contain_text("The draft has been saved.")
    expect(plain.get_by_label("Text")).to_have_value(f"{typed}\n\nQuantity > 2 & < 5")

    page = visit("customs-xb")
    page.goto(plain.url)
    text = editor(page).locator("> p")
    expect(text).to_have_text([*paragraphs, "Quantity > 2 & < 5"])


def test_who_may_not_see_names_sees_none(visit, portal, permit):
    page = visit("igo-interpol", **PHONE)
    look_up(page, portal, permit)
    expect(page.get_by_text("Acinonyx jubatus")).to_be_visible()
    expect(page.get_by_text(NAME)).to_have_count(0)
    page.get_by_role("link", name="All boxes").click()
    page.get_by_role("heading", level=1).wait_for()
    expect(page.get_by_text(NAME)).to_have_count(0)
    expect(page.get_by_role("link", name="Search and statistics")).to_have_count(0)


def test_its_page_prints_the_form_and_nothing_around_it(visit, portal, permit):
    page = visit("police-xa")
    look_up(page, portal, permit)
    page.get_by_role("link", name="All boxes").click()
    expect(page.get_by_role("button", name="Print")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="Print")).to_be_hidden()
    expect(page.get_by_role("navigation", name="Group")).to_be_hidden()
    expect(page.locator(".permit-form")).to_be_visible()
    expect(
        page.get_by_text("check the portal again before you rely on it")
    ).to_be_visible()


@pytest.mark.parametrize("options", [{}, PHONE], ids=["desk", "phone"])
def test_nothing_keeps_readers_of_screens_out(visit, portal, permit, options):
    page = visit("contact-xa", **options)
    look_up(page, portal, permit)
    answer = page.url
    page.get_by_role("link", name="All boxes").click()
    page.locator(".permit-form").wait_for()
    one = page.url
    found = {}
    for address in (answer, one, f"{one}/status", f"{one}/correct"):
        page.goto(address)
        violations = Axe().run(page).response["violations"]
        grave = [
            (violation["id"], node["target"])
            for violation in violations
            for node in violation["nodes"]
            if violation["impact"] in GRAVE
        ]
        if grave:
            found[address] = grave
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (
            address
        )
    assert found == {}


def test_what_became_of_it_is_seen_at_once(visit, portal):
    permit = "XA-EXERCISE-LOST"
    record(visit("contact-xa"), portal, permit)
    keeper, officer = visit("contact-xa"), visit("customs-xb", **PHONE)
    look_up(keeper, portal, permit)
    keeper.get_by_role("link", name="All boxes").click()
    keeper.get_by_role("link", name="Change the status").click()
    keeper.get_by_label("New status").select_option("lost_or_stolen")
    keeper.get_by_label("Reason").fill("EXERCISE: reported by the exporter")
    keeper.get_by_role("button", name="Continue").click()
    keeper.get_by_role("button", name="Change the status").click()
    expect(keeper.get_by_text("The status has been changed.")).to_be_visible()
    look_up(officer, portal, permit)
    expect(officer.locator(".verdict-word")).to_have_text("Reported lost or stolen")
    expect(officer.get_by_text("EXERCISE: reported by the exporter")).to_be_visible()
