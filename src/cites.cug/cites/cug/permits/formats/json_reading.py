"""Reads permits from JSON: one object, a list of objects, or ``{"permits": […]}``.

Names are those of ``GET @permits/{id}``. An answer of that service can be sent back as it
is: keys that are not boxes of the form are ignored.
"""

import json
from cites.cug import _
from cites.cug.permits.formats.raw_permit import Fault, RawPermit, UnreadableFile
from cites.cug.permits.validation import unknown
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any, BinaryIO


#: The file is held in memory, and takes several times its size there.
MAX_BYTES = 16 * 2**20
#: Keys that ``serializers.permit_json`` adds to the boxes.
SAID = frozenset(
    {
        "@id",
        "id",
        "verdict",
        "status",
        "reason",
        "replaced_by",
        "changed",
        "source",
        "revision",
        "warnings",
        "history",
        "attachments",
    }
)


def read_json(stream: BinaryIO) -> Iterator[RawPermit]:
    """The permits of a file, unchecked. Raises UnreadableFile."""
    data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        text = _(
            "common_file_larger_than_mb_error", mapping={"limit": MAX_BYTES // 2**20}
        )
        raise UnreadableFile(Fault(text))
    values = _load(data)
    if isinstance(values, dict):
        if "permits" not in values:
            yield RawPermit(_boxes(values))
            return
        others = sorted(values.keys() - {"permits"})
        if others:
            wrong = map(unknown, others)
            raise UnreadableFile(*(Fault(one.message, field=one.place) for one in wrong))
        values = values["permits"]
    if not isinstance(values, list) or not values:
        raise UnreadableFile(
            Fault(_("permits_json_reading_send_permit_list_permits_error"))
        )
    for position, value in enumerate(values):
        if not isinstance(value, dict):
            text = _("common_this_cannot_be_understood_error")
            raise UnreadableFile(Fault(text, field=f"[{position}]"))
        yield RawPermit(_boxes(value), place=f"[{position}].")


def _boxes(value: dict[str, Any]) -> dict[str, Any]:
    return {name: inside for name, inside in value.items() if name not in SAID}


def _load(data: bytes) -> Any:
    try:
        return json.loads(
            data,
            parse_float=Decimal,
            parse_constant=_refuse,
            object_pairs_hook=_object,
        )
    except json.JSONDecodeError as error:
        text = _(
            "permits_json_reading_file_json_here_character_text",
            mapping={"column": error.colno},
        )
        raise UnreadableFile(Fault(text, error.lineno)) from error
    except UnreadableFile:
        raise
    except (ValueError, RecursionError, InvalidOperation) as error:
        raise UnreadableFile(
            Fault(_("permits_json_reading_file_read_json_error"))
        ) from error


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse an object that has the same name twice: Python would drop the first
    value.
    """
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            text = _(
                "permits_json_reading_the_name_occurs_twice", mapping={"name": name[:60]}
            )
            raise UnreadableFile(Fault(text))
        found[name] = value
    return found


def _refuse(constant: str) -> None:
    raise ValueError(constant)
