"""One asks for assistance, another answers, as they do in a browser."""

import re
from playwright.sync_api import expect
from tests.chromium.test_messages import NOTES, text
from tests.chromium.watch import Watch


def test_a_specimen_is_named_in_time(visit, portal):
    asker, expert = visit("customs-xb"), visit("wildlife-xc")
    watches = [Watch(page, portal.address) for page in (asker, expert)]
    asker.goto(f"{portal.group}/assistance")
    asker.get_by_role("link", name="Have a specimen identified").click()
    expect(asker.locator("#chosen")).to_contain_text("Wildlife")
    expect(asker.locator("#reach")).to_contain_text("Will be sent to 2 people.")
    asker.get_by_label("Subject").fill("EXERCISE: whose claw is this?")
    text(asker).click()
    asker.keyboard.type("Four centimetres, not drawn in.")
    asker.locator("#files").set_input_files([NOTES])
    asker.get_by_role("button", name="Send the request").click()
    asker.get_by_text("Your request has been sent").wait_for()
    expect(asker.get_by_role("link", name="notes.txt")).to_be_visible()

    expert.goto(f"{portal.group}/messages")
    found = expert.locator("[data-row]").filter(has_text="EXERCISE: whose claw is this")
    found.get_by_role("link").click()
    expert.get_by_role("link", name="Open the request").click()
    expect(expert.locator("main")).to_contain_text("Four centimetres, not drawn in.")
    text(expert).click()
    expert.keyboard.type("Of a cheetah.")
    expert.get_by_role("button", name="Send the answer").click()
    expert.get_by_text("Your answer has been sent").wait_for()

    asker.reload()
    expect(asker.locator("main")).to_contain_text("Of a cheetah.")
    expect(asker.locator(".bulletin-head .state")).to_have_text("Answered")
    asker.get_by_role("link", name="Close", exact=True).click()
    asker.get_by_role("button", name="Yes, close it").click()
    asker.get_by_text("The request has been closed.").wait_for()
    expect(asker).to_have_url(re.compile(r"/assistance/[0-9a-f]{32}$"))
    for watch in watches:
        assert watch.take() == []
