"""Actions on items for other groups: offer, answer, withdraw. Both trails keep them."""

import secrets
from cites.cug import _
from cites.cug.access.author import author_of, is_unnamed
from cites.cug.access.guard import group_of, in_secretariat, on_roster
from cites.cug.core.plone_internals.copying import copy_into
from cites.cug.core.sql.session import write_session
from cites.cug.core.trail.trail import record
from cites.cug.core.validation.errors import (
    CONFLICT,
    FORBIDDEN,
    invalid,
    Missing,
    Refusal,
)
from cites.cug.library.items.actions import LIBRARY_ID, set_state
from cites.cug.library.items.alert import IAlert, TELLS_WHO_REPORTED
from cites.cug.library.items.naming import random_name
from cites.cug.library.items.origins import given_to_group
from cites.cug.library.tools.group_shares.models import GroupShare, State
from cites.cug.library.tools.group_shares.notices import ASKED, DECIDED, OFFERED
from cites.cug.library.tools.group_shares.queries import (
    copy_of,
    find_offer,
    find_share,
    group_named,
    is_open,
    is_pending,
    item_of,
    NOT_PUBLISHED,
    offer_problem,
    target_of,
    waits_for,
)
from cites.cug.mailing.outbox import queue_notices
from cites.cug.reports.notifications import secretariat
from cites.cug.web.confirmation.decisions import Decisions, UNDECIDED
from cites.cug.web.confirmation.requirement import require_confirmation
from datetime import datetime, UTC
from plone import api
from sqlalchemy import delete, select
from typing import Any


OWN_GROUP = _("library_group_shares_item_group")
ALREADY = _("library_group_shares_item_offered_group_already_text")
ENDED = _("library_group_shares_answered_withdrawn_already_text")


def share_with_group(
    item: Any,
    name: str,
    note: str,
    *,
    acting_user: str,
    decisions: Decisions = UNDECIDED,
) -> str:
    """Offer an item to the group of that name; answers the id of the share.

    The author is asked first, unless that is the acting user or has left. Raises Refusal,
    InvalidValues, and NonNominal for a note that may name somebody.
    """
    records, group = write_session(), group_of(item)
    problem = offer_problem(item)
    if problem:
        raise Refusal(problem, FORBIDDEN)
    if name == group.getId():
        raise invalid("group", OWN_GROUP)
    _check_new(item, name)
    require_confirmation(item, {"note": note}, decisions, acting_user=acting_user)
    now, author, target = datetime.now(UTC), author_of(item), group_named(name)
    is_asked = author != acting_user and on_roster(author, item)
    share = GroupShare(
        id=secrets.token_hex(16),
        group_uid=group.UID(),
        item_uid=item.UID(),
        target=name,
        target_uid="" if target is None else target.UID(),
        note=note,
        offered_by=acting_user,
        author_id=author,
        hides_author=is_asked or author != acting_user or is_unnamed(item),
        state=State.ASKED.value,
        answer="",
        time=now,
        changed=now,
    )
    records.add(share)
    records.flush()
    _record("library.share_offer", item, share, acting_user)
    if is_asked:
        queue_notices(ASKED, share.id, group.UID(), [author], at=now)
    else:
        _pass_on(item, share, acting_user)
    return share.id


def _check_new(item: Any, name: str) -> None:
    earlier = select(GroupShare).where(
        GroupShare.item_uid == item.UID(), GroupShare.target == name
    )
    states = {one.state for one in write_session().scalars(earlier)}
    if states & {State.ASKED, State.OFFERED, State.ACCEPTED}:
        raise Refusal(ALREADY, CONFLICT)


def agree(item: Any, share_id: str, *, hides_author: bool, acting_user: str) -> None:
    """Let the item be given to the other group, as its author. A repeat does nothing.

    Raises Missing and Refusal.
    """
    share = _find(item, share_id, acting_user)
    if share.author_id != acting_user:
        raise Missing(share_id)
    if share.state in (State.OFFERED, State.ACCEPTED):
        return
    _require(waits_for(share, acting_user))
    share.hides_author = hides_author or is_unnamed(item)
    _record("library.share_agree", item, share, acting_user)
    _pass_on(item, share, acting_user)


def refuse(item: Any, share_id: str, *, acting_user: str) -> None:
    """Do not let it be given to the other group, as its author. A repeat does nothing."""
    share = _find(item, share_id, acting_user)
    if share.author_id != acting_user:
        raise Missing(share_id)
    if share.state == State.REFUSED:
        return
    _require(waits_for(share, acting_user))
    _end(item, share, State.REFUSED, "library.share_refuse", acting_user)


def withdraw(item: Any, share_id: str, *, acting_user: str) -> None:
    """Take back what was not accepted yet. A repeat does nothing."""
    share = _find(item, share_id, acting_user)
    if share.state == State.WITHDRAWN:
        return
    _require(is_pending(share))
    _end(item, share, State.WITHDRAWN, "library.share_withdraw", acting_user)


