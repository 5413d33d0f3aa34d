"""Setting up a second factor, logging in with it and taking it away again."""

import pyotp
import pytest
import time
from cites.cug.demo.accounts import PASSWORD
from playwright.sync_api import expect
from tests.browser.portal import Portal
from tests.browser.watch import Watch


#: Others log in with other accounts meanwhile.
ACCOUNT = "igo-unodc"
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def named(portal):
    """The portal by a name: passkeys belong to names, not to numbers."""
    return Portal(portal.address.replace("127.0.0.1", "localhost"), "")


@pytest.fixture
def page(visit, named):
    """A page on which the account is logged in; its second factor goes afterwards."""
    page = visit()
    named.log_in(page, ACCOUNT)
    page.goto(f"{named.address}/account")
    page.get_by_role("link", name="Second factor").click()
    yield page
    page.goto(f"{named.address}/second-factor")
    open_part(page, "Remove", "Remove app, passkeys and codes")


def open_part(page, summary, button):
    """Open a folded part, show the password once more and press its button."""
    part = page.locator("details").filter(has=page.get_by_role("button", name=button))
    part.get_by_text(summary, exact=True).first.click()
    part.get_by_label("Your password, once more").fill(PASSWORD)
    part.get_by_role("button", name=button).click()


def log_out(page, named):
    page.get_by_role("link", name="Log out").click()
    page.goto(f"{named.address}/login")


def show_password(page):
    page.get_by_label("Login Name").fill(ACCOUNT)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Second step")


def test_an_app_with_codes(page, named):
    watch = Watch(page, named.address)
    part = page.locator("details").filter(has=page.get_by_role("button", name="Set up"))
    part.get_by_text("Set up an app").click()
    expect(part.get_by_role("presentation").or_(part.locator("img"))).to_be_visible()
    app = pyotp.TOTP(part.locator("code").inner_text().replace(" ", ""))
    part.get_by_label("Code").fill(app.now())
    part.get_by_label("Your password, once more").fill(PASSWORD)
    part.get_by_role("button", name="Set up").click()
    codes = page.locator(".recovery-codes li").all_inner_texts()
    assert len(codes) == 10

    log_out(page, named)
    show_password(page)
    # The code of now was used up when the app was set up.
    page.get_by_label("Code").fill(app.at(int(time.time()) + 30))
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("link", name="Log out").wait_for()

    log_out(page, named)
    show_password(page)
    page.get_by_label("Code").fill("000000")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("alert")).to_contain_text("does not count")
    page.get_by_label("Code").fill(codes[0])
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("link", name="Log out").wait_for()
    assert watch.take() == []


def test_a_passkey(page, named):
    watch = Watch(page, named.address)
    browser = page.context.new_cdp_session(page)
    browser.send("WebAuthn.enable")
    browser.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    open_part(page, "New passkey", "Go on")
    page.get_by_label("Name").fill("Key on the desk")
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.locator(".recovery-codes li")).to_have_count(10)
    page.get_by_role("link", name="Go on").click()
    expect(page.locator(".passkeys")).to_contain_text("Key on the desk")

    log_out(page, named)
    show_password(page)
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_role("link", name="Log out").wait_for()
    assert watch.take() == []


def test_the_account_shows_its_sessions(page, named):
    page.goto(f"{named.address}/account")
    rows = page.locator("table.sessions tbody tr")
    expect(rows.filter(has_text="this one")).to_have_count(1)
    expect(rows.first).to_contain_text("Chrome, Linux")
