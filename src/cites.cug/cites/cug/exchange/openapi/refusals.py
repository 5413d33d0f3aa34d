"""Why a service refuses values that are valid by the document.

A schema cannot say what there is, what the caller may, and how values depend on others.
The description of 400 names these fields, each with its reason.
"""

from cites.cug.exchange.openapi.body_schemas import FILES
from cites.cug.messaging.schema import IMessage
from cites.cug.permits.schema import IPermit
from cites.cug.web.confirmation.decisions import DECISIONS
from collections.abc import Collection, Mapping
from zope.schema import getFieldNames


NAMES_SOMEBODY = (
    f"the text may name a person or a company, and `{DECISIONS}` say nothing of it"
)
BAD_FILE = "a file that the portal does not take, or more than a message may have"
PERIOD = "not from 1980 to 2999, or the end is before the beginning"
#: Of parameters and keys, wherever they are.
EVERYWHERE = {
    FILES: BAD_FILE,
    **dict.fromkeys(
        ("since", "until", "from", "incident_from", "incident_until"),
        PERIOD,
    ),
    "cursor": "not one that this account got from this list",
}
CURSOR = {"since": "not a cursor that this account got from this list"}
STATE = {"transition": "not possible in the present state, or no such transition"}
#: Of the fields of content, whatever its type.
CONTENT = "the item has no such field, or the value does not fit it or the others"
NOT_SEEN = "not an item that the caller may see"
FIXED = "only a draft can be changed"
VALUE = "it does not fit the field, or is what the alert says already"
RECIPIENTS = dict.fromkeys(
    ("to", "categories", "countries", "organisations", "everyone"),
    "nobody is named, or somebody whom the caller cannot write to",
)
MESSAGE = {
    **RECIPIENTS,
    "subject": "empty in a message that is no draft",
    "body": "markup that is no plain structure",
    "answer_by": "a day in the past",
    "reply_to": "not a message of the caller’s mailbox",
    "forward_files_of": "not a message of the caller’s mailbox",
    "conversations": "with anything but a folder",
    "igo_confirmed": "false, and intergovernmental organisations would read it",
    "handling": "not offered for new messages",
}
EVENTS = {
    "network": "not an address or network",
    "target": "not a place of the group",
}
#: By the names of services.
REASONS: Mapping[str, Mapping[str, str]] = {
    "@audience": {
        **STATE,
        "readers": "not readers of this group, or not with this handling code",
    },
    "@audit/consistency": dict.fromkeys(
        ("first", "second"), "not the size of a checkpoint, or in the wrong order"
    ),
    "@audit/event": {"event": "not an event of this group"},
    "@audit/proof": {"event": "not an event of this group that is sealed"},
    "@audit": EVENTS,
    "@audit/views": {
        **EVENTS,
        "filters": "empty, or with unknown names",
        **dict.fromkeys(("since", "until"), PERIOD),
    },
    "@bulletins": {
        "items": "not items of the library that the readers may read",
        "handling": "looser than that of an item, or too strict for the readers",
    },
    "@changes": CURSOR,
    "@stix": CURSOR,
    "@comments": {
        "in_reply_to": "not a comment of the topic",
        "text": "too long, or empty once it is cleaned",
    },
    "@copy": {"source": "nothing there, or it does not belong here"},
    "@move": {"source": "nothing there, or it does not belong here"},
    "@corrections": {"value": VALUE},
    "@directory": {"species": "not on the list of species", "contact": "no contact"},
    "@follows": {"value": "not what can be followed in this field"},
    "@history": {"version": "the item has no such version"},
    "@hooks": {
        "account": "not a service account of the group",
        "address": "not a server that the portal may call",
    },
    "@illegal-trade-report": {"country": "missing, from the Secretariat; or another’s"},
    "@invitations": {
        "user": "no account, or a member already",
        "country": "required in this category",
        "telephone": "not a number of the country",
        "contact_point": "not in this category",
        "category": "not for this account",
    },
    "@access-requests": {
        "telephone": "not a number of the country",
        "email": "not an address, or one that the group does not accept",
        **dict.fromkeys(
            ("last_name", "first_name", "organisation", "function"),
            "empty without invisible characters, or with a link",
        ),
    },
    "@login-renew": {"BadRequest": "the request has no token"},
    "@messages": {**MESSAGE, "about": NOT_SEEN},
    "@messages/{key}/send": {
        **RECIPIENTS,
        "subject": "the draft has none",
        "answer_by": "that of the draft is past",
        "body": "the draft has none",
        FILES: BAD_FILE,
    },
    "@messages/{key}": {name: f"{why}, or {FIXED}" for name, why in MESSAGE.items()}
    | {name: FIXED for name in getFieldNames(IMessage) if name not in MESSAGE}
    | {"folder": "not one in which this message can be"},
    "@feed": {"before": "not the place of a page of this feed"},
    "@requests": {
        **MESSAGE,
        "subject": "empty",
        "about": NOT_SEEN,
        "due": "a day in the past",
    },
    "@move-to": {"workspace": "not a workspace where the caller may begin topics"},
    "@non-nominal": {"text": "too long"},
    "@permits": dict.fromkeys(
        ("permits", *getFieldNames(IPermit)),
        "it does not fit the box or the other boxes, or the permit is another country’s",
    ),
    "@permits/{key}": {"replaced_by": "not another permit of the same country"},
    "@permits/outside": {
        "country": "its authority cannot be asked",
        "number": "it answers with what cannot be read",
        "token": "in the address; it belongs in the header X-Permit-Token",
    },
    "@roster": {
        "id": "not a member of the group",
        "igo_confirmed": "false, and the member is of an intergovernmental organisation",
    },
    "@share-with-group": {"group": "not another group, or one that takes no such items"},
    "@sightings": {"date": "a day in the future", "country": "none is known"},
    "@account-changes": {
        "email": "no e-mail address, that of the account already, or a free service"
    },
    "@tokens": {
        "expires": "not a day of the next twelve months",
        "name": "the account has as many tokens as it may have",
    },
    "@translations": {
        "language": "that of the original, or one that is there already",
        **dict.fromkeys(
            ("title", "description", "body"), "missing although the original has it"
        ),
    },
    "@workflow": STATE,
    "@workflow/{id}": STATE,
    "@workflow/choose": {"readers": "not readers of this group, or nobody"},
}


def explain_refusals(
    service: str, names: Collection[str], fields: Collection[str] = ()
) -> dict[str, str]:
    """Field → why a service that takes these parameters and keys may refuse its value.

    ``fields``: of the content that it adds or changes.
    """
    found = dict.fromkeys(fields, CONTENT)
    found |= {name: why for name, why in EVERYWHERE.items() if name in names}
    if service.startswith("@workflow"):
        found |= STATE
    if DECISIONS in names or fields:
        found["NonNominal"] = NAMES_SOMEBODY
        found[DECISIONS] = "a reason may name somebody itself, or is missing"
    if {DECISIONS, "comment"} <= set(names):
        found["comment"] = NAMES_SOMEBODY
    name, _slash, rest = service.partition("/")
    if rest in ("{id}", "{key}"):  # a change takes what a new one takes
        found |= {one: why for one, why in REASONS.get(name, {}).items() if one in names}
    return found | dict(REASONS.get(service, {}))
