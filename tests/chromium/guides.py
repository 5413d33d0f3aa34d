"""`make guides`: prints the help of a demonstration portal, in each language."""

from cites.cug.core.settings.languages import LANGUAGES
from cites.cug.web.help.page import PARTS
from pathlib import Path
from playwright.sync_api import Page
from tempfile import TemporaryDirectory
from tests import ROOT
from tests.chromium.chromium import page_of
from tests.deployment.processes import demonstration


FOLDER = ROOT / "var" / "guides"
#: The Secretariat has both parts. What is printed is called by its part.
READER = "secretariat"
PAGES = dict(zip(PARTS, ("help", "help-secretariat"), strict=True))
#: Answers when the page would print.
PRINT = """() => new Promise((printed) => {
  window.print = printed;
  document.querySelector("[data-print]").click();
})"""


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        TemporaryDirectory() as place,
        demonstration(Path(place)) as portal,
        page_of(READER, portal) as page,
    ):
        for language in LANGUAGES:
            for part, name in PAGES.items():
                file = FOLDER / f"{part}-{language}.pdf"
                url = f"{portal}/cheetahs/{name}?set_language={language}"
                file.write_bytes(printed(page, url))
                size = file.stat().st_size // 1024
                print(f"{file.relative_to(ROOT)}: {size} kB", flush=True)


def printed(page: Page, url: str) -> bytes:
    """The page as PDF, with all pictures, and headings to go to."""
    answer = page.goto(url)
    assert answer and answer.ok, url
    # The button waits for pictures that the reader has not reached, then prints.
    page.evaluate(PRINT)
    return page.pdf(prefer_css_page_size=True, tagged=True, outline=True)


if __name__ == "__main__":
    main()
