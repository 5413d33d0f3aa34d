"""The text editor: it takes a field over without a loss, and writes what is kept."""

import json
import re
from cites.cug.core.validation.rich_text import PLAIN_ELEMENTS, plain_structure
from html.parser import HTMLParser
from pathlib import Path
from playwright.sync_api import expect
from tests.chromium.alerts import editor, paste, written
from tests.chromium.test_keyboard_and_access import tab_to
from tests.chromium.test_messages import NOTES, row, send
from tests.chromium.watch import Watch
from tools.benchmarks.write_page import MOST_KB, MOST_REQUESTS, visits


#: As Word puts it on the clipboard.
WORD = Path(__file__).parent / "word.html"
#: Each element that is kept, where members of old and other programs have put it.
EVERYTHING = """\
<h2 title="t">Heading</h2><h3 lang="fr">Titre</h3><h4 dir="rtl">c</h4>\
<p>x <a title="q" href="https://example.org/c" rel="noopener noreferrer">l</a> \
<abbr title="z">ab</abbr> <strong>s</strong> <em>e</em> <u>u</u> <s>s</s> <del>d</del> \
<ins>i</ins> <sub>1</sub><sup>2</sup> <code>k</code> \
<span lang="fr">f <span dir="rtl">r</span></span><br>next</p><div>line</div>\
<div><p>in</p><p>it</p></div><blockquote><p>q</p></blockquote><pre>a
  b</pre><hr><ul><li>one<ul><li>deep</li></ul></li><li><p>p</p><p>q</p></li></ul>\
<ol start="3" type="a"><li>x</li></ol><dl><dt>t</dt><dd>d</dd></dl><table title="tt">\
<caption>Of <strong>all</strong></caption><thead><tr><th scope="col">H</th>\
<th>I</th></tr></thead><tbody><tr><td colspan="2">c</td></tr></tbody><tfoot><tr>\
<td>f</td><td>g</td></tr></tfoot></table><p>End</p>"""
#: Editors write these as others, which look the same (``rich_text.LOOKS``).
WRITTEN_OTHERWISE = {"b", "i"}


def hold_editor(page):
    """Keep the editor's script back; answers with what lets it come."""
    held = []
    page.route("**/editor.js*", lambda route: held.append(route))
    return lambda: [route.continue_() for route in held]


def open_slowly(page, portal):
    release = hold_editor(page)
    with page.expect_request("**/editor.js*"):
        page.goto(f"{portal.group}/messages/write", wait_until="commit")
    return release


def test_it_goes_on_where_one_types(visit, portal):
    page = visit("customs-xb")
    release = open_slowly(page, portal)
    field = page.locator("#body")
    field.click()
    page.keyboard.type("At dawn.")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.type("A truck came. ")
    for _letter in "came. ":
        page.keyboard.press("ArrowLeft")
    release()
    expect(editor(page)).to_be_focused()
    page.keyboard.type("never ")
    assert written(page) == "<p>At dawn.</p><p>A truck never came. </p>"


def test_it_replaces_what_was_selected(visit, portal):
    page = visit("customs-xb")
    release = open_slowly(page, portal)
    page.locator("#body").click()
    page.keyboard.type("Two < three & four")
    for _letter in "four":
        page.keyboard.press("Shift+ArrowLeft")
    release()
    expect(editor(page)).to_be_focused()
    page.keyboard.type("5")
    assert written(page) == "<p>Two &lt; three &amp; 5</p>"


def test_it_leaves_the_focus_where_it_is(visit, portal):
    page = visit("customs-xb")
    release = open_slowly(page, portal)
    subject = page.get_by_label("Subject")
    subject.click()
    page.keyboard.type("cheetahs c")
    release()
    editor(page).wait_for()
    expect(subject).to_be_focused()
    page.keyboard.type("c, s, e and j")
    expect(subject).to_have_value("cheetahs cc, s, e and j")
    editor(page).click()
    page.keyboard.type("c?#e")
    assert written(page) == "<p>c?#e</p>"


def test_what_nobody_touched_is_sent_as_it_came(visit, portal):
    page = visit("customs-xb")
    draft = make_draft(page, portal, "<b>Kept</b>\n<p>as <i>it</i> is</p>")
    page.goto(draft)
    editor(page).wait_for()
    assert written(page) == "<b>Kept</b>\n<p>as <i>it</i> is</p>"


