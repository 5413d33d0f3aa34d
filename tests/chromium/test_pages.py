"""Every screen, on a desk and on a phone, in three languages: nothing breaks."""

import pytest
from tests.chromium.screens import ACCOUNTS, addresses, DESK, LANGUAGES, PHONE
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
