"""Tables of requests for access, questions, rules and the groups' own letters.

They are in SQL, not in content. Anybody may make a request, so requests must not cause
conflicts in ZODB or stay in its history; eight short values and a state need no workflow
of Plone. They are not encrypted: whoever runs the server can read the roster, too.
"""

from cites.cug.core.sql.moments import Moment
from cites.cug.core.sql.proofs import Proven
from datetime import datetime
from enum import StrEnum
from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column


class RequestState(StrEnum):
    """The state of a request."""

    #: The person has not confirmed the e-mail address yet.
    UNCONFIRMED = "unconfirmed"
    PENDING = "pending"
    #: The contact point of the country speaks for the person.
    ENDORSED = "endorsed"
    APPROVED = "approved"
    DECLINED = "declined"


#: States in which the Secretariat can decide.
OPEN = (RequestState.PENDING, RequestState.ENDORSED)


class RequestSource(StrEnum):
    """How a request came in."""

    FORM = "form"
    REST = "rest"
    SPREADSHEET = "spreadsheet"


ID = String(32)


class AccessRequest(Proven):
    """A request of one person for access to one group."""

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
    #: In E.164.
    telephone: Mapped[str] = mapped_column(String(16))
    #: In small letters: it becomes the login name.
    email: Mapped[str] = mapped_column(String(200))
    #: The category asked for; after approval, the category granted.
    category: Mapped[str] = mapped_column(String(12))
    #: Language of the letters to the person.
    language: Mapped[str] = mapped_column(String(2))
    created: Mapped[datetime] = mapped_column(Moment)
    confirmed: Mapped[datetime | None] = mapped_column(Moment)
    endorsed_by: Mapped[str | None] = mapped_column(String(200))
    endorsed: Mapped[datetime | None] = mapped_column(Moment)
    decided_by: Mapped[str | None] = mapped_column(String(200))
    decided: Mapped[datetime | None] = mapped_column(Moment)
    #: Reason for declining, as the letter tells it.
    reason: Mapped[str | None] = mapped_column(Text)
    #: User id of the account, after approval.
    user_id: Mapped[str | None] = mapped_column(String(200))
    #: Whether the account was made for this request.
    new_account: Mapped[bool | None]
    #: Whether account and roster are known to agree with the decision.
    settled: Mapped[bool] = mapped_column(default=True)

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}"


class ApplicantQuestion(Proven):
    """A question of the Secretariat to the person, who can answer once."""

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


class RequestRules(Proven):
    """A group's rules for requests. Without a row, the defaults hold."""

    __tablename__ = "access_rules"

    group_uid: Mapped[str] = mapped_column(ID, primary_key=True)
    #: Whether strangers see the page to ask for access.
    accepts: Mapped[bool] = mapped_column(default=True)
    free_mail: Mapped[bool] = mapped_column(default=False)
    #: One domain a line.
    refused_domains: Mapped[str] = mapped_column(Text, default="")
    #: Lines like ``XA: customs.example``.
    official_domains: Mapped[str] = mapped_column(Text, default="")


class OwnText(Proven):
    """A group's own text of a letter."""

    __tablename__ = "access_letter_text"

    group_uid: Mapped[str] = mapped_column(ID, primary_key=True)
    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    language: Mapped[str] = mapped_column(String(2), primary_key=True)
    subject: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
