"""The boxes of a CITES permit as schema fields, in the order of the standard form.

Boxes and labels are those of Resolution Conf. 12.3, Annex 2; names are those of
``permit.Permit`` and its parts. Forms, JSON, XML, tables, pages and comparisons all use
these interfaces.
"""

import re
from cites.cug import _
from cites.cug.permits.fields import (
    AmountBox,
    CodeBox,
    DayBox,
    KnownCodeBox,
    LineBox,
    TaxonBox,
    TextBox,
    YesNoBox,
)
from cites.cug.permits.permit import PermitType
from typing import Any, NamedTuple
from zope import schema
from zope.interface import Interface


MAX_LINES = 500
APPENDICES = {"I": "I", "II": "II", "III": "III"}
PERMIT_TYPES = {
    PermitType.EXPORT: _("Export permit"),
    PermitType.REEXPORT: _("Re-export certificate"),
    PermitType.IMPORT: _("Import permit"),
    PermitType.OTHER: _("Other document"),
}


class IParty(Interface):
    """Importer or exporter. All but the country may name a person."""

    name = LineBox(_("Name"), max_length=500)
    street = LineBox(_("Street"), max_length=500)
    post_box = LineBox(_("Post box"), max_length=100)
    postcode = LineBox(_("Postcode"), max_length=35)
    city = LineBox(_("Town"), max_length=150)
    subdivision = LineBox(_("Region"), max_length=150)
    country = CodeBox(_("Country"), codes="country")


class IPermitLine(Interface):
    """One block of the form."""

    block = LineBox(_("Block"), max_length=10)
    scientific_name = TaxonBox(_("Scientific name"), "7", max_length=250)
    common_name = LineBox(_("Common name"), "8", max_length=250)
    term = CodeBox(_("Kind of specimen"), "9", "term")
    description = TextBox(_("Description"), "9", max_length=2000)
    marks = TextBox(_("Marks or numbers"), "9", max_length=2000)
    appendix = KnownCodeBox(_("Appendix"), "10", APPENDICES)
    source = CodeBox(_("Source"), "10", "source")
    second_source = CodeBox(_("Second source"), "10", "source")
    quantity = AmountBox(_("Quantity"), "11")
    unit = CodeBox(_("Unit"), "11", "unit")
    used_to_date = AmountBox(_("Exported so far this year"), "11a")
    quota = AmountBox(_("Annual quota"), "11a")
    origin_country = CodeBox(_("Country of origin"), "12", "country")
    origin_permit = LineBox(_("Permit No. of origin"), "12", max_length=70)
    origin_date = DayBox(_("Date of that permit"), "12")
    last_reexport_country = CodeBox(_("Country of last re-export"), "12a", "country")
    last_reexport_permit = LineBox(
        _("Certificate No. of last re-export"), "12a", max_length=70
    )
    last_reexport_date = DayBox(_("Date of that certificate"), "12a")
    operation = LineBox(_("No. of the operation"), "12b", max_length=250)
    acquired = DayBox(_("Date of acquisition"), "12b")
    endorsed_quantity = AmountBox(_("Quantity on departure"), "14")


class IEndorsement(Interface):
    """The endorsement of the export by customs."""

    port = LineBox(_("Port of exit"), "14", max_length=250)
    date = DayBox(_("Date of departure"), "14")


class PartBox(schema.Object):
    """A part of the form that has boxes of its own."""

    def __init__(self, schema: Any, title: Any = "", number: str = ""):
        self.number = number
        super().__init__(schema, title=title, required=False)


class IPermit(Interface):
    """One permit. Country of issue and normalised number identify it."""

    type = KnownCodeBox(_("Type of document"), "1", PERMIT_TYPES, required=True)
    type_text = LineBox(_("What other document"), "1", max_length=250)
    country = CodeBox(_("Country of issue"), "1", "country", required=True)
    number = LineBox(_("Permit or certificate No."), "1", required=True, max_length=70)
    copy = YesNoBox(_("Copy"), "1")
    valid_from = DayBox(_("Valid from"), "2")
    valid_until = DayBox(_("Valid until"), "2")
    importer = PartBox(IParty, _("Importer"), "3")
    exporter = PartBox(IParty, _("Exporter or re-exporter"), "4")
    special_conditions = TextBox(_("Special conditions"), "5", max_length=5000)
    purpose = CodeBox(_("Purpose of the transaction"), "5a", "purpose")
    security_stamp = LineBox(_("Security stamp No."), "5b", max_length=70)
    authority = LineBox(_("Management Authority"), "6", max_length=500)
    lines = schema.List(value_type=PartBox(IPermitLine), max_length=MAX_LINES)
    issue_place = LineBox(_("Place of issue"), "13", max_length=250)
    issued = DayBox(_("Date of issue"), "13")
    endorsement = PartBox(IEndorsement)
    transport_document = LineBox(
        _("Bill of lading or air waybill No."), "15", max_length=250
    )


def _boxes(interface: Any) -> dict[str, Any]:
    fields = schema.getFieldsInOrder(interface)
    parts = schema.Object, schema.List
    return {name: field for name, field in fields if not isinstance(field, parts)}


PERMIT = _boxes(IPermit)
PARTIES = {name: IPermit[name] for name in ("importer", "exporter")}
PARTY, LINE, ENDORSEMENT = map(_boxes, (IParty, IPermitLine, IEndorsement))
#: Part of the permit → field name → box.
TABLES = {
    "": PERMIT,
    "lines": LINE,
    "endorsement": ENDORSEMENT,
    **dict.fromkeys(PARTIES, PARTY),
}
_PLACE = re.compile(r"(?:(?P<part>\w+)(?:\[(?P<position>\d+)\])?\.)?(?P<name>\w+)")


class BoxPlace(NamedTuple):
    """Which box a path like ``lines[2].quantity``, ``importer.name`` or ``number``
    means.
    """

    #: "", "lines", "endorsement", "importer" or "exporter".
    part: str
    #: Position among the lines, from 0; 0 for other parts.
    position: int
    name: str
    box: Any


def at(field: str) -> BoxPlace | None:
    """The box of a path like ``lines[2].quantity``; None if there is no such box."""
    match = _PLACE.fullmatch(field)
    if match is None:
        return None
    part, position = match["part"] or "", int(match["position"] or 0)
    box = TABLES.get(part, {}).get(match["name"])
    return box and BoxPlace(part, position, match["name"], box)
