"""A demonstration portal for all tests, and its members at their pages."""

import pytest
from playwright.sync_api import Page
from tests.chromium.chromium import chromium, PATIENCE
from tests.chromium.portal import Portal
from tests.deployment.processes import demonstration


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
    """What the browser keeps of each account that has logged in."""
    return {}


@pytest.fixture
def visit(portal: Portal, sessions):
    """A page of an account's own; nobody's without one."""
    contexts = []

    def open_page(account: str | None = None, **options) -> Page:
        if account and account not in sessions:
            context = chromium().new_context()
            portal.log_in(context.new_page(), account)
            sessions[account] = context.storage_state()
            context.close()
        context = chromium().new_context(
            storage_state=sessions.get(account), locale="en-GB", **options
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
