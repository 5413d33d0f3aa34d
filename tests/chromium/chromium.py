"""The browser of all tests here, and a page that shows the portal to one member."""

import atexit
import shutil
from cites.cug.testing import PASSWORD
from contextlib import contextmanager, suppress
from functools import cache
from playwright.sync_api import Browser, Error, expect, sync_playwright


#: It runs as root in containers, and talks to nobody but the portal.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
#: How long a page may take at most, in milliseconds: machines may be busy.
PATIENCE = 60_000
#: How long its last questions are waited for, in milliseconds.
IDLE = 30_000

expect.set_options(timeout=PATIENCE)


@cache
def chromium() -> Browser:
    """Debian's, started once: Playwright does not run twice in a process."""
    playwright = sync_playwright().start()
    atexit.register(playwright.stop)
    program = shutil.which("chromium-headless-shell")
    return playwright.chromium.launch(executable_path=program, args=list(ARGUMENTS))


@contextmanager
def page_of(user: str, portal: str, **options):
    """A page on which that member is logged in; errors of scripts fail the test."""
    failures = []
    context = chromium().new_context(**options)
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(f"{portal}/login")
    page.fill("[name=__ac_name]", user)
    page.fill("[name=__ac_password]", PASSWORD)
    page.click("[name='buttons.login']")
    page.wait_for_load_state()
    page.on("pageerror", lambda error: failures.append(str(error)))
    page.on("request", lambda request: failures.extend(_foreign(portal, request)))
    try:
        yield page
    finally:
        # What is still asked would be answered by the database of the next test.
        with suppress(Error):
            for one in context.pages:
                one.wait_for_load_state("networkidle", timeout=IDLE)
        context.close()
    assert not failures, failures


def _foreign(portal, request):
    """The address, if something is fetched from elsewhere."""
    own = request.url.startswith((portal, "data:", "blob:"))
    return [] if own else [request.url]
