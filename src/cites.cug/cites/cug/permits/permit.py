"""A CITES permit or certificate as plain values, box by box of the standard form.

All formats and outside sources are read into these classes; the registry stores them;
rules, pages and exports read them. The boxes are those of the standard permit form
(Resolution Conf. 12.3, Annex 2), with the names of the CITES e-permit toolkit. Codes are
those of the lists `source`, `purpose`, `term` and `unit`; countries are ISO 3166-1
alpha-2. An empty box is "" or None, and never guessed.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum


#: A second name for ``date``: ``Endorsement`` has a field called ``date``.
Day = date


class PermitType(StrEnum):
    """Box 1: the type of document, with the codes of the CITES e-permit toolkit."""

    EXPORT = "E"
    REEXPORT = "R"
    IMPORT = "I"
    OTHER = "O"


class Status(StrEnum):
    """The status of a permit. CITES has no list of these: they are our own.

    Two answers of a look-up are never stored as status: “expired”, which follows from the
    dates, and “not found”.
    """

    ISSUED = "issued"
    PARTLY_USED = "partly_used"
    USED = "used"
    CANCELLED = "cancelled"
    REPLACED = "replaced"
    LOST_OR_STOLEN = "lost_or_stolen"
    SUSPECTED_FORGED = "suspected_forged"


@dataclass(frozen=True, kw_only=True)
class Party:
    """Box 3 or 4: importer or exporter. All but the country may name a person."""

    name: str = ""
    street: str = ""
    post_box: str = ""
    city: str = ""
    postcode: str = ""
    subdivision: str = ""
    country: str = ""


@dataclass(frozen=True, kw_only=True)
class PermitLine:
    """Boxes 7 to 12b and 14 of one block of the form."""

    #: The letter of the block: A, B, C …
    block: str = ""
    scientific_name: str = ""
    common_name: str = ""
    description: str = ""
    #: Marks or numbers on the specimens or their packing.
    marks: str = ""
    term: str = ""
    #: Appendix of CITES: "I", "II" or "III".
    appendix: str = ""
    source: str = ""
    #: Sources I (confiscated) and O (pre-Convention) are followed by a second code.
    second_source: str = ""
    quantity: Decimal | None = None
    #: "" means the number of specimens.
    unit: str = ""
    #: Box 11a: exported so far this year, and the annual quota.
    used_to_date: Decimal | None = None
    quota: Decimal | None = None
    origin_country: str = ""
    origin_permit: str = ""
    origin_date: date | None = None
    last_reexport_country: str = ""
    last_reexport_permit: str = ""
    last_reexport_date: date | None = None
    #: Box 12b: number of the operation, or date of acquisition.
    operation: str = ""
    acquired: date | None = None
    #: Box 14: the quantity that customs saw leave the country.
    endorsed_quantity: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class Endorsement:
    """Box 14: port and date of the export, as endorsed by customs."""

    port: str = ""
    date: Day | None = None


@dataclass(frozen=True, kw_only=True)
class Permit:
    """One permit. Country of issue and normalised number identify it."""

    #: Country of issue.
    country: str
    #: As printed. Compare numbers with ``number.normal_number``.
    number: str
    type: PermitType
    #: Box 1: name of the document, if ``type`` is OTHER.
    type_text: str = ""
    copy: bool = False
    valid_from: date | None = None
    valid_until: date | None = None
    issued: date | None = None
    issue_place: str = ""
    #: Box 6: the Management Authority.
    authority: str = ""
    importer: Party = field(default_factory=Party)
    exporter: Party = field(default_factory=Party)
    purpose: str = ""
    special_conditions: str = ""
    security_stamp: str = ""
    lines: tuple[PermitLine, ...] = ()
    endorsement: Endorsement = field(default_factory=Endorsement)
    #: Box 15: number of the bill of lading or air waybill.
    transport_document: str = ""
