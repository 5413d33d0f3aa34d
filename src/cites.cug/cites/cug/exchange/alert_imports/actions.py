"""Makes drafts of all alerts of a table, in one transaction, or none."""

from cites.cug.access.guard import group_of, require
from cites.cug.access.policy import Permission
from cites.cug.audit.trail import record
from cites.cug.confirmation.requirement import NonNominal, require_confirmation
from cites.cug.exchange.alert_imports.duplicates import Duplicate, find_duplicates
from cites.cug.exchange.alert_imports.reading import FoundAlert, Told
from cites.cug.library.alert import IAlert
from cites.cug.limits.use import trying
from collections.abc import Iterator, Sequence
from copy import copy
from functools import lru_cache
from secrets import token_hex
from typing import Any, NamedTuple
from zope.component import createObject
from zope.container.contained import notifyContainerModified
from zope.event import notify
from zope.lifecycleevent import ObjectAddedEvent, ObjectCreatedEvent
from zope.schema import getFieldsInOrder


IMPORTED = "exchange.import"
#: Makes an alert, by the name of its type.
FACTORY = "Alert"
#: After so many alerts it is told how far it is.
STEP = 50
#: Fields with words that somebody has typed.
TEXTS = ("title", "description", "location", "legal_provision", "seizure_id")


class Imported(NamedTuple):
    """What came of an import, or would."""

    created: int
    skipped: int
    duplicates: list[Duplicate]


def preview(folder: Any, alerts: Sequence[FoundAlert], *, keep: bool) -> Imported:
    """What an import would do; ``keep``: duplicates are made too."""
    duplicates = find_duplicates(group_of(folder), alerts)
    skipped = 0 if keep else len(duplicates)
    return Imported(len(alerts) - skipped, skipped, duplicates)


def check_texts(
    folder: Any, alerts: Sequence[FoundAlert], confirmed: str, *, acting_user: str
) -> None:
    """Raise NonNominal for texts that may name somebody, without a reason for it."""
    texts: dict[str, str] = {}
    seen: set[str] = set()
    for alert in alerts:
        for name, text in _texts_of(alert):
            # Tables repeat most of their words.
            if text and text not in seen:
                seen.add(text)
                texts[f"rows[{alert.row}].{name}"] = text
    with trying(group_of(folder), acting_user, NonNominal):
        require_confirmation(folder, texts, confirmed, acting_user=acting_user)


def _texts_of(alert: FoundAlert) -> Iterator[tuple[str, str]]:
    for name in TEXTS:
        yield name, alert.values.get(name) or ""
    for line in alert.lines:
        yield "species", line["species"]
    yield "note", "\n".join(alert.notes)


def import_alerts(
    folder: Any,
    alerts: Sequence[FoundAlert],
    *,
    keep: bool,
    acting_user: str,
    told: Told,
) -> Imported:
    """Make drafts of the acting user of all alerts that are not there already."""
    require(Permission.ADD_ALERT, folder)
    found = preview(folder, alerts, keep=keep)
    skipped = set() if keep else {one.row for one in found.duplicates}
    wanted = [alert for alert in alerts if alert.row not in skipped]
    for count, alert in enumerate(wanted):
        if count % STEP == 0:
            told(count, len(wanted))
        _add(folder, alert)
    # Once, and not for each: the folder is indexed anew by it.
    notifyContainerModified(folder)
    detail = {"items": len(wanted), "skipped": len(skipped)}
    record(IMPORTED, target=folder, acting_user=acting_user, detail=detail)
    return found


def _add(folder: Any, alert: FoundAlert) -> None:
    """Add a draft as Plone would, without what it does again for each of thousands."""
    item = createObject(FACTORY)
    for name, value in {**_empty_values(), **alert.content()}.items():
        setattr(item, name, value)
    item.id = token_hex(8)
    # For CMFEditions: a draft that nobody has changed is its own first version, and
    # saving that doubles the time.
    item.versioning_enabled = False
    notify(ObjectCreatedEvent(item))
    folder._setObject(item.id, item, suppress_events=True)
    notify(ObjectAddedEvent(folder[item.id], folder, item.id))
    del item.versioning_enabled


def _empty_values() -> dict[str, Any]:
    """The value of each field that the table says nothing of."""
    # Stored values are found much sooner than defaults of the schema.
    return {name: copy(default) for name, default in _defaults()}


@lru_cache(maxsize=1)
def _defaults() -> list[tuple[str, Any]]:
    return [(name, field.bind(None).default) for name, field in getFieldsInOrder(IAlert)]
