"""REST: ask for access, and decide on requests."""

from cites.cug.core.codelists.vocabularies import reader_language
from cites.cug.mailing.smtp import note_waiting_mail
from cites.cug.membership.access_requests import (
    applicant_actions,
    decision_actions,
    scope,
)
from cites.cug.membership.access_requests.api.requests import (
    OneRequest,
    serialize_request,
)
from cites.cug.membership.access_requests.application import FIELDS, validate_application
from cites.cug.membership.access_requests.models import RequestSource
from cites.cug.membership.access_requests.schema import (
    IApplication,
    IApproval,
    IQuestion,
    IReason,
)
from cites.cug.membership.access_requests.settings import rules_of
from cites.cug.web.restapi.field_deserializers import read_values
from cites.cug.web.restapi.idempotency import Done
from cites.cug.web.restapi.services import RestService
from collections.abc import Callable
from datetime import datetime, UTC
from typing import Any
from zExceptions import NotFound
from zope.interface import Interface


class AccessRequestsPost(RestService):
    """``POST {cug}/@access-requests``: ask for access. Open to everybody; answers 202."""

    keys = FIELDS
    schemas = (IApplication,)

    def is_open_to_strangers(self) -> bool:
        return rules_of(self.context).accepts

    def check_permission(self) -> None:
        """Let anonymous callers in; all other services refuse them."""

    def check_names(self) -> None:
        if not self.is_open_to_strangers():
            raise NotFound
        super().check_names()

    def reply(self) -> dict[str, Any]:
        applicant_actions.ask_for_access(
            self.context,
            validate_application(self.body, rules_of(self.context)),
            source=RequestSource.REST,
            language=reader_language(),
            ip=self.request.getClientAddr(),
            at=datetime.now(UTC),
        )
        self.request.response.setStatus(202)
        return {"message": self.say(note_waiting_mail(applicant_actions.THANKS))}

    def replay_response(self, done: Done) -> dict[str, Any]:
        return {"message": self.say(note_waiting_mail(applicant_actions.THANKS))}


class RequestDecision(OneRequest):
    """Base of the decisions on one request. They answer the request as it is
    afterwards.
    """

    #: The fields of the body.
    schema: Any = Interface
    decide: Callable[..., Any]

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        cls.keys, cls.schemas = tuple(cls.schema), (cls.schema,)

    def check_caller(self) -> None:
        self.find()

    def reply(self) -> dict[str, Any]:
        values = read_values(self.schema, self.body).values()
        asked_for, at = (self.context, self.named["id"]), datetime.now(UTC)
        self.decide(*asked_for, *values, acting_user=self.user_id, at=at)
        request = decision_actions.find_request(*asked_for)
        return serialize_request(request, self.url)

    def replay_response(self, done: Done) -> dict[str, Any]:
        return serialize_request(self.find(), self.url)


class RequestEndorse(RequestDecision):
    """``POST {cug}/@access-requests/{id}/endorse``, for the contact point of the
    country
    """

    def decide(self, group: Any, request_id: str, **who: Any) -> None:
        decision_actions.endorse(group, request_id, scope.own_country(group), **who)


class RequestApprove(RequestDecision):
    """``POST {cug}/@access-requests/{id}/approve`` ``{"category"}``: admit them."""

    schema = IApproval
    decide = staticmethod(decision_actions.approve)


class RequestDecline(RequestDecision):
    """``POST {cug}/@access-requests/{id}/decline`` ``{"reason"}``: turn it down."""

    schema = IReason
    decide = staticmethod(decision_actions.decline)


class RequestQuestion(RequestDecision):
    """``POST {cug}/@access-requests/{id}/question`` ``{"question"}``: ask back."""

    schema = IQuestion
    decide = staticmethod(decision_actions.ask_applicant)
