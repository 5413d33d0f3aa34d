"""`make styles`: a page of all parts of the screens, in each language, into var/styles.

Each part is cut out of a page of the demonstration and stands there with the style sheets
of that page, so that nothing here can differ from what members see. ``index.html`` shows
each language on a desk and on a phone, light and dark.
"""

import re
import shutil
import sys
from cites.cug.core.settings.languages import LANGUAGES
from cites.cug.web.layout.assets import STATIC
from cites.cug.web.layout.page import icon, ICONS
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path
from playwright.sync_api import Page
from tempfile import TemporaryDirectory
from tests import ROOT
from tests.chromium.chromium import new_context
from tests.chromium.portal import Portal
from tests.deployment.processes import demonstration
from typing import NamedTuple


FOLDER = ROOT / "var" / "styles"
#: What makes a page dark where the system is.
DARK = "@media screen and (prefers-color-scheme: dark)"
#: Name of a way to look at it → what stands in the place of ``DARK``.
LOOKS = {"light": "@media not all", "dark": "@media screen"}
WIDTHS = {"desk": 1100, "phone": 390}
PROPERTY = re.compile(r"^\s+--([\w-]+): ([^;]+);", re.MULTILINE)

#: The element as it is now: pictures are in it, of lists there are the first few lines,
#: and no link leads anywhere.
CUT = """async (element) => {
  const copy = element.cloneNode(true);
  for (const [here, there] of [...element.querySelectorAll("img")]
      .map((one, at) => [one, copy.querySelectorAll("img")[at]])) {
    const answer = await (await fetch(here.src)).blob();
    there.src = await new Promise((done) => {
      const reader = new FileReader();
      reader.onload = () => done(reader.result);
      reader.readAsDataURL(answer);
    });
  }
  for (const one of [copy, ...copy.querySelectorAll("*")]) {
    one.removeAttribute("loading");
    if (one.hasAttribute("href")) one.setAttribute("href", "#");
    if (one.matches("form")) one.removeAttribute("action");
    if (one.matches("[name=_authenticator], [name='form.once'], script")) one.remove();
  }
  for (const [at, one] of element.querySelectorAll("input, select, textarea").entries()) {
    const other = copy.querySelectorAll("input, select, textarea")[at];
    if (other && one.matches("[type=text], :not([type])") && one.value)
      other.setAttribute("value", one.value);
  }
  for (const list of [copy, ...copy.querySelectorAll("ol, ul, tbody")])
    while (list.matches("ol, ul, tbody") && list.children.length > 4)
      list.lastElementChild.remove();
  return copy.outerHTML;
}"""
SHEETS = """() => [...document.querySelectorAll("link[rel=stylesheet]")]
  .map((one) => new URL(one.href).pathname.split("/").pop())"""


class Part(NamedTuple):
    """A part: which account finds it on which page, and where."""

    name: str
    selector: str
    path: str
    account: str | None = "customs-xa"
    #: What brings it about on the page.
    begin: Callable[[Page], None] | None = None


def send_empty(page: Page) -> None:
    """Send the form without what it needs."""
    page.locator("form.member-form").evaluate("(form) => { form.noValidate = true; }")
    with page.expect_navigation():
        page.locator("#form-buttons-save").click()


def name_somebody(page: Page) -> None:
    page.locator("[name='form.widgets.description']").fill("Chinedu Okonkwo")
    page.locator("#decision .findings mark").wait_for()


def tick_one(page: Page) -> None:
    page.locator("[name=members]").first.check()


ALERT = "library/++add++Alert"
WRITE = "messages/write?to=everyone"
LIBRARY = "library?type=Alert"
PERMIT = "permits?country=XA&number="

PARTS = (
    Part("Head", "header.top", "overview"),
    Part("Head, Secretariat", "header.top", "overview", "secretariat"),
    Part("Login", "main form", "../login", None),
    Part("Menu of settings", ".settings-menu", "../profile"),
    Part("Buttons of a form", ".formControls", WRITE),
    Part("Buttons", ".actions", "library"),
    Part(
        "Buttons for rows that are ticked",
        ".members-actions",
        "members",
        "secretariat",
        begin=tick_one,
    ),
    Part("Field", ".field:has([name='form.widgets.title'])", ALERT),
    Part("Field of several lines", ".field:has(textarea)", ALERT),
    Part("List to choose from", ".field:has(select)", ALERT),
    Part("Choices", ".field.group:has([type=radio])", ALERT),
    Part("Specimens", "fieldset.specimen", ALERT),
    Part("Folded part", "details.part", ALERT),
    Part("Countries by typing", "[data-several]", ALERT),
    Part("Text editor", ".ed", WRITE),
    Part("Recipients", ".to-box", WRITE),
    Part("Mistakes", ".error-summary", ALERT, begin=send_empty),
    Part("Field with a mistake", ".field.wrong", ALERT, begin=send_empty),
    Part("What may name somebody", "#decision", ALERT, begin=name_somebody),
    Part("Place to drop files", ".drop", "library/upload"),
    Part("Handling code and state", ".bulletin-head", "{alert}"),
    Part("Facts", "dl.facts", "{alert}"),
    Part("Card", "aside .card", "{alert}"),
    Part("Path", "nav.trail", "{alert}"),
    Part("Rows", ".rows", LIBRARY),
    Part("Rows, compact", ".rows.in-compact", f"{LIBRARY}&look=compact"),
    Part("Rows with pictures", ".rows.in-pictures", f"{LIBRARY}&look=pictures"),
    Part("Chosen filters", ".chips", LIBRARY),
    Part("Filters", ".filters", LIBRARY),
    Part("Nothing found", "p.empty", "library?q=zqnothing"),
    Part("Table", ".table-scroll", "members", "secretariat"),
    Part("Note", "p.message", "lost-device?member=police-xb", "secretariat"),
    Part("Messages", ".mail-rows", "messages"),
    Part("Folders of messages", ".mail-folders", "messages"),
    Part("Topics", ".topics", "workspaces"),
    Part("Rows with what is done", ".rows:has(.with-action)", "overview"),
    Part("Permit that is valid", ".verdict", f"{PERMIT}XA-2026-EX-0001"),
    Part("Permit that is not there", ".verdict", f"{PERMIT}none"),
    Part("Contents of the help", ".handbook nav", "help"),
    Part("Foot", ".foot", "overview"),
)


