"""What officers do most, from *Today* on: how many clicks and keys it takes.

A click is counted with 2.65 seconds and a key with 0.2, as in the walk through the
screens that set the budget. Choosing a file is two clicks.
"""

import csv
import io
import pytest
import requests
from cites.cug.demo.accounts import PASSWORD
from contextlib import contextmanager
from datetime import date, timedelta
from playwright.sync_api import expect, Locator, Page
from tests.chromium.letters import JSON, link_in
from tests.chromium.test_messages import NOTES, PHONE
from tests.chromium.test_search import WIDE
from typing import Any


CLICK, KEY = 2.65, 0.2
#: Seconds of all tasks together, in the walk 326.
BUDGET = 220
TASKS = 12
DAYS = range(1, 21)
GREEN = {"handling": "green"}
ALERT = {"@type": "Alert", "alert_type": "seizure", **GREEN}


class Officer:
    """A member at a page, whose clicks and keys are counted."""

    def __init__(self, page: Page):
        self.page = page
        self.clicks = self.keys = 0

    @property
    def seconds(self) -> float:
        return self.clicks * CLICK + self.keys * KEY

    def click(self, target: Locator) -> None:
        self.clicks += 1
        target.click()

    def follow(self, name: str, within: str = "main", **options: Any) -> None:
        self.click(
            self.page.locator(within).get_by_role("link", name=name, **options).first
        )

    def press(self, name: str, within: str = "main") -> None:
        self.click(self.page.locator(within).get_by_role("button", name=name).first)

    def type(self, text: str, field: Locator | None = None) -> None:
        """In the field, which is clicked; or where the cursor is."""
        if field is not None:
            self.click(field)
        self.keys += len(text)
        self.page.keyboard.type(text)

    def key(self, *names: str) -> None:
        for name in names:
            self.keys += 1
            self.page.keyboard.press(name)

    def choose(self, field: Locator, value: str) -> None:
        """An option of a list: the list and the option are clicked."""
        self.clicks += 2
        field.select_option(value)

    def attach(self, field: Locator, files: list[Any]) -> None:
        self.clicks += 2
        field.set_input_files(files)

    def propose(self, text: str, option: str) -> None:
        """Type where the cursor is, and take what is proposed first."""
        self.type(text)
        self.page.get_by_role("option", name=option).first.wait_for()
        self.key("Enter")

    def search(self, text: str) -> None:
        """In the field that every page has."""
        self.type(text, self.page.locator("form.search-all input"))


@pytest.fixture(scope="module")
def spent() -> dict[str, float]:
    """Seconds by task."""
    return {}


@pytest.fixture
def task(visit, portal, spent, request):
    """Begins at *Today*; notes what it took when it has come to its end."""

    @contextmanager
    def at_today(account: str, **options: Any):
        page = visit(account, **options)
        page.goto(portal.group)
        officer = Officer(page)
        yield officer
        name = request.node.name.removeprefix("test_")
        spent[name] = officer.seconds
        print(f"{name}: {officer.clicks} clicks, {officer.keys} keys")

    return at_today


def said(officer: Officer, text: str) -> None:
    """The page says so."""
    told = officer.page.locator("main [role=status]").filter(has_text=text)
    expect(told).to_be_visible()


@pytest.fixture
def published(portal):
    """Makes alerts of the Secretariat's that enforcement members can read."""

    def publish(title: str) -> str:
        alert = portal.made("secretariat", portal.library, **ALERT, title=title)
        portal.post("secretariat", f"{alert}/@workflow/publish").raise_for_status()
        return alert

    return publish


def remove(account: str, address: str) -> None:
    headers = {"Accept": "application/json"}
    answer = requests.delete(
        address, auth=(account, PASSWORD), headers=headers, timeout=60
    )
    answer.raise_for_status()


def test_message_with_a_file_to_the_customs_of_two_countries(task):
    with task("wildlife-xc") as officer:
        page = officer.page
        officer.follow("Write", exact=True)
        expect(page.get_by_role("combobox", name="To")).to_be_focused()
        for country in ("Neverland", "Wonderland"):
            officer.propose(f"customs {country[:5].lower()}", f"Customs, {country}")
        officer.type("EXERCISE: crates", page.get_by_label("Subject"))
        officer.type("Please look.", page.locator(".ed-text"))
        officer.attach(page.locator("#files"), [NOTES])
        officer.press("Send")
        said(officer, "Your message has been sent")


