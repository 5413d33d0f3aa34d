"""`make screenshots`: the pictures of the help, in each language that has the help.

They show the demonstration, in WebP and as wide as the help's column: they are committed.
"""

import re
from cites.cug.core.settings.languages import CONVENTION, DEFAULT, LANGUAGES
from cites.cug.web.help.page import DIRECTORY, help_text
from cites.cug.web.layout.assets import STATIC
from collections.abc import Callable, Iterator
from io import BytesIO
from PIL import Image
from playwright.sync_api import expect, Page
from tests.chromium.chromium import page_of
from tests.chromium.portal import Portal
from typing import Any, NamedTuple


DESK = {"width": 1000, "height": 660}
LOW = {"width": 1000, "height": 520}
HIGH = {"width": 1000, "height": 800}
PHONE = {"width": 390, "height": 760}
QUALITY = 62
#: What is typed into forms: the subject and the text of a message, and a sentence with a
#: name that nobody bears.
TYPED = {
    "en": (
        "EXERCISE: cubs in fish boxes",
        "Has anybody seen boxes with such air holes?",
        "The driver, Chinedu Okonkwo, left by car.",
    ),
    "fr": (
        "EXERCISE: petits dans des caisses à poisson",
        "Quelqu’un a-t-il vu des caisses percées de la sorte ?",
        "Le chauffeur, Chinedu Okonkwo, est parti en voiture.",
    ),
    "es": (
        "EXERCISE: crías en cajas de pescado",
        "¿Alguien ha visto cajas con agujeros de este tipo?",
        "El conductor, Chinedu Okonkwo, se fue en coche.",
    ),
    "ar": (
        "EXERCISE: أشبال في صناديق أسماك",
        "هل رأى أحد صناديق فيها فتحات تهوية من هذا القبيل؟",
        "غادر السائق Chinedu Okonkwo بالسيارة.",
    ),
}


class Visit(NamedTuple):
    page: Page
    portal: Portal
    language: str

    def open(self, path: str) -> None:
        answer = self.page.goto(f"{self.portal.group}/{path}")
        assert answer and answer.ok, path

    @property
    def typed(self) -> tuple[str, str, str]:
        return TYPED.get(self.language, TYPED[DEFAULT])

    @property
    def written_in(self) -> str:
        """The language of the demonstration's alerts that are read in that language."""
        return self.language if self.language in CONVENTION else DEFAULT

    def open_item(self, account: str, **query: str) -> None:
        """The newest alert with a picture, in that language."""
        query |= {"type": "Alert", "language": self.written_in}
        found = self.portal.items(account, **query)
        illustrated = [one["@id"] for one in found if one["picture"]]
        self.page.goto(illustrated[0])


def home(visit: Visit) -> None:
    visit.open("overview")


def library(visit: Visit) -> None:
    visit.open(f"library?language={visit.written_in}&type=Alert")


def alert(visit: Visit) -> None:
    visit.open_item("customs-xa", state="shared")


def nominal(visit: Visit) -> None:
    visit.open("library/++add++Alert")
    page = visit.page
    page.locator("[name='form.widgets.title']").fill(visit.typed[0])
    page.locator("[name='form.widgets.description']").fill(visit.typed[2])
    expect(page.locator("#decision .findings mark")).to_be_visible()
    page.locator("#decision").scroll_into_view_if_needed()


def write(visit: Visit) -> None:
    visit.open("messages/write?to=everyone")
    page = visit.page
    page.locator("#subject").fill(visit.typed[0])
    page.locator(".ed-text").click()
    page.keyboard.type(visit.typed[1])
    expect(page.locator(".reach")).to_have_text(re.compile(r"\d"))
    page.evaluate("window.scrollTo(0, 0)")


def topic(visit: Visit) -> None:
    topics = visit.portal.json("customs-xa", f"{visit.portal.group}/@topics")["items"]
    longest = max(topics, key=lambda one: one["comments_total"])
    visit.page.goto(longest["@id"])


def permit(visit: Visit) -> None:
    visit.open("permits?country=XA&number=XA-2026-EX-0001")


def publish(visit: Visit) -> None:
    visit.open_item("secretariat", state="enforcement")
    visit.page.goto(f"{visit.page.url.split('?')[0]}/choose-readers")
    visit.page.locator("[name=how][value=shared]").check()
    visit.page.locator("[name='buttons.save']").click()
    visit.page.locator("section.gain").wait_for()


def requests(visit: Visit) -> None:
    visit.open("requests")
    visit.page.locator("main .rows a, main table a").first.click()
    visit.page.wait_for_load_state()


def members(visit: Visit) -> None:
    visit.open("members")


class Screen(NamedTuple):
    account: str
    show: Callable[[Visit], None]
    size: dict[str, Any] = DESK


SCREENS = {
    "home": Screen("customs-xa", home),
    "library": Screen("customs-xa", library, HIGH),
    "alert": Screen("customs-xa", alert),
    "nominal": Screen("customs-xa", nominal),
    "write": Screen("customs-xa", write, HIGH),
    "topic": Screen("customs-xa", topic),
    "permit": Screen("customs-xa", permit, PHONE),
    "publish": Screen("secretariat", publish, LOW),
    "requests": Screen("secretariat", requests),
    "members": Screen("secretariat", members, LOW),
}


def take_all(portal: Portal) -> None:
    total = 0
    for language in written():
        folder = STATIC / DIRECTORY / language
        folder.mkdir(parents=True, exist_ok=True)
        for name, screen in SCREENS.items():
            file = folder / f"{name}.webp"
            with page_of(screen.account, portal.address, viewport=screen.size) as page:
                page.goto(f"{portal.address}/login?set_language={language}")
                screen.show(Visit(page, portal, language))
                page.wait_for_load_state("networkidle")
                picture = page.screenshot(animations="disabled", caret="hide")
            with Image.open(BytesIO(picture)) as taken:
                taken.convert("RGB").save(file, quality=QUALITY, method=6)
            total += file.stat().st_size
    print(f"pictures of the help: {total // 1024} kB", flush=True)


def written() -> Iterator[str]:
    """The languages in which there is a help of its own."""
    (original, *others) = LANGUAGES
    yield original
    title = help_text("members", original).title
    yield from (one for one in others if help_text("members", one).title != title)
