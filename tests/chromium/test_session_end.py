"""The session ends while one writes: nothing is lost, with scripts and without."""

import pytest
import re
from cites.cug.demo.accounts import PASSWORD
from playwright.sync_api import expect
from tests.chromium.alerts import editor, write
from tests.chromium.chromium import new_context
from tests.chromium.test_messages import choose, NOTES, PHONE
from tests.chromium.test_permits import fill_export_permit
from tests.chromium.watch import Watch


ACCOUNT = "customs-xa"
SECRETARIAT = "secretariat"


@pytest.fixture
def writing(portal):
    """A page of a session of its own, and what ends that session on the server."""
    contexts = []

    def open_page(account=ACCOUNT, **options):
        context = new_context(locale="en-GB", **options)
        page = context.new_page()
        portal.log_in(page, account)
        other = new_context()
        contexts.extend((context, other))

        def end():
            # Elsewhere, so that the page still has its cookie, which opens nothing.
            other.clear_cookies()
            other.add_cookies(context.cookies())
            answer = other.request.get(f"{portal.address}/logout")
            assert answer.ok

        return page, end

    yield open_page
    for context in contexts:
        context.close()


def press(page, button):
    """By script: a look-up or a kept draft may have asked for the log-in before."""
    page.get_by_role("button", name=button, exact=True).last.dispatch_event("click")


def log_in_again(page, account=ACCOUNT):
    frame = page.frame_locator("#session iframe, .again iframe")
    frame.get_by_label("User name").fill(account)
    frame.get_by_label("Password").fill(PASSWORD)
    frame.get_by_role("button", name="Log in").click()


def test_a_message_is_sent_after_logging_in_again_in_the_page(portal, writing):
    page, end = writing()
    page.goto(f"{portal.group}/messages/write")
    choose(page, "Wildlife officer, XC")
    page.get_by_label("Subject").fill("EXERCISE: the session ended")
    editor(page).click()
    page.keyboard.type("All of it.")
    end()
    press(page, "Send")
    dialog = page.get_by_role("dialog", name="Your session has ended")
    expect(dialog).to_be_visible()
    log_in_again(page)
    page.get_by_text("Your message has been sent").wait_for()
    page.goto(f"{portal.group}/messages?folder=sent")
    page.get_by_role("link", name=re.compile("the session ended")).first.click()
    expect(page.locator(".letter-body").last).to_contain_text("All of it.")


#: Where one looks something up: page, field, what is typed, and what is proposed then.
LOOKED_UP = (
    ("messages/write", "#find", "Wildlife officer, XC", "Wildlife officer, XC"),
    ("library", "form.search-all input", "cheetah", "All results"),
    ("permits/search", "#species", "Acinonyx", "Acinonyx jubatus"),
)
WIDE = {"width": 1800, "height": 900}


@pytest.mark.parametrize(("path", "field", "typed", "option"), LOOKED_UP)
def test_what_was_looked_up_is_proposed_after_logging_in_again(
    portal, writing, path, field, typed, option
):
    page, end = writing(viewport=WIDE)
    page.goto(f"{portal.group}/{path}")
    end()
    page.locator(field).fill(typed)
    log_in_again(page)
    expect(page.get_by_role("option", name=re.compile(option)).first).to_be_visible()
    expect(page.locator(field)).to_be_focused()


def test_whoever_goes_back_to_what_they_typed_is_not_asked_again(portal, writing):
    page, end = writing(viewport=WIDE)
    page.goto(f"{portal.group}/messages/write")
    end()
    page.locator("#find").fill("Wildlife")
    dialog = page.get_by_role("dialog", name="Your session has ended")
    expect(dialog).to_be_visible()
    page.get_by_role("button", name="Back to what I typed").click()
    with page.expect_response(re.compile("/recipients")):
        page.locator("#find").press_sequentially(" officer")
    page.wait_for_timeout(1000)
    expect(dialog).to_be_hidden()
    expect(page.locator("#find")).to_have_value("Wildlife officer")


def test_somebody_else_does_not_go_on_with_it(portal, writing):
    page, end = writing()
    page.goto(f"{portal.library}/++add++Alert")
    page.get_by_label("Title").fill("EXERCISE: mine")
    page.get_by_label("Kind of alert").select_option("seizure")
    end()
    press(page, "Save")
    log_in_again(page, "customs-xb")
    dialog = page.get_by_role("dialog", name="Your session has ended")
    expect(dialog.get_by_role("alert")).to_contain_text("as somebody else")
    page.get_by_role("button", name="Back to what I typed").click()
    expect(page.get_by_label("Title")).to_have_value("EXERCISE: mine")


def fill_alert(page, portal):
    page.goto(f"{portal.library}/++add++Alert")
    page.get_by_label("Title").fill("EXERCISE: interrupted")
    page.get_by_label("Kind of alert").select_option("seizure")
    page.get_by_label("TLP:GREEN").check()
    page.get_by_label("Summary").fill("Two cubs.")
    return "Save", "article.bulletin", "EXERCISE: interrupted"


def fill_message(page, portal):
    page.goto(f"{portal.group}/messages/write?to=everyone")
    page.get_by_label("Subject").fill("EXERCISE: interrupted message")
    return "Save draft", "#letter", "The draft has been saved."


def fill_profile(page, portal):
    page.goto(f"{portal.address}/profile")
    return "Save", "main", "Your profile has been saved."


def new_workspace(portal, account):
    space = {"@type": "Workspace", "title": "EXERCISE: interruptions"}
    return portal.made(account, f"{portal.group}/workspaces", **space)


def fill_comment(page, portal):
    topic = {"@type": "Topic", "title": "EXERCISE: interrupted"}
    page.goto(portal.made(ACCOUNT, new_workspace(portal, ACCOUNT), **topic))
    page.locator("#text").fill("EXERCISE: interrupted comment.")
    return "Send", ".thread", "EXERCISE: interrupted comment."


