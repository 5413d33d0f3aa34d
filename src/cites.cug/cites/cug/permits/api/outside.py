"""REST: permits that are asked for outside, and kept if the Secretariat says so."""

from cites.cug import _
from cites.cug.access.guard import require
from cites.cug.access.policy import Permission
from cites.cug.permits import outside
from cites.cug.permits.api.routes import PermitsService
from cites.cug.permits.api.serializers import boxes_json
from cites.cug.permits.api.serializers import warning_json
from cites.cug.permits.outside import OutsideAnswer
from cites.cug.permits.outside_words import REFUSALS
from cites.cug.permits.outside_words import TOO_OFTEN
from cites.cug.permits.outside_words import UNREAD
from cites.cug.permits.query_parameters import OutsideQuestion
from cites.cug.permits.query_parameters import read_country
from cites.cug.permits.query_parameters import read_outside_question
from cites.cug.permits.registry import find_permit
from cites.cug.permits.sources.source import Refusal
from cites.cug.validation.errors import FieldError
from cites.cug.validation.errors import REQUIRED
from collections.abc import Callable
from math import ceil
from typing import Any
from zope.i18nmessageid import Message


#: ``outside.ask_outside`` or ``outside.keep_outside``.
Action = Callable[..., OutsideAnswer]
HEADER = "X-Permit-Token"
IN_HEADER = _("Send it in the header X-Permit-Token: addresses are written into logs.")
#: That a country says no is an answer; with these there is none.
STATUSES = {
    Refusal.CALLER_UNKNOWN: 502,
    Refusal.UNREACHABLE: 502,
    Refusal.RESTING: 503,
    Refusal.BUSY: 503,
    Refusal.TIME_OUT: 504,
}
#: Seconds.
PAUSES = {Refusal.RESTING: 60, Refusal.BUSY: 2}


def look(service: PermitsService) -> dict[str, Any]:
    """``GET @permits/outside?country=&number=``, a token in ``X-Permit-Token``."""
    form = service.request.form
    if "token" in form:
        raise service.wrong("token", FieldError(IN_HEADER))
    token = service.request.getHeader(HEADER) or ""
    return _answer(service, outside.ask_outside, {**form, "token": token})


def keep_outside_permit(service: PermitsService) -> dict[str, Any]:
    """``POST @permits/outside`` ``{"country", "number", "token"}``"""
    require(Permission.KEEP_ALL_PERMITS, service.context)
    body = service.body(*OutsideQuestion._fields)
    answer = _answer(service, outside.keep_outside, body)
    response = service.request.response
    if "created" in answer:
        response.setStatus(201)
        response.setHeader("Location", answer["@id"])
    elif answer.get("items"):
        # Not raised: that it was asked for has to stay in the trail.
        response.setStatus(400)
        boxes = ", ".join(answer["items"][0]["unread"])
        text = service.say(Message(UNREAD, mapping={"boxes": boxes}))
        answer |= {"type": "BadRequest", "message": text}
    return answer


def state(service: PermitsService) -> dict[str, Any]:
    """``GET @permits/outside/state?country=``: whether that country can be asked."""
    require(Permission.KEEP_ALL_PERMITS, service.context)
    country = service.asked(lambda form: read_country(form, "country"))
    if not country:
        raise service.wrong("country", FieldError(REQUIRED))
    try:
        refusal = outside.check_outside_source(country)
    except outside.NoSource as error:
        raise service.missing() from error
    return {"@id": f"{_url(service)}/state", "refusal": _refusal(service, refusal)}


def _url(service: PermitsService) -> str:
    return f"{service.url}/outside"


def _answer(service: PermitsService, act: Action, values: Any) -> dict[str, Any]:
    asked = service.asked(lambda _form: read_outside_question(values))
    try:
        answer = act(*asked, today=service.today, acting_user=service.user)
    except outside.NoSource as error:
        raise service.missing() from error
    except outside.TooManyLookups as error:
        return _too_often(service, error)
    shown = {
        "@id": _url(service),
        "items": [_permit(service, answer)] if answer.foreign else [],
        "refusal": _refusal(service, answer.refusal, answer.said),
    }
    if answer.stored is not None:
        found = find_permit(asked.country, asked.number)
        shown |= {"@id": f"{service.url}/{found.id}", "id": found.id}
        shown |= answer.stored._asdict()
    return shown


def _permit(service: PermitsService, answer: OutsideAnswer) -> dict[str, Any]:
    found = answer.foreign
    return {
        "foreign": True,
        "final": found.final,
        "verdict": answer.verdict.value,
        **boxes_json(found.permit, parties=service.sees_parties),
        "unread": list(found.unread),
        "warnings": [warning_json(one, service.say) for one in answer.warnings],
    }


def _refusal(
    service: PermitsService, refusal: Refusal | None, said: str = ""
) -> dict[str, str] | None:
    """Why there is no permit; sets the status that goes with it."""
    if refusal is None:
        return None
    service.request.response.setStatus(STATUSES.get(refusal, 200))
    if refusal in PAUSES:
        service.request.response.setHeader("Retry-After", str(PAUSES[refusal]))
    message = service.say(REFUSALS[refusal])
    return {"type": refusal.value, "message": message, "said": said}


def _too_often(service: PermitsService, error: outside.TooManyLookups) -> dict[str, Any]:
    seconds = ceil(error.wait.total_seconds())
    service.request.response.setStatus(429)
    service.request.response.setHeader("Retry-After", str(seconds))
    return {"type": "TooManyRequests", "message": service.say(TOO_OFTEN)}
