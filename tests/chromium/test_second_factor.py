"""Setting up a second factor, logging in with it and taking it away again."""

import pytest
import time
from cites.cug.demo.accounts import PASSWORD
from playwright.sync_api import expect
from tests.chromium.factors import (
    button,
    confirm,
    give_authenticator,
    make_passkey,
    prove,
    set_up_app,
    unfold,
)
from tests.chromium.watch import Watch


#: Others log in with other accounts meanwhile.
ACCOUNT = "igo-unodc"


@pytest.fixture
def codes():
    """Those for recovery that are left."""
    return []


@pytest.fixture
def page(visit, named, codes):
    """A page on which the account is logged in; its second factor goes afterwards."""
    page = visit()
    named.log_in(page, ACCOUNT)
    page.goto(f"{named.address}/account")
    page.get_by_role("link", name="Second factor", exact=True).click()
    yield page
    page.goto(f"{named.address}/second-factor")
    prove(page, codes.pop() if codes else "")
    if page.locator("details", has=page.locator(button("remove"))).count():
        with page.expect_navigation():
            confirm(unfold(page, "remove"), "remove")


def log_out(page, named):
    page.get_by_role("link", name="Log out").click()
    page.goto(f"{named.address}/login")


def show_password(page):
    page.get_by_label("User name").fill(ACCOUNT)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Second step")


def test_an_app_with_codes(page, named, codes):
    watch = Watch(page, named.address)
    app, made = set_up_app(page)
    codes += made

    log_out(page, named)
    show_password(page)
    # The code of now was used up when the app was set up.
    page.get_by_label("Code").fill(app.at(int(time.time()) + 30))
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("link", name="Log out").wait_for()

    log_out(page, named)
    show_password(page)
    page.get_by_label("Code").fill("000000")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert")).to_contain_text("is not valid")
    page.get_by_label("Code").fill(codes.pop())
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("link", name="Log out").wait_for()
    assert watch.take() == []


def test_a_passkey(page, named):
    watch = Watch(page, named.address)
    give_authenticator(page)
    make_passkey(page, "Key on the desk")

    log_out(page, named)
    show_password(page)
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_role("link", name="Log out").wait_for()

    page.goto(f"{named.address}/second-factor")
    expect(page.locator(button("remove"))).to_have_count(0)
    prove(page)
    expect(page.locator(button("remove"))).to_have_count(1)
    assert watch.take() == []


def test_the_account_shows_its_sessions(page, named):
    page.goto(f"{named.address}/account")
    rows = page.locator("table.sessions tbody tr")
    expect(rows.filter(has_text="this session")).to_have_count(1)
    expect(rows.first).to_contain_text("Chrome, Linux")
