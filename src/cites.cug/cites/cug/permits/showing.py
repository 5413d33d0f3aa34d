"""A permit as programs get it; names and addresses only for those who may see them."""

from cites.cug.permits.looking import Answer
from cites.cug.permits.permit import Party
from cites.cug.permits.permit import Permit
from cites.cug.permits.plain import plain
from cites.cug.permits.registry import Attachment
from cites.cug.permits.registry import StatusChange
from cites.cug.permits.rules.case import Warning
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from zope.i18nmessageid import Message


PARTIES = ("importer", "exporter")
#: Says a message in the reader's language.
Say = Callable[[Message], str]


def without_parties(permit: Permit) -> Permit:
    """The same but for names and addresses. Countries are not nominal and stay."""
    countries = {name: Party(country=getattr(permit, name).country) for name in PARTIES}
    return replace(permit, **countries)


def boxes_json(permit: Permit, *, parties: bool) -> dict[str, Any]:
    """All boxes. Of a party, its country is not nominal and always stays."""
    boxes = plain(permit)
    if not parties:
        boxes |= {name: {"country": boxes[name]["country"]} for name in PARTIES}
    return boxes


def permit_json(answer: Answer, url: str, say: Say, *, parties: bool) -> dict[str, Any]:
    """A permit that was found; ``url`` is the one of all permits.

    Scans show names and addresses, and go with them.
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
    return {
        "code": warning.code,
        "text": say(warning.text),
        "source": say(warning.source),
        "field": warning.field,
    }


def attachment_json(attachment: Attachment, url: str) -> dict[str, Any]:
    """``url`` is the one of its permit."""
    return {
        "number": attachment.number,
        "filename": attachment.filename,
        "content-type": attachment.content_type,
        "size": attachment.size,
        "added": attachment.added.isoformat(timespec="seconds"),
        "download": f"{url}/attachments/{attachment.number}",
    }


def _change(change: StatusChange) -> dict[str, Any]:
    return {
        "status": change.status.value,
        "reason": change.reason,
        "replaced_by": change.replaced_by,
        "changed": change.changed.isoformat(timespec="seconds"),
    }
