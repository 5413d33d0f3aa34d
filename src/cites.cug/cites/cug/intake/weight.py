"""How heavy a request may be: refused before anything reads it."""

import json
from cites.cug import _
from cites.cug.intake.json_content import refuse
from cites.cug.intake.mistakes import Mistake
from cites.cug.interfaces import ICugLayer
from plone.base.interfaces import IPloneSiteRoot
from plone.rest.interfaces import IAPIRequest
from typing import Any
from zExceptions import BadRequest
from zope.component import adapter
from zope.i18n import translate
from zope.traversing.interfaces import IBeforeTraverseEvent


#: Files in one field; a form that is sent by a browser may hold several.
MAX_FILE_BYTES = 50 * 2**20
#: JSON carries a file in base64, which is a third longer, beside the other fields.
MAX_JSON_BYTES = MAX_FILE_BYTES * 4 // 3 + 2 * 2**20
#: Files that come together in a form, beside its other fields.
MAX_FILES_BYTES = 100 * 2**20
MAX_FORM_BYTES = MAX_FILES_BYTES + 2 * 2**20
#: Deeper JSON has no use here, and some parser below us gives up on it.
MAX_DEPTH = 40


def file_too_large() -> Mistake:
    """What to say of a file that is too large."""
    text = _(
        "The file is larger than ${limit} MB.",
        mapping={"limit": MAX_FILE_BYTES // 2**20},
    )
    return Mistake(text)


@adapter(IPloneSiteRoot, IBeforeTraverseEvent)
def refuse_heavy(_portal, event) -> None:
    """Of programs: forms are read to disk, and their fields say what is too large.

    On the way into the portal, because Plone looks for credentials in every JSON that is
    sent, before it knows by whom.
    """
    request = event.request
    length = request.environ.get("CONTENT_LENGTH") or "0"
    if not ICugLayer.providedBy(request) or length == "0" or not length.isdecimal():
        return
    kind = request.environ.get("CONTENT_TYPE", "")
    most = MAX_FORM_BYTES if kind.startswith("multipart/form-data") else MAX_JSON_BYTES
    if IAPIRequest.providedBy(request) and int(length) > most:
        raise refuse(request, "file", file_too_large())
    if "json" in kind:
        _refuse_deep(request)


def _refuse_deep(request) -> None:
    body = request.get("BODY") or b""
    if body.count(b"[") + body.count(b"{") <= MAX_DEPTH:
        return
    try:
        if _depth(json.loads(body)) <= MAX_DEPTH:
            return
    except RecursionError:
        pass
    except ValueError:
        return  # whoever reads it says so
    text = _("The JSON is nested too deeply.")
    raise BadRequest(translate(text, context=request))


def _depth(value: Any) -> int:
    """How many lists and objects lie in each other, found without recursion."""
    level, depth = [value], 0
    while level := [one for one in level if isinstance(one, dict | list)]:
        depth += 1
        level = [
            inner
            for one in level
            for inner in (one.values() if isinstance(one, dict) else one)
        ]
    return depth
