"""Actions of a person who asks for access: ask, confirm the address, answer a
question.
"""

import secrets
from cites.cug import _
from cites.cug.access.roles import Category, CATEGORY_GROUP, CONTACT_POINT_GROUP
from cites.cug.core.sql import rate
from cites.cug.core.sql.proofs import is_proven, trusted
from cites.cug.core.sql.rate import Rate
from cites.cug.core.sql.session import session, write_session
from cites.cug.core.trail.trail import record
from cites.cug.core.validation.errors import Missing, Refusal, TOO_MANY
from cites.cug.mailing.outbox import queue_notices
from cites.cug.membership.access_requests import letters
from cites.cug.membership.access_requests.application import Application
from cites.cug.membership.access_requests.links import is_valid_key
from cites.cug.membership.access_requests.models import (
    AccessRequest,
    ApplicantQuestion,
    OPEN,
    RequestSource,
    RequestState,
)
from collections import defaultdict
from collections.abc import Iterable
from collective.workspace.interfaces import IWorkspace
from datetime import datetime, timedelta
from math import ceil
from sqlalchemy import select
from typing import Any


#: The acting user in the audit trail, for a person without account.
NOBODY = ""
PER_ADDRESS_BLOCK = Rate(10, timedelta(hours=1))
#: What a person is told who has asked for access.
THANKS = _("membership_applicant_actions_thank_you_text")
PER_EMAIL = Rate(3, timedelta(days=1))


def new_request(
    group: Any,
    application: Application,
    source: RequestSource,
    language: str,
    at: datetime,
) -> AccessRequest:
    """A new request, not confirmed yet and not added to the database."""
    return AccessRequest(
        id=secrets.token_hex(16),
        group_uid=group.UID(),
        state=RequestState.UNCONFIRMED.value,
        source=source.value,
        language=language,
        created=at,
        settled=True,
        **application._asdict(),
    )


def ask_for_access(
    group: Any,
    application: Application,
    *,
    source: RequestSource,
    language: str,
    ip: str | None,
    at: datetime,
) -> None:
    """Keep a request, and send a letter that asks whether the e-mail address is right.

    The answer and its traces are the same for persons who have an account here, and for
    an address that gets no more letters today. Raises Refusal after 10 requests in an
    hour from one block of IP addresses.
    """
    records = write_session()
    block = rate.address_block(ip)
    connection = records.connection()
    asked = rate.Use("access-request", block, PER_ADDRESS_BLOCK)
    if wait := rate.take(connection, [asked], at):
        text = _(
            "membership_applicant_actions_too_many_requests_came_text",
            mapping={"minutes": ceil(wait.time / timedelta(minutes=1))},
        )
        raise Refusal(text, TOO_MANY, wait=wait.time)
    letter = rate.Use("access-letter", application.email, PER_EMAIL)
    wanted = rate.take(connection, [letter], at) is None
    request = new_request(group, application, source, language, at)
    records.add(request)
    letters.queue_request_letter(
        group, request, letters.LetterName.CONFIRM, request.id, at, wanted=wanted
    )
    detail = {"request": request.id, "country": request.country, "source": source.value}
    record("request.ask", target=group, acting_user=NOBODY, detail=detail)


def can_confirm(group: Any, request_id: str, key: str, at: datetime) -> bool:
    """Whether the link can still confirm this request: unused, valid, and not too old."""
    request = session().get(AccessRequest, request_id)
    return (
        request is not None
        and is_proven(AccessRequest, request)
        and request.group_uid == group.UID()
        and request.state == RequestState.UNCONFIRMED.value
        and at - request.created < letters.CONFIRM_WITHIN
        and is_valid_key(key, letters.LetterName.CONFIRM, request_id)
    )


def confirm(group: Any, request_id: str, key: str, *, at: datetime) -> None:
    """Confirm the address of a request, and tell those who decide. Raises Missing."""
    records = write_session()
    if not can_confirm(group, request_id, key, at):
        raise Missing(request_id)
    request = records.get(AccessRequest, request_id)
    request.state = RequestState.PENDING.value
    request.confirmed = at
    detail = {"request": request.id, "country": request.country}
    record("request.confirm", target=group, acting_user=NOBODY, detail=detail)
    tell_desk(group, [request], at)


def tell_desk(group: Any, requests: Iterable[AccessRequest], at: datetime) -> None:
    """Notify the Secretariat and the contact points of the requests' countries."""
    secretariat, contact_points = set(), defaultdict(set)
    for user_id, entry in IWorkspace(group).members.items():
        if CATEGORY_GROUP[Category.SECRETARIAT] in entry["groups"]:
            secretariat.add(user_id)
        if CONTACT_POINT_GROUP in entry["groups"]:
            contact_points[entry.get("country")].add(user_id)
    for request in requests:
        readers = sorted(secretariat | contact_points[request.country])
        queue_notices(letters.DESK_KIND, request.id, group.UID(), readers, at=at)


def open_question(
    group: Any, question_id: str, key: str, at: datetime
) -> ApplicantQuestion | None:
    """The question behind a link; None if it cannot be answered any more."""
    question = session().get(ApplicantQuestion, question_id)
    if question is None or not is_valid_key(
        key, letters.LetterName.QUESTION, question_id
    ):
        return None
    request = session().get(AccessRequest, question.request_id)
    waits = (
        is_proven(ApplicantQuestion, question)
        and is_proven(AccessRequest, request)
        and request.group_uid == group.UID()
        and request.state in OPEN
        and question.answered is None
        and at - question.asked < letters.ANSWER_WITHIN
    )
    return question if waits else None


def answer_question(
    group: Any, question_id: str, key: str, text: str, *, at: datetime
) -> None:
    """Keep the answer to a question, which can be given once. Raises Missing."""
    write_session()
    question = open_question(group, question_id, key, at)
    if question is None:
        raise Missing(question_id)
    question.answer, question.answered = text, at
    request = session().get(AccessRequest, question.request_id)
    detail = {"request": request.id, "question": question_id}
    record("request.answer", target=group, acting_user=NOBODY, detail=detail)
    tell_desk(group, [request], at)


def questions(request: AccessRequest) -> list[ApplicantQuestion]:
    """All questions about this request, oldest first."""
    asked = select(ApplicantQuestion).where(ApplicantQuestion.request_id == request.id)
    found = session().scalars(asked.order_by(ApplicantQuestion.asked))
    return list(trusted(ApplicantQuestion, found))
