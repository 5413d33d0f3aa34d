"""The table of institutions."""

from cites.cug.core.sql.moments import Moment
from cites.cug.core.sql.proofs import Proven
from datetime import datetime
from sqlalchemy import Index, JSON, String, Text
from sqlalchemy.orm import Mapped, mapped_column


class Institution(Proven):
    """An entry of a group's directory. Deleted with the group."""

    __tablename__ = "institution"
    __table_args__ = (Index("ix_institution_group", "group_uid", "country", "name"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    group_uid: Mapped[str] = mapped_column(String(32))
    #: One of ``schema.KINDS``.
    kind: Mapped[str] = mapped_column(String(20))
    country: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(200))
    contact: Mapped[str] = mapped_column(Text)
    languages: Mapped[list[str]] = mapped_column(JSON)
    #: Species, genera, families and orders; empty: any.
    species: Mapped[list[str]] = mapped_column(JSON)
    services: Mapped[str] = mapped_column(Text)
    created: Mapped[datetime] = mapped_column(Moment)
    changed: Mapped[datetime] = mapped_column(Moment)
