"""A browser that shows the portal to one member."""

import shutil
from cites.cug.testing import PASSWORD
from contextlib import contextmanager
from playwright.sync_api import sync_playwright


@contextmanager
def page_of(user: str, portal: str, **options):
    """A page on which that member is logged in; errors of scripts fail the test."""
    failures = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        page = browser.new_context(**options).new_page()
        page.set_default_timeout(20_000)
        page.goto(f"{portal}/login")
        page.fill("[name=__ac_name]", user)
        page.fill("[name=__ac_password]", PASSWORD)
        page.click("[name='buttons.login']")
        page.wait_for_load_state()
        page.on("pageerror", lambda error: failures.append(str(error)))
        page.on("request", lambda request: failures.extend(_foreign(portal, request)))
        yield page
        browser.close()
    assert not failures, failures


def _foreign(portal, request):
    """The address, if something is fetched from elsewhere."""
    own = request.url.startswith((portal, "data:", "blob:"))
    return [] if own else [request.url]
