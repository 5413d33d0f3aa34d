"""What the audit trail is told of requests: that they were refused, and reads of what is
marked for named recipients.

What a reader gets counts, whichever page or service gives it. Refusals are written when
the request's transaction is over: it may hold what the trail needs.
"""

import logging
import transaction
from Acquisition import aq_base
from cites.cug.access.guard import caller
from cites.cug.access.policy import HANDLING_NAMED_ONLY
from cites.cug.access.publication import content_on_the_way, published_view
from cites.cug.core.plone_internals.publishing import service_name
from cites.cug.core.trail.lately import Lately
from cites.cug.core.trail.networks import network_of
from cites.cug.core.trail.refusals import (
    FORBIDDEN,
    note_refused,
    Refused,
    THROTTLED,
    write_counted,
)
from cites.cug.core.trail.trail import CREDENTIAL, record
from cites.cug.interfaces import IClosedUserGroup, ICugLayer
from http import HTTPStatus
from plone.rest.interfaces import IService
from Products.CMFCore.interfaces import ISiteRoot
from typing import Any
from zope.component import adapter
from zope.component.hooks import getSite
from ZPublisher.interfaces import (
    IPubBeforeAbort,
    IPubBeforeCommit,
    IPubFailure,
    IPubSuccess,
)


logger = logging.getLogger(__name__)

#: Keys of ``request.other``: where the request was refused, if that is known; whose
#: log-in was not even tried; what is to be written.
STEP = "cites.cug.access.refused-at"
PAUSED = "cites.cug.access.log-in-paused"
NOTED = "cites.cug.access.refused"
ACTIONS = {
    HTTPStatus.FORBIDDEN.value: FORBIDDEN,
    HTTPStatus.TOO_MANY_REQUESTS.value: THROTTLED,
}
#: Where a request is refused, unless something says otherwise.
STEPS = {FORBIDDEN: "rule", THROTTLED: "limit"}
LOGIN = "log-in"

READ = "red.read"
#: A read is recorded once in so many seconds for each reader and thing, as far as a
#: process knows.
READ_EVERY = 60 * 60
_read = Lately(READ_EVERY)


def refused_at(request: Any, step: str) -> None:
    """Say where a request was refused; the first to say so knows best."""
    request.other.setdefault(STEP, step)


@adapter(IPubBeforeCommit)
def look_at_answer(event: Any) -> None:
    """The answer is decided; what the request wrote is not kept yet."""
    request = event.request
    status = request.response.getStatus()
    if status in ACTIONS or PAUSED in request.other:
        _note(request, status)
    elif status == HTTPStatus.OK and request.method == "GET":
        _record_read(request)


@adapter(IPubBeforeAbort)
def look_at_failure(event: Any) -> None:
    request = event.request
    status = request.response.getStatus()
    if not event.retry and (status in ACTIONS or PAUSED in request.other):
        _note(request, status)


def _note(request: Any, status: int) -> None:
    """Put together what is written later, while the objects can still be read."""
    if not ICugLayer.providedBy(request) or getSite() is None:
        return
    try:
        request.other[NOTED] = _refused(request, status)
    except Exception:  # the answer counts, and that the transaction ends
        logger.exception("A refusal cannot be told to the trail")


def _refused(request: Any, status: int) -> Refused:
    portal = "/".join(getSite().getPhysicalPath())
    if PAUSED in request.other:
        actor, action, target = request.other[PAUSED], THROTTLED, portal
        step: str = LOGIN
    else:
        actor, action = caller() or "", ACTIONS[status]
        target = "/".join(content_on_the_way(request)[0].getPhysicalPath())
        step = request.other.get(STEP, STEPS[action])
    return Refused(
        actor,
        action,
        target,
        portal,
        network_of(request.getClientAddr()),
        request.other.get(CREDENTIAL),
        step,
        _what(request),
        request.method,
    )


def _what(request: Any) -> str:
    """The name under which the page or service is registered; no words of an address."""
    view = published_view(request)
    is_service = IService.providedBy(view)
    return service_name(request, view) if is_service else getattr(view, "__name__", "")


@adapter(IPubSuccess)
def write_refusal(event: Any) -> None:
    _write(event.request)


@adapter(IPubFailure)
def write_refusal_of_failed(event: Any) -> None:
    if event.retry:
        event.request.other.pop(NOTED, None)
    else:
        _write(event.request)


def _write(request: Any) -> None:
    noted = request.other.pop(NOTED, None)
    if noted is None:
        write_counted()
    else:
        note_refused(noted)


def _record_read(request: Any) -> None:
    user_id = caller()
    if user_id is None or not ICugLayer.providedBy(request):
        return
    steps = content_on_the_way(request)
    if not any(map(_is_for_named, steps)):
        return
    thing = steps[0]
    one = user_id, "/".join(thing.getPhysicalPath())
    if _read.has(one):
        return
    record(READ, target=thing, acting_user=user_id, detail={"what": _what(request)})
    transaction.get().addAfterCommitHook(_remember, (one,))


def _is_for_named(content: Any) -> bool:
    """Whether it is marked so; groups and the portal never are, and take long to ask."""
    kind = type(aq_base(content))
    is_never = IClosedUserGroup.implementedBy(kind) or ISiteRoot.implementedBy(kind)
    return not is_never and getattr(content, "handling", None) in HANDLING_NAMED_ONLY


def _remember(is_kept: bool, one: tuple[str, str]) -> None:
    if is_kept:
        _read.note(one)
