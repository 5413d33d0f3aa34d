"""Reads what is asked of the audit trail from a query string."""

from cites.cug import _
from cites.cug.auditing.events import EventSearch, PAGE_SIZE
from cites.cug.layout.times import reader_zone
from cites.cug.validation.errors import invalid
from cites.cug.validation.query_parameters import batch, period, word
from collections.abc import Mapping
from datetime import UTC
from plone import api
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo


TEXTS = ("actor", "action", "target", "q")
FILTERS = (*TEXTS, "since", "until")
PARAMETERS = (*FILTERS, "b_start", "b_size")


def read_event_search(form: Mapping[str, Any]) -> EventSearch:
    """Read the parameters. Raises InvalidValues."""
    texts = {name: word(form, name).strip() for name in TEXTS if form.get(name)}
    if "target" in texts:
        texts["target"] = _path(texts["target"])
    since, until = period(form)
    start, size = batch(form, PAGE_SIZE)
    chosen = reader_zone()
    zone = ZoneInfo(chosen) if chosen else UTC
    return EventSearch(
        **texts, since=since, until=until, zone=zone, start=start, size=size
    )


def _path(target: str) -> str:
    """The path of a thing of the portal, given as its address or its path."""
    portal = api.portal.get()
    url, path = portal.absolute_url(), "/".join(portal.getPhysicalPath())
    if target == url or target.startswith(f"{url}/"):
        return path + urlsplit(target.removeprefix(url)).path.rstrip("/")
    if target.startswith("/"):
        return target.rstrip("/")
    raise invalid("target", _("An address or a path of this portal is expected."))