def test_no_kept_text_loses_anything(visit, portal):
    page = visit("customs-xb")
    elements = set()
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, _attributes: elements.add(tag)
    parser.feed(EVERYTHING)
    assert elements == set(PLAIN_ELEMENTS.split()) - WRITTEN_OTHERWISE
    assert plain_structure(EVERYTHING) == EVERYTHING
    page.goto(make_draft(page, portal, EVERYTHING))
    editor(page).locator("> p").last.click()
    page.keyboard.press("End")
    page.keyboard.type(" of it")
    assert written(page) == EVERYTHING.replace("End", "End of it")
    page.get_by_role("button", name="Save draft").click()
    expect(page.locator("main")).to_contain_text("The draft has been saved.")
    expect(editor(page).locator("> p").last).to_have_text("End of it")
    stored = EVERYTHING.replace("End", "End of it")
    assert written(page).replace("</p>\n<p>", "</p><p>") == stored


def make_draft(page, portal, body):
    """The page of a draft with that text, as a program of the writer's has made it."""
    answer = page.request.post(
        f"{portal.group}/@messages",
        headers={"Accept": "application/json", "Content-Type": "application/json"},
        data=json.dumps({"subject": "EXERCISE: draft", "body": body, "draft": True}),
    )
    assert answer.status == 201, answer.text()
    return f"{portal.group}/messages/write?draft={answer.json()['id']}"


def test_paste_from_word_is_made_plain(visit, portal):
    page = visit("customs-xb")
    watch = Watch(page, portal.address)
    page.goto(f"{portal.group}/messages/write")
    editor(page).click()
    paste(page, WORD.read_text(encoding="utf-8"))
    assert written(page) == (
        "<h2>Seizure at the port</h2><p><strong>Twelve</strong> cubs <em>Acinonyx"
        " jubatus</em> and"
        ' <u>two</u> bad <a href="https://cites.org/x" rel="noopener noreferrer">good'
        " link</a></p><ul><li>first<ul><li>within</li></ul></li><li>second</li></ul>"
        "<ol><li>one</li></ol><p>After</p><table><tbody><tr><td>Species</td>"
        "<td>Number</td></tr><tr><td>Cheetah</td><td>12</td></tr></tbody></table>"
        "<p>Mail line</p><p>Second</p>"
    )
    assert page.evaluate("window.pwned") is None
    assert watch.take() == []


def test_the_toolbar_is_one_stop_and_goes_by_arrows(visit, portal):
    page = visit("customs-xb")
    page.goto(f"{portal.group}/messages/write")
    editor(page).click()
    page.keyboard.type("Two cubs")
    page.keyboard.press("Shift+Tab")
    undo = page.get_by_role("button", name="Undo")
    expect(undo).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name="Bold")).to_be_focused()
    page.keyboard.press("End")
    expect(page.get_by_role("button", name="Remove formatting")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(undo).to_be_focused()
    page.keyboard.press("Tab")
    expect(editor(page)).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("#files")).to_be_focused()


def test_a_table_and_a_link_are_made_by_keyboard(visit, portal):
    page = visit("customs-xb")
    page.goto(f"{portal.group}/messages/write")
    editor(page).click()
    page.keyboard.type("See ")
    tool(page, "Link")
    expect(page.get_by_label("Address of the link")).to_be_focused()
    page.keyboard.type("cites.org")
    page.keyboard.press("Enter")
    expect(editor(page)).to_be_focused()
    page.keyboard.type(".")
    page.keyboard.press("Enter")
    tool(page, "Table")
    page.keyboard.type("Species")
    tool(page, "Delete the column")
    tool(page, "Delete the row")
    rows = editor(page).locator("tr")
    expect(rows).to_have_count(2)
    expect(rows.first.locator("td, th")).to_have_count(2)
    assert written(page).startswith(
        '<p>See <a href="https://cites.org" rel="noopener noreferrer">cites.org</a>.</p>'
    )


def tool(page, name):
    """Press a button of the toolbar as one does who has no mouse."""
    page.keyboard.press("Alt+F10")
    page.keyboard.press("Home")
    for _press in range(20):
        focused = page.evaluate("document.activeElement.getAttribute('aria-label')")
        if focused == name:
            break
        page.keyboard.press("ArrowRight")
    else:
        raise AssertionError(f"The toolbar has no {name!r}.")
    page.keyboard.press("Enter")


