"""REST: changing the state of content."""

from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.access.transitions import available
from cites.cug.access.transitions import do_transition
from cites.cug.access.transitions import NoReason
from cites.cug.access.transitions import OutOfTurn
from cites.cug.access.transitions import REASONED
from cites.cug.access.transitions import review_history
from cites.cug.access.transitions import transitions_of
from cites.cug.confirmation.requirement import reason_in
from cites.cug.confirmation.requirement import require_confirmation
from cites.cug.json_service import JsonService
from cites.cug.validation.characters import fit_text
from cites.cug.validation.errors import InvalidValue
from datetime import datetime
from datetime import UTC
from plone import api
from plone.protect.interfaces import IDisableCSRFProtection
from plone.restapi.deserializer import json_body
from plone.restapi.exceptions import DeserializationError
from plone.restapi.serializer.converters import json_compatible
from typing import Any
from zExceptions import BadRequest
from zExceptions import NotFound
from zope.i18n import translate
from zope.i18nmessageid import Message
from zope.interface import alsoProvides
from zope.interface import implementer
from zope.publisher.interfaces import IPublishTraverse


MAX_COMMENT = 1000


@implementer(IPublishTraverse)
class TransitionPost(JsonService):
    """``POST {item}/@workflow/{transition}``, with a ``comment`` if one is wanted.

    Not Plone's: that dates an item at its first transition, whichever it is, and answers
    400 where the caller lacks the permission.
    """

    transition: str | None = None

    def publishTraverse(self, request, name: str) -> "TransitionPost":
        if self.transition is not None:
            raise NotFound(name)
        self.transition = name
        return self

    def reply(self) -> dict[str, Any]:
        alsoProvides(self.request, IDisableCSRFProtection)
        comment = self.comment()
        if self.transition not in transitions_of(self.context):
            raise self.refused(transitions_of(self.context))
        # A report says what names somebody, to the Secretariat alone.
        texts = {} if self.transition in REASONED else {"comment": comment}
        confirmed = reason_in(json_body(self.request))
        require_confirmation(self.context, texts, confirmed, acting_user=caller())
        try:
            if not do_transition(
                self.context, self.transition, comment
            ):  # 403 for who may not
                return self.only_told(comment)
        except NoReason as error:
            raise self.bad_request(_("comment: please say why.")) from error
        except OutOfTurn:
            if not self.is_done():
                raise self.refused(available(self.context)) from None
        return json_compatible(self.last_move())

    def is_done(self) -> bool:
        """Whether a repeated request finds what it asked for."""
        target = transitions_of(self.context)[self.transition].target
        return api.content.get_state(self.context) == target

    def only_told(self, comment: str) -> dict[str, Any]:
        """Of a report that hides nothing, those are told who decide; 202."""
        self.request.response.setStatus(202)
        return {
            "action": self.transition,
            "review_state": api.content.get_state(self.context),
            "actor": caller(),
            "time": datetime.now(UTC).isoformat(timespec="seconds"),
            "comments": comment,
            "hidden": False,
        }

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
        try:
            comment = json_body(self.request).get("comment", "")
        except DeserializationError as error:
            raise BadRequest(str(error)) from error
        if not isinstance(comment, str) or len(comment) > MAX_COMMENT:
            text = _(
                "comment: a text of at most ${limit} characters is expected.",
                mapping={"limit": MAX_COMMENT},
            )
            raise self.bad_request(text)
        try:
            return fit_text(comment)
        except InvalidValue as error:
            text = translate(error.doc(), context=self.request)
            raise BadRequest(f"comment: {text}") from error

    def refused(self, possible) -> BadRequest:
        text = _(
            "transition: not possible from the state it has now. Possible: ${names}.",
            mapping={"names": ", ".join(possible) or "–"},
        )
        return self.bad_request(text)

    def bad_request(self, message: Message) -> BadRequest:
        return BadRequest(translate(message, context=self.request))
