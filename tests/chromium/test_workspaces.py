"""Three members discuss in a workspace, as they do in a browser."""

import re
import time
from concurrent.futures import ThreadPoolExecutor
from playwright.sync_api import expect, Page
from tests.chromium.alerts import editor, write
from tests.chromium.portal import Portal
from tests.chromium.watch import Watch


WRITERS = 8
EACH = 5
NAME = "EXERCISE: night flights"
TOPIC = "EXERCISE: who loads at night?"
PHONE = {"viewport": {"width": 390, "height": 844}}


def open_workspace(page: Page, portal: Portal) -> None:
    page.goto(f"{portal.group}/workspaces")
    page.get_by_role("link", name=NAME).first.click()


def open_topic(page: Page, portal: Portal) -> None:
    open_workspace(page, portal)
    page.get_by_role("link", name=TOPIC).click()
    page.wait_for_load_state()


def comment(page: Page, text: str) -> None:
    page.locator("#text").fill(text)
    page.get_by_role("button", name="Send", exact=True).click()
    shown = text.rpartition("\n")[2].rpartition(": ")[2]
    page.locator(".comment").filter(has_text=shown).first.wait_for()
    page.wait_for_load_state()


def invite(page: Page, name: str, role: str) -> None:
    page.get_by_role("combobox", name="Members").press_sequentially(name)
    page.get_by_role("listbox").get_by_role("option", name=name).click()
    page.locator("#role").select_option(label=role)
    page.get_by_role("button", name="Invite").click()
    page.get_by_role("rowheader", name=re.compile(f"^{re.escape(name)}")).wait_for()


def distance(above, below):
    """How far below the top of one the other begins, in whole pixels.

    Both are measured at once: the page may scroll between two questions.
    """
    script = """(...both) => {
        const [top, next] = both.map((one) => one.getBoundingClientRect().y);
        return Math.round(next - top);
    }"""
    return above.evaluate(script, below.element_handle())


def test_three_members_discuss(visit, portal):
    moderator, member = visit("customs-xb"), visit("police-xa")
    guest = visit("wildlife-xc", **PHONE)
    pages = (moderator, member, guest)
    watches = [Watch(page, portal.address) for page in pages]

    moderator.goto(f"{portal.group}/workspaces")
    moderator.get_by_role("link", name="New team").click()
    moderator.get_by_role("textbox", name="Name (required)").fill(NAME)
    moderator.get_by_role("button", name="Save").click()
    expect(moderator.get_by_role("heading", level=1)).to_have_text(NAME)
    moderator.get_by_role("link", name="Change the members").click()
    invite(moderator, "Police officer, XA (exercise)", "Member")
    invite(moderator, "Wildlife officer, XC (exercise)", "Guest: reads only")

    open_workspace(member, portal)
    member.get_by_role("link", name="New topic").click()
    member.get_by_label("Title").fill(TOPIC)
    member.get_by_role("button", name="Save").click()
    expect(member.get_by_role("heading", level=1)).to_have_text(TOPIC)

    open_topic(moderator, portal)
    comment(moderator, "The same two trucks.")
    # How long ago, and when exactly for who asks.
    written = moderator.locator(".comment time").first
    expect(written).to_have_text(re.compile("now|ago"))
    exact = written.get_attribute("title")
    written.click()
    expect(written).to_have_text(exact)
    written.click()
    for key, shown in (("Shift+Tab", "now|ago"), ("Tab", re.escape(exact))):
        moderator.keyboard.press(key)
        expect(written).to_have_text(re.compile(shown))
    assert re.search(r"\d\d:\d\d", exact), exact
    # Who types @ is offered the readers of the topic.
    moderator.locator("#text").press_sequentially("Look, @wild")
    offered = moderator.get_by_role("option", name=re.compile("wildlife-xc"))
    offered.wait_for()
    # What is typed so far is marked, and what is offered stays below its line.
    text = moderator.locator("#text")
    place = distance(text, offered)
    moderator.locator(".marked-under mark").wait_for()
    moderator.wait_for_timeout(500)
    assert distance(text, offered) == place
    # A note above the field moves both.
    field = moderator.locator(".type-ahead").filter(has=text)
    field.evaluate("field => field.prepend(document.createElement('hr'))")
    moderator.wait_for_timeout(500)
    assert distance(text, offered) == place
    moderator.keyboard.press("Enter")
    expect(moderator.locator("#text")).to_have_value("Look, @wildlife-xc ")
    comment(moderator, "Look, @wildlife-xc : a picture follows.")

    # The member, whose page was open, is told of them.
    expect(member.locator("[data-news]")).to_be_visible()
    member.get_by_role("link", name=re.compile("Show them")).click()
    expect(member.locator(".comment.unread")).to_have_count(2)
    first = member.locator(".comment").filter(has_text="The same two trucks.")
    first.get_by_role("link", name="Quote").click()
    expect(member.locator("#text")).to_have_value(re.compile("^> The same two trucks"))
    comment(member, "> The same two trucks.\n\nFrom the north.")
    expect(member.locator(".comment[data-depth='1'] blockquote")).to_be_visible()

    # The guest reads on a phone, folds, and says "seen"; there is nothing to write in.
    open_topic(guest, portal)
    guest.get_by_role("link", name="Go to the first new one").click()
    guest.wait_for_load_state()
    expect(guest.locator("#text")).to_have_count(0)
    width = guest.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE["viewport"]["width"]
    top = guest.locator(".comment[data-depth='0']").first
    top.locator("summary").first.click()
    expect(guest.locator(".comment[data-depth='1']")).to_be_hidden()
    top.locator("summary").first.click()
    expect(guest.locator(".comment[data-depth='1']")).to_be_visible()
    top.get_by_role("button", name="Seen").click()
    expect(guest.locator(".comment .seen").first).to_contain_text("1")

    # Taken out while reading, the guest finds nothing any more.
    moderator.goto(f"{moderator.url.partition('#')[0].partition('?')[0]}/../team")
    row = moderator.get_by_role("row").filter(has_text="Wildlife officer, XC")
    with moderator.expect_navigation():
        row.get_by_role("button", name="Remove").click()
    with moderator.expect_navigation():
        moderator.get_by_role("button", name="Remove").click()
    expect(row).to_have_count(0)
    # In a page of its own: that of the topic, which asks for news, goes away by itself.
    other = guest.context.new_page()
    assert other.goto(guest.url).status == 404
    other.goto(f"{portal.group}/workspaces")
    expect(other.get_by_text(NAME)).to_have_count(0)
    assert [watch.take() for watch in watches[:2]] == [[], []]


