"""The portal in Arabic: it begins at the right, and is as whole as in other languages."""

from cites.cug.core.settings.languages import LANGUAGES
from cites.cug.web.layout.times import day
from datetime import datetime
from playwright.sync_api import expect
from tests.chromium.screens import illustrated
from tests.chromium.test_pages import DESK, PHONE, shortcomings
from tests.chromium.watch import Watch


#: A few screens of each kind; all of them stand in three languages in ``test_pages``.
SCREENS = (
    "",
    "notifications",
    "cheetahs",
    "cheetahs/overview",
    "cheetahs/search-all?q=cheetah",
    "cheetahs/library?view=statistics",
    "cheetahs/library?q=cub",
    "cheetahs/library/++add++Alert",
    "cheetahs/messages",
    "cheetahs/messages/write",
    "cheetahs/assistance",
    "cheetahs/permits?country=XA&number=none",
    "cheetahs/workspaces",
)
#: Where the middle of each of these is, from the left.
MIDDLES = """(names) => names.map((name) => {
  const box = document.querySelector(name).getBoundingClientRect();
  return (box.left + box.right) / 2;
})"""

#: At which side of its box the text of a heading is.
BEGINS = """(one) => {
  const range = document.createRange();
  range.selectNodeContents(one);
  const [text, box] = [range, one].map((part) => part.getBoundingClientRect());
  return text.left - box.left < box.right - text.right ? "left" : "right";
}"""

#: What a script has made of the times of a page.
TIMES = "(all) => all.map((one) => [one.dateTime, one.textContent])"

LEFT = """(one) => {
  const range = document.createRange();
  range.selectNodeContents(one);
  return Math.round(range.getBoundingClientRect().left);
}"""


def test_a_stranger_chooses_it_and_is_told_who_has_read_it(visit, portal):
    page = visit()
    page.goto(f"{portal.address}/login")
    page.click("nav.account a[hreflang='ar']")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("footer")).to_contain_text("لم يراجع هذه الترجمة")
    page.fill("[name=__ac_name]", "customs-xa")
    page.fill("[name=__ac_password]", "wrong")
    page.click("[name='buttons.login']")
    expect(page.locator("[role=alert]")).to_contain_text("غير صحيح")


def test_screens_begin_at_the_right(visit, portal):
    page = visit("customs-xa", viewport=DESK)
    watch = Watch(page, portal.address)
    page.goto(f"{portal.address}/login?set_language=ar")
    watch.take()
    problems = {}
    for path in SCREENS:
        page.set_viewport_size(DESK)
        page.goto(f"{portal.address}/{path}")
        found = watch.take()
        brand, account = page.evaluate(MIDDLES, ["a.brand", "nav.account"])
        if brand < account:
            found.append("the bar begins at the left")
        found += shortcomings(page, "ar")
        if found:
            problems[path] = found
    assert problems == {}


def test_what_members_write_goes_its_own_way(visit, portal):
    page = visit("customs-xa", viewport=DESK)
    alert, _picture = illustrated(portal, "customs-xa")
    sides = {f"{alert}?set_language=ar": "left", f"{portal.group}/library": "right"}
    for address, side in sides.items():
        page.goto(address)
        assert page.locator("h1").evaluate(BEGINS) == side
    page.goto(alert)
    lefts = {page.locator(name).first.evaluate(LEFT) for name in ("h1", ".lead")}
    assert len(lefts) == 1
    assert page.locator(".text p").first.evaluate(BEGINS) == "left"


def test_values_stand_below_their_names(visit, portal):
    page = visit("customs-xa", viewport=PHONE)
    page.goto(f"{portal.address}/profile?set_language=ar")
    sides = page.locator("dd").evaluate_all(f"(all) => all.map({BEGINS})")
    assert "right" in sides
    assert "left" not in sides


def test_times_have_the_form_of_days(visit, portal):
    page = visit("customs-xa", viewport=DESK, timezone_id="UTC")
    for language in LANGUAGES:
        page.goto(f"{portal.group}/library?set_language={language}")
        times = page.locator("time").evaluate_all(TIMES)
        assert len(times) > 2
        for iso, text in times:
            then = datetime.fromisoformat(iso)
            hour = f"{then:%H:%M}" if "T" in iso else ""
            assert text.startswith(day(then, language).text), text
            assert text.endswith(hour), text
