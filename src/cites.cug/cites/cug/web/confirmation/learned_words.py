"""Words that a group has learned are no names, of which it keeps digests alone.

They are no findings in the group once two members, or the Secretariat, have said so. Only
active members of enforcement authorities count: neither programs nor IGOs, and nobody who
is suspended or has left.
"""

from cites.cug import _
from cites.cug.access.guard import caller, in_secretariat
from cites.cug.access.roles import GROUP_ROLE, Role
from cites.cug.core.encryption.authentic import keyed_digests
from cites.cug.core.sql.proofs import trusted
from cites.cug.core.sql.session import read_connection, session, write_session
from cites.cug.core.trail.trail import record
from cites.cug.core.validation.errors import invalid, Missing, REQUIRED
from cites.cug.web.confirmation.decisions import fold
from cites.cug.web.confirmation.models import NotAName
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from collective.workspace.interfaces import IWorkspace
from datetime import datetime, UTC
from sqlalchemy import ColumnElement, Connection, delete, insert, select
from sqlalchemy.orm import Session
from typing import Any, NamedTuple


TABLE = NotAName.__table__
#: The length of a digest, in hexadecimal digits.
DIGITS = 32
#: So many members have to say it.
ENOUGH = 2
SECRETARIAT = ""
NOT_LEARNED = _("web_learned_words_nobody_said_words_no_text")


class LearnedWords(NamedTuple):
    """What the Secretariat sees of some words, of which nobody can tell what they are."""

    #: The digest.
    id: str
    rule: str
    members: int
    by_secretariat: bool
    is_allowed: bool
    time: datetime


def list_learned(group: Any) -> list[LearnedWords]:
    """All of a group, the last said first."""
    rows: dict[str, list[Any]] = defaultdict(list)
    for row in _rows(session(), group):
        rows[row.digest].append(row)
    found = []
    for digest, own in rows.items():
        users = {row.user_id for row in own}
        rules = [row.rule for row in own if row.rule]
        found.append(
            LearnedWords(
                id=digest,
                rule=rules[0] if rules else "",
                members=len(users - {SECRETARIAT}),
                by_secretariat=SECRETARIAT in users,
                is_allowed=_is_enough(group, users),
                time=max(row.time for row in own),
            )
        )
    return sorted(found, key=lambda one: (one.time, one.id), reverse=True)


def allowed_among(group: Any, words: Collection[str]) -> set[str]:
    """The words of these, folded, that the caller need not decide about.

    What the caller has said does not count: whoever says it of a name would see whether
    another member has said it before.
    """
    by_digest = {digest: one for one in words for digest in _digests(group, one)}
    users: dict[str, set[str]] = defaultdict(set)
    # Apart from the request's transaction, which may write afterwards.
    with read_connection() as records:
        for row in _rows(records, group, TABLE.c.digest.in_(by_digest)):
            users[by_digest[row.digest]].add(row.user_id)
    for said_by in users.values():
        said_by.discard(caller() or "")
    return {one for one, said_by in users.items() if _is_enough(group, said_by)}


def learn(group: Any, words: str, rule: str, *, acting_user: str) -> str:
    """Keep that the member says that these folded words are no name; their id.

    Nothing is kept of members who do not count: the id is empty.
    """
    user_id = SECRETARIAT if in_secretariat(acting_user, group) else acting_user
    if user_id != SECRETARIAT and not _counts(group, user_id):
        return ""
    records = write_session()
    digests = _digests(group, words)
    own = TABLE.c.digest.in_(digests), TABLE.c.user_id == user_id
    for row in _rows(records, group, *own):
        return row.digest
    # One that the portal has not written makes room.
    records.execute(delete(TABLE).where(TABLE.c.group_uid == group.UID(), *own))
    row = {"group_uid": group.UID(), "digest": digests[0], "rule": rule}
    records.execute(insert(TABLE).values(**row, user_id=user_id, time=datetime.now(UTC)))
    return digests[0]


def allow_words(group: Any, text: str, *, acting_user: str) -> str:
    """The Secretariat says that these words are no name; their id.

    Raises InvalidValues for a text without words.
    """
    learned_id = learn(group, _words(text), "", acting_user=acting_user)
    record("nonnominal.allow", target=group, acting_user=acting_user)
    return learned_id


def forget_words(group: Any, text: str, *, acting_user: str) -> None:
    """These words are findings again. Raises InvalidValues if they are none."""
    try:
        _forget(group, _digests(group, _words(text)), acting_user)
    except Missing as error:
        raise invalid("words", NOT_LEARNED) from error


def forget_learned(group: Any, learned_id: str, *, acting_user: str) -> None:
    """The words of this id are findings again. Raises Missing."""
    _forget(group, [learned_id], acting_user)


def _words(text: str) -> str:
    if not any(map(str.isalnum, text)):
        raise invalid("words", REQUIRED)
    return fold(text)


def _forget(group: Any, digests: list[str], acting_user: str) -> None:
    records = write_session()
    found = [one for one in list_learned(group) if one.id in digests]
    if not found:
        raise Missing(digests[0])
    here = TABLE.c.group_uid == group.UID(), TABLE.c.digest.in_(digests)
    records.execute(delete(TABLE).where(*here))
    detail = {
        "members": sum(one.members for one in found),
        "rules": {one.rule: one.members for one in found if one.rule},
    }
    record("nonnominal.forget", target=group, acting_user=acting_user, detail=detail)


def forget_member(group: Any, user_id: str) -> None:
    """Forget what a member said who leaves the group."""
    own = TABLE.c.group_uid == group.UID(), TABLE.c.user_id == user_id
    write_session().execute(delete(TABLE).where(*own))


def forget_group(group: Any) -> None:
    """Forget all of a group that is removed."""
    write_session().execute(delete(TABLE).where(TABLE.c.group_uid == group.UID()))


def _rows(
    records: Session | Connection, group: Any, *which: ColumnElement[bool]
) -> Iterator[Any]:
    query = select(TABLE).where(TABLE.c.group_uid == group.UID(), *which)
    return trusted(NotAName, records.execute(query.order_by(TABLE.c.time)))


def _is_enough(group: Any, user_ids: Iterable[str]) -> bool:
    said_by = set(user_ids)
    counted = [one for one in said_by if one and _counts(group, one)]
    return SECRETARIAT in said_by or len(counted) >= ENOUGH


def _counts(group: Any, user_id: str) -> bool:
    """Whether this is an active member of an enforcement authority, and a person."""
    entry = IWorkspace(group).members.get(user_id)
    return (
        entry is not None
        and not entry.get("service")
        and any(GROUP_ROLE.get(one) is Role.ENFORCEMENT for one in entry["groups"])
    )


def _digests(group: Any, words: str) -> list[str]:
    """By each of the portal's keys, the newest first: earlier rows have earlier ones."""
    purpose = f"words that are no names in {group.UID()}"
    return [one[:DIGITS] for one in keyed_digests(purpose, words)]
