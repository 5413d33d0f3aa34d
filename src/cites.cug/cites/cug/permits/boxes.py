"""The boxes of the standard form: number, label, and what is filled in.

Labels as on the form (Resolution Conf. 12.3, Annex 2), in the order of the form; the
names are those of ``permit.Permit`` and its parts.
"""

import re
from cites.cug import _
from enum import StrEnum
from typing import NamedTuple
from zope.i18nmessageid import Message


class BoxKind(StrEnum):
    """What a box holds."""

    LINE = "line"
    TEXT = "text"
    DAY = "day"
    AMOUNT = "amount"
    CODE = "code"
    YES_NO = "yes_no"


class Box(NamedTuple):
    number: str
    title: Message
    kind: BoxKind = BoxKind.LINE
    #: Of which code list the code is; "" for the few that the program knows itself.
    codes: str = ""


PERMIT = {
    "type": Box("1", _("Type of document"), BoxKind.CODE),
    "type_text": Box("1", _("What other document")),
    "country": Box("1", _("Country of issue"), BoxKind.CODE, "country"),
    "number": Box("1", _("Permit or certificate No.")),
    "copy": Box("1", _("Copy"), BoxKind.YES_NO),
    "valid_from": Box("2", _("Valid from"), BoxKind.DAY),
    "valid_until": Box("2", _("Valid until"), BoxKind.DAY),
    "special_conditions": Box("5", _("Special conditions"), BoxKind.TEXT),
    "purpose": Box("5a", _("Purpose of the transaction"), BoxKind.CODE, "purpose"),
    "security_stamp": Box("5b", _("Security stamp No.")),
    "authority": Box("6", _("Management Authority")),
    "issue_place": Box("13", _("Place of issue")),
    "issued": Box("13", _("Date of issue"), BoxKind.DAY),
    "transport_document": Box("15", _("Bill of lading or air waybill No.")),
}
PARTIES = {
    "importer": Box("3", _("Importer")),
    "exporter": Box("4", _("Exporter or re-exporter")),
}
PARTY = {
    "name": Box("", _("Name")),
    "street": Box("", _("Street")),
    "post_box": Box("", _("Post box")),
    "postcode": Box("", _("Postcode")),
    "city": Box("", _("Town")),
    "subdivision": Box("", _("Region")),
    "country": Box("", _("Country"), BoxKind.CODE, "country"),
}
LINE = {
    "block": Box("", _("Block")),
    "scientific_name": Box("7", _("Scientific name")),
    "common_name": Box("8", _("Common name")),
    "term": Box("9", _("Kind of specimen"), BoxKind.CODE, "term"),
    "description": Box("9", _("Description"), BoxKind.TEXT),
    "marks": Box("9", _("Marks or numbers"), BoxKind.TEXT),
    "appendix": Box("10", _("Appendix"), BoxKind.CODE),
    "source": Box("10", _("Source"), BoxKind.CODE, "source"),
    "second_source": Box("10", _("Second source"), BoxKind.CODE, "source"),
    "quantity": Box("11", _("Quantity"), BoxKind.AMOUNT),
    "unit": Box("11", _("Unit"), BoxKind.CODE, "unit"),
    "used_to_date": Box("11a", _("Exported so far this year"), BoxKind.AMOUNT),
    "quota": Box("11a", _("Annual quota"), BoxKind.AMOUNT),
    "origin_country": Box("12", _("Country of origin"), BoxKind.CODE, "country"),
    "origin_permit": Box("12", _("Permit No. of origin")),
    "origin_date": Box("12", _("Date of that permit"), BoxKind.DAY),
    "last_reexport_country": Box(
        "12a", _("Country of last re-export"), BoxKind.CODE, "country"
    ),
    "last_reexport_permit": Box("12a", _("Certificate No. of last re-export")),
    "last_reexport_date": Box("12a", _("Date of that certificate"), BoxKind.DAY),
    "operation": Box("12b", _("No. of the operation")),
    "acquired": Box("12b", _("Date of acquisition"), BoxKind.DAY),
    "endorsed_quantity": Box("14", _("Quantity seen leaving"), BoxKind.AMOUNT),
}
ENDORSEMENT = {
    "port": Box("14", _("Port of exit")),
    "date": Box("14", _("Date seen leaving"), BoxKind.DAY),
}
TABLES = {
    "": PERMIT,
    "lines": LINE,
    "endorsement": ENDORSEMENT,
    **dict.fromkeys(PARTIES, PARTY),
}
_PLACE = re.compile(r"(?:(?P<part>\w+)(?:\[(?P<position>\d+)\])?\.)?(?P<name>\w+)")


class BoxPlace(NamedTuple):
    """Where ``lines[2].quantity``, ``importer.name`` or ``number`` stands in the form."""

    #: "", "lines", "endorsement", "importer" or "exporter".
    part: str
    #: Among the lines, from 0.
    position: int
    name: str
    box: Box


def at(field: str) -> BoxPlace | None:
    """The place of a field; None if there is no such box."""
    match = _PLACE.fullmatch(field)
    if match is None:
        return None
    part, position = match["part"] or "", int(match["position"] or 0)
    box = TABLES.get(part, {}).get(match["name"])
    return box and BoxPlace(part, position, match["name"], box)
