"""A demonstration portal for all tests, and its members at their pages."""

import pytest
import time
from math import inf
from playwright.sync_api import Page
from tests.chromium.chromium import new_context
from tests.chromium.letters import letters_of
from tests.chromium.portal import Portal
from tests.deployment.processes import demonstration


#: Seconds that a session is used: it ends after half an hour in which nobody uses it.
USED = 600


@pytest.fixture(scope="session")
def portal(tmp_path_factory):
    directory = tmp_path_factory.mktemp("browser")
    with demonstration(directory) as address:
        password = (directory / "var" / "admin-password").read_text().strip()
        yield Portal(address, password)


@pytest.fixture
def named(portal: Portal):
    """The portal by a name: passkeys belong to names, not to numbers."""
    address = portal.address.replace("127.0.0.1", "localhost")
    return portal._replace(address=address)


@pytest.fixture(scope="session")
def sessions():
    """What the browser keeps of each account that has logged in, and since when."""
    return {}


@pytest.fixture
def visit(portal: Portal, sessions):
    """A page of an account's own; nobody's without one."""
    contexts = []

    def open_page(account: str | None = None, **options) -> Page:
        since, state = sessions.get(account, (-inf, None))
        if account and time.monotonic() - since > USED:
            context = new_context()
            portal.log_in(context.new_page(), account)
            since, state = time.monotonic(), context.storage_state()
            sessions[account] = since, state
            context.close()
        context = new_context(storage_state=state, locale="en-GB", **options)
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def letters(portal, tmp_path):
    """What the portal sends."""
    with letters_of(portal, tmp_path) as taken:
        yield taken
