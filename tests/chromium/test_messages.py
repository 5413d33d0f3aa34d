"""Members write to each other, as they do in a browser."""

import re
from playwright.sync_api import expect, Locator, Page
from tests.chromium.portal import Portal
from tests.chromium.watch import Watch


NOTES = {"name": "notes.txt", "mimeType": "text/plain", "buffer": b"found: three cubs"}
PHONE = {"viewport": {"width": 390, "height": 844}}


def inbox(page: Page, portal: Portal) -> None:
    page.goto(f"{portal.group}/messages")


def row(page: Page, subject: str) -> Locator:
    return page.locator("[data-row]").filter(has_text=subject)


def choose(page: Page, name: str) -> None:
    """A recipient, from the address book."""
    field = page.get_by_role("combobox", name="To")
    field.fill(name)
    page.get_by_role("option", name=re.compile(name)).first.wait_for()
    field.press("Enter")


def text(page: Page) -> Locator:
    return page.locator(".ed-text")


def send(page: Page) -> None:
    page.get_by_role("button", name="Send", exact=True).click()
    page.get_by_text("Your message has been sent").wait_for()


def test_one_writes_and_the_other_answers(visit, portal):
    sender, reader = visit("customs-xb"), visit("wildlife-xc")
    watches = [Watch(page, portal.address) for page in (sender, reader)]
    inbox(sender, portal)
    sender.get_by_role("link", name="Write", exact=True).click()
    choose(sender, "Wildlife officer, XC")
    expect(sender.locator("#reach")).to_contain_text("Will be sent to 1 person.")
    sender.get_by_label("Subject").fill("EXERCISE: tracks at the well")
    sender.get_by_label("TLP:GREEN").check()
    text(sender).click()
    sender.keyboard.type("Fresh since the rain.")
    sender.locator("#files").set_input_files([NOTES])
    expect(sender.locator("#uploads .stored")).to_contain_text("notes.txt")
    send(sender)

    inbox(reader, portal)
    found = row(reader, "EXERCISE: tracks at the well")
    expect(found).to_have_class(re.compile("unread"))
    found.get_by_role("link").click()
    letter = reader.locator(".letter[open]")
    expect(letter).to_contain_text("Fresh since the rain.")
    with reader.expect_download() as download:
        letter.get_by_role("link", name="notes.txt").click()
    assert download.value.path().read_bytes() == NOTES["buffer"]
    letter.get_by_role("link", name=re.compile("^Reply Customs officer, XB")).click()
    expect(text(reader).locator("blockquote")).to_contain_text("Fresh since the rain.")
    text(reader).click()
    reader.keyboard.press("Control+Home")
    reader.keyboard.type("Seen, thank you.")
    send(reader)

    inbox(sender, portal)
    answer = row(sender, "Re: EXERCISE: tracks at the well")
    expect(answer.locator(".who .number")).to_contain_text("2")
    answer.get_by_role("link").click()
    expect(sender.locator(".letter[open] .letter-body")).to_contain_text("Seen, thank")
    sender.locator(".letter").first.locator("summary").first.click()
    receipts = sender.locator(".receipts summary").first
    expect(receipts).to_contain_text("Recipients: 1, read by 1")
    assert [watch.take() for watch in watches] == [[], []]


def test_a_draft_is_kept_as_one_types(visit, portal):
    page = visit("customs-xb")
    page.goto(f"{portal.group}/messages/write")
    page.get_by_label("Subject").fill("EXERCISE: half a thought")
    expect(page.locator("#saved")).to_contain_text("Saved at")
    page.goto(f"{portal.group}/messages?folder=drafts")
    row(page, "EXERCISE: half a thought").get_by_role("link").click()
    expect(page.get_by_label("Subject")).to_have_value("EXERCISE: half a thought")
    page.get_by_role("button", name="Discard").click()
    expect(page.locator(".undo")).to_contain_text("moved to the trash")
    expect(row(page, "EXERCISE: half a thought")).to_have_count(0)