def test_a_topic_keeps_what_it_said(visit, portal):
    account = "customs-xb"
    place = f"{portal.group}/workspaces"
    space = {"@type": "Workspace", "title": "EXERCISE: drafts"}
    said = {
        "title": "EXERCISE: crates",
        "text": "<p>In <b>two</b> crates.</p><p>Why?</p>",
    }
    made = portal.made(account, place, **space)
    topic = portal.made(account, made, **{"@type": "Topic", **said})
    page = visit(account)
    watch = Watch(page, portal.address)

    def edit(add: str = "") -> None:
        page.goto(f"{topic}/edit")
        expect(editor(page)).to_contain_text("Why?")
        if add:
            write(page, add)
        page.get_by_role("button", name="Save", exact=True).click()
        page.locator(".topic-head").wait_for()

    edit()  # The editor words the same text in its own way.
    expect(page.locator(".topic-head")).not_to_contain_text("Changed")
    edit(" And when?")
    expect(page.locator(".topic-head > .text")).to_contain_text("Why? And when?")
    page.set_viewport_size(PHONE["viewport"])
    before = page.locator(".topic-head .past")
    before.get_by_text("What it said before").click()
    expect(before.locator("blockquote")).to_have_count(1)
    expect(before).to_contain_text("Why?")
    expect(before).not_to_contain_text("And when?")
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE["viewport"]["width"]
    assert watch.take() == []


def test_of_eight_who_write_at_the_same_time_nothing_is_lost(portal):
    account = "customs-xb"
    place = f"{portal.group}/workspaces"
    title = "EXERCISE: rush"
    rush = portal.made(account, place, **{"@type": "Workspace", "title": title})
    topic = portal.made(account, rush, **{"@type": "Topic", "title": title})
    url = f"{topic}/@comments"

    def write(number: int) -> list[tuple[str, int]]:
        answers = []
        for turn in range(EACH):
            text = f"{number}-{turn}"
            answer = portal.post(account, url, text=text)
            # As a client does that is told to come back.
            while answer.status_code == 503 and "Retry-After" in answer.headers:
                time.sleep(0.1)
                answer = portal.post(account, url, text=text)
            answers.append((text, answer.status_code))
        return answers

    with ThreadPoolExecutor(WRITERS) as pool:
        answers = [one for some in pool.map(write, range(WRITERS)) for one in some]
    assert {status for _text, status in answers} == {204}
    found = portal.json(account, url, b_size="100")["items"]
    said = sorted(one["text"]["data"] for one in found)
    assert said == sorted(text for text, _status in answers)
    (line,) = portal.json(account, f"{portal.group}/@topics", workspace=rush)["items"]
    assert line["comments_total"] == WRITERS * EACH


def test_a_category_of_a_country_is_invited_by_typing(visit, portal):
    place = f"{portal.group}/workspaces"
    space = {"@type": "Workspace", "title": "EXERCISE: all of XA"}
    made = portal.made("secretariat", place, **space)
    page = visit("secretariat")
    watch = Watch(page, portal.address)
    page.goto(f"{made}/team")
    find = page.get_by_role("combobox", name="Members")
    find.press_sequentially("neverland customs")
    part = "Customs, Neverland (exercise) \N{MIDDLE DOT} 2"
    offered = page.get_by_role("listbox").get_by_role("option")
    expect(offered.first).to_contain_text(part)
    find.press("Enter")
    expect(page.locator("#chosen li")).to_contain_text(part)
    page.get_by_role("button", name="Invite").click()
    team = page.get_by_role("region", name="Members of the team")
    expect(team.get_by_role("row")).to_have_count(4)
    expect(team).to_contain_text("Customs officer, XA (exercise)")
    assert watch.take() == []
