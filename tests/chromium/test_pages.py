"""Every screen, on a desk and on a phone, in three languages: nothing breaks."""

import pytest
import re
from cites.cug.core.settings.languages import LANGUAGES as CHOICE
from playwright.sync_api import expect
from tests.chromium.screens import ACCOUNTS, addresses, DESK, LANGUAGES, NARROW, PHONE
from tests.chromium.watch import Watch


#: What no page says in another language.
ENGLISH = (
    "Skip to content",
    "Log out",
    "Who can read this",
    "What you can do",
    "New alert",
    "Handling code",
    "(required)",
    "Enforcement officers only",
    "Only non-nominal information",
)
#: What stands out of the window, if the page can be scrolled sideways, and is not cut off
#: by what it stands in.
WIDER = """() => {
  if (document.scrollingElement.scrollWidth <= innerWidth) return [];
  const isCut = (one) => one && one !== document.body
    && (getComputedStyle(one).overflowX !== "visible" || isCut(one.parentElement));
  const out = [...document.body.querySelectorAll("*")]
    .filter((one) => {
      const { left, right } = one.getBoundingClientRect();
      return document.dir === "rtl" ? left < -1 : right > innerWidth + 1;
    })
    .filter((one) => !isCut(one.parentElement));
  return out.slice(0, 3).map((one) => `${one.tagName} .${one.className}`);
}"""

#: Tables that are moved sideways, though they are no matrix of figures; and matrices that
#: keys or assistive programs do not reach.
SIDEWAYS = """() => {
  const reached = "[role=region][tabindex='0']:is([aria-label], [aria-labelledby])";
  return [...document.querySelectorAll(".table-scroll")]
    .filter((one) => one.matches(".matrix")
      ? !one.matches(reached)
      : one.scrollWidth > one.clientWidth)
    .map((one) => one.textContent.replace(/\\s+/g, " ").slice(0, 60));
}"""

#: Marks and counts on a line of their own, without the word that they are about.
ALONE = """() => {
  const isAlone = (mark) => {
    const within = mark.closest("a, p, h2, dt, summary");
    const walker = document.createTreeWalker(within, NodeFilter.SHOW_TEXT);
    let last = null;
    for (let node; (node = walker.nextNode()) && !mark.contains(node);) {
      const isHidden = node.parentElement.closest(".visually-hidden");
      if (/\\S/.test(node.data) && !isHidden) last = node;
    }
    if (!last) return false;
    const word = new Range();
    const end = last.data.trimEnd().length;
    word.setStart(last, end - 1);
    word.setEnd(last, end);
    return mark.getBoundingClientRect().top >= word.getBoundingClientRect().bottom;
  };
  return [...document.querySelectorAll("main .new, .entries .new, .badge")]
    .filter((mark) => mark.getClientRects().length && isAlone(mark))
    .map((mark) => mark.parentElement.textContent.replace(/\\s+/g, " ").trim());
}"""

#: What does different things and is called the same: whoever hears the buttons of a list
#: one by one is told which is whose.
ALIKE = """() => {
  const named = (one) => one.labels?.length ? one.labels[0].textContent
    : one.getAttribute("aria-label") ?? one.textContent;
  const hidden = (form) => [...form.querySelectorAll("[type=hidden]")]
    .filter((one) => !["_authenticator", "form.once"].includes(one.name))
    .map((one) => [one.name, one.value]);
  const deed = (one) => one.href ?? JSON.stringify(
    [one.id, one.form?.action, one.form && hidden(one.form), one.name, one.value]);
  const deeds = {};
  const all = "main form :is(button:not([aria-hidden]), a), main table select";
  for (const one of document.querySelectorAll(all)) {
    const name = named(one).replace(/\\s+/g, " ").trim();
    (deeds[`${one.tagName} ${name}`] ??= new Set()).add(deed(one));
  }
  return Object.keys(deeds).filter((name) => deeds[name].size > 1);
}"""

#: What folds is part of the page.
UNFOLD = "document.querySelectorAll('details').forEach((one) => { one.open = true; })"

#: What is shown before each cell.
BESIDE = """(cells) => cells.map((one) => {
  const { content } = getComputedStyle(one, "::before");
  return content.match(/^"(.*?)"/)[1];
})"""


@pytest.mark.parametrize("account", ACCOUNTS)
def test_screens(visit, portal, account):
    page = visit(account, viewport=DESK)
    watch = Watch(page, portal.address)
    problems = {}
    for language in LANGUAGES:
        page.goto(f"{portal.address}/login?set_language={language}")
        watch.take()
        for address in addresses(portal, account):
            page.set_viewport_size(DESK)
            page.goto(address)
            found = shortcomings(page, language) + watch.take()
            if found:
                problems[f"{language} {address}"] = found
    assert problems == {}


def shortcomings(page, language):
    found = [f"wider than a desk: {one}" for one in page.evaluate(WIDER)]
    page.set_viewport_size(PHONE)
    page.evaluate(UNFOLD)
    found += [f"wider than a phone: {one}" for one in page.evaluate(WIDER)]
    found += [f"called alike: {one}" for one in page.evaluate(ALIKE)]
    found += [f"alone on a line: {one}" for one in page.evaluate(ALONE)]
    for size in (PHONE, NARROW):
        page.set_viewport_size(size)
        found += [f"moved sideways: {one}" for one in page.evaluate(SIDEWAYS)]
    if (written := page.locator("html").get_attribute("lang")) != language:
        found.append(f"says it is in {written}")
    if (headings := page.locator("h1").count()) != 1:
        found.append(f"{headings} headings of the first level")
    if not page.title().split(" – ")[0].strip():
        found.append("no title")
    if language != "en":
        text = page.locator("body").inner_text()
        found += [f"says {english!r}" for english in ENGLISH if english in text]
    return found


@pytest.mark.parametrize("language", CHOICE)
def test_a_row_of_a_table_is_a_block_on_a_phone(visit, portal, language):
    page = visit("admin", viewport=NARROW)
    page.goto(f"{portal.group}/roster?set_language={language}")
    row = page.get_by_role("row").filter(has_text="police-xb")
    name = row.get_by_role("rowheader").bounding_box()
    cells = row.get_by_role("cell").filter(has_text=re.compile(r"\S"))
    headings = page.get_by_role("columnheader").all_text_contents()
    assert cells.evaluate_all(BESIDE) == headings[1:]
    tops = [cell.bounding_box()["y"] for cell in cells.all()]
    assert tops == sorted({name["y"], *tops})[1:]
    page.set_viewport_size(DESK)
    assert {cell.bounding_box()["y"] for cell in cells.all()} == {
        row.get_by_role("rowheader").bounding_box()["y"]
    }


def test_without_scripts_a_table_is_moved_by_keys(visit, portal):
    page = visit("admin", java_script_enabled=False, viewport=NARROW)
    page.goto(f"{portal.group}/roster")
    last = page.get_by_role("columnheader", name="Job title")
    expect(last).not_to_be_in_viewport()
    page.get_by_role("region", name="Members").focus()
    for _step in range(20):
        page.keyboard.press("ArrowRight")
    expect(last).to_be_in_viewport()
