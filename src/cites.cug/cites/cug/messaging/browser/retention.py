"""The Secretariat sets for how long messages are kept, and sees what that deletes."""

from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.core.codelists.vocabularies import reader_language
from cites.cug.messaging.actions.leaving import count_old
from cites.cug.messaging.actions.retention import (
    retention,
    Rule,
    set_retention,
    take_back,
    waiting_retention,
)
from cites.cug.messaging.retention_notices import shorter_in_words
from cites.cug.messaging.schema import IRetention
from cites.cug.web.forms.confirm_form import TwoStepForm
from cites.cug.web.layout.navigation import ADMINISTRATION, NavigationEntry
from collections.abc import Mapping
from datetime import datetime, UTC
from functools import cached_property
from plone.protect import CheckAuthenticator
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from zope.i18nmessageid import Message


class RetentionForm(TwoStepForm):
    """Two numbers of days; what they would delete is counted before they are set."""

    index = ViewPageTemplateFile("templates/retention.pt")
    page_title = _("messaging_retention_how_long_messages_kept_title")
    navigation_entry = NavigationEntry(
        order=40,
        place=ADMINISTRATION,
        part="settings",
        explanation=_("messaging_retention_explanation"),
    )
    schema = IRetention
    id = "retention"
    changes = True
    id_prefix = ""
    submit_label = _("messaging_retention_count_what_would_deleted_label")
    sure_label = _("messaging_retention_yes_keep_messages_so_label")
    novalidate = True

    @cached_property
    def now(self) -> datetime:
        return datetime.now(UTC)

    @property
    def action(self) -> str:
        return f"{self.context.absolute_url()}/message-retention"

    def initial_values(self) -> Mapping[str, Any]:
        """The rule that waits, if there is one, so that nobody takes half of it back."""
        waiting = waiting_retention(self.context, self.now)
        rule = waiting.rule if waiting else retention(self.context, self.now)
        return rule._asdict()

    def update(self) -> None:
        if self.request.method == "POST" and "take_back" in self.request.form:
            CheckAuthenticator(self.request)
            self.take_back()
        else:
            super().update()

    @property
    def question(self) -> Message:
        count = count_old(self.context, Rule(**self.asked or {}), self.now)
        text = _("messaging_retention_mailbox_entries_would_deleted_text")
        return Message(text, mapping={"count": count})

    def handle(self, data: dict[str, Any]) -> None:
        rule = Rule(**data)
        shorter = set_retention(self.context, rule, acting_user=caller(), now=self.now)
        said = _("messaging_retention_saved_all_members_told_text")
        self.finish(said if shorter else _("common_saved"), self.action)

    def take_back(self) -> None:
        if take_back(self.context, acting_user=caller(), now=self.now):
            text = _("messaging_retention_withdrawn_messages_kept_before_text")
            self.say(text)
        self.request.response.redirect(self.action)

    def waiting_in_words(self) -> list[Message]:
        waiting = waiting_retention(self.context, self.now)
        if waiting is None:
            return []
        return shorter_in_words(self.context, waiting, reader_language())
