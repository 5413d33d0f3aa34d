"""REST: asking for access, and deciding."""

from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.access.guard import require
from cites.cug.access.policy import Permission
from cites.cug.access.roles import Category
from cites.cug.codelists.vocabularies import reader_language
from cites.cug.membership.access_requests import applicant_actions
from cites.cug.membership.access_requests import approval
from cites.cug.membership.access_requests import decision_actions
from cites.cug.membership.access_requests import scope
from cites.cug.membership.access_requests.api.requests import serialize_request
from cites.cug.membership.access_requests.application import FIELDS
from cites.cug.membership.access_requests.application import validate_application
from cites.cug.membership.access_requests.models import AccessRequest
from cites.cug.membership.access_requests.models import RequestSource
from cites.cug.membership.access_requests.settings import rules_of
from cites.cug.membership.access_requests.text_fields import lines
from cites.cug.membership.access_requests.text_fields import MAX_TEXT
from cites.cug.membership.access_requests.text_fields import too_long
from cites.cug.restapi.services import AddressedService
from cites.cug.restapi.services import ONE_OF
from cites.cug.validation.errors import InvalidValues
from collections.abc import Callable
from datetime import datetime
from datetime import UTC
from math import ceil
from plone.protect.interfaces import IDisableCSRFProtection
from typing import Any
from zExceptions import BadRequest
from zExceptions import NotFound
from zope.interface import alsoProvides


THANKS = _(
    "Thank you. A letter with a link goes to this address: please open it within 48 hours"
    " to confirm the request."
)
TOO_OFTEN = _("Too many requests came from your network. Please try again later.")
MEMBER_ALREADY = _("Who has this address is a member already.")
DECIDED = _("This cannot be done in the state the request is in.")
EMPTY = _("${field}: this must be filled in.")


class AccessRequestsPost(AddressedService):
    """``POST {cug}/@access-requests``, open to all, and decisions, which are not."""

    #: Decision → who takes it.
    PERMISSIONS = {
        "endorse": Permission.ENDORSE,
        "approve": Permission.VET,
        "decline": Permission.VET,
        "question": Permission.VET,
    }

    def check_permission(self) -> None:
        """Strangers may not use REST otherwise; each decision has its own permission."""
        if self.path:
            super().check_permission()

    def reply(self) -> dict[str, Any]:
        alsoProvides(self.request, IDisableCSRFProtection)
        if not self.path:
            return self.ask()
        request_id, name = self.path if len(self.path) == 2 else ("", "")
        require(self.PERMISSIONS.get(name, Permission.SEE_REQUESTS), self.context)
        if name not in self.PERMISSIONS:
            raise NotFound
        return self.decide(request_id, name)

    def ask(self) -> dict[str, Any]:
        rules = rules_of(self.context)
        if not rules.accepts:
            raise NotFound
        try:
            values = self.body(*FIELDS)
        except BadRequest as error:
            # An exception would have whoever is not logged in told to do so.
            return self.bad(str(error))
        try:
            application = validate_application(values, rules)
            applicant_actions.ask_for_access(
                self.context,
                application,
                source=RequestSource.REST,
                language=reader_language(),
                ip=self.request.getClientAddr(),
                at=datetime.now(UTC),
            )
        except InvalidValues as error:
            return self.mistakes(error)
        except applicant_actions.TooManyRequests as error:
            self.request.response.setStatus(429)
            seconds = str(ceil(error.wait.total_seconds()))
            self.request.response.setHeader("Retry-After", seconds)
            return {"type": "TooManyRequests", "message": self.say(TOO_OFTEN)}
        self.request.response.setStatus(202)
        return {"message": self.say(THANKS)}

    def mistakes(self, error: InvalidValues) -> dict[str, Any]:
        found = [
            {"field": field, "message": self.say(mistake.message)}
            for field, mistake in error.mistakes
        ]
        first = found[0]
        message = f"{first['field']}: {first['message']}"
        return self.bad(message, errors=found)

    def bad(self, message: str, **more: Any) -> dict[str, Any]:
        self.request.response.setStatus(400)
        return {"type": "BadRequest", "message": message, **more}

    def decide(self, request_id: str, name: str) -> dict[str, Any]:
        try:
            request = getattr(self, name)(request_id)
        except decision_actions.UnknownRequest as error:
            raise NotFound from error
        except (decision_actions.NotOpen, decision_actions.QuestionWaits) as error:
            raise BadRequest(self.say(DECIDED)) from error
        except approval.AlreadyMember as error:
            raise BadRequest(self.say(MEMBER_ALREADY)) from error
        return serialize_request(
            request, f"{self.context.absolute_url()}/@access-requests"
        )

    def endorse(self, request_id: str) -> AccessRequest:
        self.body()
        country = scope.own_country(self.context)
        return self._decided(decision_actions.endorse, request_id, country)

    def approve(self, request_id: str) -> AccessRequest:
        given = self.body("category").get("category")
        if given not in list(Category):
            raise self.refused(ONE_OF, "category", values=", ".join(Category))
        return self._decided(decision_actions.approve, request_id, Category(given))

    def decline(self, request_id: str) -> AccessRequest:
        return self._decided(decision_actions.decline, request_id, self.text("reason"))

    def question(self, request_id: str) -> AccessRequest:
        self._decided(decision_actions.ask_applicant, request_id, self.text("question"))
        return decision_actions.find_request(self.context, request_id)

    def text(self, field: str) -> str:
        text = lines(self.body(field).get(field))
        if not text:
            raise self.refused(EMPTY, field)
        if len(text) > MAX_TEXT:
            raise BadRequest(f"{field}: {self.say(too_long(MAX_TEXT))}")
        return text

    def _decided(self, action: Callable, *given: Any) -> Any:
        now = datetime.now(UTC)
        return action(self.context, *given, acting_user=caller(), at=now)
