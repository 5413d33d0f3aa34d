"""The words of content in the records.

SQLite has an index of them in a table of its own, ``content_words_found``, which
triggers keep; PostgreSQL has it in the column ``found``, which it makes of the others.
Neither is named here: only the questions of ``finding`` use them.
"""

from cites.cug.core.sql.session import Base
from sqlalchemy import BigInteger, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column


class ContentWords(Base):
    """The words of one entry of a catalog, as ``streams.stream`` writes them."""

    __tablename__ = "content_words"

    #: The catalog's number and the position of the record id in it.
    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"),
        primary_key=True,
        autoincrement=False,
    )
    title: Mapped[str] = mapped_column(Text)
    #: Titles of codes, names of species.
    names: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    files: Mapped[str] = mapped_column(Text)
    #: What a snippet is cut from.
    shown: Mapped[str] = mapped_column(Text)
    #: The languages of the text, with commas.
    languages: Mapped[str] = mapped_column(String(20))
    #: With which code lists the names were made; empty if there are none.
    stamp: Mapped[str] = mapped_column(String(16), index=True)
    #: All words of what is marked TLP:RED, whose other columns are empty.
    key_id: Mapped[str | None] = mapped_column(String(16), index=True)
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)


def words_place(row_id: int) -> str:
    """The data that is authenticated with sealed words: they open in one row only."""
    return f"{ContentWords.__tablename__}:{row_id}"