def test_two_windows_do_not_overwrite_each_other(visit, portal):
    first = visit("wildlife-xc")
    first.goto(f"{portal.group}/messages/write")
    first.get_by_label("Subject").fill("EXERCISE: one")
    expect(first.locator("#saved")).to_contain_text("Saved at")
    second = first.context.new_page()
    second.goto(first.url)
    second.get_by_label("Subject").fill("EXERCISE: two")
    expect(second.locator("#saved")).to_contain_text("Saved at")
    first.get_by_label("Subject").fill("EXERCISE: three")
    expect(first.locator("#saved")).to_contain_text("changed in another window")
    save = first.get_by_role("button", name="Save draft")
    save.click()
    both = first.locator("#changed-meanwhile")
    expect(both).to_contain_text("EXERCISE: two")
    expect(both).to_contain_text("EXERCISE: three")
    first.locator("[name='buttons.save']").click()
    expect(first.get_by_text("The draft has been saved.")).to_be_visible()
    expect(first.get_by_label("Subject")).to_have_value("EXERCISE: three")
    second.close()


def test_a_connection_that_fails_is_said_and_tried_again(visit, portal):
    page = visit("customs-xb")
    page.goto(f"{portal.group}/messages/write")
    page.route("**/messages/write", lambda route: route.abort())
    page.get_by_label("Subject").fill("EXERCISE: no line")
    expect(page.locator("#saved")).to_contain_text("could not be saved")
    page.unroute("**/messages/write")
    expect(page.locator("#saved")).to_contain_text("Saved at")
    page.get_by_role("button", name="Discard").click()


def test_without_a_connection_nothing_is_sent_and_nothing_lost(visit, portal):
    page = visit("customs-xb", **PHONE)
    page.goto(f"{portal.group}/messages/write")
    page.get_by_label("Subject").fill("EXERCISE: on the way")
    saved = page.locator("#saved")
    expect(saved).to_contain_text("Saved at")
    expect(saved).to_be_in_viewport()
    page.context.set_offline(True)
    page.get_by_role("button", name="Send", exact=True).click()
    said = page.get_by_role("dialog", name="No connection")
    expect(said).to_contain_text("Nothing has been sent.")
    said.get_by_role("button", name="Back to what I typed").click()
    page.context.set_offline(False)
    expect(page.get_by_label("Subject")).to_have_value("EXERCISE: on the way")
    page.get_by_role("button", name="Discard").click()
    expect(page.locator(".undo")).to_contain_text("moved to the trash")


def test_the_form_warns_before_it_is_sent(visit, portal):
    page = visit("customs-xb")
    page.goto(f"{portal.group}/messages/write")
    choose(page, "Everyone")
    reach = page.locator("#reach")
    goes_to = re.compile(r"Will be sent to \d+ people, 2 of them in intergovernmental")
    expect(reach).to_contain_text(goes_to)
    page.get_by_label("TLP:RED").check()
    expect(reach).to_contain_text("named recipients only")
    page.get_by_role("button", name="Remove Everyone").click()
    expect(reach).not_to_contain_text("named recipients only")
    choose(page, "INTERPOL")
    expect(page.locator("#ask-igo")).to_contain_text("INTERPOL")
    page.get_by_label("Subject").fill("EXERCISE: for your eyes")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator("#form-errors")).to_be_focused()
    page.locator("#form-errors a").first.click()
    expect(page.locator("#igo_confirmed")).to_be_focused()
    page.locator("#igo_confirmed").check()
    send(page)


def test_what_was_chosen_last_is_told_although_an_earlier_answer_comes_late(
    visit, portal
):
    page = visit("customs-xb")
    page.goto(f"{portal.group}/messages/write")
    held = []
    page.route("**/reach?*", lambda one: one.continue_() if held else held.append(one))
    choose(page, "Wildlife officer, XC")
    while not held:
        page.wait_for_timeout(50)
    page.get_by_label("TLP:RED").check()
    choose(page, "Everyone")
    reach = page.locator("#reach")
    expect(reach).to_contain_text("named recipients only")
    late = held[0].request.url
    with page.expect_event("requestfinished", lambda one: one.url == late):
        held[0].continue_()
    page.wait_for_timeout(200)
    expect(reach).to_contain_text("named recipients only")


