"""Writing an alert through the form and changing its state, as members do."""

from playwright.sync_api import Locator, Page
from tests.chromium.portal import Portal


def line(page: Page, number: int) -> Locator:
    """The inputs of one specimen."""
    return page.locator(".specimen").nth(number - 1)


def fill_line(page: Page, number: int, species: str, term: str, quantity: str) -> None:
    inputs = line(page, number)
    inputs.locator("input[name$=species]").fill(species)
    inputs.get_by_label("Specimen", exact=False).select_option(term)
    inputs.get_by_label("Quantity").fill(quantity)


def start_alert(page: Page, portal: Portal, title: str, text: str) -> None:
    """Fill in what every alert needs, without saving it."""
    page.goto(f"{portal.library}/++add++Alert")
    page.get_by_label("Title").fill(title)
    page.get_by_label("Kind of alert").select_option("seizure")
    page.get_by_label("TLP:GREEN").check()
    write(page, text)


def editor(page: Page) -> Locator:
    """Where the text editor has the text."""
    return page.locator(".ed-text")


def write(page: Page, text: str) -> None:
    editor(page).click()
    page.keyboard.press("Control+End")
    page.keyboard.type(text)


def save(page: Page) -> str:
    """Save the form; the item's address."""
    page.get_by_role("button", name="Save", exact=True).click()
    page.locator("article.bulletin").wait_for()
    return page.url.split("?")[0].removesuffix("/view")


def move(page: Page, action: str) -> None:
    """Change the state by its button, and see that it happened."""
    page.get_by_role("button", name=action).click()
    sure = page.get_by_role("button", name="Share with these readers")
    done = page.locator("[role=status]", has_text="can read it")
    sure.or_(done).wait_for()
    if sure.is_visible():
        sure.click()
        done.wait_for()


def written(page: Page, field: str = "body") -> str:
    """What the form would send of a field."""
    form = "document.querySelector('.ed').closest('form')"
    return page.evaluate(f"new FormData({form}).get('{field}')")


def paste(page: Page, html: str) -> None:
    """From the clipboard, into what is being written."""
    page.evaluate(
        """html => {
            const clipboardData = new DataTransfer();
            clipboardData.setData("text/html", html);
            const options = { clipboardData, bubbles: true, cancelable: true };
            document.activeElement.dispatchEvent(new ClipboardEvent("paste", options));
        }""",
        html,
    )
