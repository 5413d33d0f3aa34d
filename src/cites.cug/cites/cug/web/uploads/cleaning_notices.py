"""What cleaning took out of the files of a request: told to whoever sent them.

Values go into the answer to the sender, and nowhere else: neither on disk nor in a log.
"""

from cites.cug import _
from cites.cug.interfaces import ICugLayer
from cites.cug.web.layout.lists import enumeration
from cites.nonnominal.files.cleaned import FoundMetadata
from cites.nonnominal.files.words import kinds_of
from plone.rest.interfaces import IAPIRequest
from Products.statusmessages.interfaces import IStatusMessage
from typing import Any
from zope.annotation.interfaces import IAnnotations
from zope.component import adapter
from zope.globalrequest import getRequest
from zope.i18n import translate
from ZPublisher.interfaces import IPubBeforeCommit


KEY = "cites.cug.removed"
REFUSED = 400


def note_removed(filename: str, found: list[FoundMetadata]) -> None:
    """Keep for the answer what was removed. Without a request nobody is told."""
    request = getRequest()
    if request is not None and found:
        IAnnotations(request).setdefault(KEY, {})[filename] = found


def removed_from(request: Any) -> dict[str, Any]:
    """``metadata_removed`` for the answer of a service; nothing if nothing was."""
    noted = IAnnotations(request).get(KEY, {})
    items = [
        {"filename": filename, **one._asdict()}
        for filename, found in noted.items()
        for one in found
    ]
    return {"metadata_removed": items} if items else {}


def tell_removed(request: Any) -> str:
    """A sentence for each file, to be shown now; none of them is told again."""
    noted = IAnnotations(request).pop(KEY, {})
    sentences = []
    language = request.get("LANGUAGE") or "en"
    for filename, found in noted.items():
        kinds = [translate(kind, context=request) for kind in kinds_of(found)]
        if kinds:
            text = _(
                "web_cleaning_notices_removed_from",
                mapping={"name": filename, "what": enumeration(kinds, language)},
            )
            sentences.append(translate(text, context=request))
    return " ".join(sentences)


@adapter(IPubBeforeCommit)
def tell_on_next_page(event: Any) -> None:
    """Tell the sender on the next page, after a form was taken."""
    request = event.request
    if not ICugLayer.providedBy(request) or IAPIRequest.providedBy(request):
        return
    if request.response.getStatus() < REFUSED and (sentence := tell_removed(request)):
        IStatusMessage(request).add(sentence, type="info")