def test_answer_before_a_date(task, portal):
    due = str(date.today() + timedelta(days=5))
    asked = {"kind": "verification", "to": ["customs-xb"], "due": due}
    letter = {"subject": "EXERCISE: is it yours?", "body": "One permit."}
    portal.made("police-xa", f"{portal.group}/@requests", **asked, **letter, **GREEN)
    with task("customs-xb") as officer:
        officer.follow("Answer EXERCISE: is it yours?")
        officer.type("It is ours, and valid.", officer.page.locator(".ed-text"))
        officer.press("Send the answer")
        said(officer, "Your answer has been sent")


def test_find_dhows_with_false_floors_in_french(task):
    with task("police-xb", viewport=WIDE) as officer:
        officer.search("boutre faux plancher")
        officer.key("Enter")
        expect(officer.page.locator("main")).to_contain_text("2 of 3")
        officer.follow("EXERCISE")
        expect(officer.page.locator("article.bulletin")).to_be_visible()


def test_publish_an_alert_from_nothing(task):
    with task("secretariat") as officer:
        page = officer.page
        officer.follow("New alert", exact=True)
        expect(page.get_by_label("Title")).to_be_focused()
        officer.type("EXERCISE: cubs in a van")
        officer.choose(page.get_by_label("Kind of alert"), "seizure")
        officer.type("Three cubs.", page.locator(".ed-text"))
        officer.click(page.get_by_role("combobox", name="Country of the incident"))
        officer.propose("never", "Neverland")
        officer.click(page.get_by_role("button", name="Save", exact=True))
        officer.press("Publish to enforcement members")
        officer.press("Share with these readers")
        said(officer, "can read it")


def test_share_with_two_more_igos(task, published):
    published("EXERCISE: share")
    with task("secretariat", viewport=WIDE) as officer:
        page = officer.page
        officer.search("exercise share")
        officer.click(page.get_by_role("option", name="EXERCISE: share").first)
        officer.follow("Readers", exact=True)
        officer.click(page.get_by_role("combobox", name="Readers"))
        officer.propose("interpol", "INTERPOL")
        officer.propose("unodc", "UNODC")
        officer.press("Continue")
        expect(page.locator("main")).to_contain_text("Gain access: 2")
        officer.press("Share with these readers")
        said(officer, "can read it")


def test_look_up_a_permit_and_doubt_on_a_phone(task):
    with task("wildlife-xc", **PHONE) as officer:
        page = officer.page
        officer.follow("Look up a permit")
        expect(page.get_by_label("Country of issue")).to_be_focused()
        officer.type("never")
        officer.type("XA-2026-EX-0001", page.locator("main input[name=number]"))
        officer.key("Enter")
        officer.press("Report a doubt")
        officer.type("Stamp looks copied.", page.locator(".ed-text"))
        officer.press("Send")
        said(officer, "Your message has been sent")


def test_approve_a_request(task, portal, visit, letters):
    name, address = "Officer Hoopoe", "hoopoe@customs.example"
    told = {"country": "XA", "first_name": "Officer", "last_name": "Hoopoe"}
    office = {"organisation": "Customs (exercise)", "function": "Port control"}
    reached = {"telephone": "+41 22 917 81 39", "email": address}
    asked = {**told, **office, **reached, "category": "customs"}
    url = f"{portal.group}/@access-requests"
    requests.post(url, json=asked, headers=JSON, timeout=60).raise_for_status()
    stranger = visit()
    stranger.goto(link_in(letters.wait_for(address, "confirm")))
    stranger.get_by_role("button", name="Yes, it was me").click()
    stranger.get_by_text("The Secretariat has received").wait_for()
    try:
        with task("secretariat") as officer:
            officer.follow("Requests for access")
            officer.follow(name)
            officer.press("Approve: add as member")
            officer.press("Approve all the same")
            said(officer, "Approved.")
    finally:
        # Other tests count the members of the group.
        members = portal.json("secretariat", f"{portal.group}/@members", q=name)["items"]
        for one in members:
            url = f"{portal.group}/@members/{one['id']}/remove"
            portal.post("secretariat", url, reason="EXERCISE").raise_for_status()


