"""The browser of all tests here, and a page that shows the portal to one member."""

import atexit
import shutil
import time
from cites.cug.demo.testing import PASSWORD
from contextlib import contextmanager, suppress
from functools import cache
from playwright.sync_api import Browser, BrowserContext, Error, expect, sync_playwright
from typing import Any


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
PATIENCE = 180_000
#: How long its last questions are waited for, in seconds.
IDLE = 60

expect.set_options(timeout=PATIENCE)


@cache
def chromium() -> Browser:
    """Debian's, started once: Playwright does not run twice in a process."""
    playwright = sync_playwright().start()
    atexit.register(playwright.stop)
    program = shutil.which("chromium-headless-shell")
    return playwright.chromium.launch(executable_path=program, args=list(ARGUMENTS))


def new_context(**options: Any) -> BrowserContext:
    """A browser that knows nobody yet, and is patient in all that it does."""
    context = chromium().new_context(**options)
    context.set_default_timeout(PATIENCE)
    return context


@contextmanager
def page_of(user: str, portal: str, **options):
    """A page on which that member is logged in; errors of scripts fail the test."""
    failures, asked = [], set()
    context = new_context(**options)
    context.on("request", lambda request: asked.add(request))
    context.on("response", lambda response: asked.discard(response.request))
    context.on("requestfailed", lambda request: asked.discard(request))
    page = context.new_page()
    page.goto(f"{portal}/login")
    page.fill("[name=__ac_name]", user)
    page.fill("[name=__ac_password]", PASSWORD)
    with page.expect_navigation():
        page.click("[name='buttons.login']")
    page.on("pageerror", lambda error: failures.append(str(error)))
    page.on("request", lambda request: failures.extend(_foreign(portal, request)))
    try:
        yield page
    finally:
        # What is still asked would be answered by the database of the next test. Of a
        # page that was idle once, Playwright does not say whether it is so again.
        ends = time.monotonic() + IDLE
        with suppress(Error):
            while asked and time.monotonic() < ends:
                page.wait_for_timeout(20)
        context.close()
    assert not failures, failures


def _foreign(portal, request):
    """The address, if something is fetched from elsewhere."""
    own = request.url.startswith((portal, "data:", "blob:"))
    return [] if own else [request.url]
