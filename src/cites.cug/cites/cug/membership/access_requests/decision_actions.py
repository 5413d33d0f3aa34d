"""Decisions on requests for access: endorse, ask, approve, decline."""

import secrets
from cites.cug import _
from cites.cug.access.roles import Category
from cites.cug.core.sql.proofs import is_proven
from cites.cug.core.sql.session import session, write_session
from cites.cug.core.trail.trail import record
from cites.cug.core.validation.errors import Missing, Refusal
from cites.cug.membership.access_requests import approval, letters
from cites.cug.membership.access_requests.letter_texts import LetterName
from cites.cug.membership.access_requests.models import (
    AccessRequest,
    ApplicantQuestion,
    OPEN,
    RequestState,
)
from datetime import datetime
from sqlalchemy import select
from typing import Any


DECIDED = _("membership_decision_actions_done_state_request_text")


def find_request(
    group: Any, request_id: str, country: str | None = None
) -> AccessRequest:
    """A request of the group; with ``country``, only a request from that country.

    Raises Missing.
    """
    request = session().get(AccessRequest, request_id)
    if request is None or request.group_uid != group.UID():
        raise Missing(request_id)
    if not is_proven(AccessRequest, request):
        raise Missing(request_id)
    if country is not None and request.country != country:
        raise Missing(request_id)
    return request


def endorse(
    group: Any, request_id: str, country: str, *, acting_user: str, at: datetime
) -> AccessRequest:
    """Record that the contact point of the country speaks for the person.

    Raises Missing, and Refusal unless the state is “pending”.
    """
    request = _open(group, request_id, country, (RequestState.PENDING,))
    request.state = RequestState.ENDORSED.value
    request.endorsed, request.endorsed_by = at, acting_user
    _record("request.endorse", group, request, acting_user)
    return request


def approve(
    group: Any, request_id: str, category: str, *, acting_user: str, at: datetime
) -> AccessRequest:
    """Approve a request: make the account, add it to the roster, and send the letter.

    See ``approval`` for the two databases. Raises Missing, Refusal.
    """
    request = _open(group, request_id)
    asked_for = request.category
    approval.record_approval(group, request, Category(category), acting_user, at)
    letter = LetterName.APPROVED if request.new_account else LetterName.ADDED
    letters.queue_request_letter(group, request, letter, request.id, at)
    more = {
        "member": request.user_id,
        "category": str(category),
        "asked_for": asked_for,
    }
    _record("request.approve", group, request, acting_user, **more)
    return request


def decline(
    group: Any, request_id: str, reason: str, *, acting_user: str, at: datetime
) -> AccessRequest:
    """Decline a request, and tell the person the reason. Raises Missing, Refusal."""
    request = _open(group, request_id)
    request.state = RequestState.DECLINED.value
    request.reason = reason
    request.decided, request.decided_by = at, acting_user
    letters.queue_request_letter(group, request, LetterName.DECLINED, request.id, at)
    _record("request.decline", group, request, acting_user)
    return request


def ask_applicant(
    group: Any, request_id: str, text: str, *, acting_user: str, at: datetime
) -> ApplicantQuestion:
    """Send the person a question, one at a time. Raises Missing, and Refusal
    where one waits for its answer.
    """
    request = _open(group, request_id)
    waiting = select(ApplicantQuestion.id).where(
        ApplicantQuestion.request_id == request.id,
        ApplicantQuestion.answered.is_(None),
        ApplicantQuestion.asked > at - letters.ANSWER_WITHIN,
    )
    if session().scalar(waiting) is not None:
        raise Refusal(DECIDED)
    question = ApplicantQuestion(
        id=secrets.token_hex(16),
        request_id=request.id,
        asked=at,
        asked_by=acting_user,
        question=text,
    )
    session().add(question)
    letters.queue_request_letter(group, request, LetterName.QUESTION, question.id, at)
    _record("request.question", group, request, acting_user, question=question.id)
    return question


def _open(
    group: Any,
    request_id: str,
    country: str | None = None,
    states: tuple[RequestState, ...] = OPEN,
) -> AccessRequest:
    """The request, locked until the transaction ends. Raises Missing, Refusal."""
    line = select(AccessRequest).where(AccessRequest.id == request_id)
    write_session().scalar(
        line.with_for_update().execution_options(populate_existing=True)
    )
    request = find_request(group, request_id, country)
    if request.state not in states:
        raise Refusal(DECIDED)
    return request


def _record(
    action: str, group: Any, request: AccessRequest, acting_user: str, **more: Any
) -> None:
    detail = {"request": request.id, "country": request.country, **more}
    record(action, target=group, acting_user=acting_user, detail=detail)