def press(page: Page, key: str) -> None:
    """A key of the portal's own: it does nothing before the page's scripts have come."""
    page.wait_for_load_state()
    page.keyboard.press(key)


def test_keys(visit, portal):
    subject = "EXERCISE: by keys"
    letter = {"to": ["police-xa"], "subject": subject, "body": "Read me."}
    portal.made("customs-xb", f"{portal.group}/@messages", **letter)
    page = visit("police-xa")
    inbox(page, portal)
    press(page, "?")
    expect(page.get_by_role("dialog")).to_contain_text("next, previous message")
    press(page, "Escape")
    press(page, "j")
    first = page.locator("[data-row]").first
    expect(first.locator(".mail-link")).to_be_focused()
    press(page, "x")
    expect(first.get_by_role("checkbox")).to_be_checked()
    press(page, "x")
    press(page, "s")
    first = page.locator("[data-row]").first
    expect(first.locator(".star")).to_have_attribute("aria-pressed", "true")
    expect(first.locator(".subject")).to_have_text(subject)
    press(page, "o")
    expect(page.get_by_role("heading", level=1)).to_have_text(subject)
    press(page, "u")
    expect(page.get_by_role("heading", level=1)).to_have_text("Inbox")
    press(page, "j")
    press(page, "e")
    expect(page.locator(".undo")).to_contain_text("has been archived")
    page.get_by_role("button", name="Undo").click()
    expect(row(page, subject)).to_be_visible()
    press(page, "/")
    page.keyboard.type("jekos")
    expect(page.locator("#q")).to_have_value("jekos")
    page.locator("#q").press("Tab")
    press(page, "c")
    expect(page.get_by_role("heading", level=1)).to_have_text("Write a message")


def test_the_mailbox_is_taken_along(visit, portal):
    page = visit("police-xa")
    page.goto(f"{portal.group}/messages/export")
    with page.expect_download() as download:
        page.get_by_role("button", name="Export").click()
    assert download.value.suggested_filename.startswith("cheetahs-messages-")
    assert download.value.path().read_bytes()[:2] == b"PK"
    expect(page.locator(".export-progress")).to_contain_text("Done")


def test_how_far_an_export_is(visit, portal):
    """In the reader's language, until it is told that all is done; however late a busy
    server begins.
    """
    page = visit("secretariat")
    page.goto(f"{portal.address}/login?set_language=fr")
    late = [{"done": 0, "total": 0}] * 6
    told = iter([*late, {"done": 0, "total": 1}, {"done": 3, "total": 4}])
    shown = []

    def tell(route):
        shown.append(page.locator(".export-progress").inner_text())
        route.fulfill(json=next(told, {"done": 0, "total": 0, "ended": True}))

    page.route("**/audit-trail?progress=*", tell)
    page.goto(f"{portal.group}/audit-trail")
    with page.expect_download():
        page.get_by_role("button", name="CSV").click()
    expect(page.locator(".export-progress")).to_contain_text("Terminé", timeout=30_000)
    assert [" ".join(one.split()) for one in shown] == [*[""] * 7, "0 %", "75 %"]


def test_an_export_of_which_nothing_is_heard(visit, portal):
    """It is asked for less and less often, and at last the page says so."""
    page, asked = visit("secretariat"), []

    def fail(route):
        asked.append(route.request.url)
        route.abort()

    page.route("**/audit-trail?progress=*", fail)
    page.clock.install()
    page.goto(f"{portal.group}/audit-trail")
    with page.expect_download():
        page.get_by_role("button", name="CSV").click()
    said = page.locator(".export-progress")
    for _quarter_of_a_minute in range(60):
        page.clock.run_for(15_000)
    expect(said).to_contain_text("If your browser has not saved it, start again.")
    expect(said.get_by_role("progressbar")).to_be_hidden()
    count = len(asked)
    assert 1 < count < 100
    page.clock.run_for(60_000)
    assert len(asked) == count


