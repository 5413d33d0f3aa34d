"""Makes drafts of all alerts of a table, or none."""

from cites.cug import _
from cites.cug.access.guard import group_of, require
from cites.cug.access.policy import Permission
from cites.cug.core.trail.trail import record
from cites.cug.core.validation.errors import invalid
from cites.cug.exchange.alert_imports import runs
from cites.cug.exchange.alert_imports.drafts import DraftMaker
from cites.cug.exchange.alert_imports.duplicates import Duplicate, find_duplicates
from cites.cug.exchange.alert_imports.reading import FoundAlert, Told
from cites.cug.exchange.alert_imports.sources import find_sources
from cites.cug.web.confirmation.requirement import require_confirmation
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from secrets import token_hex
from typing import Any, NamedTuple
from zope.container.contained import notifyContainerModified


IMPORTED = "exchange.import"
#: Fields with words that somebody has typed.
TEXTS = ("title", "description", "location", "legal_provision", "seizure_id")


#: Most characters that one request checks, which may take a minute and a half.
MAX_CHARACTERS = 5_000_000
TOO_LONG = _(
    "The text is longer than ${limit} characters.", mapping={"limit": MAX_CHARACTERS}
)


class Imported(NamedTuple):
    """What came of an import, or would."""

    created: int
    skipped: int
    duplicates: list[Duplicate]


def preview(folder: Any, alerts: Sequence[FoundAlert], *, keep: bool) -> Imported:
    """What an import would do; ``keep``: duplicates are made too. Raises WrongRows."""
    duplicates = find_duplicates(group_of(folder), alerts)
    made = _without(alerts, [] if keep else duplicates)
    find_sources(group_of(folder), made)
    return Imported(len(made), len(alerts) - len(made), duplicates)


def _without(
    alerts: Sequence[FoundAlert], duplicates: Sequence[Duplicate]
) -> list[FoundAlert]:
    skipped = {one.row for one in duplicates}
    return [alert for alert in alerts if alert.row not in skipped]


def _contents_of(alert: FoundAlert, sources: Mapping[str, str]) -> dict[str, Any]:
    """What a draft stores; it is bound to what it was exported from."""
    bound = {"origins": dict(sources)} if sources else {}
    return {**alert.content(), **bound}


def check_texts(
    folder: Any, alerts: Sequence[FoundAlert], confirmed: str, *, acting_user: str
) -> None:
    """Raise NonNominal for texts that may name somebody, without a reason for it.

    Raises InvalidValues for more text than can be checked in a request.
    """
    texts: dict[str, str] = {}
    seen: set[str] = set()
    for alert in alerts:
        for name, text in _texts_of(alert):
            # Tables repeat most of their words.
            if text and text not in seen:
                seen.add(text)
                texts[f"rows[{alert.row}].{name}"] = text
    if sum(map(len, texts.values())) > MAX_CHARACTERS:
        raise invalid("file", TOO_LONG)
    require_confirmation(folder, texts, confirmed, acting_user=acting_user)


def _texts_of(alert: FoundAlert) -> Iterator[tuple[str, str]]:
    for name in TEXTS:
        yield name, alert.values.get(name, "")
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
    """Make drafts of the acting user of all alerts that are not there already.

    Many are made in several transactions (``runs``); it ends within one that is not
    committed yet.
    """
    require(Permission.ADD_ALERT, folder)
    # What a killed one has left would count as duplicates.
    runs.make_way(folder, acting_user)
    found = preview(folder, alerts, keep=keep)
    made = _without(alerts, [] if keep else found.duplicates)
    sources = find_sources(group_of(folder), made)
    contents = [partial(_contents_of, one, sources.get(one.row, {})) for one in made]
    if len(contents) > runs.PART:
        runs.finish(
            runs.make_in_parts(folder, contents, told=told, acting_user=acting_user)
        )
    else:
        maker = DraftMaker(folder)
        for content in contents:
            maker.add(token_hex(8), content())
        # Once, and not for each: the folder is indexed anew by it.
        notifyContainerModified(folder)
    detail = {"items": len(contents), "skipped": found.skipped}
    record(IMPORTED, target=folder, acting_user=acting_user, detail=detail)
    return found
