"""When a member wants notices; and for the Secretariat, which notices did not arrive."""

from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.access.policy import Permission
from cites.cug.codelists.entry import LANGUAGES
from cites.cug.codelists.vocabularies import reader_language
from cites.cug.layout.navigation import NavigationEntry
from cites.cug.layout.page import LANGUAGES as LANGUAGE_NAMES
from cites.cug.layout.page import Page
from cites.cug.layout.people import full_name
from cites.cug.layout.times import moment
from cites.cug.mailing import failure_reasons, outbox, preferences
from cites.cug.mailing.letter import PAGE
from cites.cug.mailing.models import Choice
from cites.cug.mailing.smtp import mail_server
from datetime import datetime, UTC
from plone import api
from plone.protect import CheckAuthenticator
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from Products.statusmessages.interfaces import IStatusMessage
from typing import Any
from zExceptions import BadRequest
from zope.i18n import translate


TITLES = {
    Choice.AT_ONCE: _("At once"),
    Choice.HOURLY: _("Once an hour, together"),
    Choice.DAILY: _("Once a day, together (at 6:00 UTC)"),
    Choice.OFF: _("Not at all"),
}


def notices_entry() -> NavigationEntry:
    """Where the navigation shows what has not arrived."""
    return NavigationEntry(
        _("Notices"), "notices", Permission.SEE_ROSTER, order=85, desk=True
    )


class NotificationsPage(Page):
    """When the caller wants notices, and in which language."""

    template = ViewPageTemplateFile("templates/notifications.pt")
    page_title = _("Notices by e-mail")

    def __call__(self) -> str:
        if self.request.method == "POST":
            CheckAuthenticator(self.request)
            self.keep()
            IStatusMessage(self.request).add(_("Your choice has been saved."))
            return self.request.response.redirect(self.url)
        return self.template()

    @property
    def url(self) -> str:
        return f"{self.context.absolute_url()}/{PAGE}"

    def keep(self) -> None:
        form = self.request.form
        language = form.get("language", "")
        if form.get("choice") not in list(Choice) or language not in ("", *LANGUAGES):
            text = _("Choose one of the possibilities.")
            raise BadRequest(translate(text, context=self.request))
        preferences.set_preference(caller(), Choice(form["choice"]), at=datetime.now(UTC))
        preferences.choose_language(api.user.get_current(), language)

    def options(self) -> list[dict[str, Any]]:
        chosen = preferences.choice_of(caller())
        return [
            {"value": choice.value, "title": title, "chosen": choice is chosen}
            for choice, title in TITLES.items()
        ]

    def languages(self) -> list[dict[str, Any]]:
        chosen = api.user.get_current().getProperty("language")
        return [
            {"value": code, "title": title, "chosen": code == chosen}
            for code, title in LANGUAGE_NAMES.items()
        ]

    def address(self) -> str:
        return api.user.get_current().getProperty("email") or ""


class NoticesPage(Page):
    """Readers whom notices have not reached. What the notices are about is not shown."""

    template = ViewPageTemplateFile("templates/notices.pt")
    page_title = _("Notices")
    size = 100

    def __call__(self) -> str:
        if self.request.method == "POST":
            CheckAuthenticator(self.request)
            self.try_again()
            return self.request.response.redirect(self.url)
        self.total, self.troubles = outbox.troubles(
            self.context.UID(), datetime.now(UTC), size=self.size
        )
        return self.template()

    @property
    def url(self) -> str:
        return f"{self.context.absolute_url()}/notices"

    def try_again(self) -> None:
        user_id = self.request.form.get("user")
        count = outbox.try_again(
            self.context,
            None if user_id is None else [str(user_id)],
            acting_user=caller(),
            now=datetime.now(UTC),
        )
        message = _("Notices to be tried again: ${count}", mapping={"count": count})
        IStatusMessage(self.request).add(message)

    def has_mail_server(self) -> bool:
        return mail_server() is not None

    def rows(self) -> list[dict[str, Any]]:
        language = reader_language()
        return [
            {
                "id": trouble.user_id,
                "fullname": full_name(trouble.user_id),
                "failed": trouble.failed,
                "since": moment(trouble.since, language),
                "next_try": trouble.next_try and moment(trouble.next_try, language),
                "attempts": trouble.attempts,
                "reason": failure_reasons.in_words(trouble.reason),
            }
            for trouble in self.troubles
        ]
