"""Content negotiation of the REST services (RFC 9110, 12.5.1), in one way for all.

A name with ``@`` is a service whatever ``Accept`` says: plone.rest, which would look for
a page instead, is told that JSON is asked for (``wsgi_filter.py``). Which media type the
answer has is decided here, by what the sender accepts and the service produces.
"""

import re
from cites.cug.core.plone_internals.publishing import service_name
from cites.cug.wsgi.early_answers import (
    accepted_header,
    JSON,
    media_type_of,
    PROBLEM,
)
from collections.abc import Collection, Mapping
from plone.rest.interfaces import IService
from typing import Any
from webob.acceptparse import create_accept_header


#: The end of a media type → what it also is (RFC 6839, RFC 7303).
SUFFIXES = {"+json": (JSON,), "+xml": ("application/xml", "text/xml")}
#: Parameters that say more than which media type it is, such as ``charset``.
OTHER_PARAMETERS = re.compile(r";\s*(?!\s|q=|version=)[^,;]*", re.IGNORECASE)


class NotAcceptable(Exception):
    """The service produces nothing that the sender accepts, only these media types."""

    def __init__(self, produced: Collection[str]):
        super().__init__(", ".join(produced))


def choose_media_type(
    environ: Mapping[str, Any], produced: Collection[str]
) -> str | None:
    """The produced media type that is accepted most, or the first of several; None if no
    type is accepted.
    """
    ranges = [
        one
        for one in OTHER_PARAMETERS.sub("", accepted_header(environ)).split(",")
        if media_type_of(one) not in ("", PROBLEM)
    ]
    if not ranges:
        return next(iter(produced))
    offers: dict[str, str] = {}
    for kind in produced:
        for offer in (kind, *_general_types(kind)):
            offers.setdefault(offer, kind)
    found = create_accept_header(",".join(ranges)).acceptable_offers(list(offers))
    return offers[found[0][0]] if found else None


def _general_types(kind: str) -> tuple[str, ...]:
    name = media_type_of(kind)
    return next((more for end, more in SUFFIXES.items() if name.endswith(end)), ())


def check_acceptable(request: Any, view: Any) -> None:
    """Raise NotAcceptable if a named service produces nothing that is accepted."""
    if not IService.providedBy(view) or not service_name(request, view).startswith("@"):
        return
    produced = getattr(view, "media_types", (JSON,))
    if produced and choose_media_type(request.environ, produced) is None:
        raise NotAcceptable(produced)
