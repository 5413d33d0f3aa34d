"""How long memberships hold and accounts may be unused: the Secretariat decides."""

from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.layout.page import Page
from cites.cug.membership.query_parameters import MOST_DAYS
from cites.cug.membership.renewal import RenewalRules
from cites.cug.membership.renewal import rules_of
from cites.cug.membership.renewal import set_rules
from plone.protect import CheckAuthenticator
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from Products.statusmessages.interfaces import IStatusMessage
from typing import Any
from zope.i18nmessageid import Message


#: Longer than the time from the first reminder to the last day.
LEAST_DAYS = 60


class RulesPage(Page):
    """Two numbers of days."""

    template = ViewPageTemplateFile("templates/member_rules.pt")
    page_title = _("Rules for members")

    def __call__(self) -> str:
        self.mistakes: dict[str, Message] = {}
        rules = rules_of(self.context)._asdict()
        self.typed = {name: str(value or "") for name, value in rules.items()}
        if self.request.method == "POST":
            CheckAuthenticator(self.request)
            return self.keep()
        return self.template()

    def keep(self) -> str:
        form = self.request.form
        self.typed = {name: str(form.get(name) or "").strip() for name in self.typed}
        days = {name: self.days(name) for name in self.typed}
        if self.mistakes:
            self.request.response.setStatus(400)
            return self.template()
        set_rules(self.context, RenewalRules(**days), acting_user=caller())
        IStatusMessage(self.request).add(_("The rules have been saved."))
        self.request.response.redirect(f"{self.context.absolute_url()}/members")
        return ""

    def days(self, name: str) -> int | None:
        """The number that was typed; nothing means for ever, where that can be."""
        text = self.typed[name]
        if not text and name == "unused":
            return None
        number = int(text) if text.isdecimal() and len(text) < 9 else 0
        if not LEAST_DAYS <= number <= MOST_DAYS:
            limits = {"least": LEAST_DAYS, "most": MOST_DAYS}
            words = _("A whole number from ${least} to ${most}.", mapping=limits)
            self.mistakes[name] = words
        return number

    @property
    def url(self) -> str:
        return f"{self.context.absolute_url()}/member-rules"

    def fields(self) -> list[dict[str, Any]]:
        words = {
            "period": (
                _("Days from one confirmation to the next"),
                _("It counts from each member's next confirmation on."),
            ),
            "unused": (
                _("Days that an account may be unused"),
                _("Then its owner is told; suspended 30 days later. Empty: for ever."),
            ),
        }
        return [
            {
                "name": name,
                "title": title,
                "help": help_text,
                "value": self.typed[name],
                "mistake": self.mistakes.get(name),
            }
            for name, (title, help_text) in words.items()
        ]
