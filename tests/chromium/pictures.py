"""`make screenshots`: pictures of the demonstration for the README and for the help.

Those of the README go into docs/pictures/. Few colours keep them small: they are
committed.
"""

from io import BytesIO
from pathlib import Path
from PIL import Image
from playwright.sync_api import Page
from tempfile import TemporaryDirectory
from tests import ROOT
from tests.chromium.chromium import page_of
from tests.chromium.help_pictures import take_all
from tests.chromium.portal import Portal
from tests.deployment.processes import demonstration
from typing import NamedTuple


PICTURES = ROOT / "docs" / "pictures"
DESK = {"width": 1200, "height": 800}
PHONE = {"width": 390, "height": 800}
COLOURS = 128


class Screen(NamedTuple):
    """An address below the portal, and who looks at it on what."""

    user: str
    path: str
    size: dict[str, int] = DESK
    #: Words of a link to follow from there.
    link: str = ""


SCREENS = {
    "library": Screen("customs-xa", "cheetahs/library"),
    "alert": Screen("customs-xa", "cheetahs/library", link="ol.rows .row-head a"),
    "messages": Screen("customs-xa", "cheetahs/messages"),
    "discussions": Screen("customs-xa", "cheetahs/overview"),
    "permit": Screen(
        "customs-xa", "cheetahs/permits?country=XA&number=XA-2026-EX-0001", PHONE
    ),
    "requests": Screen("secretariat", "cheetahs/requests"),
}


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    with (
        TemporaryDirectory(prefix="cug-pictures-") as folder,
        demonstration(Path(folder)) as address,
    ):
        for name, screen in SCREENS.items():
            with page_of(screen.user, address, viewport=screen.size) as page:
                take(page, f"{address}/{screen.path}", screen, name)
        take_all(Portal(address, ""))


def take(page: Page, url: str, screen: Screen, name: str) -> None:
    answer = page.goto(url)
    assert answer and answer.ok, url
    if screen.link:
        page.locator(screen.link).first.click()
    page.wait_for_load_state("networkidle")
    file = PICTURES / f"{name}.png"
    with Image.open(BytesIO(page.screenshot())) as picture:
        picture.convert("RGB").quantize(COLOURS).save(file, optimize=True)
    print(f"{file.relative_to(ROOT)}: {file.stat().st_size // 1024} kB", flush=True)


if __name__ == "__main__":
    main()
