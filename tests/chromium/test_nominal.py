"""What may name somebody is marked as one types, and made neutral with one click."""

from playwright.sync_api import expect
from tests.chromium.alerts import paste
from tests.chromium.test_messages import choose, inbox, PHONE, send, text
from tests.chromium.watch import Watch


NAMED = "Chinedu Okonkwo"
#: The next answer of the check is on its way until nobody waits for it any more.
HOLD = """() => {
  const ask = window.fetch;
  window.fetch = async (url, options) => {
    window.fetch = ask;
    const answer = await ask(url, options);
    answer.json = () => new Promise((_resolve, reject) => {
      options.signal.addEventListener("abort", () => reject(options.signal.reason));
      document.body.dataset.isHeld = "";
    });
    return answer;
  };
}"""


def test_a_name_in_an_alert_is_marked_and_replaced(visit, portal):
    page = visit("customs-xb", **PHONE)
    watch = Watch(page, portal.address)
    page.goto(f"{portal.group}/library/++add++Alert")
    panel = page.locator("#decision")
    expect(panel).to_be_hidden()
    page.get_by_label("Summary").fill(f"The driver, {NAMED}, left by car.")
    expect(panel.locator(".findings mark")).to_have_text(NAMED)
    expect(page.locator(".marked-under mark")).to_have_text(NAMED)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    panel.get_by_role("button", name="Replace by “person 1”").press("Enter")
    expect(page.get_by_label("Summary")).to_have_value(
        "The driver, person 1, left by car."
    )
    expect(panel).to_be_hidden()
    assert watch.take() == []


def test_an_answer_that_comes_too_late_is_given_up(visit, portal):
    page = visit("customs-xb")
    watch = Watch(page, portal.address)
    page.goto(f"{portal.group}/library/++add++Alert")
    page.evaluate(HOLD)
    page.get_by_label("Summary").fill("The driver left by car.")
    page.locator("body[data-is-held]").wait_for()
    page.get_by_label("Summary").fill(f"The driver, {NAMED}, left by car.")
    expect(page.locator("#decision .findings mark")).to_have_text(NAMED)
    assert watch.take() == []


def test_a_name_in_a_message_stays_with_a_reason(visit, portal):
    page = visit("customs-xb")
    inbox(page, portal)
    page.get_by_role("link", name="Write", exact=True).click()
    choose(page, "Wildlife officer, XC")
    page.get_by_label("Subject").fill("EXERCISE: a judgment")
    page.get_by_label("TLP:GREEN").check()
    text(page).click()
    page.keyboard.type(f"The court has sentenced {NAMED}.")
    panel = page.locator("#decision")
    expect(panel.locator(".findings mark")).to_have_text(NAMED)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator("#form-errors")).to_contain_text("may identify a person")
    expect(panel).to_be_visible()
    panel.get_by_label("Why it stays as it is").fill("It is in a published judgment.")
    send(page)


def test_a_name_in_rich_text_is_replaced(visit, portal):
    page = visit("customs-xb")
    inbox(page, portal)
    page.get_by_role("link", name="Write", exact=True).click()
    text(page).click()
    page.keyboard.type(f"Ask {NAMED} for it.")
    panel = page.locator("#decision")
    panel.get_by_role("button", name="Replace by “person 1”").click()
    expect(text(page)).to_have_text("Ask person 1 for it.")
    expect(panel).to_be_hidden()
    page.get_by_label("Subject").fill(f"EXERCISE: {NAMED}")
    expect(panel.locator(".findings mark")).to_have_text(NAMED)


def test_what_a_link_hides_is_listed_and_taken_out(visit, portal):
    page = visit("customs-xb")
    inbox(page, portal)
    page.get_by_role("link", name="Write", exact=True).click()
    text(page).click()
    link = '<a href="mailto:rare.cats%40example.org">him</a>'
    paste(page, f"<p>Ask {link}, Kofi<br>not in Kofis</p>")
    page.keyboard.type(" at sea")
    panel = page.locator("#decision")
    listed = panel.locator(".findings mark")
    expect(listed).to_have_text(["Kofi", "rare.cats@example.org"])
    panel.get_by_role("button", name="Replace by “e-mail address 1”").click()
    expect(text(page).locator("a")).to_have_count(0)
    expect(text(page)).to_contain_text("Ask him")
    panel.get_by_role("button", name="Replace by “person 1”").click()
    expect(text(page)).to_contain_text("person 1not in Kofis")
    expect(panel).to_be_hidden()
