"""`make photographs`: each screen in three languages, on a desk and on a phone.

``index.html`` shows them side by side, and those of an earlier run beside them.
"""

import re
import shutil
import sys
from collections.abc import Iterable, Iterator
from html import escape
from os.path import relpath
from pathlib import Path
from playwright.sync_api import BrowserContext
from tempfile import TemporaryDirectory
from tests import ROOT
from tests.chromium.chromium import chromium, PATIENCE
from tests.chromium.portal import Portal
from tests.chromium.screens import ACCOUNTS, addresses, DESK, LANGUAGES, PHONE
from tests.deployment.processes import demonstration
from typing import NamedTuple


FOLDER = ROOT / "var" / "photographs"
DEVICES = {"desk": DESK, "phone": PHONE}
QUALITY = 60
#: The most of a long page that is taken, in pixels.
HIGHEST = 6000


class Photograph(NamedTuple):
    """A screen, and the file below the folder that shows it."""

    account: str
    path: str
    language: str
    device: str

    @property
    def file(self) -> str:
        name = re.sub(r"[^\w-]+", "_", self.path).strip("_") or "start"
        return f"{self.language}/{self.device}/{self.account}-{name[:120]}.jpg"


def take_all(
    portal: Portal, folder: Path, accounts: Iterable[str | None], languages: Iterable[str]
) -> list[Photograph]:
    """Photograph all screens of these accounts. Raises LookupError for one that fails."""
    shutil.rmtree(folder, ignore_errors=True)
    taken = []
    for account in accounts:
        screens = addresses(portal, account)
        for device, size in DEVICES.items():
            context = chromium().new_context(locale="en-GB", viewport=size)
            context.set_default_timeout(PATIENCE)
            if account:
                portal.log_in(context.new_page(), account)
            for language in languages:
                for address in screens:
                    path = address.removeprefix(portal.address)
                    one = Photograph(account or "anonymous", path, language, device)
                    _take(context, portal, address, one, folder / one.file)
                    taken.append(one)
            context.close()
    return taken


def _take(
    context: BrowserContext, portal: Portal, address: str, one: Photograph, file: Path
) -> None:
    (page, *_others) = context.pages or [context.new_page()]
    if page.locator("html").get_attribute("lang") != one.language:
        page.goto(f"{portal.address}/login?set_language={one.language}")
    answer = page.goto(address, wait_until="networkidle")
    if answer is None or answer.status >= 500:
        raise LookupError(f"{one.account}: {address}")
    file.parent.mkdir(parents=True, exist_ok=True)
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
        screens.setdefault((one.account, one.path), []).append(one)
    for (account, path), photographs in screens.items():
        yield f"<h2>{escape(account)}: {escape(path or '/')}</h2>"
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
) -> None:
    taken = take_all(portal, folder, accounts, languages)
    page = "".join(album(taken, before, folder))
    (folder / "index.html").write_text(page, encoding="utf-8")


def main(before: str = "") -> None:
    with TemporaryDirectory() as place, demonstration(Path(place)) as address:
        password = (Path(place) / "var" / "admin-password").read_text("utf-8").strip()
        earlier = Path(before).resolve() if before else None
        make(Portal(address, password), FOLDER, earlier)
    print(f"{FOLDER.relative_to(ROOT)}/index.html", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
