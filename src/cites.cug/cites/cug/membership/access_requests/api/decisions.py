"""REST: ask for access, and decide on requests."""

from cites.cug import _
from cites.cug.access.roles import Category
from cites.cug.codelists.vocabularies import reader_language
from cites.cug.membership.access_requests import (
    applicant_actions,
    decision_actions,
    scope,
)
from cites.cug.membership.access_requests.api.requests import serialize_request
from cites.cug.membership.access_requests.application import FIELDS, validate_application
from cites.cug.membership.access_requests.models import AccessRequest, RequestSource
from cites.cug.membership.access_requests.settings import rules_of
from cites.cug.membership.access_requests.text_fields import lines, MAX_TEXT, too_long
from cites.cug.restapi.services import RestService
from cites.cug.validation.errors import invalid, REQUIRED
from datetime import datetime, UTC
from typing import Any
from zExceptions import NotFound


THANKS = _(
    "Thank you. A letter with a link goes to this address: please open it within 48 hours"
    " to confirm the request."
)


class AccessRequestsPost(RestService):
    """``POST {cug}/@access-requests``: ask for access. Open to everybody; answers 202."""

    keys = FIELDS

    def check_permission(self) -> None:
        """Let anonymous callers in; all other services refuse them."""

    def check_names(self) -> None:
        if not rules_of(self.context).accepts:
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
        return {"message": self.say(THANKS)}


class RequestService(RestService):
    """Base of the decisions on one request. They answer the request as it is
    afterwards.
    """

    def reply(self) -> dict[str, Any]:
        request = self.decide({"acting_user": self.user, "at": datetime.now(UTC)})
        return serialize_request(request, self.url)

    def decide(self, who: dict[str, Any]) -> AccessRequest:
        raise NotImplementedError

    def text(self, field: str) -> str:
        text = lines(self.body.get(field))
        if not text:
            raise invalid(field, REQUIRED)
        if len(text) > MAX_TEXT:
            raise invalid(field, too_long(MAX_TEXT))
        return text


class RequestEndorse(RequestService):
    """``POST {cug}/@access-requests/{id}/endorse``, for the contact point of the
    country
    """

    def decide(self, who: dict[str, Any]) -> AccessRequest:
        country = scope.own_country(self.context)
        return decision_actions.endorse(self.context, self.named["id"], country, **who)


class RequestApprove(RequestService):
    """``POST {cug}/@access-requests/{id}/approve`` ``{"category"}``"""

    keys = ("category",)

    def decide(self, who: dict[str, Any]) -> AccessRequest:
        category = Category(self.one_of("category", tuple(Category)))
        return decision_actions.approve(self.context, self.named["id"], category, **who)


class RequestDecline(RequestService):
    """``POST {cug}/@access-requests/{id}/decline`` ``{"reason"}``"""

    keys = ("reason",)

    def decide(self, who: dict[str, Any]) -> AccessRequest:
        reason = self.text("reason")
        return decision_actions.decline(self.context, self.named["id"], reason, **who)


class RequestQuestion(RequestService):
    """``POST {cug}/@access-requests/{id}/question`` ``{"question"}``"""

    keys = ("question",)

    def decide(self, who: dict[str, Any]) -> AccessRequest:
        question, request_id = self.text("question"), self.named["id"]
        decision_actions.ask_applicant(self.context, request_id, question, **who)
        return decision_actions.find_request(self.context, request_id)
