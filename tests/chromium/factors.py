"""What a member does on the page of the second factor."""

import pyotp
import re
from cites.cug.demo.accounts import PASSWORD
from playwright.sync_api import expect, Locator, Page


AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def give_authenticator(page: Page) -> None:
    """A device that makes passkeys and says yes by itself."""
    browser = page.context.new_cdp_session(page)
    browser.send("WebAuthn.enable")
    browser.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})


def button(do: str) -> str:
    return f"button[value='{do}']"


def unfold(page: Page, do: str) -> Locator:
    """The folded part with that button, once it is open."""
    # All of it: whether it asks for the password is looked up without waiting.
    page.wait_for_load_state()
    part = page.locator("details", has=page.locator(button(do)))
    part.locator("summary").click()
    return part


def confirm(part: Locator, do: str, password: str = PASSWORD) -> None:
    """Press the button, with the password once more where that is asked for."""
    current = part.get_by_label("Your password, once more")
    if current.count():
        current.fill(password)
    part.locator(button(do)).click()


def prove(page: Page, code: str = "", password: str = PASSWORD) -> None:
    """Show who one is, where a page asks for that: by a code, or else by a passkey."""
    if page.get_by_role("heading", name="Confirm that it is you").count():
        page.get_by_label("Your password, once more").fill(password)
        page.get_by_label("Code").fill(code)
        page.get_by_role("button", name="Continue" if code else "Use a passkey").click()
        page.locator("main details").first.wait_for()
        page.wait_for_load_state()


def set_up_app(page: Page, password: str = PASSWORD) -> tuple[pyotp.TOTP, list[str]]:
    """An app that makes codes, and the codes for recovery."""
    part = unfold(page, "app")
    expect(part.locator("img")).to_be_visible()
    app = pyotp.TOTP(part.locator("code").inner_text().replace(" ", ""))
    part.get_by_label("Code").fill(app.now())
    confirm(part, "app", password)
    codes = page.locator(".recovery-codes li")
    expect(codes).to_have_count(10)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy the codes").click()
    page.get_by_role("button", name="The codes have been copied.").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.split() == codes.all_inner_texts()
    return app, codes.all_inner_texts()


def make_passkey(page: Page, name: str, password: str = PASSWORD) -> None:
    confirm(unfold(page, "new-passkey"), "new-passkey", password)
    page.get_by_label("Name").fill(name)
    page.get_by_role("button", name="Create the passkey").click()
    page.get_by_role("link", name=re.compile("Continue|I have kept the codes")).click()
    expect(page.locator(".passkeys")).to_contain_text(name)
