"""What is typed into a form is kept until it is sent, for whoever types it alone.

It is sealed as drafts of messages are: under a key of its own, which is wrapped for its
owner and bound to the place, so that a row that is moved or changed opens nothing. What
cannot be opened counts as nothing kept.
"""

import json
from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.core.encryption.authentic import canonical
from cites.cug.core.encryption.keys import UnknownKey
from cites.cug.core.encryption.sealing import Owner, Seal, Untrusted, unwrap_for, wrap_for
from cites.cug.core.sql.moments import Moment
from cites.cug.core.sql.session import Base, session, write_session
from cites.cug.core.validation.errors import invalid
from collections.abc import Sequence
from datetime import datetime, timedelta, UTC
from hashlib import sha256
from sqlalchemy import bindparam, delete, LargeBinary, select, String, text
from sqlalchemy.orm import Mapped, mapped_column
from typing import Any, NamedTuple


#: Longer than anybody stays away, and shorter than anything is meant to be kept.
KEPT = timedelta(days=30)
#: Of what is typed, as JSON; and of how many forms of one member it is kept.
MAX_CHARACTERS, MAX_DRAFTS = 1_000_000, 50
MAX_PLACE = 150
PART = "form"
#: What a form sends beside what is typed.
NOT_TYPED = frozenset({"_authenticator", "form.key"})


class FormDraft(Base):
    """What a member has typed into a form and not sent yet."""

    __tablename__ = "form_draft"

    group_uid: Mapped[str] = mapped_column(String(32), primary_key=True)
    user_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    #: Which form, by the UID of its content and its name.
    place: Mapped[str] = mapped_column(String(MAX_PLACE), primary_key=True)
    saved: Mapped[datetime] = mapped_column(Moment, index=True)
    #: The key of its own, wrapped for its owner.
    sealed_key: Mapped[bytes] = mapped_column(LargeBinary)
    content: Mapped[bytes] = mapped_column(LargeBinary)


KEEP = text(
    "INSERT INTO form_draft (group_uid, user_id, place, saved, sealed_key, content)"
    " VALUES (:group_uid, :user_id, :place, :saved, :sealed_key, :content)"
    " ON CONFLICT (group_uid, user_id, place) DO UPDATE SET saved = excluded.saved,"
    " sealed_key = excluded.sealed_key, content = excluded.content"
).bindparams(bindparam("saved", type_=Moment))

Fields = Sequence[tuple[str, str]]


class Kept(NamedTuple):
    """What was typed, by the names of the inputs, and when it was kept."""

    saved: datetime
    fields: Fields

    def as_sent(self) -> dict[str, Any]:
        """As the publisher gives a form that is sent."""
        found: dict[str, Any] = {}
        for name, value in self.fields:
            before = found.get(name)
            if before is None:
                found[name] = value
            else:
                several = before if isinstance(before, list) else [before]
                found[name] = [*several, value]
        return found


def keep(group: Any, place: str, fields: Fields, now: datetime) -> None:
    """Keep what the caller has typed, in place of what was kept there.

    Raises InvalidValues where it is too long, or kept of too many forms.
    """
    typed = [pair for pair in fields if pair[0] not in NOT_TYPED]
    data = json.dumps(typed)
    if len(data) > MAX_CHARACTERS or not 0 < len(place) <= MAX_PLACE:
        raise invalid("fields", _("web_drafts_this_is_too_long_error"))
    owner = _owner(group)
    records = write_session()
    others = records.scalars(select(FormDraft.place).where(*_of(owner))).all()
    if place not in others and len(others) >= MAX_DRAFTS:
        _forget(owner, FormDraft.place == _oldest(owner))
    name = _name(owner, place)
    seal = Seal.new(name)
    (sealed_key,) = wrap_for([owner], seal.data_key, _bound(name, now))
    row = {
        **owner._asdict(),
        "place": place,
        "saved": now,
        "sealed_key": sealed_key,
        "content": seal.close(PART, data.encode()),
    }
    records.execute(KEEP, row)


def kept(group: Any, place: str) -> Kept | None:
    """What the caller has typed there and not sent; None if nothing is kept."""
    owner = _owner(group)
    at = (*_of(owner), FormDraft.place == place)
    row = session().execute(select(*FormDraft.__table__.c).where(*at)).first()
    if row is None or row.saved < datetime.now(UTC) - KEPT:
        return None
    name = _name(owner, place)
    try:
        key = unwrap_for(owner, row.sealed_key, _bound(name, row.saved))
        data = Seal(name, key).open(PART, row.content)
    except (Untrusted, UnknownKey):
        return None
    return Kept(row.saved, [tuple(pair) for pair in json.loads(data)])


def forget(group: Any, place: str) -> None:
    """Forget what the caller has typed there: it was sent, or is not wanted."""
    _forget(_owner(group), FormDraft.place == place)


def forget_of(group: Any, user_id: str) -> None:
    """Forget all that somebody who leaves has typed."""
    _forget(Owner(group.UID(), user_id))


def forget_group(group: Any) -> None:
    of_group = FormDraft.group_uid == group.UID()
    write_session().execute(delete(FormDraft.__table__).where(of_group))


def forget_old(now: datetime) -> None:
    """Forget what nobody has gone on with."""
    write_session().execute(
        delete(FormDraft.__table__).where(FormDraft.saved < now - KEPT)
    )


def _owner(group: Any) -> Owner:
    return Owner(group.UID(), caller() or "")


def _of(owner: Owner) -> tuple[Any, ...]:
    return (
        FormDraft.group_uid == owner.group_uid,
        FormDraft.user_id == owner.user_id,
    )


def _oldest(owner: Owner) -> Any:
    query = select(FormDraft.place).where(*_of(owner)).order_by(FormDraft.saved)
    return session().scalars(query.limit(1)).one()


def _forget(owner: Owner, *conditions: Any) -> None:
    write_session().execute(delete(FormDraft.__table__).where(*_of(owner), *conditions))


def _name(owner: Owner, place: str) -> str:
    return sha256(canonical([*owner, place])).hexdigest()


def _bound(name: str, saved: datetime) -> bytes:
    return canonical([name, saved])
