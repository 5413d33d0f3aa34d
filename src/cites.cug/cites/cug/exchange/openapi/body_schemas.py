"""Bodies of requests, as JSON Schema describes them.

Fields describe the keys that they read. The rest is here, by the names of services, with
the codes and limits that the services check against.
"""

from cites.cug.access.roles import Category, TeamRole
from cites.cug.access.transitions import MAX_COMMENT, REASONED
from cites.cug.core.codelists.entry import LANGUAGES
from cites.cug.core.codelists.lists import codes
from cites.cug.core.named_values import MAX_NAME
from cites.cug.core.validation.query_parameters import DAY, WORD
from cites.cug.exchange.alert_imports.api.imports import DUPLICATES
from cites.cug.exchange.openapi.field_schemas import (
    describe_field,
    describe_fields,
    describe_text,
    FILE,
    without_null,
)
from cites.cug.exchange.openapi.parameter_schemas import (
    Described,
    one_of_these,
    PERMIT_NUMBER,
    RESULTS,
)
from cites.cug.library.items.readers import MOST_READERS
from cites.cug.library.tools.bulletins.schema import MOST_ITEMS
from cites.cug.library.tools.corrections.fields import CORRECTABLE
from cites.cug.library.tools.follows.fields import CODES, Field
from cites.cug.library.tools.follows.models import MAX_VALUE
from cites.cug.login.api_tokens import LONGEST_NAME
from cites.cug.login.scopes import Scope
from cites.cug.login.web_hooks import SCOPES
from cites.cug.mailing.models import SummaryChoice
from cites.cug.mailing.preferences import CHOICES, FOLLOW_CHOICES
from cites.cug.membership.roster import ACTIVE, SUSPENDED
from cites.cug.membership.schema import MOST_NOTE
from cites.cug.messaging.models import SHOWN
from cites.cug.messaging.schema import MAX_NAME as NAME_LENGTH
from cites.cug.messaging.schema import MAX_NAMES
from cites.cug.permits.permit import Status
from cites.cug.permits.schema import IPermit
from cites.cug.permits.status_change import IStatusChange
from cites.cug.reports.reason import MAX_REASON
from cites.cug.web.confirmation.decisions import (
    ANSWERED,
    Choice,
    CONFIRMED,
    DECISIONS,
    MOST,
    REASONS,
)
from cites.cug.web.confirmation.decisions import MAX_REASON as MOST_REASON
from cites.cug.web.restapi.non_nominal import MAX_LENGTH as MOST_CHECKED
from cites.cug.workspaces.actions.comments import MAX_LENGTH as MOST_COMMENT
from cites.cug.workspaces.actions.comments import MOST_FILES
from cites.cug.workspaces.models import NoticeLevel
from collections.abc import Iterable, Mapping
from typing import Any
from zope.schema import getFieldsInOrder, interfaces


#: The key of files, as ``RequestValues.uploads`` reads them.
FILES = "attachments"
TEXT: Described = {"type": "string"}
NO_CONTROLS = describe_text(None)["pattern"]
POSITION: Described = {"type": "integer", "minimum": 0}
DECISION: Described = {
    "type": "object",
    "required": ["decision"],
    "properties": {
        "decision": {"type": "string", "enum": [str(one) for one in Choice]},
        "reason": {
            "description": f"for `keep`: {', '.join(REASONS)}, or a text",
            "type": ["string", "null"],
            "maxLength": MOST_REASON,
            "pattern": NO_CONTROLS,
        },
        "field": {"type": ["string", "null"]},
        "start": POSITION,
        "end": POSITION,
        "text": {"type": "string", "pattern": "\\S"},
        **{name: {} for name in sorted(ANSWERED)},
    },
    "anyOf": [{"required": ["text"]}, {"required": ["start", "end"]}],
    "additionalProperties": False,
}
FLAG: Described = {"type": "boolean"}
FILLED: Described = {"type": "string", "minLength": 1}
NAMES: Described = {"type": "array", "items": TEXT}
#: What is decided about text that may name somebody.
DECIDED: Mapping[str, Described] = {
    CONFIRMED: {
        "type": ["string", "null"],
        "maxLength": MOST_REASON,
        "pattern": NO_CONTROLS,
    },
    DECISIONS: {"type": ["array", "null"], "items": DECISION, "maxItems": MOST},
}
#: Of the trail, as ``trail_desk/query_parameters.py`` reads them.
EVENT_FILTERS: Described = {
    "type": "object",
    "properties": {
        **dict.fromkeys(("actor", "action", "target", "network", "q"), WORD),
        "result": one_of_these(RESULTS),
        **dict.fromkeys(("since", "until"), DAY),
    },
    "additionalProperties": False,
}
#: What a client can leave out, because the service finds it: service → field.
FOUND = {"@sightings": {"country"}}


