"""REST: when a member wants notices; and for the Secretariat, which did not arrive."""

from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.codelists.entry import LANGUAGES
from cites.cug.layout.people import full_name
from cites.cug.mailing import failure_reasons
from cites.cug.mailing import outbox
from cites.cug.mailing import preferences
from cites.cug.mailing.models import Choice
from cites.cug.mailing.smtp import mail_server
from cites.cug.restapi.services import IntakeService
from cites.cug.restapi.services import ONE_OF
from datetime import datetime
from datetime import UTC
from plone import api
from plone.protect.interfaces import IDisableCSRFProtection
from typing import Any
from zope.i18n import translate
from zope.interface import alsoProvides


USERS = _("${field}: a list of user ids is expected.")


class NotificationsGet(IntakeService):
    """``GET /portal/@notifications``"""

    def reply(self) -> dict[str, Any]:
        return self.chosen()

    def chosen(self) -> dict[str, Any]:
        return {
            "@id": f"{self.context.absolute_url()}/@notifications",
            "choice": preferences.choice_of(caller()).value,
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
            preferences.set_preference(
                caller(), Choice(body["choice"]), at=datetime.now(UTC)
            )
        if "language" in body:
            preferences.choose_language(api.user.get_current(), body["language"] or "")
        return self.chosen()


class NoticesGet(IntakeService):
    """``GET {cug}/@notices``: readers whom notices have not reached."""

    def reply(self) -> dict[str, Any]:
        start, size = self.batch()
        now = datetime.now(UTC)
        total, troubles = outbox.troubles(self.context.UID(), now, start=start, size=size)
        return {
            "@id": f"{self.context.absolute_url()}/@notices",
            "mail_server": mail_server() is not None,
            "items_total": total,
            "items": [self.item(trouble) for trouble in troubles],
        }

    def item(self, trouble: outbox.Trouble) -> dict[str, Any]:
        reason = failure_reasons.in_words(trouble.reason)
        next_try = trouble.next_try
        return {
            "user": {"id": trouble.user_id, "fullname": full_name(trouble.user_id)},
            "state": "failed" if trouble.failed else "waiting",
            "since": trouble.since.isoformat(),
            "attempts": trouble.attempts,
            "next_try": next_try and next_try.isoformat(),
            "reason": reason and translate(reason, context=self.request),
        }


class NoticesPost(IntakeService):
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
