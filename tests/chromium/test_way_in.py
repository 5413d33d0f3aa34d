"""From a stranger's request to a member, and back out, over real letters."""

import re
import time
from playwright.sync_api import expect
from tests.chromium.factors import give_authenticator, make_passkey, prove, set_up_app
from tests.chromium.letters import link_in
from tests.chromium.watch import Watch


ADDRESS = "new.officer@customs.example"
NOTHING = "There is nothing at this address."
NEW_PASSWORD = "four-words-and-a-number-81"
APPLICANT = {
    "Last name": "Exercise",
    "First name": "Officer",
    "Organization": "Customs Administration of XA (exercise)",
    "Job title": "Port control",
    "Telephone": "+41 22 917 81 39",
    "Official e-mail address": ADDRESS,
}


def test_what_is_typed_is_shown_on_demand(visit, portal):
    page = visit()
    page.goto(f"{portal.address}/login")
    password = page.get_by_label("Password")
    password.fill("EXERCISE")
    page.get_by_label("Show what you type").check()
    expect(password).to_have_attribute("type", "text")
    page.get_by_label("Show what you type").uncheck()
    expect(password).to_have_attribute("type", "password")


def test_the_whole_way(visit, portal, named, letters):
    stranger = visit()
    ask_and_confirm(stranger, named, letters)
    endorse(visit("contact-xa"), portal, letters)
    secretariat = visit("secretariat")
    approve(secretariat, portal)

    member = stranger
    watch = Watch(member, named.address)
    text = letters.wait_for(ADDRESS, "you have access")
    set_password(member, by_name(link_in(text), named))
    show_password(member, named)
    read_library(member, named)
    come_in_with_factors(member, named)
    read_library(member, named)
    assert watch.take() == []

    suspend(secretariat, portal)
    member.locator("nav.group a[href$='/messages']").click()
    expect(member.get_by_role("heading", level=1)).to_have_text(NOTHING)
    member.goto(named.library)
    expect(member.get_by_role("heading", level=1)).to_have_text(NOTHING)
    member.goto(named.address)
    expect(member.locator("main")).not_to_contain_text("Cheetahs")


def by_name(address, named):
    """The link at the name by which the member knows the portal: for passkeys."""
    return named.address + address.partition("/portal")[2]


def ask_and_confirm(page, named, letters):
    watch = Watch(page, named.address)
    page.goto(f"{named.group}/request-access")
    expect(page.get_by_text("Who may join")).to_be_visible()
    page.get_by_role("button", name="Request access").click()
    expect(page.get_by_role("alert")).to_contain_text("correct what is marked")
    page.get_by_label("Country").select_option("XA")
    for label, value in APPLICANT.items():
        page.get_by_label(label).fill(value)
    page.get_by_label("Category requested").select_option("customs")
    page.get_by_role("button", name="Request access").click()
    expect(page.locator("main").get_by_role("status")).to_contain_text("Thank you")
    # The form with mistakes, which is a bad request.
    assert [one for one in watch.take() if "400" not in one] == []

    page.goto(by_name(link_in(letters.wait_for(ADDRESS, "confirm")), named))
    page.get_by_role("button", name="Yes, it was me").click()
    expect(page.locator("main").get_by_role("status")).to_contain_text(
        "The Secretariat has received"
    )
    assert watch.take() == []


def endorse(page, portal, letters):
    letters.wait_for("contact-xa@example.org", "requests for access waiting: 1")
    open_request(page, portal, "Waiting")
    page.get_by_role("button", name="Endorse the request").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Endorsed")


def approve(page, portal):
    open_request(page, portal, "Waiting")
    expect(page.locator("aside")).to_contain_text("National contact point, XA")
    page.get_by_role("button", name="Approve: add as member").click()
    page.get_by_role("button", name="Approve all the same").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Approved")


def open_request(page, portal, tab):
    page.goto(portal.group)
    page.locator("nav.group a[href$='/cheetahs/administration']").click()
    page.locator("main a[href$='/cheetahs/requests']").click()
    page.locator("#state").get_by_role("link", name=tab).click()
    page.get_by_role("link", name="Officer Exercise").click()


def set_password(page, address):
    page.goto(address)
    page.get_by_label(re.compile("New password(?!,)")).fill(NEW_PASSWORD)
    page.get_by_label("New password, again").fill(NEW_PASSWORD)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_label("User name")).to_be_visible()


def show_password(page, named):
    page.goto(f"{named.address}/login")
    page.get_by_label("User name").fill(ADDRESS)
    page.get_by_label("Password").fill(NEW_PASSWORD)
    page.get_by_role("button", name="Log in").click()


def read_library(page, named):
    page.get_by_role("link", name="Log out").wait_for()
    page.goto(named.library)
    expect(page.get_by_role("heading", level=1)).to_have_text("Library")
    assert ADDRESS not in page.content()


def come_in_with_factors(page, named):
    """An app first, then a passkey too; each opens the second step."""
    page.goto(f"{named.address}/second-factor")
    app, codes = set_up_app(page, NEW_PASSWORD)
    to_second_step(page, named)
    # The code of now was used up when the app was set up.
    page.get_by_label("Code").fill(app.at(int(time.time()) + 30))
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("link", name="Log out").wait_for()

    give_authenticator(page)
    page.goto(f"{named.address}/second-factor")
    prove(page, codes[0], NEW_PASSWORD)
    make_passkey(page, "Key on the desk", NEW_PASSWORD)
    to_second_step(page, named)
    page.get_by_role("button", name="Use a passkey").click()


def to_second_step(page, named):
    """The password alone opens nothing."""
    page.goto(named.address)
    page.get_by_role("link", name="Log out").click()
    show_password(page, named)
    expect(page.get_by_role("heading", level=1)).to_have_text("Second step")
    library = page.context.request.get(named.library, max_redirects=0)
    assert library.status == 302


def suspend(page, portal):
    page.goto(f"{portal.group}/members?q=Officer+Exercise")
    page.get_by_role("checkbox", name="Officer Exercise").check()
    page.get_by_role("button", name="Suspend").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Suspend these members?")
    page.get_by_role("button", name="Suspend").click()
    expect(page.locator("main").get_by_role("status")).to_contain_text("Suspended: 1")