def test_report_a_sighting(task, published):
    published("EXERCISE: a van with cubs")
    with task("customs-xb") as officer:
        officer.follow("EXERCISE: a van with cubs")
        officer.follow("Seen here too")
        expect(officer.page.locator("main [name=note]")).to_be_focused()
        officer.type("Same van, two cubs.")
        officer.press("Add the sighting")
        said(officer, "sighting")


def test_import_20_seizures(task, portal):
    rows = [["Date", "Country", "Species", "Specimen", "Quantity"]]
    rows += [[f"2026-10-{day:02}", "XA", "Acinonyx jubatus", "LIV", "2"] for day in DAYS]
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    file = {"name": "seizures.csv", "mimeType": "text/csv"}
    mine = {"author": "wildlife-xa", "state": "draft", "b_size": "100"}
    before = {one["@id"] for one in portal.items("wildlife-xa", **mine)}
    with task("wildlife-xa") as officer:
        page = officer.page
        officer.follow("Library", "nav.group")
        officer.click(page.locator("main summary", has_text="More").first)
        officer.follow("Import seizures")
        officer.attach(
            page.locator("#files"), [{**file, "buffer": text.getvalue().encode()}]
        )
        officer.press("Preview the result")
        said(officer, "Check which field each column is")
        expect(page.get_by_label("Species")).to_have_value("species")
        officer.press("Preview the result")
        officer.press("Import these seizures")
        said(officer, "The seizures have been imported")
    made = {one["@id"] for one in portal.items("wildlife-xa", **mine)} - before
    # Other tests look at the first page of the library.
    for draft in made:
        remove("wildlife-xa", draft)
    assert len(made) == len(DAYS)


def test_bulletin_of_three(task, published):
    titles = [f"EXERCISE: quarter {number}" for number in range(3)]
    for title in titles:
        published(title)
    with task("secretariat") as officer:
        page = officer.page
        officer.follow("Library", "nav.group")
        for title in titles:
            officer.click(page.get_by_role("checkbox", name=title).first)
        expect(page.locator(".basket")).to_contain_text("3 selected")
        officer.press("Continue")
        officer.type("EXERCISE: winter", page.get_by_label("Title"))
        officer.press("Create the draft")
        said(officer, "The draft has been created")
    remove("secretariat", page.url.split("?")[0].removesuffix("/view"))


def test_who_read_it(task, portal):
    letter = {"subject": "EXERCISE: who reads", "body": "Two crates.", **GREEN}
    url = f"{portal.group}/@messages"
    portal.made("customs-xa", url, to=["customs-xb", "police-xb"], **letter)
    inbox = portal.json("customs-xb", url, folder="inbox")["items"]
    opened = next(one for one in inbox if one["subject"] == letter["subject"])
    assert portal.json("customs-xb", opened["@id"])["body"]
    with task("customs-xa") as officer:
        page = officer.page
        officer.follow("Messages", "nav.group")
        officer.follow("Sent")
        officer.follow("EXERCISE: who reads")
        officer.click(page.locator(".receipts summary"))
        expect(page.locator(".receipts")).to_contain_text("Customs officer, XB")


def test_change_my_e_mail_address(task, visit, letters, sessions):
    account, old, new = "police-xa", "police-xa@example.org", "desk@police.example"
    with task(account) as officer:
        # Whoever shows the password again gets another key of the session.
        del sessions[account]
        page = officer.page
        officer.click(page.locator("nav.account summary"))
        officer.follow("Your settings", "nav.account")
        officer.follow("Change your e-mail address")
        expect(page.get_by_label("New e-mail address")).to_be_focused()
        officer.type(new)
        officer.key("Tab")
        officer.type(PASSWORD)
        officer.key("Enter")
        expect(page.locator("#global_statusmessage")).to_contain_text(new)
        officer.clicks += 1
        page.goto(link_in(letters.wait_for(new, "confirm the address")))
        officer.press("Confirm the address")
        said(officer, "is confirmed")
    # The letter to the old address stops it: other tests write to that.
    reader = visit()
    reader.goto(link_in(letters.wait_for(old, "another e-mail address"), "/stop-change"))
    reader.get_by_role("button", name="Stop it").click()
    expect(reader.locator("main").get_by_role("status")).to_contain_text("stopped")


def test_all_tasks_are_within_the_budget(spent):
    assert len(spent) == TASKS
    assert sum(spent.values()) <= BUDGET, spent
