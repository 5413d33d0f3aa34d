"""For how long messages are kept: the Secretariat decides, and sees what it means."""

from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.access.policy import Permission
from cites.cug.codelists.vocabularies import reader_language
from cites.cug.layout.navigation import NavigationEntry
from cites.cug.layout.page import Page
from cites.cug.messaging.actions.leaving import count_old
from cites.cug.messaging.actions.retention import retention
from cites.cug.messaging.actions.retention import Rule
from cites.cug.messaging.actions.retention import set_retention
from cites.cug.messaging.actions.retention import Shorter
from cites.cug.messaging.actions.retention import take_back
from cites.cug.messaging.actions.retention import waiting_retention
from cites.cug.messaging.retention_notices import shorter_in_words
from cites.cug.validation.errors import FieldError
from cites.cug.validation.errors import REQUIRED
from datetime import datetime
from datetime import UTC
from plone.protect import CheckAuthenticator
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from Products.statusmessages.interfaces import IStatusMessage
from typing import Any
from zope.i18nmessageid import Message


#: Ten years.
MOST_DAYS = 3650
LEAST_KEPT = 7


def retention_entry() -> NavigationEntry:
    """Where the navigation shows it."""
    permission = Permission.SET_RETENTION
    return NavigationEntry(
        _("Retention"), "message-retention", permission, order=85, desk=True
    )


class RetentionPage(Page):
    """Two numbers of days; what they would delete is counted before they are set."""

    template = ViewPageTemplateFile("templates/retention.pt")
    page_title = _("How long messages are kept")
    #: How many messages the new rule would delete, once that is known.
    preview: int | None = None

    def __call__(self) -> str:
        self.mistakes: dict[str, FieldError] = {}
        self.now = datetime.now(UTC)
        self.waiting: Shorter | None = waiting_retention(self.context, self.now)
        # Whoever changes one of the numbers must not take the other back unawares.
        rule = self.waiting.rule if self.waiting else retention(self.context, self.now)
        self.typed = {
            "trash_days": str(rule.trash_days),
            "keep_days": str(rule.keep_days or ""),
        }
        if self.request.method == "POST":
            CheckAuthenticator(self.request)
            return self.act()
        return self.template()

    def act(self) -> str:
        form = self.request.form
        if "take_back" in form:
            return self.take_back()
        self.typed = {name: str(form.get(name) or "").strip() for name in self.typed}
        trash_days = self.days("trash_days", 1)
        keep_days = self.days("keep_days", LEAST_KEPT)
        if trash_days is None:
            self.mistakes.setdefault("trash_days", FieldError(REQUIRED))
        if self.mistakes:
            self.request.response.setStatus(400)
            return self.template()
        rule = Rule(trash_days, keep_days)
        if "confirmed" not in form:
            self.preview = count_old(self.context, rule, self.now)
            return self.template()
        who = {"acting_user": caller(), "now": self.now}
        shorter = set_retention(self.context, rule, **who)
        said = _("Saved. All members are told, and it holds in seven days.")
        IStatusMessage(self.request).add(said if shorter else _("Saved."))
        return self.request.response.redirect(self.url)

    def take_back(self) -> str:
        if take_back(self.context, acting_user=caller(), now=self.now):
            text = _("Taken back. Messages are kept as before, and all members are told.")
            IStatusMessage(self.request).add(text)
        return self.request.response.redirect(self.url)

    def waiting_in_words(self) -> list[Message]:
        if self.waiting is None:
            return []
        return shorter_in_words(self.context, self.waiting, reader_language())

    @property
    def url(self) -> str:
        return f"{self.context.absolute_url()}/message-retention"

    def days(self, name: str, least: int) -> int | None:
        """The number that was typed; None where there is none or it cannot be."""
        text = self.typed[name]
        if not text:
            return None
        number = int(text) if text.isdecimal() and len(text) < 9 else 0
        if not least <= number <= MOST_DAYS:
            limits = {"least": least, "most": MOST_DAYS}
            words = _("A whole number from ${least} to ${most}.", mapping=limits)
            self.mistakes[name] = FieldError(words)
        return number

    def fields(self) -> list[dict[str, Any]]:
        titles = {
            "trash_days": _("Days in the trash"),
            "keep_days": _("Greatest age of a message, in days"),
        }
        helps = {
            "trash_days": _("Then a message is gone from the mailbox that it lay in."),
            "keep_days": _("Counted from the day it was sent. Empty: for ever."),
        }
        return [
            {
                "name": name,
                "title": titles[name],
                "help": helps[name],
                "value": self.typed[name],
                "mistake": self.mistakes.get(name),
                "required": name == "trash_days",
            }
            for name in titles
        ]
