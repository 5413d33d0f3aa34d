"""Approval: a decision in SQL; an account and a place on the roster in ZODB.

Both join one transaction, but a process may be killed after the one has kept its part and
before the other has. So the decision stays unsettled, and the group notes the request's
id beside the roster. ``settle`` compares the two: what only SQL knows is done, what only
ZODB knows is undone.
"""

from BTrees.OOBTree import OOBTree
from cites.cug.access.roles import Category
from cites.cug.audit.trail import record
from cites.cug.membership import actions, invitations
from cites.cug.membership.access_requests import accounts
from cites.cug.membership.access_requests.models import AccessRequest, OPEN, RequestState
from cites.cug.sql.session import session, writing
from collective.workspace.interfaces import IWorkspace
from datetime import datetime
from plone import api
from sqlalchemy import select
from typing import Any
from zope.annotation.interfaces import IAnnotations


#: Annotation of a group: request id → user id and whether the account is new.
NOTED = "cites.cug.approved-requests"


class AlreadyMember(ValueError):
    """Who has this login name is on the roster."""


def record_approval(
    group: Any, request: AccessRequest, category: Category, acting_user: str, at: datetime
) -> None:
    """Approve: the decision, the account and the place on the roster.

    Who has an account already comes to the roster by accepting an invitation.
    """
    known = accounts.account_of(request.email)
    if known in IWorkspace(group).members:
        raise AlreadyMember(known)
    request.state = RequestState.APPROVED.value
    request.category = category.value
    request.decided, request.decided_by = at, acting_user
    request.new_account = known is None
    if known is not None:
        _invite(group, request, acting_user, at)
        return
    request.user_id = accounts.new_user_id()
    request.settled = False
    finish_approval(group, request)


def _invite(group: Any, request: AccessRequest, acting_user: str, at: datetime) -> None:
    """One invitation for each name: this takes the place of an earlier one."""
    for earlier in invitations.invitations_of(group, at):
        if earlier.name.casefold() == request.email:
            invitations.revoke(group, earlier, acting_user=acting_user, at=at)
    invitations.invite(
        group,
        request.email,
        Category(request.category),
        acting_user=acting_user,
        at=at,
        request_id=request.id,
        country=request.country,
        organisation=request.organisation,
        function=request.function,
        telephone=request.telephone,
    )


def finish_approval(group: Any, request: AccessRequest) -> bool:
    """Do in ZODB what the decision says, unless it is done; whether the person is in.

    Once noted or settled it is never done again: the person may have been removed since.
    """
    if not request.settled and request.id not in (noted := _noted(group)):
        if request.new_account and not accounts.account_exists(request.user_id):
            name, language = request.full_name, request.language
            accounts.make_account(request.user_id, request.email, name, language)
        if accounts.account_exists(request.user_id):
            _admit(group, request)
        noted[request.id] = (request.user_id, bool(request.new_account))
    return request.user_id in IWorkspace(group).members


def settle_approvals(groups: list[Any]) -> None:
    """Bring the two stores together where something was cut off; forget old notes."""
    for group in groups:
        if not session().scalars(_unsettled(group)).first() and not _has_notes(group):
            continue
        writing()
        rows = list(session().scalars(_unsettled(group).with_for_update()))
        for request in rows:
            # Settled only what an earlier transaction is seen to have done in ZODB.
            request.settled = request.id in _noted(group)
            finish_approval(group, request)
        _undo(group, {request.id for request in rows})


def _unsettled(group: Any) -> Any:
    return select(AccessRequest).where(
        AccessRequest.group_uid == group.UID(),
        AccessRequest.state == RequestState.APPROVED.value,
        AccessRequest.settled.is_(False),
    )


def _undo(group: Any, just_settled: set[str]) -> None:
    """Take back what no decision stands behind.

    A request whose decision another process is keeping at this moment is locked, and left
    for the next time. A note is forgotten one time later than it was settled, so that no
    crash leaves a decision unsettled and without a note.
    """
    noted = _noted(group)
    for request_id in set(noted) - just_settled:
        line = select(AccessRequest).where(AccessRequest.id == request_id)
        request = session().scalar(line.with_for_update(skip_locked=True))
        if request is None and session().get(AccessRequest, request_id) is not None:
            continue
        user_id, is_new = noted[request_id]
        if request is not None and request.state in OPEN:
            _take_back(group, request_id, user_id, is_new)
        del noted[request_id]


def _take_back(group: Any, request_id: str, user_id: str, is_new: bool) -> None:
    IWorkspace(group).remove_from_team(user_id)
    if is_new:
        api.portal.get_tool("acl_users").userFolderDelUsers([user_id])
    detail = {"request": request_id, "member": user_id}
    record("request.undo", target=group, acting_user="", detail=detail)


def _admit(group: Any, request: AccessRequest) -> None:
    actions.admit_member(
        group,
        request.user_id,
        Category(request.category),
        country=request.country,
        organisation=request.organisation,
        function=request.function,
        telephone=request.telephone,
        acting_user=request.decided_by,
    )


def _has_notes(group: Any) -> bool:
    return bool(IAnnotations(group).get(NOTED))


def _noted(group: Any) -> OOBTree:
    annotations = IAnnotations(group)
    if NOTED not in annotations:
        annotations[NOTED] = OOBTree()
    return annotations[NOTED]
