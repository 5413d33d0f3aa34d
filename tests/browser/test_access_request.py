"""From a stranger's request to a member at the library, over real letters."""

import json
import pytest
import re
import requests
import sys
import time
from cites.cug.demo.accounts import PASSWORD
from email import message_from_string
from email.policy import default
from playwright.sync_api import expect
from tests.browser.watch import Watch
from tests.deployment.processes import free_port
from tests.deployment.processes import listens
from tests.deployment.processes import PATIENCE
from tests.deployment.processes import ROOT
from tests.deployment.processes import running
from tests.deployment.processes import wait_until


SMTP_SERVER = ROOT / "tests" / "mailing" / "smtp_server.py"
ADDRESS = "new.officer@customs.example"
NEW_PASSWORD = "four-words-and-a-number-81"
JSON = {"Accept": "application/json"}


@pytest.fixture
def letters(portal, tmp_path):
    """The letters that a mail server has taken, by reader."""
    port, file, log = free_port(), tmp_path / "mails", tmp_path / "log"
    settings = {
        "smtp_host": "127.0.0.1",
        "smtp_port": port,
        "email_from_address": "portal@example.org",
        "email_from_name": "Portal (exercise)",
        "email_charset": "utf-8",
    }
    answer = requests.patch(
        f"{portal.address}/@controlpanels/mail",
        json=settings,
        headers=JSON,
        auth=("admin", portal.admin_password),
        timeout=60,
    )
    assert answer.status_code == 204, answer.text
    with running(sys.executable, SMTP_SERVER, port, file, "takes", 0, log=log) as process:
        wait_until(lambda: listens(port), process, log)
        yield Letters(file)


class Letters:
    def __init__(self, file):
        self.file = file

    def wait_for(self, reader, words):
        """The text of the letter that says so."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            for text in self.texts(reader):
                if words in text:
                    return text
            time.sleep(0.2)
        raise AssertionError(f"No letter to {reader} says {words!r}.")

    def texts(self, reader):
        if not self.file.exists():
            return
        for line in self.file.read_text(encoding="ascii").splitlines():
            kept = json.loads(line)
            if kept["to"] == [reader]:
                mail = message_from_string(kept["content"], policy=default)
                yield f"{mail['Subject']}\n{mail.get_content()}"


def link_in(text):
    return re.search(r"http://\S+", text)[0]


def ask(page, portal):
    page.goto(f"{portal.group}/request-access")
    expect(page.get_by_text("Who may join")).to_be_visible()
    page.get_by_role("button", name="Ask for access").click()
    expect(page.get_by_role("alert")).to_contain_text("correct what is marked")
    page.get_by_label("Country").select_option("XA")
    page.get_by_label("Last name").fill("Exercise")
    page.get_by_label("First name").fill("Officer")
    page.get_by_label("Organisation").fill("Customs Administration of XA (exercise)")
    page.get_by_label("Function").fill("Port control")
    page.get_by_label("Telephone").fill("+41 22 917 81 39")
    page.get_by_label("Official e-mail address").fill(ADDRESS)
    page.get_by_label("Category asked for").select_option("customs")
    page.get_by_role("button", name="Ask for access").click()
    expect(page.get_by_role("status")).to_contain_text("Thank you")


def test_from_the_request_to_the_library(visit, portal, letters):
    stranger = visit()
    watch = Watch(stranger, portal.address)
    ask(stranger, portal)
    stranger.goto(link_in(letters.wait_for(ADDRESS, "confirm")))
    stranger.get_by_role("button", name="Yes, it was me").click()
    expect(stranger.get_by_role("status")).to_contain_text("with the Secretariat")
    # The form with mistakes, which is a bad request.
    assert [one for one in watch.take() if "400" not in one] == []

    letters.wait_for("contact-xa@example.org", "requests for access that wait: 1")
    contact = visit("contact-xa")
    open_request(contact, portal, "Waiting")
    contact.get_by_role("button", name="Endorse the request").click()
    expect(contact.get_by_role("heading", level=1)).to_contain_text("Endorsed")

    secretariat = visit("secretariat")
    open_request(secretariat, portal, "Endorsed")
    expect(secretariat.locator("aside")).to_contain_text("National contact point, XA")
    secretariat.get_by_role("button", name="Approve: make a member").click()
    expect(secretariat.get_by_role("heading", level=1)).to_contain_text("Approved")

    text = letters.wait_for(ADDRESS, "you have access")
    set_password(stranger, link_in(text))
    log_in(stranger, portal)
    stranger.goto(portal.library)
    expect(stranger.get_by_role("heading", level=1)).to_have_text("Library")
    assert ADDRESS not in stranger.content()


def open_request(page, portal, tab):
    page.goto(portal.group)
    page.get_by_role("link", name="Requests", exact=True).click()
    page.get_by_role("link", name=tab).click()
    page.get_by_role("link", name="Officer Exercise").click()


def set_password(page, address):
    page.goto(address)
    page.get_by_label("New password", exact=True).fill(NEW_PASSWORD)
    page.get_by_label("New password, again").fill(NEW_PASSWORD)
    page.get_by_role("button", name="Save").click()


def log_in(page, portal):
    page.goto(f"{portal.address}/login")
    page.get_by_label("Login Name").fill(ADDRESS)
    page.get_by_label("Password").fill(NEW_PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("link", name="Log out").wait_for()


def test_it_works_without_scripts(visit, portal):
    page = visit(java_script_enabled=False)
    page.goto(f"{portal.group}/request-access")
    page.get_by_label("Country").select_option("XB")
    page.get_by_role("button", name="Ask for access").click()
    expect(page.get_by_role("alert")).to_contain_text("What you typed has been kept")
    assert page.get_by_label("Country").input_value() == "XB"
    assert PASSWORD not in page.content()
