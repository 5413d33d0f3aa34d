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
    PermitType.EXPORT: _("permits_export_permit"),
    PermitType.REEXPORT: _("permits_re_export_certificate"),
    PermitType.IMPORT: _("permits_import_permit"),
    PermitType.OTHER: _("permits_other_document"),
}


class IParty(Interface):
    """Importer or exporter. All but the country may name a person."""

    name = LineBox(_("common_name_label"), max_length=500)
    street = LineBox(_("permits_street"), max_length=500)
    post_box = LineBox(_("permits_post_box"), max_length=100)
    postcode = LineBox(_("permits_postcode"), max_length=35)
    city = LineBox(_("permits_town"), max_length=150)
    subdivision = LineBox(_("permits_region"), max_length=150)
    country = CodeBox(_("common_country_label"), codes="country")


class IPermitLine(Interface):
    """One block of the form."""

    block = LineBox(_("permits_block_text"), max_length=10)
    scientific_name = TaxonBox(_("common_scientific_name_heading"), "7", max_length=250)
    common_name = LineBox(_("permits_common_name"), "8", max_length=250)
    term = CodeBox(_("common_kind_of_specimen"), "9", "term")
    description = TextBox(_("permits_description"), "9", max_length=2000)
    marks = TextBox(_("permits_marks_or_numbers"), "9", max_length=2000)
    appendix = KnownCodeBox(_("permits_appendix"), "10", APPENDICES)
    source = CodeBox(_("common_source"), "10", "source")
    second_source = CodeBox(_("permits_second_source"), "10", "source")
    quantity = AmountBox(_("common_quantity_column"), "11")
    unit = CodeBox(_("common_unit_column"), "11", "unit")
    used_to_date = AmountBox(_("permits_exported_so_far_year"), "11a")
    quota = AmountBox(_("permits_annual_quota"), "11a")
    origin_country = CodeBox(_("common_country_of_origin_title"), "12", "country")
    origin_permit = LineBox(_("permits_permit_no_of_origin"), "12", max_length=70)
    origin_date = DayBox(_("permits_date_of_that_permit"), "12")
    last_reexport_country = CodeBox(_("permits_country_last_re_export"), "12a", "country")
    last_reexport_permit = LineBox(
        _("permits_certificate_no_last_re"), "12a", max_length=70
    )
    last_reexport_date = DayBox(_("permits_date_of_that_certificate"), "12a")
    operation = LineBox(_("permits_no_of_the_operation"), "12b", max_length=250)
    acquired = DayBox(_("permits_date_of_acquisition"), "12b")
    endorsed_quantity = AmountBox(_("permits_quantity_on_departure"), "14")


class IEndorsement(Interface):
    """The endorsement of the export by customs."""

    port = LineBox(_("permits_port_of_exit"), "14", max_length=250)
    date = DayBox(_("permits_date_of_departure"), "14")


class PartBox(schema.Object):
    """A part of the form that has boxes of its own."""

    def __init__(self, schema: Any, title: Any = "", number: str = ""):
        self.number = number
        super().__init__(schema, title=title, required=False)


class IPermit(Interface):
    """One permit. Country of issue and normalised number identify it."""

    type = KnownCodeBox(
        _("permits_type_of_document_column"), "1", PERMIT_TYPES, required=True
    )
    type_text = LineBox(_("permits_what_other_document"), "1", max_length=250)
    country = CodeBox(_("common_country_of_issue_column"), "1", "country", required=True)
    number = LineBox(
        _("permits_permit_or_certificate_no"), "1", required=True, max_length=70
    )
    copy = YesNoBox(_("permits_copy"), "1")
    valid_from = DayBox(_("permits_valid_from"), "2")
    valid_until = DayBox(_("common_valid_until_title"), "2")
    importer = PartBox(IParty, _("permits_importer"), "3")
    exporter = PartBox(IParty, _("permits_exporter_or_re_exporter"), "4")
    special_conditions = TextBox(_("permits_special_conditions"), "5", max_length=5000)
    purpose = CodeBox(_("permits_purpose_of_the_transaction"), "5a", "purpose")
    security_stamp = LineBox(_("permits_security_stamp_no"), "5b", max_length=70)
    authority = LineBox(_("permits_management_authority"), "6", max_length=500)
    lines = schema.List(value_type=PartBox(IPermitLine), max_length=MAX_LINES)
    issue_place = LineBox(_("permits_place_of_issue"), "13", max_length=250)
    issued = DayBox(_("permits_date_of_issue"), "13")
    endorsement = PartBox(IEndorsement)
    transport_document = LineBox(
        _("permits_bill_lading_air_waybill_text"), "15", max_length=250
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
