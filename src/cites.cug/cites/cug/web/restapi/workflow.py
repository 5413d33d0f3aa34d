"""REST: change the state of content."""

from cites.cug import _
from cites.cug.access.transitions import (
    available,
    do_transition,
    MAX_COMMENT,
    NoReason,
    OutOfTurn,
    REASONED,
    review_history,
    transitions_of,
)
from cites.cug.core.validation.characters import fit_text
from cites.cug.core.validation.errors import invalid, InvalidValue, InvalidValues
from cites.cug.web.confirmation.decisions import DECISION_KEYS, read_decisions
from cites.cug.web.confirmation.requirement import require_confirmation
from cites.cug.web.restapi.content import ContentService
from cites.cug.web.restapi.idempotency import Done
from collections.abc import Iterable
from datetime import datetime, UTC
from plone import api
from plone.restapi.serializer.converters import json_compatible
from typing import Any


class TransitionPost(ContentService):
    """``POST {item}/@workflow/{transition}`` ``{"comment"}``: change the state.

    Plone's service would date an item at its first transition, whichever it is, and
    answer 400 to a caller without the permission.
    """

    keys: tuple[str, ...] = ("comment", *DECISION_KEYS)

    @property
    def transition(self) -> str:
        """The last part of the address, which ZCML names with its permission."""
        return self.__name__.rpartition("/")[2]

    def reply(self) -> dict[str, Any]:
        comment = self.comment()
        if self.transition not in transitions_of(self.context):
            raise impossible(transitions_of(self.context))
        # Only the Secretariat reads a report, which may say what names somebody.
        texts = {} if self.transition in REASONED else {"comment": comment}
        decisions = read_decisions(self.body)
        require_confirmation(self.context, texts, decisions, acting_user=self.user_id)
        try:
            # Raises Unauthorized (403) if the caller may not do it.
            if not do_transition(self.context, self.transition, comment):
                return self.only_told(comment)
        except NoReason as error:
            raise invalid("comment", _("common_give_a_reason_error")) from error
        except OutOfTurn:
            if not self.is_done():
                raise impossible(available(self.context)) from None
        return json_compatible(self.last_move())

    def is_done(self) -> bool:
        """Whether the item is already in the state that the request asks for."""
        target = transitions_of(self.context)[self.transition].target
        return api.content.get_state(self.context) == target

    def only_told(self, comment: str) -> dict[str, Any]:
        """The answer to a report that only informs those who decide on it; 202."""
        self.request.response.setStatus(202)
        return {
            "action": self.transition,
            "review_state": api.content.get_state(self.context),
            "actor": self.user_id,
            "time": datetime.now(UTC).isoformat(timespec="seconds"),
            "comments": comment,
            "hidden": False,
        }

    def replay_response(self, done: Done) -> Any:
        if done.status == 202:
            return self.only_told(self.comment())
        return json_compatible(self.last_move())

    def last_move(self) -> dict[str, Any]:
        last = review_history(self.context)[0]
        return {
            "action": last.transition,
            "review_state": last.state,
            "actor": last.actor,
            "time": last.time,
            "comments": last.comment,
        }

    def comment(self) -> str:
        comment = self.body.get("comment", "")
        if not isinstance(comment, str) or len(comment) > MAX_COMMENT:
            text = _(
                "common_enter_text_most_characters_text", mapping={"limit": MAX_COMMENT}
            )
            raise invalid("comment", text)
        try:
            return fit_text(comment)
        except InvalidValue as error:
            raise invalid("comment", *error.mistakes) from error


class TransitionsPost(ContentService):
    """``POST {item}/@workflow``, or an unknown name behind it: 400, with those known."""

    keys = TransitionPost.keys

    def reply(self) -> None:
        raise impossible(transitions_of(self.context))


def impossible(possible: Iterable[str]) -> InvalidValues:
    """The error for a transition that is not possible now."""
    text = _(
        "web_workflow_possible_current_state_possible_text",
        mapping={"names": ", ".join(possible) or "–"},
    )
    return invalid("transition", text)
