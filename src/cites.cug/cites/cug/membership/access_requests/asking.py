"""What the person does who asks for access: ask, confirm, answer a question."""

import secrets
from cites.cug.access.roles import Category
from cites.cug.access.roles import CATEGORY_GROUP
from cites.cug.access.roles import CONTACT_POINT_GROUP
from cites.cug.audit.trail import record
from cites.cug.mailing.outbox import queue_notices
from cites.cug.membership.access_requests import letters
from cites.cug.membership.access_requests.application import Application
from cites.cug.membership.access_requests.links import fits
from cites.cug.membership.access_requests.model import AccessRequest
from cites.cug.membership.access_requests.model import OPEN
from cites.cug.membership.access_requests.model import Question
from cites.cug.membership.access_requests.model import Source
from cites.cug.membership.access_requests.model import State
from cites.cug.records import rate
from cites.cug.records.rate import Rate
from cites.cug.records.store import session
from cites.cug.records.store import writing
from collections import defaultdict
from collections.abc import Iterable
from collective.workspace.interfaces import IWorkspace
from datetime import datetime
from datetime import timedelta
from sqlalchemy import select
from typing import Any


#: In the audit trail, whoever has no account.
NOBODY = ""
PER_ADDRESS_BLOCK = Rate(10, timedelta(hours=1))
PER_EMAIL = Rate(3, timedelta(days=1))


class TooOften(Exception):
    """Too many requests from one block of addresses."""

    def __init__(self, wait: timedelta):
        super().__init__(wait)
        self.wait = wait


class InvalidLink(Exception):
    """Used, expired, or never sent: nobody is told which."""


def new_request(
    group: Any, application: Application, source: Source, language: str, at: datetime
) -> AccessRequest:
    """A request that nobody has confirmed yet."""
    return AccessRequest(
        id=secrets.token_hex(16),
        group_uid=group.UID(),
        state=State.UNCONFIRMED.value,
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
    source: Source,
    language: str,
    ip: str | None,
    at: datetime,
) -> None:
    """Keep a request and have the address asked whether it is theirs.

    Does the same whoever is known here. An address that gets no more letters today leaves
    the same traces, too. Raises TooOften.
    """
    records = writing()
    block = rate.address_block(ip)
    connection = records.connection()
    asked = rate.Use("access-request", block, PER_ADDRESS_BLOCK)
    if wait := rate.take(connection, [asked], at):
        raise TooOften(wait.time)
    letter = rate.Use("access-letter", application.email, PER_EMAIL)
    wanted = rate.take(connection, [letter], at) is None
    request = new_request(group, application, source, language, at)
    records.add(request)
    letters.queue(group, request, letters.Name.CONFIRM, request.id, at, wanted=wanted)
    detail = {"request": request.id, "country": request.country, "source": source.value}
    record("request.ask", target=group, acting_user=NOBODY, detail=detail)


def can_confirm(group: Any, request_id: str, key: str, at: datetime) -> bool:
    """Whether the link still does something."""
    request = session().get(AccessRequest, request_id)
    return (
        request is not None
        and request.group_uid == group.UID()
        and request.state == State.UNCONFIRMED.value
        and at - request.created < letters.CONFIRM_WITHIN
        and fits(key, letters.Name.CONFIRM, request_id)
    )


def confirm(group: Any, request_id: str, key: str, *, at: datetime) -> None:
    """The address is theirs: the request goes to the desk. Raises InvalidLink."""
    records = writing()
    if not can_confirm(group, request_id, key, at):
        raise InvalidLink
    request = records.get(AccessRequest, request_id)
    request.state = State.PENDING.value
    request.confirmed = at
    detail = {"request": request.id, "country": request.country}
    record("request.confirm", target=group, acting_user=NOBODY, detail=detail)
    tell_desk(group, [request], at)


def tell_desk(group: Any, requests: Iterable[AccessRequest], at: datetime) -> None:
    """Tell the Secretariat and the countries' contact points that something waits."""
    secretariat, contact_points = set(), defaultdict(set)
    for entry in IWorkspace(group):
        if CATEGORY_GROUP[Category.SECRETARIAT] in entry.groups:
            secretariat.add(entry.user)
        if CONTACT_POINT_GROUP in entry.groups:
            contact_points[entry.country].add(entry.user)
    for request in requests:
        readers = sorted(secretariat | contact_points[request.country])
        queue_notices(letters.DESK_KIND, request.id, group.UID(), readers, at=at)


def open_question(
    group: Any, question_id: str, key: str, at: datetime
) -> Question | None:
    """The question behind a link, as long as it can be answered."""
    question = session().get(Question, question_id)
    if question is None or not fits(key, letters.Name.QUESTION, question_id):
        return None
    request = session().get(AccessRequest, question.request_id)
    waits = (
        request.group_uid == group.UID()
        and request.state in OPEN
        and question.answered is None
        and at - question.asked < letters.ANSWER_WITHIN
    )
    return question if waits else None


def answer(group: Any, question_id: str, key: str, text: str, *, at: datetime) -> None:
    """Keep the answer, once. Raises InvalidLink."""
    writing()
    question = open_question(group, question_id, key, at)
    if question is None:
        raise InvalidLink
    question.answer, question.answered = text, at
    request = session().get(AccessRequest, question.request_id)
    detail = {"request": request.id, "question": question_id}
    record("request.answer", target=group, acting_user=NOBODY, detail=detail)
    tell_desk(group, [request], at)


def questions(request: AccessRequest) -> list[Question]:
    """What was asked, in that order."""
    asked = select(Question).where(Question.request_id == request.id)
    return list(session().scalars(asked.order_by(Question.asked)))
