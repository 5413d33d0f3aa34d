"""`make photographs`: each screen in three languages, on a desk and on a phone.

``index.html`` shows them side by side, and those of an earlier run beside them.
"""

import re
import sys
from argparse import ArgumentParser
from cites.cug.core.settings.languages import LANGUAGES as CHOICE
from collections.abc import Iterable, Iterator
from html import escape
from os.path import relpath
from pathlib import Path
from playwright.sync_api import Error, Page
from tempfile import TemporaryDirectory
from tests import ROOT
from tests.chromium.chromium import new_context
from tests.chromium.portal import Portal
from tests.chromium.screens import ACCOUNTS, addresses, DESK, LANGUAGES, PHONE
from tests.deployment.processes import demonstration
from typing import Literal, NamedTuple


FOLDER = ROOT / "var" / "photographs"
#: Whoever is not logged in has no account.
ANONYMOUS = "anonymous"
DEVICES = {"desk": DESK, "phone": PHONE}
ColorScheme = Literal["light", "dark"]
QUALITY = 60
#: What items and records are called by: another portal's have others.
ID = re.compile(r"\b[0-9a-f]{16,32}\b|(?<=event=)\d+")
#: The most of a long page that is taken, in pixels.
HIGHEST = 6000


class Photograph(NamedTuple):
    """A screen, and the file below the folder that shows it."""

    account: str
    screen: str
    language: str
    device: str

    @property
    def file(self) -> str:
        name = re.sub(r"[^\w-]+", "_", self.screen).strip("_") or "start"
        return f"{self.language}/{self.device}/{self.account}-{name[:120]}.jpg"


def named(portal: Portal, account: str | None) -> dict[str, str]:
    """The addresses of an account's screens, by what they are called in each portal."""
    found: dict[str, str] = {}
    for address in addresses(portal, account):
        name = ID.sub("one", address.removeprefix(f"{portal.address}/"))
        while name in found:
            name += " again"
        found[name] = address
    return found


def take_all(
    portal: Portal,
    folder: Path,
    accounts: Iterable[str | None],
    languages: Iterable[str],
    scheme: ColorScheme,
) -> Iterator[tuple[Photograph, str]]:
    """Photograph all screens of these accounts; with each, what went wrong."""
    for account in accounts:
        screens = named(portal, account)
        context = new_context(locale="en-GB", color_scheme=scheme)
        page = context.new_page()
        if account:
            portal.log_in(page, account)
        for language in languages:
            page.goto(f"{portal.address}/login?set_language={language}")
            for screen, address in screens.items():
                fault = _open(page, address)
                for device, size in DEVICES.items():
                    page.set_viewport_size(size)
                    one = Photograph(account or ANONYMOUS, screen, language, device)
                    if not fault:
                        _save(page, folder / one.file)
                    yield one, fault
        context.close()


def _open(page: Page, address: str) -> str:
    """Gives what went wrong, so that the other screens are photographed."""
    try:
        answer = page.goto(address, wait_until="networkidle")
    except Error as error:
        return error.message
    status = answer.status if answer else 0
    return f"answered {status}" if status >= 500 else ""


def _save(page: Page, file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    # By this scripts/reader_sheet.py finds the messages that it shows.
    file.with_suffix(".txt").write_text(page.inner_text("body"), encoding="utf-8")
    width, height = page.evaluate(
        "[innerWidth, Math.max(innerHeight, document.body.scrollHeight)]"
    )
    page.screenshot(
        path=file,
        type="jpeg",
        quality=QUALITY,
        full_page=True,
        clip={"x": 0, "y": 0, "width": width, "height": min(height, HIGHEST)},
        animations="disabled",
        caret="hide",
    )


def album(
    taken: Iterable[Photograph], before: Path | None, folder: Path
) -> Iterator[str]:
    """The page that shows the photographs; ``before`` has those of an earlier run."""
    yield '<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Screens</title>'
    yield "<style>img { width: 24%; vertical-align: top; border: 1px solid #999 }</style>"
    screens: dict[tuple[str, str], list[Photograph]] = {}
    for one in taken:
        screens.setdefault((one.account, one.screen), []).append(one)
    for (account, screen), photographs in screens.items():
        yield f"<h2>{escape(account)}: {escape(screen or '/')}</h2>"
        for one in photographs:
            files = [before / one.file] if before else []
            for file in [*files, folder / one.file]:
                if file.exists():
                    source = escape(relpath(file, folder))
                    words = f"{one.language}, {one.device}"
                    words += ", before" if file in files else ""
                    yield f'<a href="{source}"><img loading="lazy" src="{source}"'
                    yield f' title="{words}" alt="{words}"></a>\n'
    yield "</html>\n"


def make(
    portal: Portal,
    folder: Path,
    before: Path | None = None,
    accounts: Iterable[str | None] = ACCOUNTS,
    languages: Iterable[str] = LANGUAGES,
    scheme: ColorScheme = "light",
) -> list[str]:
    """Photograph all, and make the page that shows them; gives what went wrong."""
    taken = dict(take_all(portal, folder, accounts, languages, scheme))
    page = "".join(album(taken, before, folder))
    (folder / "index.html").write_text(page, encoding="utf-8")
    return [f"{one.file}: {fault}" for one, fault in taken.items() if fault]


def _arguments() -> ArgumentParser:
    names = [account or ANONYMOUS for account in ACCOUNTS]
    parser = ArgumentParser(prog="make photographs")
    parser.add_argument("before", nargs="?", type=Path, help="an earlier run's folder")
    parser.add_argument("--to", type=Path, default=FOLDER, help="the folder to make")
    parser.add_argument("--accounts", nargs="+", choices=names, default=names)
    parser.add_argument("--languages", nargs="+", choices=CHOICE, default=LANGUAGES)
    parser.add_argument("--dark", action="store_true", help="as a dark system shows it")
    return parser


def main() -> None:
    given = _arguments().parse_args()
    accounts = [one for one in ACCOUNTS if (one or ANONYMOUS) in given.accounts]
    before = given.before and given.before.resolve()
    scheme: ColorScheme = "dark" if given.dark else "light"
    with TemporaryDirectory() as place, demonstration(Path(place)) as address:
        password = (Path(place) / "var" / "admin-password").read_text("utf-8").strip()
        portal = Portal(address, password)
        faults = make(
            portal, given.to.resolve(), before, accounts, given.languages, scheme
        )
    print(given.to / "index.html", *faults, sep="\n", flush=True)
    if faults:
        sys.exit(1)


if __name__ == "__main__":
    main()
