"""A member changes the own e-mail address, from the menu with the name to the letters."""

from cites.cug.demo.accounts import PASSWORD
from playwright.sync_api import expect
from tests.chromium.letters import link_in
from tests.chromium.watch import Watch


ACCOUNT, OLD, NEW = "customs-xb", "customs-xb@example.org", "office@customs.example"


def heading(page):
    return page.get_by_role("heading", level=1)


def ask_by_keys(page):
    """From the menu with the name: open it, and go on with Tab, Enter and typing."""
    page.locator("nav.account summary").focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Your settings").focus()
    page.keyboard.press("Enter")
    expect(heading(page)).to_have_text("Your profile")
    page.get_by_role("link", name="Change your e-mail address").focus()
    page.keyboard.press("Enter")
    expect(heading(page)).to_have_text("Change your e-mail address")
    page.get_by_label("New e-mail address").focus()
    page.keyboard.type(NEW)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")


def test_by_keys_to_the_letters_and_stopped_from_the_old_address(
    visit, portal, letters, sessions
):
    member = visit(ACCOUNT)
    # Whoever shows the password again gets another key of the session.
    del sessions[ACCOUNT]
    watch = Watch(member, portal.address)
    member.goto(portal.group)
    ask_by_keys(member)
    expect(member.locator("#global_statusmessage")).to_contain_text(NEW)
    to_old = letters.wait_for(OLD, "another e-mail address")
    to_new = letters.wait_for(NEW, "confirm the address")
    assert NEW not in to_old
    assert ACCOUNT not in to_new

    # Who reads the new mailbox and is not logged in comes to the log-in, and back.
    stranger = visit()
    stranger.goto(link_in(to_new, "/confirm-address"))
    stranger.get_by_label("User name").fill(ACCOUNT)
    stranger.get_by_label("Password").fill(PASSWORD)
    stranger.get_by_role("button", name="Log in").click()
    expect(heading(stranger)).to_have_text("Confirm your new e-mail address")
    expect(stranger.locator("main")).to_contain_text(NEW)
    stranger.get_by_role("button", name="Confirm the address").click()
    expect(stranger.locator("main").get_by_role("status")).to_contain_text("is confirmed")

    member.reload()
    member.get_by_role("link", name="is waiting for you").click()
    expect(member.locator("main")).to_contain_text("changes the e-mail address")
    expect(member.locator("main time")).to_be_visible()

    # The letter to the old address stops it, without a log-in.
    reader = visit()
    reader.goto(link_in(to_old, "/stop-change"))
    reader.get_by_role("button", name="Stop it").click()
    expect(reader.locator("main").get_by_role("status")).to_contain_text("stopped")
    member.reload()
    expect(member.locator("main")).not_to_contain_text("changes the e-mail address")
    letters.wait_for(OLD, "stays")
    assert watch.take() == []