def or_null(schema: Described) -> Described:
    return {"anyOf": [schema, {"type": "null"}]}


def some_of(values: Iterable[Any]) -> Described:
    return {"type": "array", "items": one_of_these(values), "minItems": 1}


def describe_body(
    verb: str, service: str, keys: Iterable[str], fields: Mapping[str, Any]
) -> Described:
    """The object that a service takes with these keys."""
    known = {**_everywhere(), **_keys(verb, service)}
    required = [*_required(verb, service)]
    properties = {}
    for name in keys:
        if name in known:
            properties[name] = known[name]
        elif name in fields:
            properties[name] = _of_field(fields[name])
            is_found = verb == "PATCH" or name in FOUND.get(service, ())
            if fields[name].required and fields[name].default is None and not is_found:
                required.append(name)
    told: Described = {
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
    }
    told |= {"required": sorted(required)} if required else {}
    return {**told, **_alternatives(verb, service)}


def describe_permits() -> Described:
    """What ``POST @permits`` takes: a permit, or several."""
    permit = describe_fields(getFieldsInOrder(IPermit))
    several = {"type": "array", "items": permit, "minItems": 1}
    named = {
        "type": "object",
        "required": ["permits"],
        "properties": {"permits": several},
    }
    return {"anyOf": [permit, several, {**named, "additionalProperties": False}]}


def _of_field(field: Any) -> Described:
    """Null is for what is optional, but of no list, flag or text that is never null."""
    told = describe_field(field)
    kinds = (interfaces.IBool, interfaces.ICollection)
    is_other = any(kind.providedBy(field) for kind in kinds)
    return without_null(told) if is_other or field.missing_value is not None else told


def _everywhere() -> Mapping[str, Described]:
    """Keys that all services that take them read alike."""
    return {
        FILES: {"type": "array", "items": FILE, "maxItems": MOST_FILES},
        **DECIDED,
        "comment": describe_text(MAX_COMMENT),
        "folder": one_of_these(SHOWN),
        "readers": {**NAMES, "maxItems": MOST_READERS},
        "reason": {"type": "string", "maxLength": MOST_NOTE},
        "source": {"anyOf": [FILLED, {"type": "array", "items": FILLED, "minItems": 1}]},
        "level": one_of_these(NoticeLevel),
    }


