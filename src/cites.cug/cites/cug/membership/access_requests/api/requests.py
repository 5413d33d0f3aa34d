"""REST: the list of requests for access, and one request."""

from cites.cug.core.sql.session import write_session
from cites.cug.core.validation.query_parameters import one_of
from cites.cug.membership.access_requests import (
    applicant_actions,
    decision_actions,
    queries,
    scope,
)
from cites.cug.membership.access_requests.application import FIELDS
from cites.cug.membership.access_requests.models import AccessRequest, RequestState
from cites.cug.web.restapi.etag import without
from cites.cug.web.restapi.services import BATCH, RestService
from datetime import datetime, UTC
from typing import Any


class AccessRequestsGet(RestService):
    """``GET {cug}/@access-requests?state=``: one page of the requests."""

    tagged = True
    parameters = ("state", *BATCH)

    def reply(self) -> dict[str, Any]:
        given = self.request.form.get("state") or None
        one_of({"state": given or RequestState.PENDING}, "state", tuple(RequestState))
        state = given and RequestState(given)
        start, size = self.batch()
        country = scope.country(self.context)
        counts = queries.count_by_state(self.context, country)
        states = (state,) if state else ()
        found = queries.list_requests(self.context, country, states, start, size)
        return {
            "@id": self.url,
            "items_total": sum(counts.values()) if state is None else counts[state],
            "counts": {one.value: number for one, number in counts.items()},
            "items": [serialize_request(request, self.url) for request in found],
        }


class OneRequest(RestService):
    """Base of the services of one request for access."""

    def find(self) -> AccessRequest:
        """The request, if the caller may see it. Raises Missing."""
        country = scope.country(self.context)
        return decision_actions.find_request(self.context, self.named["id"], country)

    def lock_state(self) -> None:
        write_session()

    def current_state(self) -> dict[str, Any]:
        return without(serialize_request(self.find(), self.url), ("age_days",))


class AccessRequestGet(OneRequest):
    """``GET {cug}/@access-requests/{id}``: one request, with what is known about the
    person.
    """

    tagged = True

    def reply(self) -> dict[str, Any]:
        request = self.find()
        return {**serialize_request(request, self.url), **self.known(request)}

    def known(self, request: AccessRequest) -> dict[str, Any]:
        country = scope.country(self.context)
        known = queries.request_details(self.context, request, country)
        return {
            "questions": [
                {
                    "question": asked.question,
                    "asked": asked.asked.isoformat(),
                    "answer": asked.answer,
                    "answered": asked.answered and asked.answered.isoformat(),
                }
                for asked in applicant_actions.questions(request)
            ],
            "known": {
                "members": [entry.user for entry in known.colleagues],
                "requests": [other.id for other in known.others],
                "free_mail": known.free_mail,
                "official_domain": known.official,
                "is_member": known.is_member,
            },
        }


def serialize_request(request: AccessRequest, url: str) -> dict[str, Any]:
    """A request as JSON; ``url`` is the address of ``@access-requests``."""
    return {
        "@id": f"{url}/{request.id}",
        "id": request.id,
        "state": request.state,
        **{field: getattr(request, field) for field in FIELDS},
        "created": request.created.isoformat(),
        "age_days": queries.days_old(request, datetime.now(UTC)),
        "endorsed_by": request.endorsed_by,
        "decided_by": request.decided_by,
        "reason": request.reason,
        "member": request.user_id,
    }