def classes(part: Part) -> set[str]:
    """Those by which a part is found."""
    return set(re.findall(r"\.([a-z][\w-]*)", re.sub(r"\[[^]]*\]", "", part.selector)))


def make(portal: Portal, folder: Path, languages: tuple[str, ...]) -> None:
    """Write the pages. Raises LookupError for parts that are on no page any more."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for look, instead in LOOKS.items():
        (folder / look).mkdir()
        for sheet in STATIC.glob("*.css"):
            text = sheet.read_text(encoding="utf-8").replace(DARK, instead)
            (folder / look / sheet.name).write_text(text, encoding="utf-8")
    missing = []
    for language in languages:
        direction, found = cut_all(portal, language)
        missing += [f"{language}: {part.name}" for part in PARTS if part not in found]
        for look in LOOKS:
            page = "".join(page_of_parts(found, language, direction, look))
            (folder / look / f"{language}.html").write_text(page, encoding="utf-8")
    (folder / "index.html").write_text("".join(frames(languages)), encoding="utf-8")
    if missing:
        raise LookupError(f"on no page any more: {missing}")


def cut_all(portal: Portal, language: str) -> tuple[str, dict[Part, str]]:
    """Which way the language is written, and the HTML of each part that was found."""
    pages: dict[str | None, Page] = {}
    found: dict[Part, str] = {}
    items = portal.items("customs-xa", type="Alert", state="shared")
    alert = next(one["@id"] for one in items if one["picture"])
    for part in PARTS:
        if part.account not in pages:
            page = new_context(locale="en-GB").new_page()
            if part.account:
                portal.log_in(page, part.account)
            page.goto(f"{portal.address}/login?set_language={language}")
            pages[part.account] = page
        page = pages[part.account]
        address = alert if part.path == "{alert}" else f"{portal.group}/{part.path}"
        if part.begin or page.url != address:
            page.goto(address, wait_until="networkidle")
        if part.begin:
            part.begin(page)
        where = page.locator(part.selector).first
        if where.count():
            sheets = page.evaluate(SHEETS)
            found[part] = shadow(sheets, where.evaluate(CUT))
    direction = page.locator("html").get_attribute("dir") or "ltr"
    for page in pages.values():
        page.context.close()
    return direction, found


def shadow(sheets: list[str], html: str) -> str:
    """The part with the style sheets of its page, and with no others."""
    links = "".join(f'<link rel="stylesheet" href="{sheet}">' for sheet in sheets)
    return f'<template shadowrootmode="open">{links}{html}</template>'


def page_of_parts(
    found: dict[Part, str], language: str, direction: str, look: str
) -> Iterator[str]:
    yield (
        f'<!DOCTYPE html><html lang="{language}" dir="{direction}">'
        '<meta charset="utf-8"><title>Parts of the screens</title>'
        '<meta name="viewport" content="width=device-width">'
        '<link rel="stylesheet" href="portal.css"><body class="own-page"><main>'
        f"<h1>{LANGUAGES[language]}</h1>"
    )
    yield "<h2>Icons</h2><p>"
    yield "".join(f"{icon(name)} {name} &emsp;" for name in ICONS)
    yield '</p><h2>Colours, sizes and distances</h2><dl class="facts">'
    for name, value in properties(look).items():
        style = f"display: inline-block; inline-size: 2em; background: var(--{name})"
        sample = f'<span style="{style}">&nbsp;</span>'
        yield f"<dt>{name}</dt><dd>{sample} {escape(value)}</dd>"
    yield "</dl>"
    for part, html in found.items():
        yield f"<h2>{escape(part.name)}</h2><div>{html}</div>"
    yield "</main></body></html>\n"


def properties(look: str) -> dict[str, str]:
    """The variables of all sheets, with their values."""
    plain, dark = (STATIC / "portal.css").read_text("utf-8").split(DARK)
    found = dict(PROPERTY.findall(plain))
    return found if look == "light" else {**found, **dict(PROPERTY.findall(dark))}


def frames(languages: tuple[str, ...]) -> Iterator[str]:
    yield '<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Styles</title>'
    yield "<h1>Parts of the screens</h1>"
    for language in languages:
        for look in LOOKS:
            for device, width in WIDTHS.items():
                title = f"{LANGUAGES[language]}, {device}, {look}"
                yield f'<h2>{title}</h2><iframe loading="lazy" title="{title}"'
                yield f' src="{look}/{language}.html" width="{width}" height="800">'
                yield "</iframe>"
    yield "</html>\n"


def main(address: str | None = None) -> None:
    if address:
        make(Portal(address, ""), FOLDER, tuple(LANGUAGES))
    else:
        with TemporaryDirectory() as place, demonstration(Path(place)) as started:
            make(Portal(started, ""), FOLDER, tuple(LANGUAGES))
    print(f"{FOLDER.relative_to(ROOT)}/index.html", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
