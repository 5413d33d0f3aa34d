"""Tables of the whole list of CITES taxa, if one was put in.

A list is written under a number of its own while the one before counts on, and counts
from the moment that its row says so.
"""

from cites.cug.core.sql.moments import Moment
from cites.cug.core.sql.session import Base
from datetime import date, datetime
from enum import StrEnum
from sqlalchemy import (
    BigInteger,
    Boolean,
    Date,
    Index,
    Integer,
    JSON,
    SmallInteger,
    String,
    Text,
)
from sqlalchemy.orm import Mapped, mapped_column
from typing import Any


NAME_LENGTH = 200
#: Compared byte by byte: then an index also finds the names that begin with a text, and
#: two lists are read in the same order.
BYTEWISE = String(NAME_LENGTH).with_variant(
    String(NAME_LENGTH, collation="C"), "postgresql"
)
NUMBER = BigInteger().with_variant(Integer, "sqlite")


class ListState(StrEnum):
    """What becomes of a list."""

    #: Is being written: nobody sees it.
    WRITING = "writing"
    #: Whole, and waits for whoever decides.
    READY = "ready"
    CURRENT = "current"
    #: Another counts, or none; its taxa are deleted by the clock.
    FORMER = "former"


class TaxonList(Base):
    """One list that was handed in."""

    __tablename__ = "taxon_list"

    id: Mapped[int] = mapped_column(NUMBER, primary_key=True)
    #: Random: what processes remember of a list they remember by it.
    stamp: Mapped[str] = mapped_column(String(16), unique=True)
    state: Mapped[str] = mapped_column(String(10), index=True)
    file: Mapped[str] = mapped_column(String(200))
    #: Of which day the list is, as whoever put it in says.
    dated: Mapped[date] = mapped_column(Date)
    made: Mapped[datetime] = mapped_column(Moment)
    made_by: Mapped[str] = mapped_column(String(200))
    #: From when and until when it counted.
    begun: Mapped[datetime | None] = mapped_column(Moment)
    ended: Mapped[datetime | None] = mapped_column(Moment)
    taxa: Mapped[int] = mapped_column(Integer)


class TaxonRow(Base):
    """An accepted taxon of a list."""

    __tablename__ = "taxon"
    __table_args__ = (
        Index("ix_taxon_family", "list_id", "family_name", "rank"),
        Index("ix_taxon_order", "list_id", "order_name", "rank"),
        Index("ix_taxon_class", "list_id", "class_name", "rank"),
    )

    list_id: Mapped[int] = mapped_column(NUMBER, primary_key=True)
    name: Mapped[str] = mapped_column(BYTEWISE, primary_key=True)
    rank: Mapped[str] = mapped_column(String(20))
    #: Empty where the list names it only as what others are part of.
    appendix: Mapped[str] = mapped_column(String(20))
    annotation: Mapped[str] = mapped_column(Text)
    listed: Mapped[date | None] = mapped_column(Date)
    kingdom: Mapped[str] = mapped_column(BYTEWISE)
    class_name: Mapped[str] = mapped_column(BYTEWISE)
    order_name: Mapped[str] = mapped_column(BYTEWISE)
    family_name: Mapped[str] = mapped_column(BYTEWISE)
    genus_name: Mapped[str] = mapped_column(BYTEWISE)
    #: Of a subspecies or variety.
    species_name: Mapped[str] = mapped_column(BYTEWISE)
    author: Mapped[str] = mapped_column(String(200))
    #: Its number in Species+.
    source_id: Mapped[str] = mapped_column(String(20))
    #: What it is called: the first common name in each language.
    en: Mapped[str] = mapped_column(String(NAME_LENGTH))
    fr: Mapped[str] = mapped_column(String(NAME_LENGTH))
    es: Mapped[str] = mapped_column(String(NAME_LENGTH))
    #: All other names: scientific ones, and common ones.
    synonyms: Mapped[list[str]] = mapped_column(JSON)
    common: Mapped[list[str]] = mapped_column(JSON)
    #: Named by no row of its own.
    implied: Mapped[bool] = mapped_column(Boolean)


class NameKind(StrEnum):
    """What a name is; see ``KINDS``."""

    ACCEPTED = "accepted"
    SYNONYM = "synonym"
    COMMON = "common"
    #: From a later word of a name on: for whoever looks names up, and for nothing else.
    PART = "part"


#: The kinds as they are stored: the first that has a name decides.
KINDS = tuple(NameKind)


class TaxonName(Base):
    """A name of a taxon in the form in which names are compared."""

    __tablename__ = "taxon_name"
    __table_args__: Any = {"sqlite_with_rowid": False}

    list_id: Mapped[int] = mapped_column(NUMBER, primary_key=True)
    key: Mapped[str] = mapped_column(BYTEWISE, primary_key=True)
    kind: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    taxon: Mapped[str] = mapped_column(BYTEWISE, primary_key=True)
    #: As it is written.
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
