"""When a member wants notices; and for the Secretariat, which notices did not arrive."""

from cites.cug import _
from cites.cug.access.guard import caller, may
from cites.cug.access.policy import Permission
from cites.cug.core.codelists.vocabularies import fixed_vocabulary, reader_language
from cites.cug.core.settings.languages import LANGUAGES as LANGUAGE_NAMES
from cites.cug.mailing import failure_reasons, outbox, preferences
from cites.cug.mailing.letter import PAGE
from cites.cug.mailing.models import Choice, SummaryChoice
from cites.cug.mailing.smtp import mail_server
from cites.cug.web.forms.choice_widgets import RadioInput
from cites.cug.web.forms.schema_form import SchemaForm
from cites.cug.web.layout.navigation import ADMINISTRATION, NavigationEntry, SettingsEntry
from cites.cug.web.layout.page import Page
from cites.cug.web.layout.people import full_name
from cites.cug.web.layout.times import moment, reader_today
from collections.abc import Iterable
from datetime import datetime, UTC
from plone import api
from plone.autoform.directives import widget
from plone.protect import CheckAuthenticator
from plone.supermodel.model import Schema
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from zope import schema
from zope.i18nmessageid import Message
from zope.schema.vocabulary import SimpleVocabulary


TITLES = {
    Choice.AT_ONCE: _("mailing_notices_at_once_title"),
    Choice.HOURLY: _("mailing_notices_once_an_hour_together_title"),
    Choice.DAILY: _("mailing_notices_once_day_together_6_title"),
    Choice.WEEKLY: _("mailing_notices_once_week_together_mondays_title"),
    Choice.OFF: _("common_never_title"),
}

SUMMARIES = {
    SummaryChoice.OFF: _("common_never_title"),
    SummaryChoice.WEEKLY: _("mailing_notices_every_week_on_mondays"),
    SummaryChoice.MONTHLY: _("mailing_notices_every_month_first_day"),
}


def titled(choices: Iterable[Choice]) -> SimpleVocabulary:
    return fixed_vocabulary({choice: TITLES[choice] for choice in choices})


NOTICE = _("mailing_notices_notification_says_something_new_notice")


class INotifications(Schema):
    """When a member wants notices, and in which language."""

    widget("choice", RadioInput)
    choice = schema.Choice(
        title=_("mailing_notices_when_should_label"),
        vocabulary=titled(preferences.CHOICES),
    )
    widget("follows", nothing_chosen=_("mailing_notices_like_other_notifications"))
    follows = schema.Choice(
        title=_("mailing_notices_when_should_we_notify_label"),
        vocabulary=titled(preferences.FOLLOW_CHOICES),
        required=False,
    )
    summary = schema.Choice(
        title=_("mailing_notices_how_often_want_summary_label"),
        description=_("mailing_notices_summary_what_new_each_help"),
        vocabulary=fixed_vocabulary(SUMMARIES),
    )
    widget("language", nothing_chosen=_("common_portal_default"))
    language = schema.Choice(
        title=_("mailing_notices_language_of_notifications_label"),
        vocabulary=fixed_vocabulary(LANGUAGE_NAMES),
        required=False,
        missing_value="",
    )


class NotificationsPage(SchemaForm):
    """The caller's own choice."""

    schema = INotifications
    page_title = _("common_email_notifications_title")
    navigation_entry = SettingsEntry(order=40)
    id = "notifications"
    changes = True

    @property
    def action(self) -> str:
        return f"{self.context.absolute_url()}/{PAGE}"

    @property
    def lead(self) -> tuple[Message, ...]:  # type: ignore[override] # of each member
        address = api.user.get_current().getProperty("email")
        told = _(
            "mailing_notices_notifications_are_sent_to", mapping={"address": address}
        )
        if not address:
            told = _("mailing_notices_account_no_email_address_text")
        return NOTICE, told

    def initial_values(self) -> dict[str, Any]:
        language = api.user.get_current().getProperty("language")
        known = language if language in LANGUAGE_NAMES else ""
        return {
            "choice": preferences.choice_of(caller()),
            "follows": preferences.follows_choice_of(caller()),
            "summary": preferences.summary_choice_of(caller()),
            "language": known,
        }

    def handle(self, data: dict[str, Any]) -> None:
        choice, now = Choice(data["choice"]), datetime.now(UTC)
        follows = data["follows"] and Choice(data["follows"])
        preferences.set_preference(caller(), choice, at=now)
        preferences.set_follows_preference(caller(), follows or None, at=now)
        preferences.set_summary_preference(
            caller(), SummaryChoice(data["summary"]), today=reader_today()
        )
        preferences.choose_language(api.user.get_current(), data["language"])
        self.finish(_("mailing_notices_choice_saved"), self.action)


class NoticesPage(Page):
    """Readers whom notices have not reached. What the notices are about is not shown."""

    template = ViewPageTemplateFile("templates/notices.pt")
    page_title = _("mailing_notices_notifications_title")
    navigation_entry = NavigationEntry(
        order=13,
        place=ADMINISTRATION,
        part="people",
        explanation=_("mailing_notices_explanation"),
    )
    size = 100

    def __call__(self) -> str:
        if self.request.method == "POST":
            CheckAuthenticator(self.request)
            return self.lead_on(self.url, self.try_again())
        letters = may(Permission.VET, self.context)
        self.total, self.troubles = outbox.troubles(
            self.context.UID(), datetime.now(UTC), letters=letters, size=self.size
        )
        return self.template()

    @property
    def url(self) -> str:
        return f"{self.context.absolute_url()}/notices"

    def try_again(self) -> Message:
        user_id = self.request.form.get("user")
        count = outbox.try_again(
            self.context,
            None if user_id is None else [str(user_id)],
            acting_user=caller(),
            now=datetime.now(UTC),
        )
        return _("mailing_notices_notifications_sent_again", mapping={"count": count})

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
