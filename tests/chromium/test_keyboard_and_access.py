"""Without a mouse, and for programs that read the page aloud."""

import pytest
import re
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from tests.chromium.alerts import editor
from tests.chromium.screens import illustrated, space_addresses


GRAVE = {"serious", "critical"}


def tab_to(page, name, most=60):
    """Press the tabulator until a link, button or input with this text has the focus.

    On a page that is there as a whole: of a part of it, one comes to the end before.
    """
    page.wait_for_load_state()
    for _press in range(most):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            "(document.activeElement.labels?.[0]"
            " ?? document.activeElement.closest('body *'))?.innerText"
        )
        if name in (focused or ""):
            return
    raise AssertionError(f"{name!r} is not reached by {most} tabulators")


def test_the_first_tabulator_skips_to_the_content(visit, portal):
    page = visit("customs-xa")
    page.goto(portal.library)
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    tab_to(page, "New alert", most=3)


def test_one_logs_in_searches_and_opens_by_keyboard(visit, portal):
    title = "EXERCISE: jackals at a waterhole"
    told = {"title": title, "alert_type": "seizure", "handling": "green"}
    alert = portal.made("secretariat", portal.library, **{"@type": "Alert", **told})
    assert portal.post("secretariat", f"{alert}/@workflow/publish").ok
    page = visit()
    page.goto(f"{portal.address}/login")
    expect(page.get_by_label("User name")).to_be_focused()
    page.keyboard.type("customs-xb")
    page.keyboard.press("Tab")
    page.keyboard.type("cheetah-demo-2026")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Log out").wait_for()
    page.goto(portal.library)
    tab_to(page, "Search in titles")
    page.keyboard.type("jackals")
    page.keyboard.press("Enter")
    expect(page.locator(".chips")).to_contain_text("jackals")
    tab_to(page, title, most=130)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def test_the_secretariat_shares_by_keyboard(visit, portal):
    page = visit("secretariat")
    alert, _picture = illustrated(portal, "secretariat")
    page.goto(alert)
    tab_to(page, "Readers")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Read now by 8 members").wait_for()
    tab_to(page, "Add readers")
    for _press in range(2):
        page.keyboard.press("ArrowDown")
    expect(page.get_by_label("All enforcement and IGO members")).to_be_checked()
    tab_to(page, "Continue")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("Gain access: 2")
    tab_to(page, "Back")
    page.keyboard.press("Enter")
    expect(page.get_by_label("All enforcement and IGO members")).to_be_checked()


def choose_cheetah(species):
    """Begin its name in French, and choose what is proposed."""
    species.focus()
    # At once: what is proposed for fewer letters would be replaced while it is chosen.
    species.page.keyboard.insert_text("guép")
    option = species.page.get_by_role("option", name="Acinonyx jubatus Guépard")
    expect(option.first).to_be_visible()
    species.press("ArrowDown")
    species.press("Enter")


def test_species_are_proposed_while_one_types(visit, portal):
    page = visit("customs-xa")
    page.goto(f"{portal.library}/++add++Alert")
    species = page.locator("[name='form.widgets.specimens.0.species']")
    choose_cheetah(species)
    expect(species).to_have_value("Acinonyx jubatus")
    expect(page.get_by_role("listbox")).to_have_count(0)
    # Whatever is typed may stay.
    species.fill("EXERCISE: no such cat")
    expect(page.locator(".taxa-note")).to_have_text("")
    expect(page.get_by_role("listbox")).to_have_count(0)


def test_species_of_a_document_are_chosen_or_typed(visit, portal):
    page = visit("customs-xa")
    page.goto(f"{portal.library}/++add++LibraryDocument")
    species = page.get_by_role("combobox", name="Species", exact=True)
    chips = page.locator(".to-box", has=species).locator(".chosen li")
    species.fill("guép")
    option = page.get_by_role("option", name="Acinonyx jubatus Guépard")
    expect(option.first).to_be_visible()
    species.press("Enter")
    expect(chips).to_have_text(["Acinonyx jubatus×"])
    # The list has no such name: what is typed is offered as it is.
    species.fill("EXERCISE: no such cat")
    expect(page.locator(".found [role=option]:visible")).to_have_text(
        ["EXERCISE: no such cat "]
    )
    species.press("Enter")
    expect(chips).to_have_text(["Acinonyx jubatus×", "EXERCISE: no such cat×"])
    species.press("Backspace")
    expect(chips).to_have_count(1)


def test_a_line_of_specimens_is_added_by_keyboard(visit, portal):
    page = visit("customs-xa")
    page.goto(f"{portal.library}/++add++Alert")
    page.get_by_label("Condition").focus()
    tab_to(page, "Add a line", most=2)
    page.keyboard.press("Enter")
    lines = page.locator(".specimen")
    expect(lines).to_have_count(2)
    expect(lines.nth(1).locator("input[name$=species]")).to_be_focused()
    # Enter in a text sends the form: the title is still missing.
    page.keyboard.press("Enter")
    expect(page.get_by_label("Title")).to_be_focused()


@pytest.mark.parametrize("account", [None, "secretariat"])
def test_nothing_keeps_readers_of_screens_out(visit, portal, account):
    page = visit(account)
    found = {}
    for address in audited(portal, account):
        page.goto(address)
        if address.endswith("++add++Alert"):
            editor(page).wait_for()
        grave = violations(page)
        page.emulate_media(color_scheme="dark")
        grave += violations(page, {"runOnly": ["color-contrast"]})
        page.emulate_media(color_scheme="light")
        if grave:
            found[address] = grave
    assert found == {}


def violations(page, options=None):
    """What is grave of what axe finds: rule and element."""
    return [
        (violation["id"], node["target"])
        for violation in Axe().run(page, options=options).response["violations"]
        for node in violation["nodes"]
        if violation["impact"] in GRAVE
    ]


def audited(portal, account):
    if account is None:
        return [f"{portal.address}/login"]
    alert, _picture = illustrated(portal, account)
    return [
        portal.address,
        portal.group,
        f"{portal.group}/overview",
        f"{portal.group}/messages?q=cubs&handling=amber",
        f"{portal.group}/messages/write",
        f"{portal.group}/messages/export",
        f"{portal.group}/message-retention",
        portal.library,
        f"{portal.group}/map",
        f"{portal.group}/statistics",
        alert,
        f"{portal.library}/++add++Alert",
        f"{portal.library}/upload",
        f"{portal.group}/permits",
        f"{portal.group}/permits?country=XA&number=none",
        f"{portal.group}/permits/search?view=statistics",
        f"{portal.group}/permits/new",
        f"{portal.group}/roster",
        f"{portal.group}/code-lists",
        f"{alert}/choose-readers",
        f"{alert}/versions",
        *space_addresses(portal, account),
    ]


def test_a_refused_form_begins_with_what_is_wrong(visit, portal):
    page = visit("secretariat")
    page.goto(f"{portal.group}/requests-letters")
    page.get_by_label("Text").fill("Dear ${nobody}")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_label("Text")).to_have_accessible_description(re.compile("nobody"))
    page.goto(f"{portal.group}/requests-import")
    page.get_by_role("button", name="Check the file").evaluate(
        "b => b.form.noValidate = true"
    )
    page.get_by_role("button", name="Check the file").click()
    expect(page.get_by_role("alert")).to_be_focused()