def test_without_scripts(visit, portal):
    page = visit("customs-xb", java_script_enabled=False, **PHONE)
    page.goto(f"{portal.group}/messages/write")
    page.get_by_label("To", exact=True).fill("UNODC")
    page.get_by_role("button", name="Find").last.click()
    page.get_by_label("Liaison officer, UNODC").check()
    page.get_by_label("Subject").fill("EXERCISE: plain")
    page.get_by_label("Text").fill("Just words.\n\nAnd more.")
    page.get_by_label("Files").set_input_files([NOTES])
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator("main")).to_contain_text("Your message has been sent")
    page.goto(f"{portal.group}/messages?folder=sent")
    row(page, "EXERCISE: plain").get_by_role("link").click()
    expect(page.locator(".letter-body p")).to_have_text(["Just words.", "And more."])


def test_an_answer_quotes_in_text_where_there_is_no_editor(visit, portal):
    subject = "EXERCISE: to be quoted as text"
    said = "<p>How one writes:</p><p>Choose the handling code first.</p>"
    letter = {"to": ["wildlife-xc"], "subject": subject, "body": said}
    portal.made("secretariat", f"{portal.group}/@messages", **letter)
    page = visit("wildlife-xc", java_script_enabled=False, **PHONE)
    inbox(page, portal)
    row(page, subject).get_by_role("link").click()
    page.get_by_role("link", name=re.compile("^Reply Secretariat")).first.click()
    page.wait_for_load_state()
    quote = page.get_by_label("Text").input_value()
    assert "<" not in quote
    assert "\n> Choose the handling code first." in quote
    page.get_by_label("Text").fill(f"Thank you.{quote}")
    page.get_by_role("button", name="Save draft").click()
    expect(page.locator("main")).to_contain_text("The draft has been saved.")
    expect(page.get_by_label("Text")).to_have_value(f"Thank you.{quote}")

    written = visit("wildlife-xc")
    written.goto(page.url)
    expect(text(written).locator("> p").first).to_have_text("Thank you.")


def test_what_is_typed_before_the_editor_comes_stays_in_paragraphs(visit, portal):
    page = visit("customs-xb")
    held = []
    page.route("**/editor.js*", lambda route: held.append(route))
    with page.expect_request("**/editor.js*"):
        page.goto(f"{portal.group}/messages/write", wait_until="commit")
    page.get_by_label("Subject").fill("EXERCISE: slow line")
    page.locator("#body").fill("At dawn.\nA truck.\n\n2 < 3 & more.")
    for route in held:
        route.continue_()
    expect(text(page).locator("> p")).to_have_text(["At dawn.A truck.", "2 < 3 & more."])
    expect(text(page).locator("p > br")).to_have_count(1)
    page.get_by_role("button", name="Save draft").click()
    expect(page.locator("main")).to_contain_text("The draft has been saved.")


def test_the_text_is_kept_where_the_editor_never_comes(visit, portal):
    page = visit("customs-xb")
    page.route("**/editor.js*", lambda route: route.abort())
    page.goto(f"{portal.group}/messages/write")
    page.get_by_label("Subject").fill("EXERCISE: no editor")
    page.locator("#body").fill("One.\n\nTwo.")
    page.get_by_role("button", name="Save draft").click()
    expect(page.locator("main")).to_contain_text("The draft has been saved.")
    expect(page.locator("#body")).to_have_value("One.\n\nTwo.")


def test_a_draft_that_nobody_touched_is_not_saved_anew(visit, portal):
    plain = visit("customs-xb", java_script_enabled=False)
    plain.goto(f"{portal.group}/messages/write")
    plain.get_by_label("Subject").fill("EXERCISE: untouched")
    plain.get_by_label("Text").fill("One.\n\nTwo.")
    plain.get_by_role("button", name="Save draft").click()
    expect(plain.locator("main")).to_contain_text("The draft has been saved.")
    page = visit("customs-xb")
    sent = []
    page.on("request", lambda request: sent.append((request.method, request.url)))
    page.clock.install()
    page.goto(plain.url)
    expect(text(page).locator("> p")).to_have_text(["One.", "Two."])
    page.clock.run_for(10_000)
    page.goto(f"{portal.group}/messages")
    assert ("POST", f"{portal.group}/messages/write") not in sent
