"""What tests of access requests share: somebody who asks, and what is stored."""

import unittest
from cites.cug.core.sql.session import session, write_session
from cites.cug.core.trail.trail import AuditEvent
from cites.cug.demo.testing import CUG_FUNCTIONAL
from cites.cug.mailing.interfaces import ILetterKind
from cites.cug.mailing.models import Notice
from cites.cug.membership.access_requests import applicant_actions
from cites.cug.membership.access_requests.application import validate_application
from cites.cug.membership.access_requests.models import (
    AccessRequest,
    RequestSource,
    RequestState,
)
from cites.cug.membership.access_requests.settings import rules_of
from datetime import datetime, timedelta, UTC
from sqlalchemy import select
from urllib.parse import parse_qs, urlsplit
from zope.component import getUtility


NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
SECRETARIAT = {"acting_user": "secretariat", "at": NOON}
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PERSON = {
    "country": "XA",
    "last_name": "Exercise",
    "first_name": "Officer",
    "organisation": "Customs Administration of XA (exercise)",
    "function": "Port control",
    "telephone": "+41 22 917 81 39",
    "email": "new.officer@customs.example",
    "category": "customs",
}


def person(**changes) -> dict[str, str]:
    return {**PERSON, **changes}


def pending(group, **changes) -> str:
    """Keep a request that waits for a decision; its id."""
    application = validate_application(person(**changes), rules_of(group))
    now = datetime.now(UTC)
    request = applicant_actions.new_request(
        group, application, RequestSource.FORM, "en", now
    )
    request.state = RequestState.PENDING.value
    write_session().add(request)
    return request.id


def key_of(address: str) -> dict[str, str]:
    """What a link carries."""
    query = parse_qs(urlsplit(address).query)
    return {name: values[0] for name, values in query.items()}


class RequestCase(unittest.TestCase):
    layer = CUG_FUNCTIONAL

    def setUp(self):
        self.portal = self.layer["portal"]
        self.group = self.portal.cheetahs

    def ask(
        self, at=NOON, ip="192.0.2.7", group=None, language="en", **changes
    ) -> AccessRequest:
        """A new request; nothing is committed."""
        group = group or self.group
        before = {request.id for request in self.requests()}
        applicant_actions.ask_for_access(
            group,
            validate_application(person(**changes), rules_of(group)),
            source=RequestSource.FORM,
            language=language,
            ip=ip,
            at=at,
        )
        (made,) = [one for one in self.requests() if one.id not in before]
        return made

    def asked_and_confirmed(self, at=NOON, **changes) -> AccessRequest:
        request = self.ask(at, **changes)
        group = changes.get("group") or self.group
        applicant_actions.confirm(group, **self.confirm_key(request, group), at=at)
        return request

    def confirm_key(self, request, group=None) -> dict[str, str]:
        key = key_of(self.link(self.letter("confirm", request.id, group)[1]))
        return {"request_id": key["id"], "key": key["key"]}

    def letter(self, name, reference, group=None, language="en"):
        """What would go out now."""
        kind = getUtility(ILetterKind, f"cites.cug.access-request.{name}")
        return kind.write(reference, language, group or self.group)

    def link(self, text: str) -> str:
        portal = self.portal.absolute_url()
        (found,) = [word for word in text.split() if word.startswith(f"{portal}/")]
        return found

    def request(self, request_id) -> AccessRequest:
        return session().get(AccessRequest, request_id, populate_existing=True)

    def requests(self) -> list[AccessRequest]:
        ordered = select(AccessRequest).order_by(AccessRequest.created)
        return list(session().scalars(ordered))

    def outbox(self) -> list[tuple[str, str, str]]:
        rows = session().scalars(select(Notice).order_by(Notice.id))
        return [
            (row.kind.rpartition("cites.cug.")[2], row.user_id, row.state) for row in rows
        ]

    def recorded(self) -> list[tuple[str, str, dict]]:
        rows = session().scalars(select(AuditEvent).order_by(AuditEvent.id))
        return [
            (row.action, row.actor, row.detail)
            for row in rows
            if row.action.startswith(("request.", "member.")) and row.actor != "admin"
        ]
