"""An alert from the form to its readers, hidden from those it is not for."""

from playwright.sync_api import expect
from tests.chromium.alerts import fill_line, line, move, save, start_alert
from tests.library.samples import PDF, picture


TITLE = "EXERCISE: Marula landing strip"
NOTHING = "There is nothing at this address."


def write_alert(page, portal):
    """The whole short form, with a line too many taken out again."""
    start_alert(page, portal, TITLE, "Two crates stood beside the marula trees.")
    page.get_by_label("Date of the incident").fill("2026-11-02")
    page.get_by_role("combobox", name="Country of the incident").fill("XA")
    fill_line(page, 1, "Acinonyx jubatus", "LIV", "3")
    for number, species in ((2, "Panthera pardus"), (3, "Leptailurus serval")):
        page.get_by_role("button", name="Add a line").click()
        fill_line(page, number, species, "SKI", "2")
    line(page, 2).get_by_role("button", name="Remove this line").click()
    return save(page)


def attach(page, alert):
    page.goto(f"{alert}/upload")
    files = [
        {"name": "crate.png", "mimeType": "image/png", "buffer": picture()},
        {"name": "manifest.pdf", "mimeType": "application/pdf", "buffer": PDF},
    ]
    page.get_by_label("Choose files").set_input_files(files)
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".tiles .stored")).to_have_count(2)
    page.get_by_role("link", name="Done").click()


def row_of(page, portal, title, query=""):
    """The item's row in the library, after a search for the query."""
    page.goto(portal.library)
    if query:
        page.get_by_role("main").get_by_role("searchbox").fill(query)
        page.keyboard.press("Enter")
        expect(page.locator(".chips")).to_contain_text(query)
    return page.locator(".rows .row").filter(has_text=title)


def test_an_alert_reaches_enforcement_and_igos_only_when_shared(visit, portal):
    secretariat, customs = visit("secretariat"), visit("customs-xa")
    igo = visit("igo-interpol")

    alert = write_alert(secretariat, portal)
    attach(secretariat, alert)
    move(secretariat, "Publish to enforcement members")

    by_search = row_of(customs, portal, TITLE, "marula")
    expect(by_search.locator(".dot")).to_be_visible()
    customs.goto(portal.library)
    customs.locator(".facet").get_by_role("link", name="Seizure").click()
    by_facet = customs.locator(".rows .row").filter(has_text=TITLE)
    expect(by_facet).to_be_visible()
    by_facet.get_by_role("link", name=TITLE).click()
    expect(customs.get_by_role("heading", level=1)).to_have_text(TITLE)
    specimens = customs.get_by_role("region", name="Specimens")
    expect(specimens).to_contain_text("Acinonyx jubatus")
    expect(specimens).to_contain_text("Leptailurus serval")
    expect(specimens).not_to_contain_text("Panthera pardus")
    expect(customs.get_by_text("beside the marula trees")).to_be_visible()
    image = customs.locator(".pictures img")
    assert image.evaluate("image => image.decode().then(() => image.naturalWidth)")
    with customs.expect_download() as download:
        customs.locator(".files").get_by_role("link", name="Download").click()
    assert download.value.suggested_filename == "manifest.pdf"
    read = row_of(customs, portal, TITLE, "marula")
    expect(read).to_be_visible()
    expect(read.locator(".dot")).to_have_count(0)

    expect(row_of(igo, portal, TITLE, "marula")).to_have_count(0)
    assert igo.goto(alert).status == 404
    expect(igo.get_by_role("heading", level=1)).to_have_text(NOTHING)

    secretariat.get_by_role("link", name="Readers", exact=True).click()
    secretariat.get_by_label("All enforcement and IGO members").check()
    secretariat.get_by_role("button", name="Continue").click()
    asked = secretariat.locator("main")
    expect(asked).to_contain_text("Gain access: 2")
    expect(asked).to_contain_text("INTERPOL (exercise)")
    expect(asked).to_contain_text("UNODC (exercise)")
    assert igo.goto(alert).status == 404
    secretariat.get_by_role("button", name="Share with these readers").click()
    done = secretariat.locator("main [role=status]")
    expect(done).to_contain_text("Shared with IGO members: 10 members can read it")
    expect(row_of(igo, portal, TITLE, "marula")).to_be_visible()
    assert igo.goto(alert).status == 200
    expect(igo.get_by_role("heading", level=1)).to_have_text(TITLE)

    secretariat.get_by_role("button", name="Undo").click()
    expect(secretariat.locator(".bulletin-head .state")).to_have_text(
        "Enforcement officers only"
    )
    assert igo.goto(alert).status == 404
    expect(row_of(igo, portal, TITLE, "marula")).to_have_count(0)


