"""The text of an alert: in the editor, without scripts, and in its versions."""

from playwright.sync_api import expect
from tests.chromium.alerts import editor, move, save, start_alert, write
from tests.chromium.watch import Watch


def test_a_text_is_kept_and_its_versions_compared(visit, portal):
    page = visit("secretariat")
    watch = Watch(page, portal.address)
    start_alert(page, portal, "EXERCISE: editor", "First paragraph.")
    page.get_by_role("button", name="Bold").click()
    page.keyboard.type(" In bold.")
    alert = save(page)
    expect(page.locator(".text strong")).to_have_text("In bold.")

    page.goto(f"{alert}/edit")
    expect(editor(page)).to_contain_text("First paragraph.")
    write(page, " Second thought.")
    save(page)
    text = page.locator(".text")
    expect(text).to_contain_text("First paragraph.")
    expect(text).to_contain_text("Second thought.")

    page.locator(".item-bar").get_by_text("More").click()
    page.get_by_role("link", name="Versions").click()
    expect(page.get_by_role("row")).to_have_count(3)
    page.get_by_role("button", name="Compare").click()
    expect(page.locator("ins").filter(has_text="thought")).to_be_visible()
    assert watch.take() == []


def test_an_alert_is_written_and_published_without_scripts(visit, portal):
    page = visit("secretariat", java_script_enabled=False)
    page.goto(f"{portal.library}/++add++Alert")
    page.get_by_label("Title").fill("EXERCISE: no scripts")
    page.get_by_label("Kind of alert").select_option("seizure")
    page.get_by_label("TLP:GREEN").check()
    page.get_by_role("button", name="Add a line").click()
    expect(page.locator(".specimen")).to_have_count(2)
    expect(page.get_by_label("Title")).to_have_value("EXERCISE: no scripts")
    page.locator("#form-widgets-body").fill("<p>Plain <b>words</b>.</p>")
    alert = save(page)
    expect(page.locator(".text")).to_contain_text("Plain words.")
    move(page, "Publish to enforcement members")
    assert visit("police-xb").goto(alert).status == 200
