"""SQL tables about topics, so that lists load no topic from the object database.

Texts stay in the content; titles are in both. A post is the topic itself or a comment.
Its id is the time at which it was written, in microseconds since 1970, as
``plone.app.discussion`` numbers comments.
"""

from cites.cug.core.sql.moments import Moment
from cites.cug.core.sql.proofs import Proven
from cites.cug.core.sql.session import Base
from datetime import datetime
from enum import StrEnum
from sqlalchemy import BigInteger, Boolean, false, Index, String
from sqlalchemy.orm import Mapped, mapped_column


class NoticeLevel(StrEnum):
    """Of which posts a member gets notices."""

    ALL = "all"
    MENTIONS = "mentions"
    NOTHING = "nothing"


def _uid(**kw) -> Mapped[str]:
    return mapped_column(String(32), **kw)


def _user(**kw) -> Mapped[str]:
    return mapped_column(String(200), **kw)


class TopicRow(Base):
    """A topic as lists show it."""

    __tablename__ = "workspace_topic"
    __table_args__ = (
        Index(
            "ix_workspace_topic_activity",
            *("workspace_uid", "last_post", "reported", "author"),
        ),
    )

    topic_uid: Mapped[str] = _uid(primary_key=True)
    workspace_uid: Mapped[str] = _uid()
    #: The path below the container of the group's workspaces.
    path: Mapped[str] = mapped_column(String(200), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    author: Mapped[str] = _user()
    pinned: Mapped[bool] = mapped_column(Boolean)
    closed: Mapped[bool] = mapped_column(Boolean)
    answered: Mapped[bool] = mapped_column(Boolean)
    #: Whether the topic was reported as nominal: only its author sees it then.
    reported: Mapped[bool] = mapped_column(Boolean, server_default=false())
    comments_total: Mapped[int] = mapped_column()
    last_post: Mapped[int] = mapped_column(BigInteger)
    last_author: Mapped[str] = _user()
    #: Grows with each change that readers can see.
    changes: Mapped[int] = mapped_column()


class TopicItem(Base):
    """An item of the library that the text of a topic links to."""

    __tablename__ = "workspace_topic_item"

    topic_uid: Mapped[str] = _uid(primary_key=True)
    item_uid: Mapped[str] = _uid(primary_key=True, index=True)


class PostRow(Base):
    """A topic or comment that has not been deleted."""

    __tablename__ = "workspace_post"

    topic_uid: Mapped[str] = _uid(primary_key=True)
    post_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    author: Mapped[str] = _user()


class TopicChange(Base):
    """One change of a topic, and who could see the topic until then.

    Or one change of a member's access to a workspace, in the same order: a row with a
    member and without a topic.

    Rows are added in the order of their transactions, and removed when they are old.
    """

    __tablename__ = "workspace_change"
    __table_args__ = (
        Index("ix_workspace_change_topic", "topic_uid", "number"),
        Index("ix_workspace_change_member", "member", "group_uid", "number"),
        # Numbers are never given twice, whatever is removed.
        {"sqlite_autoincrement": True},
    )

    number: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment, index=True)
    topic_uid: Mapped[str] = _uid()
    path: Mapped[str] = mapped_column(String(200))
    #: The workspace whose team could see it; empty of a new topic.
    workspace_uid: Mapped[str] = _uid()
    #: Who alone could see it, as it was reported; empty otherwise.
    only_author: Mapped[str] = _user()
    #: Whose access to the workspace has changed; empty of a change of a topic.
    member: Mapped[str] = _user(server_default="")
    group_uid: Mapped[str] = _uid(server_default="")
    #: Whether the member can see the topics of the workspace from then on.
    is_open: Mapped[bool] = mapped_column(Boolean, server_default=false())


class ReadUntil(Base):
    """The last post of a topic that a member has been shown; see ``OWN_CHANGES`` too."""

    __tablename__ = "workspace_reading"

    user_id: Mapped[str] = _user(primary_key=True)
    topic_uid: Mapped[str] = _uid(primary_key=True)
    read_until: Mapped[int] = mapped_column(BigInteger)


class Subscription(Base):
    """The level of notices that a member has chosen for a topic or a workspace."""

    __tablename__ = "workspace_subscription"

    user_id: Mapped[str] = _user(primary_key=True)
    about_uid: Mapped[str] = _uid(primary_key=True)
    level: Mapped[str] = mapped_column(String(10))


class SeenMark(Proven):
    """A member has said that they have taken note of a post."""

    __tablename__ = "workspace_seen"

    topic_uid: Mapped[str] = _uid(primary_key=True)
    post_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    user_id: Mapped[str] = _user(primary_key=True)
