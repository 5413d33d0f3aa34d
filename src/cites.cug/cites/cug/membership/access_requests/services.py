"""REST: the desk's list of requests, and one of them."""

from cites.cug.intake.services import AddressedService
from cites.cug.intake.services import ONE_OF
from cites.cug.membership.access_requests import asking
from cites.cug.membership.access_requests import deciding
from cites.cug.membership.access_requests import listing
from cites.cug.membership.access_requests import scope
from cites.cug.membership.access_requests.application import FIELDS
from cites.cug.membership.access_requests.model import AccessRequest
from cites.cug.membership.access_requests.model import State
from datetime import datetime
from datetime import UTC
from typing import Any
from zExceptions import NotFound


class AccessRequestsGet(AddressedService):
    """``GET {cug}/@access-requests?state=`` and ``…/{id}``"""

    def reply(self) -> dict[str, Any]:
        self.country = scope.country(self.context)
        if not self.path:
            return self.list()
        if len(self.path) > 1:
            raise NotFound
        try:
            request = deciding.find(self.context, self.path[0], self.country)
        except deciding.UnknownRequest as error:
            raise NotFound from error
        return {**as_json(request, self.url), **self.known(request)}

    @property
    def url(self) -> str:
        return f"{self.context.absolute_url()}/@access-requests"

    def list(self) -> dict[str, Any]:
        given = self.request.form.get("state") or None
        if given is not None and given not in list(State):
            raise self.refused(ONE_OF, "state", values=", ".join(State))
        state = given and State(given)
        start, size = self.batch()
        counts = listing.counts(self.context, self.country)
        found = listing.rows(self.context, self.country, state, start, size)
        return {
            "@id": self.url,
            "items_total": sum(counts.values()) if state is None else counts[state],
            "counts": {one.value: number for one, number in counts.items()},
            "items": [as_json(request, self.url) for request in found],
        }

    def known(self, request: AccessRequest) -> dict[str, Any]:
        known = listing.known(self.context, request)
        return {
            "questions": [
                {
                    "question": asked.question,
                    "asked": asked.asked.isoformat(),
                    "answer": asked.answer,
                    "answered": asked.answered and asked.answered.isoformat(),
                }
                for asked in asking.questions(request)
            ],
            "known": {
                "members": [entry.user for entry in known.colleagues],
                "requests": [other.id for other in known.others],
                "free_mail": known.free_mail,
                "official_domain": known.official,
                "is_member": known.is_member,
            },
        }


def as_json(request: AccessRequest, url: str) -> dict[str, Any]:
    """A request as both services answer it."""
    return {
        "@id": f"{url}/{request.id}",
        "id": request.id,
        "state": request.state,
        **{field: getattr(request, field) for field in FIELDS},
        "created": request.created.isoformat(),
        "age_days": listing.days_old(request, datetime.now(UTC)),
        "endorsed_by": request.endorsed_by,
        "decided_by": request.decided_by,
        "reason": request.reason,
        "member": request.user_id,
    }
