"""How far the trail has been streamed, in the records."""

from cites.cug.core.sql.moments import Moment
from cites.cug.core.sql.session import Base
from datetime import datetime
from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column


class TrailStream(Base):
    """A place where the trail goes: ``network`` or ``file``."""

    __tablename__ = "audit_stream"

    name: Mapped[str] = mapped_column(String(10), primary_key=True)
    #: Sent with each record over the network; another one once a backup was restored.
    stream: Mapped[str | None] = mapped_column(String(32))
    #: So many leaves of the tree are there.
    position: Mapped[int]
    #: The last of them, which the trail must still have; None where none was compared.
    leaf: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    #: Whether an operator has set the position: what the file ends with does not count.
    is_set: Mapped[bool]
    due: Mapped[datetime] = mapped_column(Moment)
    claimed_until: Mapped[datetime | None] = mapped_column(Moment)
    attempts: Mapped[int]
    #: Since when it does not work, and why.
    failing: Mapped[datetime | None] = mapped_column(Moment)
    last_error: Mapped[str | None] = mapped_column(String(20))
    delivered: Mapped[datetime | None] = mapped_column(Moment)
