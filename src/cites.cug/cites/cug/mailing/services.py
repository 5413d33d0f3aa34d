"""REST: a member's own choice, and for the Secretariat what has not arrived."""

from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.answers import JsonService
from cites.cug.codelists.entry import LANGUAGES
from cites.cug.mailing import choices
from cites.cug.mailing import outbox
from cites.cug.mailing import reasons
from cites.cug.mailing.model import Choice
from cites.cug.mailing.server import mail_server
from cites.cug.shell.people import full_name
from datetime import datetime
from datetime import UTC
from plone import api
from plone.protect.interfaces import IDisableCSRFProtection
from plone.restapi.deserializer import json_body
from plone.restapi.exceptions import DeserializationError
from typing import Any
from zExceptions import BadRequest
from zope.i18n import translate
from zope.i18nmessageid import Message
from zope.interface import alsoProvides


DEFAULT_SIZE = 25
MOST = 100
UNEXPECTED = _("${field}: this cannot be given.")
ONE_OF = _("${field}: one of these is expected: ${values}")
NUMBER = _("${field}: a whole number from ${least} to ${most} is expected.")
USERS = _("${field}: a list of user ids is expected.")


class NoticeService(JsonService):
    """What the services below share: reading what was sent, and refusing it."""

    def body(self, *known: str) -> dict[str, Any]:
        try:
            body = json_body(self.request)
        except DeserializationError as error:
            raise BadRequest(str(error)) from error
        for field in body:
            if field not in known:
                raise self.refused(UNEXPECTED, field)
        return body

    def refused(self, text: Message, field: str, **words: Any) -> BadRequest:
        message = Message(text, mapping={"field": field, **words})
        return BadRequest(translate(message, context=self.request))

    def number(self, field: str, default: int, least: int, most: int) -> int:
        text = self.request.form.get(field, str(default))
        plain = isinstance(text, str) and text.isascii() and text.isdecimal()
        if not plain or len(text) > 9 or not least <= int(text) <= most:
            raise self.refused(NUMBER, field, least=least, most=most)
        return int(text)


class NotificationsGet(NoticeService):
    """``GET /portal/@notifications``"""

    def reply(self) -> dict[str, Any]:
        return self.chosen()

    def chosen(self) -> dict[str, Any]:
        return {
            "@id": f"{self.context.absolute_url()}/@notifications",
            "choice": choices.choice_of(caller()).value,
            "language": api.user.get_current().getProperty("language") or None,
        }


class NotificationsPatch(NotificationsGet):
    """``PATCH /portal/@notifications``: ``choice``, ``language`` (null: the site's)."""

    def reply(self) -> dict[str, Any]:
        alsoProvides(self.request, IDisableCSRFProtection)
        body = self.body("choice", "language")
        for field, allowed in (("choice", list(Choice)), ("language", LANGUAGES)):
            value = body.get(field)
            clears = field == "language" and value is None
            if field in body and not clears and value not in allowed:
                raise self.refused(ONE_OF, field, values=", ".join(allowed))
        if "choice" in body:
            choices.choose(caller(), Choice(body["choice"]), at=datetime.now(UTC))
        if "language" in body:
            choices.choose_language(api.user.get_current(), body["language"] or "")
        return self.chosen()


class NoticesGet(NoticeService):
    """``GET {cug}/@notices``: readers whom notices have not reached."""

    def reply(self) -> dict[str, Any]:
        start = self.number("b_start", 0, 0, 10**8)
        size = self.number("b_size", DEFAULT_SIZE, 1, MOST)
        now = datetime.now(UTC)
        total, troubles = outbox.troubles(self.context.UID(), now, start=start, size=size)
        return {
            "@id": f"{self.context.absolute_url()}/@notices",
            "mail_server": mail_server() is not None,
            "items_total": total,
            "items": [self.item(trouble) for trouble in troubles],
        }

    def item(self, trouble: outbox.Trouble) -> dict[str, Any]:
        reason = reasons.in_words(trouble.reason)
        next_try = trouble.next_try
        return {
            "user": {"id": trouble.user_id, "fullname": full_name(trouble.user_id)},
            "state": "failed" if trouble.failed else "waiting",
            "since": trouble.since.isoformat(),
            "attempts": trouble.attempts,
            "next_try": next_try and next_try.isoformat(),
            "reason": reason and translate(reason, context=self.request),
        }


class NoticesPost(NoticeService):
    """``POST {cug}/@notices``: tries again, for all or for some ``users``."""

    def reply(self) -> dict[str, Any]:
        alsoProvides(self.request, IDisableCSRFProtection)
        users = self.body("users").get("users")
        if users is not None and not (
            isinstance(users, list) and all(isinstance(user, str) for user in users)
        ):
            raise self.refused(USERS, "users")
        now = datetime.now(UTC)
        count = outbox.try_again(self.context, users, acting_user=caller(), now=now)
        return {"notices": count}
