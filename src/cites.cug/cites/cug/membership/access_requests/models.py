"""What is kept of a request for access.

In SQL and not as content: anybody may make one, so making one must neither conflict with
another nor leave anything in the content's history; eight short values and a state need
no workflow of Plone's. Nothing is sealed: whoever runs the server sees the roster too.
"""

from cites.cug.sql.moments import Moment
from cites.cug.sql.session import Base
from datetime import datetime
from enum import StrEnum
from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column


class RequestState(StrEnum):
    """How far a request has come."""

    #: Nobody has said yet that the e-mail address is theirs.
    UNCONFIRMED = "unconfirmed"
    PENDING = "pending"
    #: The country's contact point speaks for the person.
    ENDORSED = "endorsed"
    APPROVED = "approved"
    DECLINED = "declined"


#: States in which the Secretariat decides.
OPEN = (RequestState.PENDING, RequestState.ENDORSED)


class RequestSource(StrEnum):
    """How a request came in."""

    FORM = "form"
    REST = "rest"
    SPREADSHEET = "spreadsheet"


ID = String(32)


class AccessRequest(Base):
    """One person who asks for access to one group."""

    __tablename__ = "access_request"
    __table_args__ = (
        Index("access_request_list", "group_uid", "state", "created"),
        Index("access_request_email", "group_uid", "email"),
    )

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    group_uid: Mapped[str] = mapped_column(ID)
    state: Mapped[str] = mapped_column(String(12))
    source: Mapped[str] = mapped_column(String(12))
    country: Mapped[str] = mapped_column(String(2))
    last_name: Mapped[str] = mapped_column(String(100))
    first_name: Mapped[str] = mapped_column(String(100))
    organisation: Mapped[str] = mapped_column(String(200))
    function: Mapped[str] = mapped_column(String(200))
    #: E.164.
    telephone: Mapped[str] = mapped_column(String(16))
    #: In small letters: it becomes the login name.
    email: Mapped[str] = mapped_column(String(200))
    #: As asked for; once approved, as granted.
    category: Mapped[str] = mapped_column(String(12))
    #: In which the person is written to.
    language: Mapped[str] = mapped_column(String(2))
    created: Mapped[datetime] = mapped_column(Moment)
    confirmed: Mapped[datetime | None] = mapped_column(Moment)
    endorsed_by: Mapped[str | None] = mapped_column(String(200))
    endorsed: Mapped[datetime | None] = mapped_column(Moment)
    decided_by: Mapped[str | None] = mapped_column(String(200))
    decided: Mapped[datetime | None] = mapped_column(Moment)
    #: Why it was declined, as the person was told.
    reason: Mapped[str | None] = mapped_column(Text)
    #: The account of who was approved.
    user_id: Mapped[str | None] = mapped_column(String(200))
    #: Whether the account was made for this request.
    new_account: Mapped[bool | None]
    #: Whether account and roster are known to be what the decision says.
    settled: Mapped[bool] = mapped_column(default=True)

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}"


class ApplicantQuestion(Base):
    """What the Secretariat wants to know of a person, who answers once."""

    __tablename__ = "access_question"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    request_id: Mapped[str] = mapped_column(
        ForeignKey("access_request.id", ondelete="CASCADE"), index=True
    )
    asked: Mapped[datetime] = mapped_column(Moment)
    asked_by: Mapped[str] = mapped_column(String(200))
    question: Mapped[str] = mapped_column(Text)
    answered: Mapped[datetime | None] = mapped_column(Moment)
    answer: Mapped[str | None] = mapped_column(Text)


class RequestRules(Base):
    """What a group asks of requests; without a row, as shipped."""

    __tablename__ = "access_rules"

    group_uid: Mapped[str] = mapped_column(ID, primary_key=True)
    #: Whether the public page is there.
    accepts: Mapped[bool] = mapped_column(default=True)
    free_mail: Mapped[bool] = mapped_column(default=False)
    #: One domain a line.
    refused_domains: Mapped[str] = mapped_column(Text, default="")
    #: ``XA: customs.example`` a line.
    official_domains: Mapped[str] = mapped_column(Text, default="")


class OwnText(Base):
    """A letter as a group's Secretariat words it."""

    __tablename__ = "access_letter_text"

    group_uid: Mapped[str] = mapped_column(ID, primary_key=True)
    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    language: Mapped[str] = mapped_column(String(2), primary_key=True)
    subject: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
