"""REST: ``{alert}/@corrections``, and what is decided on one of them."""

import json
from cites.cug.access.author import knows_author
from cites.cug.access.policy import Permission
from cites.cug.library.items.alert import IAlert
from cites.cug.library.tools.corrections.actions import (
    accept,
    decline,
    may_decide,
    propose,
    require_decider,
    require_open,
    takes_corrections,
)
from cites.cug.library.tools.corrections.fields import kept_now, NOT_SENT
from cites.cug.library.tools.corrections.queries import (
    CorrectionLine,
    corrections_of,
    find_correction,
)
from cites.cug.library.tools.corrections.schema import IAnswer, IReason
from cites.cug.web.confirmation.decisions import DECISION_KEYS, read_decisions
from cites.cug.web.resource.declaration import Resource, Verb
from cites.cug.web.resource.services import OneService, ResourceService
from cites.cug.web.restapi.field_deserializers import read_values
from collections.abc import Mapping, Sequence
from typing import Any


class CorrectionsPost(ResourceService):
    """``POST {alert}/@corrections`` ``{"field", "value", "note"}``: propose one; 201"""

    keys = ("field", "value", "note", *DECISION_KEYS)
    schemas = (IReason,)

    def check_caller(self) -> None:
        require_open(self.context)

    def reply(self) -> dict[str, Any]:
        given = self.body
        made = propose(
            self.context,
            given.get("field"),
            given.get("value", NOT_SENT),
            read_values(IReason, given)["note"],
            acting_user=self.user_id,
            decisions=read_decisions(given),
        )
        return self.created(made)


class Decision(OneService):
    """Base of the two; it is based on what the alert says now, too."""

    def check_caller(self) -> None:
        require_decider(self.context, self.resource.get(self.key), self.user_id)


class CorrectionAccept(Decision):
    """``POST {alert}/@corrections/{id}/accept``: the alert says so now, from who may edit
    it; from its author once the Secretariat accepts it too.

    What was changed since it was proposed is overwritten only with ``If-Match``.
    """

    def reply(self) -> dict[str, Any]:
        seen = self.request.getHeader("If-Match") is not None
        accept(self.context, self.key, acting_user=self.user_id, seen=seen)
        return self.get_item(self.key)


class CorrectionDecline(Decision):
    """``POST {alert}/@corrections/{id}/decline`` ``{"answer"}``: leave it as it is."""

    keys = ("answer", *DECISION_KEYS)
    schemas = (IAnswer,)

    def reply(self) -> dict[str, Any]:
        given = self.body
        decline(
            self.context,
            self.key,
            read_values(IAnswer, given)["answer"],
            acting_user=self.user_id,
            decisions=read_decisions(given),
        )
        return self.get_item(self.key)


class Corrections(Resource):
    """Whoever may read an alert may propose a correction: what else that takes, and who
    decides, is in ``actions.py``.
    """

    name = "corrections"
    context_interface = IAlert
    place = "{alert}"
    verbs = (
        Verb("GET", "", Permission.READ, "those that the caller may know of."),
        Verb("POST", "", Permission.READ, service=CorrectionsPost),
        Verb("GET", "{key}", Permission.READ, "one proposed correction."),
        Verb("POST", "{key}/accept", Permission.READ, service=CorrectionAccept),
        Verb("POST", "{key}/decline", Permission.READ, service=CorrectionDecline),
    )
    size = None
    caller_keys = frozenset({"may_decide"})

    def list_items(self, filters: Mapping[str, Any]) -> list[CorrectionLine]:
        return corrections_of(self.context, self.user_id)

    def list_keys(self, items: Sequence[CorrectionLine]) -> dict[str, Any]:
        may_propose = takes_corrections(self.context)
        return {**super().list_keys(items), "may_propose": may_propose}

    def find(self, key: str) -> CorrectionLine | None:
        return find_correction(self.context, key, self.user_id)

    def serialize_item(self, item: CorrectionLine) -> dict[str, Any]:
        named = knows_author(self.context)
        return {
            "@id": f"{self.rest_url}/{item.id}",
            "id": item.id,
            "author": item.user_id,
            "field": item.field,
            "before": json.loads(item.before),
            "now": json.loads(kept_now(self.context, item.field)),
            "value": json.loads(item.value),
            "note": item.note,
            "state": item.state,
            "answer": item.answer,
            "decided_by": item.decided_by if named else None,
            "created": item.time.isoformat(),
            "modified": item.changed.isoformat(),
            "may_decide": may_decide(self.context, item, self.user_id),
        }
