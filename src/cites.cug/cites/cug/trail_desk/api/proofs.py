"""REST: what proves the audit trail."""

from cites.cug import _
from cites.cug.core.validation.errors import invalid, Missing
from cites.cug.core.validation.query_parameters import batch, number
from cites.cug.trail_desk.proofs import (
    check_from,
    list_checkpoints,
    prove_event,
    tie_checkpoints,
)
from cites.cug.trail_desk.query_parameters import MOST, read_event_id
from cites.cug.web.restapi.batching import Batch
from cites.cug.web.restapi.services import BATCH, PAGE_SIZE, RestService
from typing import Any


class CheckpointsGet(RestService):
    """``GET {cug}/@audit/checkpoints``: signed roots, the newest first, not counted."""

    parameters = BATCH

    def reply(self) -> dict[str, Any]:
        start, size = batch(self.request.form, PAGE_SIZE)
        page = list_checkpoints(start, size)
        links = Batch(self.full_url, self.request.form, start, size)
        return {
            "@id": self.full_url,
            "items": [one._asdict() for one in page.items],
            "keys": page.keys,
            **links.links_on(page.has_more),
        }


class ConsistencyGet(RestService):
    """``GET {cug}/@audit/consistency?first=&second=``: the tree only grew in between."""

    parameters = ("first", "second")

    def reply(self) -> dict[str, Any]:
        form = self.request.form
        first, second = (number(form, name, 0, 1, MOST) for name in self.parameters)
        found = tie_checkpoints(first, second)
        if found is None:
            message = _("trail_desk_proofs_give_two_existing_checkpoints_text")
            raise invalid("first", message)
        query = f"first={first}&second={second}"
        return {"@id": f"{self.full_url}?{query}", **found}


class ProofGet(RestService):
    """``GET {cug}/@audit/proof?event=``: what proves an event that one may read."""

    parameters = ("event",)

    def reply(self) -> dict[str, Any]:
        event_id = read_event_id(self.request.form)
        found = prove_event(self.context, event_id, acting_user=self.user_id)
        if found is None:
            raise Missing(str(event_id))
        return {"@id": f"{self.full_url}?event={event_id}", **found}


class VerifyGet(RestService):
    """``GET {cug}/@audit/verify``: whether the trail is what was written and signed.

    Query: ``from``, the leaf to begin with. Where it is long, ``next`` says how to go on.
    """

    parameters = ("from",)

    def reply(self) -> dict[str, Any]:
        begin = number(self.request.form, "from", 0, 0, MOST)
        outcome = check_from(begin)
        return {
            "@id": self.full_url,
            "whole": outcome.is_whole,
            "size": outcome.size,
            "root": outcome.root.hex(),
            "checked": outcome.checked,
            "waiting": outcome.waiting,
            "next": outcome.next,
            "findings": [
                {
                    "event": finding.event_id,
                    "position": finding.position,
                    "last": finding.last,
                    "message": f"{finding.place} {finding.words}",
                }
                for finding in outcome.findings
            ],
        }