def test_a_message_is_written_and_sent_by_keyboard(visit, portal):
    page = visit("customs-xb")
    pointers = []
    page.expose_function("pointed", lambda one: pointers.append(one))
    page.add_init_script("addEventListener('pointerdown', () => pointed(1), true)")
    # Long before: the browser must know that it is not to show its own dialog.
    page.on("filechooser", lambda chooser: chooser.set_files([NOTES]))
    page.goto(f"{portal.group}/overview")
    go_by_keyboard(page, "Messages")
    go_by_keyboard(page, "Write")
    tab_into(page, "[role=combobox]")
    page.keyboard.type("Wildlife officer, XC")
    # Not one that is proposed for fewer letters.
    expect(page.get_by_role("option").first).to_contain_text("Wildlife officer, XC")
    page.keyboard.press("Enter")
    tab_to(page, "Subject", most=4)
    page.keyboard.type("EXERCISE: by keyboard")
    tab_into(page, ".ed-text")
    page.keyboard.type("# Two ")
    page.keyboard.press("Control+b")
    page.keyboard.type("cubs")
    page.keyboard.press("Control+b")
    page.keyboard.press("Enter")
    page.keyboard.type("- male")
    page.keyboard.press("Enter")
    page.keyboard.type("female")
    page.keyboard.press("Tab")
    expect(page.locator("#files")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#uploads .stored")).to_contain_text("notes.txt")
    page.keyboard.press("Shift+Tab")
    expect(editor(page)).to_be_focused()
    page.keyboard.press("Control+Enter")
    page.get_by_text("Your message has been sent").wait_for()
    go_by_keyboard(page, "Sent")
    tab_into(page, "[data-row] a")  # of the newest
    with page.expect_navigation():
        page.keyboard.press("Enter")
    letter = page.locator(".letter[open]")
    expect(letter.locator(".letter-body strong")).to_have_text("cubs")
    expect(letter.locator(".letter-body li")).to_have_text(["male", "female"])
    expect(letter.get_by_role("link", name="notes.txt")).to_be_visible()
    assert pointers == []


def tab_into(page, selector, most=60):
    """Press the tabulator until what the selector finds has the focus."""
    page.wait_for_load_state()
    for _press in range(most):
        if page.evaluate(f"document.activeElement.matches({selector!r})"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector!r} is not reached by {most} tabulators")


def go_by_keyboard(page, name):
    """Follow the link with this text."""
    tab_to(page, name, most=80)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_its_page_is_light(portal):
    (found,) = visits(portal, times=1)
    assert found.kilobytes <= MOST_KB
    assert found.requests <= MOST_REQUESTS


def test_it_speaks_the_readers_language(visit, portal):
    page = visit("customs-xb")
    for language, word in {"fr": "Gras", "es": "Negrita", "en": "Bold"}.items():
        page.goto(f"{portal.group}/messages/write?set_language={language}")
        expect(page.get_by_role("button", name=word, exact=True)).to_be_visible()


def test_the_browsers_back_shows_what_was_typed(visit, portal):
    page = visit("customs-xb")
    page.goto(f"{portal.library}/++add++Alert")
    page.get_by_label("Title").fill("EXERCISE: back")
    editor(page).click()
    page.keyboard.type("Two cubs")
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(portal.library)
    page.go_back()
    expect(page.get_by_label("Title")).to_have_value("EXERCISE: back")
    expect(editor(page)).to_have_text("Two cubs")


def test_the_text_of_an_answer_is_kept_on_sending(visit, portal):
    subject = "EXERCISE: to be quoted in the editor"
    said = "<p>How one writes:</p><p>Choose the handling code first.</p>"
    letter = {"to": ["wildlife-xc"], "subject": subject, "body": said}
    portal.made("secretariat", f"{portal.group}/@messages", **letter)
    page = visit("wildlife-xc")
    page.goto(f"{portal.group}/messages")
    row(page, subject).get_by_role("link").click()
    page.get_by_role("link", name=re.compile("^Reply Secretariat")).first.click()
    expect(editor(page).locator("blockquote")).to_contain_text("Choose the handling code")
    send(page)
    quote = page.locator(".letter-body blockquote").last
    expect(quote).to_contain_text("Choose the handling code first.")
