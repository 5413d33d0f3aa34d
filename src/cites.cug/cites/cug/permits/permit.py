"""A CITES permit or certificate as plain values, box by box of the standard form.

Every way in (XML, JSON, spreadsheet, an outside source) makes these; the registry keeps
them, and rules, pages and exports read them. The boxes are those of the standard permit
form (Resolution Conf. 12.3, Annex 2), as the CITES e-permit toolkit names them. Codes are
those of the lists `source`, `purpose`, `term` and `unit`; countries are ISO 3166-1
alpha-2. What a permit leaves empty is "" or None, never guessed.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum


#: Under another name, for where a field is called like the type.
Day = date


class PermitType(StrEnum):
    """Box 1."""

    EXPORT = "E"
    REEXPORT = "R"
    IMPORT = "I"
    OTHER = "O"


class Status(StrEnum):
    """What became of a permit. CITES has no list of these: they are ours.

    That a permit has expired is computed from its dates, and that none was found is an
    answer: neither is ever stored.
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
    """Boxes 3 and 4: who sends or receives. All but the country is nominal."""

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

    #: The letter before it: A, B, C …
    block: str = ""
    scientific_name: str = ""
    common_name: str = ""
    description: str = ""
    #: Marks and numbers on the specimens or their packing.
    marks: str = ""
    term: str = ""
    #: "I", "II" or "III".
    appendix: str = ""
    source: str = ""
    #: I (confiscated) and O (pre-Convention) go with a second code.
    second_source: str = ""
    quantity: Decimal | None = None
    #: "" is the number of specimens.
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
    #: Box 14: what was seen leaving.
    endorsed_quantity: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class Endorsement:
    """Box 14: where and when customs saw the shipment leave."""

    port: str = ""
    date: Day | None = None


@dataclass(frozen=True, kw_only=True)
class Permit:
    """One permit; which one it is say the country and the normalised number."""

    #: Of issue.
    country: str
    #: As printed; ``number.normal_number`` makes it comparable.
    number: str
    type: PermitType
    #: What an "other" document is.
    type_text: str = ""
    copy: bool = False
    valid_from: date | None = None
    valid_until: date | None = None
    issued: date | None = None
    issue_place: str = ""
    #: Box 6, the Management Authority.
    authority: str = ""
    importer: Party = field(default_factory=Party)
    exporter: Party = field(default_factory=Party)
    purpose: str = ""
    special_conditions: str = ""
    security_stamp: str = ""
    lines: tuple[PermitLine, ...] = ()
    endorsement: Endorsement = field(default_factory=Endorsement)
    #: Box 15: bill of lading or air waybill.
    transport_document: str = ""
