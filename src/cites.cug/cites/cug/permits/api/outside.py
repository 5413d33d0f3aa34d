"""REST: ask an outside source for a permit; the Secretariat can also store the answer."""

from cites.cug import _
from cites.cug.core.validation.errors import invalid, REQUIRED
from cites.cug.permits import outside
from cites.cug.permits.api.routes import PermitsService
from cites.cug.permits.outside import OutsideAnswer
from cites.cug.permits.outside_words import REFUSALS, UNREAD
from cites.cug.permits.query_parameters import (
    OutsideQuestion,
    read_country,
    read_outside_question,
)
from cites.cug.permits.registry import find_permit
from cites.cug.permits.serializers import boxes_json, warning_json
from cites.cug.permits.sources.source import Refusal as SourceRefusal
from cites.cug.web.restapi.idempotency import Done
from collections.abc import Callable, Mapping
from typing import Any
from zope.i18nmessageid import Message


#: The function ``outside.ask_outside`` or ``outside.keep_outside``.
Action = Callable[..., OutsideAnswer]
HEADER = "X-Permit-Token"
IN_HEADER = _("permits_outside_send_header_x_permit_text")
#: HTTP status where the source gave no answer. For all other refusals the status is 200:
#: “the country knows no such permit” is an answer.
STATUSES = {
    SourceRefusal.CALLER_UNKNOWN: 502,
    SourceRefusal.UNREACHABLE: 502,
    SourceRefusal.RESTING: 503,
    SourceRefusal.BUSY: 503,
    SourceRefusal.TIME_OUT: 504,
}
#: ``Retry-After``, in seconds.
PAUSES = {SourceRefusal.RESTING: 60, SourceRefusal.BUSY: 2}


class OutsideService(PermitsService):
    """Base of the services below ``@permits/outside``."""

    @property
    def outside_url(self) -> str:
        return f"{self.url}/outside"

    def answered(self, act: Action, values: Mapping[str, Any]) -> dict[str, Any]:
        asked = read_outside_question(values)
        answer = act(*asked, today=self.today, acting_user=self.user_id)
        shown = {
            "@id": self.outside_url,
            "items": [self.permit(answer)] if answer.foreign else [],
            "refusal": self.refusal(answer.refusal, answer.said),
        }
        if answer.stored is not None:
            found = find_permit(asked.country, asked.number)
            shown |= {"@id": f"{self.url}/{found.id}", "id": found.id}
            shown |= answer.stored._asdict()
        return shown

    def permit(self, answer: OutsideAnswer) -> dict[str, Any]:
        found = answer.foreign
        return {
            "foreign": True,
            "final": found.final,
            "verdict": answer.verdict.value,
            **boxes_json(found.permit, parties=self.sees_parties),
            "unread": list(found.unread),
            "warnings": [warning_json(one, self.say) for one in answer.warnings],
        }

    def refusal(
        self, refusal: SourceRefusal | None, said: str = ""
    ) -> dict[str, str] | None:
        """The refusal as JSON; also sets the HTTP status. None if nothing was refused."""
        if refusal is None:
            return None
        self.request.response.setStatus(STATUSES.get(refusal, 200))
        if refusal in PAUSES:
            self.request.response.setHeader("Retry-After", str(PAUSES[refusal]))
        message = self.say(REFUSALS[refusal])
        return {"type": refusal.value, "message": message, "said": said}


class OutsideGet(OutsideService):
    """``GET @permits/outside?country=&number=``: ask where the permit was issued.

    The token, if any, stands in ``X-Permit-Token``.
    """

    tagged = True
    parameters = OutsideQuestion._fields

    def reply(self) -> dict[str, Any]:
        form = self.request.form
        if "token" in form:
            raise invalid("token", IN_HEADER)
        token = self.request.getHeader(HEADER) or ""
        return self.answered(outside.ask_outside, {**form, "token": token})


class OutsidePost(OutsideService):
    """``POST @permits/outside`` ``{"country", "number", "token"}``: ask, and store the
    permit.
    """

    keys = OutsideQuestion._fields

    def reply(self) -> dict[str, Any]:
        answer = self.answered(outside.keep_outside, self.body)
        response = self.request.response
        if "created" in answer:
            response.setStatus(201)
            response.setHeader("Location", answer["@id"])
        elif answer.get("items"):
            # Not raised: an error would roll back the record in the audit trail.
            response.setStatus(400)
            boxes = ", ".join(answer["items"][0]["unread"])
            text = self.say(Message(UNREAD, mapping={"boxes": boxes}))
            answer |= {"type": "BadRequest", "message": text, "errors": []}
        return answer

    def replay_response(self, done: Done) -> dict[str, Any]:
        """The address of what was stored; where nothing was, it is asked again."""
        if done.location is None:
            return self.reply()
        return {"@id": done.location, "id": done.location.rpartition("/")[2]}


class OutsideStateGet(OutsideService):
    """``GET @permits/outside/state?country=``: whether this country can be asked now."""

    tagged = True
    parameters = ("country",)

    def reply(self) -> dict[str, Any]:
        country = read_country(self.request.form, "country")
        if not country:
            raise invalid("country", REQUIRED)
        refusal = self.refusal(outside.check_outside_source(country))
        return {"@id": f"{self.outside_url}/state", "refusal": refusal}