FORMS = (fill_alert, fill_message, fill_profile, fill_comment)


@pytest.mark.parametrize("fill", FORMS)
def test_each_form_goes_on_with_scripts(portal, writing, fill):
    page, end = writing()
    button, place, words = fill(page, portal)
    end()
    press(page, button)
    log_in_again(page)
    expect(page.locator(place).first).to_be_visible()
    expect(page.locator("body")).to_contain_text(words)


@pytest.mark.parametrize("fill", FORMS)
def test_each_form_goes_on_without_scripts(portal, writing, fill):
    page, end = writing(java_script_enabled=False, **PHONE)
    button, place, words = fill(page, portal)
    end()
    page.get_by_role("button", name=button, exact=True).last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your session has ended")
    # Too early: it is still kept.
    page.get_by_role("button", name="Send what I typed").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your session has ended")
    log_in_again(page)
    expect(page.frame_locator(".again iframe").locator("h1")).not_to_have_text("Log in")
    page.get_by_role("button", name="Send what I typed").click()
    expect(page.locator(place).first).to_be_visible()
    expect(page.locator("body")).to_contain_text(words)


def fill_topic(page, portal):
    page.goto(f"{new_workspace(portal, SECRETARIAT)}/++add++Topic")
    page.get_by_label("Title").fill("EXERCISE: interrupted topic")
    write(page, "Who loads at night?")
    return "Save", "Who loads at night?"


def fill_document(page, portal):
    page.goto(f"{portal.library}/++add++LibraryDocument")
    page.locator("input[name$=title]").first.fill("EXERCISE: interrupted document")
    page.get_by_label("Kind of document").select_option("report")
    page.get_by_label("TLP:GREEN").check()
    page.locator("input[type=file]").first.set_input_files([NOTES])
    return "Save", "notes.txt"


def fill_request(page, portal):
    page.goto(f"{portal.group}/assistance/ask?kind=identification&to=category:wildlife")
    page.get_by_label("Subject").fill("EXERCISE: interrupted request")
    write(page, "Whose claw is this?")
    page.locator("#files").set_input_files([NOTES])
    return "Send the request", "Your request has been sent"


def fill_workspace(page, portal):
    page.goto(f"{portal.group}/workspaces/++add++Workspace")
    page.get_by_role("textbox", name="Name (required)").fill(
        "EXERCISE: interrupted space"
    )
    return "Save", "EXERCISE: interrupted space"


def fill_permit(page, portal):
    page.goto(f"{portal.group}/permits/new")
    fill_export_permit(page, "INTERRUPTED 1")
    return "Record the permit", "The permit has been recorded."


def fill_notifications(page, portal):
    page.goto(f"{portal.address}/notifications")
    return "Save", "Your choice has been saved."


def fill_roster(page, portal):
    page.goto(f"{portal.group}/roster")
    # An account that no other test here uses.
    page.get_by_label("User name or id").fill("wildlife-xa")
    page.get_by_label("Category").select_option("wildlife")
    page.get_by_label("Job title").fill("Identification, night shift")
    return "Save", "Identification, night shift"


MORE_FORMS = (
    fill_topic,
    fill_document,
    fill_request,
    fill_workspace,
    fill_permit,
    fill_notifications,
    fill_roster,
)


def test_every_other_form_goes_on_too(portal, writing):
    """One session for all: whoever is logged in again goes on to the next form."""
    page, end = writing(SECRETARIAT)
    for fill in MORE_FORMS:
        button, words = fill(page, portal)
        end()
        press(page, button)
        with page.expect_navigation():
            log_in_again(page, SECRETARIAT)
        expect(page.locator("main"), fill.__name__).to_contain_text(words)


def test_it_is_said_before_the_session_ends(portal, writing):
    page, _end = writing()
    page.clock.install()
    watch = Watch(page, portal.address)
    page.goto(f"{portal.library}/++add++Alert")
    page.get_by_label("Title").fill("EXERCISE: slow")
    page.clock.run_for("20:00")
    asked = ("HEAD", f"{portal.address}/account")
    with page.expect_response(lambda one: (one.request.method, one.url) == asked):
        page.get_by_label("Title").press_sequentially(" thought")
    # Its own question has been answered once another one, asked after it, has been.
    page.evaluate("(url) => fetch(url, { method: 'HEAD' })", asked[1])
    # Kept by typing: half an hour from there on.
    page.clock.run_for("20:00")
    dialog = page.get_by_role("dialog", name="Your session is about to end")
    expect(dialog).to_be_hidden()
    page.clock.run_for("06:30")
    expect(dialog).to_be_visible()
    page.get_by_role("button", name="Stay logged in").click()
    expect(dialog).to_be_hidden()
    expect(page.get_by_label("Title")).to_have_value("EXERCISE: slow thought")
    assert watch.take() == []


def is_form(request):
    return request.method == "POST" and request.is_navigation_request()


def test_pressed_again_while_the_session_is_asked_for_it_is_sent_once(portal, writing):
    page, _end = writing()
    button, place, words = fill_message(page, portal)
    held, sent = [], []
    page.route(f"{portal.address}/account", lambda route: held.append(route))
    # Forms; not what scripts ask while somebody types.
    page.on("request", lambda one: is_form(one) and sent.append(one.url))
    for _press in range(3):
        page.get_by_role("button", name=button, exact=True).last.click()
    while not held:
        page.wait_for_timeout(50)
    assert (len(held), sent) == (1, [])
    held[0].continue_()
    expect(page.locator(place).first).to_be_visible()
    expect(page.locator("body")).to_contain_text(words)
    assert len(sent) == 1, sent
