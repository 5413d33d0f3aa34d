"""Requests for access, each marked with words of its own."""

from cites.cug.core.sql.session import session
from cites.cug.membership.access_requests.decision_actions import ask_applicant, decline
from cites.cug.membership.access_requests.models import ApplicantQuestion
from cites.cug.membership.access_requests.schema import IApplication
from datetime import datetime, UTC
from functools import partial
from sqlalchemy import select
from tests.access import channels
from tests.access.canaries import Canaried, canary
from tests.access.channels import Channel, NONE, pages, services
from tests.membership.access_requests.case import pending
from typing import Any
from zope.schema.interfaces import IText


#: Fields that take typed words. A telephone is digits, an address more than a word.
TEXTS = tuple(
    name
    for name, field in IApplication.namesAndDescriptions()
    if IText.providedBy(field) and name not in ("telephone", "email")
)
REQUESTS = frozenset({"request"})
GROUPS = ("cheetahs", "ivory")


writes = partial(channels.writes, REQUESTS)

ABOUT_REQUESTS = [
    *services(REQUESTS, "{path}", shows=REQUESTS),
    *services(REQUESTS, "{path}/nothing {path}/approve @search?SearchableText={word}"),
    *pages(REQUESTS, "{path} {path}/view"),
    Channel("{path}", REQUESTS, json=True, method="HEAD"),
    *(
        channel
        for group in GROUPS
        for channel in (
            *services(REQUESTS, f"{group}/@access-requests/{{uid}}"),
            *pages(REQUESTS, f"{group}/requests-one?id={{uid}}"),
            *pages(REQUESTS, f"{group}/answer-question?id={{uid}}", public=True),
        )
    ),
    writes("{path}/endorse"),
    writes("{path}/approve", category="customs"),
    writes("{path}/decline", reason="EXERCISE"),
    writes("{path}/question", question="EXERCISE"),
]
#: About no request in particular.
REQUEST_LISTS = [
    channel
    for group in GROUPS
    for channel in (
        *services(
            NONE,
            f"""{group}/@access-requests {group}/@access-requests?state=declined
            {group}/@access-requests?state=nonsense {group}/@home {group}/@audit""",
        ),
        *pages(NONE, f"{group}/requests {group}/requests?state=declined"),
    )
]


def keep_requests(portal: Any) -> list[Canaried]:
    """One of each country, and one of another group, with question and answer."""
    return [
        _keep(portal.cheetahs, "asked", "XA"),
        _keep(portal.cheetahs, "foreign", "XB"),
        _keep(portal.ivory, "asked", "XA"),
    ]


def _keep(group: Any, name: str, country: str) -> Canaried:
    group_id = group.getId()
    made = partial(canary, group_id, "request", name)
    words = {field: made(field) for field in TEXTS}
    address = f"{made('email')}@customs.example"
    request_id = pending(group, country=country, email=address, **words)
    who = {"acting_user": "secretariat", "at": datetime.now(UTC)}
    ask_applicant(group, request_id, made("question"), **who)
    asked = select(ApplicantQuestion).where(ApplicantQuestion.request_id == request_id)
    session().scalars(asked).one().answer = made("answer")
    decline(group, request_id, made("reason"), **who)
    more = {made(field) for field in ("email", "question", "answer", "reason")}
    return Canaried(
        f"request {name}",
        group_id,
        f"{group_id}/@access-requests/{request_id}",
        request_id,
        words["last_name"],
        frozenset({request_id, *words.values(), *more}),
    )
