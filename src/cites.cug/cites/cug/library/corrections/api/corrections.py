"""REST: ``{alert}/@corrections``, and what is decided on one of them."""

import json
from cites.cug.access.author import knows_author
from cites.cug.core.validation.errors import Missing
from cites.cug.library.corrections.actions import (
    accept,
    decline,
    may_decide,
    propose,
    require_decider,
    require_open,
    takes_corrections,
)
from cites.cug.library.corrections.fields import kept_now, NOT_SENT
from cites.cug.library.corrections.queries import (
    CorrectionLine,
    corrections_of,
    find_correction,
)
from cites.cug.library.corrections.schema import IAnswer, IReason
from cites.cug.web.confirmation.requirement import CONFIRMED, reason_in
from cites.cug.web.restapi.field_deserializers import read_values
from cites.cug.web.restapi.items import ItemService, OneItemService
from typing import Any


class CorrectionService(ItemService):
    """Base of the services; a decision is based on what the alert says now, too."""

    def serialize_item(self, one: CorrectionLine) -> dict[str, Any]:
        named = knows_author(self.context)
        return {
            "@id": f"{self.url}/{one.id}",
            "id": one.id,
            "author": one.user_id,
            "field": one.field,
            "before": json.loads(one.before),
            "now": json.loads(kept_now(self.context, one.field)),
            "value": json.loads(one.value),
            "note": one.note,
            "state": one.state,
            "answer": one.answer,
            "decided_by": one.decided_by if named else None,
            "created": one.time.isoformat(),
            "modified": one.changed.isoformat(),
            "may_decide": may_decide(self.context, one, self.user_id),
        }

    def get_item(self, key: str) -> dict[str, Any]:
        return self.serialize_item(self.found(key))

    def found(self, key: str) -> CorrectionLine:
        found = find_correction(self.context, key, self.user_id)
        if found is None:
            raise Missing(key)
        return found


class CorrectionsGet(CorrectionService):
    """``GET {alert}/@corrections``: those that the caller may know of."""

    tagged = True

    def reply(self) -> dict[str, Any]:
        found = corrections_of(self.context, self.user_id)
        return {
            "@id": self.url,
            "items_total": len(found),
            "may_propose": takes_corrections(self.context),
            "items": [self.serialize_item(one) for one in found],
        }


class CorrectionsPost(CorrectionService):
    """``POST {alert}/@corrections`` ``{"field", "value", "note"}``: propose one; 201"""

    keys = ("field", "value", "note", CONFIRMED)
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
            confirmed=reason_in(given),
        )
        return self.created(made)


class OneCorrection(OneItemService, CorrectionService):
    """Base of what is done with one proposal."""

    of_others = frozenset({"may_decide"})

    def check_caller(self) -> None:
        require_decider(self.context, self.found(self.key), self.user_id)


class CorrectionGet(OneCorrection):
    """``GET {alert}/@corrections/{id}``: one proposed correction."""

    tagged = True


class CorrectionAccept(OneCorrection):
    """``POST {alert}/@corrections/{id}/accept``: the alert says so now, from who may edit
    it; from its author once the Secretariat accepts it too.

    What was changed since it was proposed is overwritten only with ``If-Match``.
    """

    def reply(self) -> dict[str, Any]:
        seen = self.request.getHeader("If-Match") is not None
        accept(self.context, self.key, acting_user=self.user_id, seen=seen)
        return self.get_item(self.key)


class CorrectionDecline(OneCorrection):
    """``POST {alert}/@corrections/{id}/decline`` ``{"answer"}``: leave it as it is."""

    keys = ("answer", CONFIRMED)
    schemas = (IAnswer,)

    def reply(self) -> dict[str, Any]:
        given = self.body
        decline(
            self.context,
            self.key,
            read_values(IAnswer, given)["answer"],
            acting_user=self.user_id,
            confirmed=reason_in(given),
        )
        return self.get_item(self.key)
