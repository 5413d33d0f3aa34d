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
from cites.cug.web.layout.navigation import NavigationEntry
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
    page_title = _("How long messages are kept")
    navigation_entry = NavigationEntry(_("Retention"), order=85, desk=True)
    schema = IRetention
    id = "retention"
    changes = True
    id_prefix = ""
    submit_label = _("Count what would be deleted")
    sure_label = _("Yes, keep messages for so long and no longer")
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
        text = _("Mailbox entries that would be deleted now: ${count}")
        return Message(text, mapping={"count": count})

    def handle(self, data: dict[str, Any]) -> None:
        rule = Rule(**data)
        shorter = set_retention(self.context, rule, acting_user=caller(), now=self.now)
        said = _("Saved. All members have been told; it takes effect in seven days.")
        self.finish(said if shorter else _("Saved."), self.action)

    def take_back(self) -> None:
        if take_back(self.context, acting_user=caller(), now=self.now):
            text = _(
                "Withdrawn. Messages are kept as before, and all members have been told."
            )
            self.say(text)
        self.request.response.redirect(self.action)

    def waiting_in_words(self) -> list[Message]:
        waiting = waiting_retention(self.context, self.now)
        if waiting is None:
            return []
        return shorter_in_words(self.context, waiting, reader_language())