def test_a_members_draft_waits_for_the_secretariat(visit, portal):
    customs, secretariat = visit("customs-xa"), visit("secretariat")
    title = "EXERCISE: skins in a spare wheel"
    start_alert(customs, portal, title, "The wheel was heavier than it should be.")
    draft = save(customs)
    secretariat.goto(f"{portal.group}/overview")
    name = "Drafts waiting to be published"
    waiting = secretariat.get_by_role("link", name=name, exact=True)
    if waiting.count():
        waiting.click()
        expect(secretariat.get_by_role("link", name=title)).to_have_count(0)

    customs.get_by_role("button", name="Submit to the Secretariat").first.click()
    expect(customs.locator("main")).to_contain_text("Waiting for the Secretariat")
    secretariat.goto(f"{portal.group}/overview")
    waiting.click()
    secretariat.get_by_role("link", name=title).click()
    move(secretariat, "Publish to enforcement members")
    police = visit("police-xb")
    assert police.goto(draft).status == 200


def test_readers_are_taken_and_given_back_by_keyboard_on_a_phone(visit, portal):
    page = visit("secretariat")
    page.set_viewport_size({"width": 390, "height": 844})
    start_alert(page, portal, "EXERCISE: nets at the ford", "Four nets were seized.")
    alert = save(page)
    move(page, "Publish to enforcement members")
    done = page.locator("main [role=status]")
    expect(done).to_have_text("Published: 8 members can read it")
    police = visit("police-xb")
    assert police.goto(alert).status == 200

    page.get_by_role("link", name="Readers", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Read now by 8 members")).to_be_visible()
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390, width
    for name in ("Police", "Wildlife law enforcement"):
        page.get_by_role("button", name=f"Remove {name}").press("Enter")
    page.get_by_label("Only these").press("Space")
    page.get_by_role("button", name="Continue").press("Enter")
    expect(page.locator("section.lose")).to_contain_text("Police officer, XB")
    expect(page.locator("section.gain")).to_contain_text("Gain access: 0")
    assert police.goto(alert).status == 200
    page.get_by_role("button", name="Take their access away").press("Enter")
    page.get_by_role("button", name="Undo").wait_for()
    assert police.goto(alert).status == 404
    page.get_by_role("button", name="Undo").press("Enter")
    expect(done).to_contain_text("8 members can read it")
    assert police.goto(alert).status == 200


def test_readers_are_added_by_typing_category_and_country(visit, portal):
    page = visit("secretariat")
    start_alert(page, portal, "EXERCISE: a den dug out", "The den lay open.")
    alert = save(page)
    police, customs = visit("police-xb"), visit("customs-xa")
    page.goto(f"{alert}/choose-readers")
    expect(page.locator("#chosen li")).to_have_count(0)
    find = page.get_by_role("combobox", name="Readers")
    find.press_sequentially("neverland customs")
    option = page.get_by_role("option").first
    expect(option).to_contain_text("Customs, Neverland (exercise) \N{MIDDLE DOT} 2")
    find.press("Enter")
    chip = page.locator("#chosen li")
    expect(chip).to_contain_text("Customs, Neverland (exercise) \N{MIDDLE DOT} 2")
    page.get_by_role("button", name="Continue").click()
    expect(page.locator("section.gain")).to_contain_text("Gain access: 2")
    page.get_by_role("button", name="Share with these readers").click()
    page.locator("main [role=status]").wait_for()
    assert customs.goto(alert).status == 200
    assert police.goto(alert).status == 404
