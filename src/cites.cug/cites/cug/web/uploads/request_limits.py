"""Limits of the size and depth of a request, checked before anything reads it."""

import json
from cites.cug import _
from cites.cug.core.plone_internals.publishing import authorization_header
from cites.cug.core.validation.errors import FieldError
from cites.cug.interfaces import ICugLayer
from cites.cug.web.publishing.error_views import BodyTooLarge, identify
from cites.cug.wsgi.body_limits import (
    limit_of,
    max_file_bytes,
    STRANGERS_BYTES,
    TOO_LARGE,
)
from plone.base.interfaces import IPloneSiteRoot
from typing import Any
from zExceptions import BadRequest
from zope.component import adapter
from zope.component.hooks import site
from zope.i18n import translate
from zope.traversing.interfaces import IBeforeTraverseEvent


#: Deeper JSON has no use here, and some parser below us gives up on it.
MAX_DEPTH = 40


def file_too_large() -> FieldError:
    """What to say of a file that is too large."""
    text = _(
        "common_file_larger_than_mb_error", mapping={"limit": max_file_bytes() // 2**20}
    )
    return FieldError(text)


@adapter(IPloneSiteRoot, IBeforeTraverseEvent)
def refuse_heavy(portal, event) -> None:
    """Refuse a request over the limits, before anything looks into what was sent.

    The door has asked already, but cannot tell whose a name with a password is.
    """
    request = event.request
    if not ICugLayer.providedBy(request):
        return
    # Zope has taken the credentials out of it.
    environ = {**request.environ, "HTTP_AUTHORIZATION": authorization_header(request)}
    most = environ.get(TOO_LARGE) or limit_of(environ)
    if most is not None:
        raise BodyTooLarge(most)
    if int(environ.get("CONTENT_LENGTH") or 0) > STRANGERS_BYTES:
        with site(portal):
            if not identify(request):
                raise BodyTooLarge(STRANGERS_BYTES)
    if "json" in environ.get("CONTENT_TYPE", ""):
        refuse_deep(request.get("BODY") or b"", request)


def refuse_deep(body: bytes, request: Any) -> None:
    """Refuse JSON that is nested too deeply, wherever in the request it stands."""
    if body.count(b"[") + body.count(b"{") <= MAX_DEPTH:
        return
    try:
        if _depth(json.loads(body)) <= MAX_DEPTH:
            return
    except RecursionError:
        pass
    except ValueError:
        return  # whoever reads it says so
    text = _("web_request_limits_json_nested_too_deeply")
    raise BadRequest(translate(text, context=request))


def _depth(value: Any) -> int:
    """Count how deep lists and objects are nested, without recursion."""
    level, depth = [value], 0
    while level := [one for one in level if isinstance(one, dict | list)]:
        depth += 1
        level = [
            inner
            for one in level
            for inner in (one.values() if isinstance(one, dict) else one)
        ]
    return depth
