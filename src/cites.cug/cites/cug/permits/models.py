"""Tables of the registry: permits, their lines, changes of status, revisions and scans.

Names and addresses of importers and exporters are in two columns of their own. No index
contains them and no search reads them.
"""

from cites.cug.core.sql.proofs import Proven
from cites.cug.core.sql.session import Base
from cites.cug.permits.columns import amount, day, moment, word, words
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from sqlalchemy import ForeignKey, Index, JSON, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.schema import UniqueConstraint
from typing import Any


class PermitSource(StrEnum):
    """How a permit came into the registry."""

    MANUAL = "manual"
    IMPORT = "import"
    EXTERNAL = "external"


ID_LENGTH = 32
ID = String(ID_LENGTH)
#: SQL values for a permit without first or last day.
NO_FIRST_DAY, NO_LAST_DAY = "'0001-01-01'", "'9999-12-31'"
#: Compared byte by byte: then an index also finds the names that begin with a text.
BYTEWISE = String(250).with_variant(String(250, collation="C"), "postgresql")


def permit_key() -> Mapped[str]:
    """The id of a permit as part of a primary key. Rows are deleted with their permit."""
    key = ForeignKey("permit.id", ondelete="CASCADE")
    return mapped_column(ID, key, primary_key=True)


#: The columns of a permit that follow from its values. Its digest covers all values,
#: those of its lines too, and the proof covers the digest.
DIGESTED = frozenset(
    {
        *("number", "type", "type_text", "copy", "valid_from", "valid_until", "issued"),
        *("issue_place", "authority", "importer", "exporter", "purpose"),
        *("special_conditions", "security_stamp", "endorsement_port", "endorsement_date"),
        *("transport_document",),
    }
)


class PermitRow(Proven):
    """The current values of one permit. Columns are named like the fields of
    ``Permit``.
    """

    __tablename__ = "permit"
    UNPROVEN = DIGESTED
    __table_args__ = (
        UniqueConstraint("country", "key"),
        # Lists show the newest first; ids begin with the time.
        Index("ix_permit_country", "country", "id"),
        Index("ix_permit_status", "status", "id"),
        # Who follows the registry reads on from the last change.
        Index("ix_permit_changed", "changed", "id"),
        # Lists and counts read only this index: the rows of permits are long.
        Index("ix_permit_facts", "country", "status", "type", "id"),
        Index(
            "ix_permit_validity",
            text(f"coalesce(valid_until, {NO_LAST_DAY})"),
            text(f"coalesce(valid_from, {NO_FIRST_DAY})"),
            "id",
        ),
    )

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    country: Mapped[str] = word(2)
    #: The number as ``number.normal_number`` writes it, and as it is printed.
    key: Mapped[str] = word(70)
    number: Mapped[str] = word(70)
    type: Mapped[str] = word(1)
    type_text: Mapped[str] = words()
    copy: Mapped[bool]
    valid_from: Mapped[date | None] = day()
    valid_until: Mapped[date | None] = day()
    issued: Mapped[date | None] = day()
    issue_place: Mapped[str] = words()
    authority: Mapped[str] = words()
    importer: Mapped[dict[str, str]] = mapped_column(JSON)
    exporter: Mapped[dict[str, str]] = mapped_column(JSON)
    purpose: Mapped[str] = word(20)
    special_conditions: Mapped[str] = words()
    security_stamp: Mapped[str] = words()
    endorsement_port: Mapped[str] = words()
    endorsement_date: Mapped[date | None] = day()
    transport_document: Mapped[str] = words()
    status: Mapped[str] = word(20)
    reason: Mapped[str] = words()
    replaced_by: Mapped[str | None] = mapped_column(String(70))
    #: When values or status changed last.
    changed: Mapped[datetime] = moment()
    source: Mapped[str] = word(10)
    revision: Mapped[int]
    attachments_total: Mapped[int]
    #: SHA-256 of all values: equal if the same permit is imported again unchanged.
    digest: Mapped[str] = word(64)


class LineRow(Base):
    """One block of the form. Columns are named like the fields of ``PermitLine``."""

    __tablename__ = "permit_line"
    __table_args__ = (
        Index("ix_permit_line_species", "species", "permit_id"),
        Index("ix_permit_line_origin", "origin_country", "permit_id"),
    )

    permit_id: Mapped[str] = permit_key()
    position: Mapped[int] = mapped_column(primary_key=True)
    block: Mapped[str] = word(10)
    scientific_name: Mapped[str] = words()
    #: The scientific name as ``rows.comparable_species`` writes it.
    species: Mapped[str] = mapped_column(BYTEWISE)
    common_name: Mapped[str] = words()
    description: Mapped[str] = words()
    marks: Mapped[str] = words()
    term: Mapped[str] = word(20)
    appendix: Mapped[str] = word(3)
    source: Mapped[str] = word(20)
    second_source: Mapped[str] = word(20)
    quantity: Mapped[Decimal | None] = amount()
    unit: Mapped[str] = word(20)
    used_to_date: Mapped[Decimal | None] = amount()
    quota: Mapped[Decimal | None] = amount()
    origin_country: Mapped[str] = word(2)
    origin_permit: Mapped[str] = words()
    origin_date: Mapped[date | None] = day()
    last_reexport_country: Mapped[str] = word(2)
    last_reexport_permit: Mapped[str] = words()
    last_reexport_date: Mapped[date | None] = day()
    operation: Mapped[str] = words()
    acquired: Mapped[date | None] = day()
    endorsed_quantity: Mapped[Decimal | None] = amount()


class StatusRow(Proven):
    """One change of status. The initial status ``issued`` has no row."""

    __tablename__ = "permit_status"

    permit_id: Mapped[str] = permit_key()
    position: Mapped[int] = mapped_column(primary_key=True)
    status: Mapped[str] = word(20)
    reason: Mapped[str] = words()
    replaced_by: Mapped[str | None] = mapped_column(String(70))
    changed: Mapped[datetime] = moment()
    changed_by: Mapped[str] = word(200)


class RevisionRow(Proven):
    """Earlier values of a permit, from before it was stored with other values."""

    __tablename__ = "permit_revision"

    permit_id: Mapped[str] = permit_key()
    revision: Mapped[int] = mapped_column(primary_key=True)
    #: As ``serialization.serialize_permit`` writes it.
    permit: Mapped[dict[str, Any]] = mapped_column("boxes", JSON)
    source: Mapped[str] = word(10)
    #: When newer values were stored, and the user id of who stored them.
    replaced: Mapped[datetime] = moment()
    replaced_by: Mapped[str] = word(200)


class AttachmentRow(Proven):
    """Facts about a scan of the printed permit."""

    __tablename__ = "permit_attachment"

    permit_id: Mapped[str] = permit_key()
    number: Mapped[int] = mapped_column(primary_key=True)
    filename: Mapped[str] = word(200)
    content_type: Mapped[str] = word(100)
    size: Mapped[int]
    added: Mapped[datetime] = moment()
    added_by: Mapped[str] = word(200)


class ChunkRow(Proven):
    """A piece of a scan's content."""

    __tablename__ = "permit_attachment_chunk"

    permit_id: Mapped[str] = permit_key()
    number: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary)
