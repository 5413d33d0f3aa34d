"""REST: when a member wants notices; and for the Secretariat, which did not arrive."""

from cites.cug import _
from cites.cug.access.guard import caller, may
from cites.cug.access.policy import Permission
from cites.cug.core.codelists.entry import LANGUAGES
from cites.cug.core.validation.errors import invalid
from cites.cug.mailing import failure_reasons, outbox, preferences
from cites.cug.mailing.models import Choice, SummaryChoice
from cites.cug.mailing.smtp import mail_server
from cites.cug.web.layout.people import full_name
from cites.cug.web.layout.times import reader_today
from cites.cug.web.restapi.services import BATCH, RestService
from datetime import datetime, UTC
from plone import api
from typing import Any
from zope.i18n import translate


USERS = _("mailing_notices_send_list_user_ids")


class NotificationsGet(RestService):
    """``GET /portal/@notifications``: when the caller gets notices, and of what."""

    tagged = True

    def reply(self) -> dict[str, Any]:
        return self.current_state()

    def current_state(self) -> dict[str, Any]:
        return {
            "@id": self.url,
            "choice": preferences.choice_of(caller()).value,
            "follows": preferences.follows_choice_of(caller()),
            "summary": preferences.summary_choice_of(caller()),
            "language": api.user.get_current().getProperty("language") or None,
        }


class NotificationsPatch(NotificationsGet):
    """``PATCH /portal/@notifications``: change ``choice``, ``follows``, ``summary`` or
    ``language``.

    Null: for ``follows`` as the other notices, for ``language`` that of the site.
    """

    keys = ("choice", "follows", "summary", "language")

    def reply(self) -> dict[str, Any]:
        choice = follows = summary = language = None
        if "choice" in self.body:
            choice = Choice(self.one_of("choice", preferences.CHOICES))
        if self.body.get("follows") is not None:
            follows = Choice(self.one_of("follows", preferences.FOLLOW_CHOICES))
        if "summary" in self.body:
            summary = SummaryChoice(self.one_of("summary", tuple(SummaryChoice)))
        if self.body.get("language") is not None:
            language = self.one_of("language", LANGUAGES)
        if choice is not None:
            preferences.set_preference(caller(), choice, at=datetime.now(UTC))
        if "follows" in self.body:
            preferences.set_follows_preference(caller(), follows, at=datetime.now(UTC))
        if summary is not None:
            preferences.set_summary_preference(caller(), summary, today=reader_today())
        if "language" in self.body:
            preferences.choose_language(api.user.get_current(), language or "")
        return self.current_state()


class NoticesGet(RestService):
    """``GET {cug}/@notices``: readers whom notices have not reached."""

    tagged = True
    parameters = BATCH

    def reply(self) -> dict[str, Any]:
        start, size = self.batch()
        now = datetime.now(UTC)
        total, troubles = outbox.troubles(
            self.context.UID(),
            now,
            letters=may(Permission.VET, self.context),
            start=start,
            size=size,
        )
        return {
            "@id": self.url,
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


class NoticesPost(RestService):
    """``POST {cug}/@notices``: tries again, for all or for some ``users``."""

    keys = ("users",)
    keeps_answer = True

    def reply(self) -> dict[str, Any]:
        users = self.body.get("users")
        if users is not None and not (
            isinstance(users, list) and all(isinstance(user, str) for user in users)
        ):
            raise invalid("users", USERS)
        now = datetime.now(UTC)
        count = outbox.try_again(self.context, users, acting_user=caller(), now=now)
        return {"notices": count}
