"""Permits as JSON. Names and addresses appear only for readers who may see them."""

from cites.cug.permits.lookup import LookupAnswer
from cites.cug.permits.permit import Party, Permit
from cites.cug.permits.registry import Attachment, Registered, StatusChange
from cites.cug.permits.revisions import compare_permits, Revision
from cites.cug.permits.rules.case import Warning
from cites.cug.permits.serialization import serialize_permit
from cites.cug.permits.verdict import verdict_of
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from zope.i18nmessageid import Message


PARTIES = ("importer", "exporter")
NOMINAL = tuple(f"{name}." for name in PARTIES)
#: A function that translates a message into the reader's language.
Say = Callable[[Message], str]


def without_parties(permit: Permit) -> Permit:
    """The permit without names and addresses. Countries stay: they name no person."""
    return replace(
        permit,
        importer=Party(country=permit.importer.country),
        exporter=Party(country=permit.exporter.country),
    )


def boxes_json(permit: Permit, *, parties: bool) -> dict[str, Any]:
    """All boxes as JSON; without ``parties`` only the countries of importer and
    exporter.
    """
    boxes = serialize_permit(permit)
    if not parties:
        boxes |= {name: {"country": boxes[name]["country"]} for name in PARTIES}
    return boxes


def permit_json(
    answer: LookupAnswer, url: str, say: Say, *, parties: bool
) -> dict[str, Any]:
    """A permit that was found, with verdict, warnings and changes of status.

    ``url`` is the address of ``@permits``. Scans are listed only with ``parties``,
    because they show names and addresses.
    """
    found = answer.registered
    mine = f"{url}/{found.id}"
    shown = {
        "@id": mine,
        "id": found.id,
        "verdict": answer.verdict.value,
        "status": found.status.value,
        "reason": found.reason,
        "replaced_by": found.replaced_by,
        "changed": found.changed.isoformat(timespec="seconds"),
        "source": found.source.value,
        "revision": found.revision,
        **boxes_json(found.permit, parties=parties),
        "warnings": [warning_json(one, say) for one in answer.warnings],
        "history": [_change(one) for one in answer.history],
    }
    if parties:
        shown["attachments"] = [attachment_json(one, mine) for one in found.attachments]
    return shown


def warning_json(warning: Warning, say: Say) -> dict[str, str]:
    """A warning with its texts in the reader's language."""
    return {
        "code": warning.code,
        "text": say(warning.text),
        "source": say(warning.source),
        "field": warning.field,
    }


def attachment_json(attachment: Attachment, url: str) -> dict[str, Any]:
    """Facts about a scan; ``url`` is the address of its permit."""
    return {
        "number": attachment.number,
        "filename": attachment.filename,
        "content-type": attachment.content_type,
        "size": attachment.size,
        "added": attachment.added.isoformat(timespec="seconds"),
        "download": f"{url}/attachments/{attachment.number}",
    }


def row_json(found: Registered, url: str, today: date) -> dict[str, Any]:
    """A permit as an item of a list; ``url`` is the address of ``@permits``."""
    permit = found.permit
    species = (line.scientific_name for line in permit.lines)
    return {
        "@id": f"{url}/{found.id}",
        "id": found.id,
        "country": permit.country,
        "number": permit.number,
        "type": permit.type.value,
        "status": found.status.value,
        "verdict": verdict_of(found, today).value,
        "valid_from": permit.valid_from and permit.valid_from.isoformat(),
        "valid_until": permit.valid_until and permit.valid_until.isoformat(),
        "species": list(dict.fromkeys(filter(None, species))),
    }


def revisions_json(
    found: Registered, earlier: Sequence[Revision], *, parties: bool
) -> list[dict[str, Any]]:
    """Earlier values of a permit, newest first, each with what the next revision changed.

    ``earlier`` are the revisions, newest first. Without ``parties`` no name or address is
    shown.
    """
    after = (found.permit, *(one.permit for one in earlier))
    return [
        {
            "revision": one.revision,
            "source": one.source.value,
            "replaced": one.replaced.isoformat(timespec="seconds"),
            "permit": boxes_json(one.permit, parties=parties),
            "differences": [
                difference._asdict()
                for difference in compare_permits(one.permit, next_one)
                if parties or not is_nominal(difference.field)
            ],
        }
        for one, next_one in zip(earlier, after, strict=False)
    ]


def is_nominal(field: str) -> bool:
    """Whether a field like ``importer.street`` holds the name or address of a party."""
    return field.startswith(NOMINAL) and not field.endswith(".country")


def _change(change: StatusChange) -> dict[str, Any]:
    return {
        "status": change.status.value,
        "reason": change.reason,
        "replaced_by": change.replaced_by,
        "changed": change.changed.isoformat(timespec="seconds"),
    }
