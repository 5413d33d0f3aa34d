"""REST: who may read an item, named one by one."""

from cites.cug.access.transitions import available, OutOfTurn
from cites.cug.library.items.actions import choose_readers
from cites.cug.web.confirmation.decisions import read_decisions
from cites.cug.web.confirmation.requirement import require_confirmation
from cites.cug.web.restapi.workflow import impossible, TransitionPost
from plone.restapi.serializer.converters import json_compatible
from typing import Any


class ChoosePost(TransitionPost):
    """``POST {item}/@workflow/choose`` ``{"readers": ["country:XB", …], "comment"}``:
    name who may read it.

    Once more, it changes the readers. Of a folder: who may see it.
    """

    keys = (*TransitionPost.keys, "readers")

    def reply(self) -> dict[str, Any]:
        comment = self.comment()
        texts = {"comment": comment}
        require_confirmation(
            self.context, texts, read_decisions(self.body), acting_user=self.user_id
        )
        try:
            named = choose_readers(self.context, self.body.get("readers"), comment)
        except OutOfTurn:
            raise impossible(available(self.context)) from None
        return {**json_compatible(self.last_move()), "readers": list(named)}