def accept(group: Any, share_id: str, *, acting_user: str) -> Any:
    """Take what another group offers; answers the copy. A repeat does nothing.

    Raises Missing and Refusal.
    """
    share = _find_offer(group, share_id)
    if share.state == State.ACCEPTED:
        return copy_of(share)
    _require(share.state == State.OFFERED)
    return _give(item_of(share), share, group, acting_user)


def decline(
    group: Any,
    share_id: str,
    answer: str,
    *,
    acting_user: str,
    decisions: Decisions = UNDECIDED,
) -> None:
    """Do not take what another group offers, and say why. A repeat does nothing."""
    share = _find_offer(group, share_id)
    if share.state == State.DECLINED:
        return
    _require(share.state == State.OFFERED)
    require_confirmation(group, {"answer": answer}, decisions, acting_user=acting_user)
    share.answer = answer
    _end(item_of(share), share, State.DECLINED, "library.share_decline", acting_user)
    detail = {"share": share.id}
    record("library.share_decline", target=group, acting_user=acting_user, detail=detail)


def forget_shares(item_uid: str) -> None:
    """Delete the shares of an item that has been removed."""
    write_session().execute(delete(GroupShare).where(GroupShare.item_uid == item_uid))


def _find(item: Any, share_id: str, user_id: str) -> GroupShare:
    _lock(share_id)
    share = find_share(item, share_id, user_id)
    if share is None:
        raise Missing(share_id)
    return share


def _find_offer(group: Any, share_id: str) -> GroupShare:
    _lock(share_id)
    share = find_offer(group, share_id)
    if share is None:
        raise Missing(share_id)
    return share


def _lock(share_id: str) -> None:
    """Let nobody else decide on it meanwhile."""
    here = select(GroupShare.id).where(GroupShare.id == share_id).with_for_update()
    write_session().execute(here)


def _require(is_possible: bool) -> None:
    if not is_possible:
        raise Refusal(ENDED, CONFLICT)


def _pass_on(item: Any, share: GroupShare, acting_user: str) -> None:
    """Ask the other Secretariat, unless whoever has offered the item belongs to it."""
    _change(share, State.OFFERED)
    group = target_of(share)
    if group is None:
        return
    holds_both = in_secretariat(share.offered_by, group)
    if holds_both and in_secretariat(share.offered_by, group_of(item)):
        with api.env.adopt_user(user=api.user.get(userid=share.offered_by)):
            _give(item, share, group, share.offered_by)
        return
    told = [one for one in secretariat(group) if one != acting_user]
    queue_notices(OFFERED, share.id, group.UID(), told, at=share.changed)


def _give(item: Any, share: GroupShare, group: Any, acting_user: str) -> Any:
    """Make the copy in the other group, where it waits to be published."""
    if not is_open(item):
        raise Refusal(NOT_PUBLISHED, CONFLICT)
    # The author may have been hidden since they agreed.
    share.hides_author = share.hides_author or is_unnamed(item)
    with given_to_group():
        copy = copy_into(group[LIBRARY_ID], item, random_name())
    copy.creators = (acting_user if share.hides_author else share.author_id,)
    _leave_out_people(copy, share.hides_author)
    set_state(copy, "pending", actor=acting_user)
    copy.reindexObject()
    copy.reindexObjectSecurity()
    share.copy_uid = copy.UID()
    _change(share, State.ACCEPTED)
    path = "/".join(copy.getPhysicalPath())
    detail = {"group": share.target, "copy": path}
    record("library.share", target=item, acting_user=acting_user, detail=detail)
    _tell(share, acting_user)
    return copy


def _leave_out_people(copy: Any, hides_author: bool) -> None:
    """Take out of a copy who translated the item, and what tells who wrote it."""
    copy.translations = {
        language: {**one, "translator": None}
        for language, one in (copy.translations or {}).items()
    }
    if hides_author and IAlert.providedBy(copy):
        for name in TELLS_WHO_REPORTED:
            setattr(copy, name, IAlert[name].missing_value)


def _end(
    item: Any, share: GroupShare, state: State, action: str, acting_user: str
) -> None:
    _change(share, state)
    _record(action, item, share, acting_user)
    _tell(share, acting_user)


def _change(share: GroupShare, state: State) -> None:
    share.state, share.changed = state.value, datetime.now(UTC)
    write_session().flush()


def _tell(share: GroupShare, acting_user: str) -> None:
    if share.offered_by != acting_user:
        told = [share.offered_by]
        queue_notices(DECIDED, share.id, share.group_uid, told, at=share.changed)


def _record(action: str, item: Any, share: GroupShare, acting_user: str) -> None:
    detail = {"group": share.target, "share": share.id}
    record(action, target=item, acting_user=acting_user, detail=detail)
