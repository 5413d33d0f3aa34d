"""What may name somebody is marked as one types, and decided about with one key."""

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
    # The page came back because of it alone.
    expect(panel.get_by_label(f"What “{NAMED}” is")).to_be_focused()
    page.keyboard.press("7")
    expect(panel.get_by_label("Why it stays as it is")).to_be_focused()
    page.keyboard.type("It is in a published judgment.")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Send", exact=True)).to_be_focused()
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


FALSE_ALARM = "Kofi Boateng"


def keys_to_send(page, portal, text, decided=()):
    """How many keys send an alert with this summary, from the summary on."""
    page.goto(f"{portal.group}/library/++add++Alert")
    page.locator("[name='form.widgets.title']").fill("EXERCISE: keys")
    page.locator("[name='form.widgets.alert_type']").select_option("seizure")
    page.locator("[name='form.widgets.handling'][value=amber]").check()
    summary = page.locator("[name='form.widgets.description']")
    summary.fill(text)
    panel = page.locator("#decision")
    expect(panel.locator(".findings > li")).to_have_count(len(decided))
    summary.focus()
    pressed = 0
    save = page.locator("button[name='form.buttons.save']:not([tabindex])")
    is_there = (
        "document.activeElement.closest('#decision, button[name=\"form.buttons.save\"]')"
    )
    while not page.evaluate(f"Boolean({is_there})"):
        page.keyboard.press("Tab")
        pressed += 1
        assert pressed < 200
    for key in decided:
        page.keyboard.press(key)
        pressed += 1
    expect(save).to_be_focused()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("EXERCISE: keys")
    return pressed + 1


def test_a_name_and_a_false_alarm_take_three_keys_at_most(visit, portal):
    for language in ("en", "fr", "es", "ar"):
        page = visit("customs-xb")
        page.goto(f"{portal.address}/login?set_language={language}")
        clean = keys_to_send(page, portal, "The driver left by car.")
        text = f"The driver, {NAMED}, left by car. {FALSE_ALARM} followed."
        keys = keys_to_send(page, portal, text, decided=("1", "2"))
        assert keys <= clean + 3, (language, keys, clean)
        expect(page.locator("main")).not_to_contain_text(NAMED)
        expect(page.locator("main")).to_contain_text(FALSE_ALARM)
        page.context.close()
