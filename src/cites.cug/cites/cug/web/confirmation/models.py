"""The SQL table of words that members say are no names."""

from cites.cug.core.sql.moments import Moment
from cites.cug.core.sql.proofs import Proven
from datetime import datetime
from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column


class NotAName(Proven):
    """A member of a group, or its Secretariat, says that some words name nobody."""

    __tablename__ = "not_a_name"

    group_uid: Mapped[str] = mapped_column(String(32), primary_key=True)
    #: Of the folded words and the group, by the portal's key: nobody can guess the words.
    digest: Mapped[str] = mapped_column(String(32), primary_key=True)
    #: Empty for the Secretariat, which says it as an office.
    user_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    #: Kind, rule and language of the finding; empty for words that the Secretariat added.
    rule: Mapped[str] = mapped_column(String(60))
    time: Mapped[datetime] = mapped_column(Moment)
