"""Approval of a request: the decision in SQL, the account and the roster entry in ZODB.

Both databases join one transaction. But a process may be killed when one has committed
and the other has not. So the request stays unsettled at first, and the group notes the
request's id beside the roster. ``settle_approvals`` compares the two later: what only SQL
has is done in ZODB, what only ZODB has is undone.
"""

from BTrees.OOBTree import OOBTree
from cites.cug import _
from cites.cug.access.roles import Category
from cites.cug.core.sql.proofs import trusted
from cites.cug.core.sql.session import session, write_session
from cites.cug.core.trail.trail import record
from cites.cug.core.validation.errors import Refusal
from cites.cug.membership import actions, invitations
from cites.cug.membership.access_requests import accounts
from cites.cug.membership.access_requests.models import AccessRequest, OPEN, RequestState
from collective.workspace.interfaces import IWorkspace
from datetime import datetime
from plone import api
from sqlalchemy import select
from typing import Any
from zope.annotation.interfaces import IAnnotations


#: Annotation of a group: request id → (user id, whether the account is new).
NOTED = "cites.cug.approved-requests"


def record_approval(
    group: Any, request: AccessRequest, category: Category, acting_user: str, at: datetime
) -> None:
    """Record the decision, make the account and add the person to the roster.

    A person who has an account already is invited instead, and joins by accepting. Raises
    Refusal for a member.
    """
    known = accounts.account_of(request.email)
    if known in IWorkspace(group).members:
        raise Refusal(_("membership_access_requests_this_address_error"))
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
    """Invite the person. An earlier invitation of the same name is revoked first."""
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
    """Do in ZODB what the decision says, if not done yet. Whether the person is a member.

    A noted or settled request is never done again: the person may have been removed
    since.
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
    """Complete or undo approvals that were interrupted; delete notes that are done
    with.
    """
    for group in groups:
        if not session().scalars(_unsettled(group)).first() and not _has_notes(group):
            continue
        write_session()
        found = session().scalars(_unsettled(group).with_for_update())
        rows = list(trusted(AccessRequest, found))
        for request in rows:
            # The note comes from an earlier transaction, so ZODB has certainly kept it.
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
    """Undo memberships that have a note but no decision, and delete old notes.

    A request that another process is deciding at this moment is locked: it is left for
    the next run. A note is deleted one run after its request was settled. So no crash can
    leave a decision that is unsettled and has no note.
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