def _keys(verb: str, service: str) -> Mapping[str, Described]:
    """Keys of one service."""
    country = one_of_these(codes("country"))
    number = {**describe_text(IPermit["number"].max_length), "pattern": PERMIT_NUMBER}
    passage = describe_text(MAX_REASON, filled=True)
    comment = describe_text(MOST_COMMENT, filled=True)
    about = {
        "anyOf": [
            {"type": "null"},
            FILLED,
            {
                "type": "object",
                "required": ["country", "number"],
                "properties": {
                    "country": country,
                    "number": {
                        "type": "string",
                        "pattern": "^[A-Za-z0-9][A-Za-z0-9 ./-]{0,58}[0-9]$",
                    },
                },
                "additionalProperties": False,
            },
        ]
    }
    messages = {"type": "array", "items": describe_text(NAME_LENGTH, filled=True)}
    written = {"type": "object", "required": ["data"], "properties": {"data": comment}}
    text = {"anyOf": [comment, written]}
    if service.endswith(tuple(f"@workflow/{name}" for name in REASONED)):
        return {"comment": describe_text(MAX_COMMENT, filled=True)}
    known: dict[str, Mapping[str, Described]] = {
        "@login": {"login": TEXT, "password": TEXT, "code": TEXT},
        "@notifications": {
            "choice": one_of_these(CHOICES),
            "follows": or_null(one_of_these(FOLLOW_CHOICES)),
            "summary": one_of_these(SummaryChoice),
            "language": or_null(one_of_these(LANGUAGES)),
        },
        "@permits/outside": {
            "country": country,
            "number": number,
            "token": describe_text(IPermit["security_stamp"].max_length),
            "stamp": describe_text(IPermit["security_stamp"].max_length),
        },
        "@permits/{key}": {
            "status": one_of_these(Status),
            "reason": describe_text(IStatusChange["reason"].max_length, filled=True),
            "replaced_by": describe_text(IStatusChange["replaced_by"].max_length),
        },
        "@tokens": {
            "name": describe_text(LONGEST_NAME, filled=True, line=True),
            "scopes": some_of(Scope),
            "expires": or_null({"type": "string", "format": "date"}),
        },
        "@account-changes/{id}/confirm": {"key": FILLED},
        "@alert-imports": {
            "file": {"contentMediaType": "application/octet-stream"},
            "mapping": {"type": "string", "contentMediaType": "application/json"},
            "dry_run": {"type": "string", "enum": ["0", "1", "false", "true"]},
            "duplicates": one_of_these(DUPLICATES),
        },
        "@audit/views": {
            "name": describe_text(MAX_NAME, filled=True, line=True),
            "filters": EVENT_FILTERS,
        },
        "@bulletins": {
            "items": {**NAMES, "minItems": 1, "maxItems": MOST_ITEMS},
        },
        "@corrections": {"field": one_of_these(CORRECTABLE), "value": {}},
        "@follows": {
            "field": one_of_these(Field),
            "value": {"type": "string", "maxLength": MAX_VALUE},
        },
        "@history": {"version": {"type": "integer", "minimum": 0}},
        "@hooks": {
            "account": TEXT,
            "address": {"type": "string", "format": "uri"},
            "scopes": some_of(SCOPES),
        },
        "@illegal-trade-report": {"share_iccwc": FLAG},
        "@members/{id}": {
            "category": one_of_these(Category),
            "contact_point": FLAG,
            "state": one_of_these((ACTIVE, SUSPENDED)),
        },
        "@messages": {
            "about": about,
            "ids": {**messages, "minItems": 1, "maxItems": MAX_NAMES},
        },
        "@messages/{key}/report": {"reason": passage},
        "@non-nominal": {
            "text": {"type": "string", "maxLength": MOST_CHECKED},
            "file": {},
        },
        "@notices": {"users": or_null(NAMES)},
        "@requests": {
            "about": about,
        },
        "@topics": {"read": {"const": True}, "workspace": {"type": ["string", "null"]}},
        "@comments": {
            "text": text,
            "in_reply_to": {"type": ["integer", "string", "null"]},
        },
        "@comments/{id}": {"text": text, "in_reply_to": {}},
        "@move-to": {"workspace": FILLED},
        "@report/{id}": {"reason": passage},
        "@roster": {"id": TEXT, "role": one_of_these(TeamRole), "igo_confirmed": FLAG},
    }
    return known.get(service, {})


def _required(verb: str, service: str) -> Iterable[str]:
    """Keys without which a service does nothing, and that no field requires."""
    if service.endswith(tuple(f"@workflow/{name}" for name in REASONED)):
        return ("comment",)
    known: Mapping[str, tuple[str, ...]] = {
        "@login": ("login", "password"),
        "@permits/outside": ("country", "number"),
        "@permits/{key}": ("status", "reason"),
        "@permits/{key}/attachments": (FILES,),
        "@messages/{key}/attachments": (FILES,),
        "@tokens": ("name", "scopes"),
        "@account-changes/{id}/confirm": ("key",),
        "@alert-imports": ("file",),
        "@audit/views": ("name", "filters"),
        "@bulletins": ("items",),
        "@corrections": ("field", "value"),
        "@copy": ("source",),
        "@follows": ("field", "value"),
        "@history": ("version",),
        "@hooks": ("account", "address"),
        "@illegal-trade-report": ("share_iccwc",),
        "@members/{id}/end-sessions": ("reason",),
        "@members/{id}/propose-address": ("email", "reason"),
        "@members/{id}/remove-second-factor": ("reason",),
        "@messages": ("ids",) if verb == "PATCH" else (),
        "@messages/{key}/report": ("reason",),
        "@move": ("source",),
        "@topics": ("read",),
        "@comments": ("text",),
        "@comments/{id}": ("text",),
        "@move-to": ("workspace",),
        "@report/{id}": ("reason",),
        "@roster": ("id",),
        "@workflow/choose": ("readers",),
    }
    return known.get(service, ())


def _alternatives(verb: str, service: str) -> Described:
    """What a body has one or the other of."""
    if service == "@follows":
        return {"anyOf": [_followed(field) for field in Field]}
    ways = {
        ("PATCH", "@messages"): ("read", "starred", "folder"),
        ("POST", "@non-nominal"): ("text", "file"),
    }
    names = ways.get((verb, service), ())
    return {"anyOf": [{"required": [name]} for name in names]} if names else {}


def _followed(field: Field) -> Described:
    """A field that can be followed, with its values."""
    filled = describe_text(MAX_VALUE, filled=True)
    value = one_of_these(codes(CODES[field])) if field in CODES else filled
    return {"properties": {"field": {"const": str(field)}, "value": value}}
