"""What the first readers after a start would wait for is made ready behind them.

The index of a library is put together from its chunks once for each process, which takes
seconds in a large one; connections copy it from each other
(``library/lists/bitmaps.py``). The templates that most pages begin with are
compiled, and the rules and lists are loaded with which texts are looked through for
names.
"""

import logging
import Zope2
from cites.cug.core.jobs.background import begin
from cites.cug.core.settings.deployment import is_deployment
from cites.cug.library.lists.bitmaps import library_index
from cites.cug.operations.portals import find_portals
from cites.cug.web.layout.interfaces import IFirstPage
from cites.cug.web.layout.page import PortalTemplate
from cites.nonnominal import check
from collections.abc import Callable
from functools import partial
from threading import Event
from typing import Any
from ZODB.DB import DB
from zope.component import adapter, getUtilitiesFor
from zope.processlifetime import IProcessStarting


logger = logging.getLogger("cites.cug.operations")
ROOT = "Application"


@adapter(IProcessStarting)
def warm(_event: object) -> None:
    """Begin, in a thread of its own: the portal serves meanwhile."""
    if is_deployment():
        begin("warming", partial(_warm, Zope2.DB))


def _warm(database: DB, ending: Event) -> None:
    steps: list[Callable[[], object]] = [partial(put_together, database)]
    steps += [partial(compile_template, page) for page in first_templates()]
    steps.append(check.get_ready)
    try:
        for step in steps:
            if not ending.is_set():
                step()
    except Exception as error:
        # Readers wait a little, and whatever is wrong shows where it is used.
        logger.warning("Not warmed: %s", type(error).__name__)


def first_templates() -> list[Any]:
    """The frame, and the pages that most readers begin with."""
    pages = [page.template for _name, page in getUtilitiesFor(IFirstPage)]
    return [PortalTemplate.main_template, *pages]


def compile_template(template: Any) -> list[str]:
    """Compile a page, as its first reader would. Returns the names of its macros."""
    return list(template.macros.names)


def put_together(database: DB) -> None:
    """Read the index of each portal in a connection that goes back to the others."""
    with database.transaction() as connection:
        for portal in find_portals(connection.root()[ROOT]):
            _read(portal)


def _read(portal: Any) -> None:
    library_index(portal.portal_catalog).numObjects()
