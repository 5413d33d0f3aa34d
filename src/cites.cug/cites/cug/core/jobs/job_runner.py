"""One run of a job: in each portal that has the add-on, as nobody, in a transaction."""

import logging
import traceback
import transaction
import Zope2
from AccessControl.SecurityManagement import noSecurityManager
from cites.cug.core.jobs.interfaces import IClockJob
from cites.cug.core.settings.deployment import public_url
from cites.cug.interfaces import ICugLayer
from collections.abc import Iterator
from contextlib import closing, contextmanager
from plone.browserlayer.utils import registered_layers
from Products.CMFCore.interfaces import ISiteRoot
from Testing.makerequest import makerequest
from typing import Any
from urllib.parse import urlsplit
from zope.component.hooks import setSite
from zope.globalrequest import clearRequest, setRequest


logger = logging.getLogger("cites.cug.clock")
#: Outside of any portal.
NOWHERE = ""
#: Job → portal → the last error there: a job that goes on failing is logged once.
_failing: dict[str, dict[str, type[Exception]]] = {}


def run_job(name: str, job: IClockJob) -> bool:
    """Run a job in every portal. Returns whether more work is waiting in one of them."""
    try:
        app = makerequest(Zope2.app())
        with closing(app._p_jar):
            sites = [site for site in app.objectValues() if ISiteRoot.providedBy(site)]
            failing = _failing.get(name, {})
            for place in failing.keys() - {site.getId() for site in sites}:
                failing.pop(place, None)
            return max((_run_in(site, name, job) for site in sites), default=False)
    except Exception as error:
        _note_failure(name, NOWHERE, error)
        return False


def _run_in(portal: Any, name: str, job: Any) -> bool:
    try:
        with _inside(portal), transaction.manager:
            more = ICugLayer in registered_layers() and bool(job.run())
    except Exception as error:
        _note_failure(name, portal.getId(), error)
        return False
    _failing.get(name, {}).pop(portal.getId(), None)
    return more


@contextmanager
def _inside(portal: Any) -> Iterator[None]:
    """Make the portal the current site, with the public addresses of its objects."""
    request = portal.REQUEST
    address = urlsplit(public_url())
    request.setServerURL(address.scheme, address.hostname, address.port)
    request["PARENTS"] = [portal]
    request.setVirtualRoot(address.path)
    noSecurityManager()
    setRequest(request)
    setSite(portal)
    try:
        yield
    finally:
        setSite(None)
        clearRequest()


def failure_of(name: str) -> str | None:
    """The class of the error with which the last run failed; None if it went well in all
    portals.
    """
    errors = list(_failing.get(name, {}).values())
    return errors[0].__name__ if errors else None


def _note_failure(name: str, place: str, error: Exception) -> None:
    failing = _failing.setdefault(name, {})
    if failing.get(place) is not type(error):
        failing[place] = type(error)
        log_failure(name, error)


def log_failure(name: str, error: Exception) -> None:
    """Log where a job failed, without the error's message, which may hold secrets."""
    where = "".join(traceback.format_tb(error.__traceback__))
    logger.error("Job %s failed: %s\n%s", name, type(error).__name__, where)
