"""Say what became of a permit: by whoever keeps it, with a reason, and asked twice."""

from cites.cug import _
from cites.cug.access.policy import Permission
from cites.cug.permits.actions.status import change_status
from cites.cug.permits.actions.status import ReplacedByItself
from cites.cug.permits.browser.one import OnePage
from cites.cug.permits.labels import STATUSES
from cites.cug.permits.status_change import MAX_REASON
from cites.cug.permits.status_change import read_change
from cites.cug.permits.status_change import StatusChange
from cites.cug.validation.errors import InvalidValues
from plone.protect import CheckAuthenticator
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from zope.i18nmessageid import Message


FIELDS = ("status", "reason", "replaced_by")


class StatusPage(OnePage):
    """The form, and the question that is asked before anything is changed."""

    permission = Permission.CHANGE_PERMIT_STATUS
    template = ViewPageTemplateFile("templates/status.pt")
    max_reason = MAX_REASON
    #: What the question is about.
    change: StatusChange | None = None

    def act(self) -> Any:
        self.keeper(self.permission).require(self.permit.country)
        self.wrong: dict[str, Message] = {}
        if self.request.method == "POST":
            CheckAuthenticator(self.request)
            if not self.text("back"):
                return self.take()
        return self.template()

    def take(self) -> Any:
        """Ask first; do it once that has been answered."""
        try:
            change = read_change({name: self.text(name) for name in FIELDS})
        except InvalidValues as error:
            wrong = {name: mistake.message for name, mistake in error.mistakes}
            return self.refuse(**wrong)
        if self.text("sure") != "1":
            self.change = change
            return self.template()
        try:
            change_status(
                self.registered.id,
                change.status,
                change.reason,
                replaced_by=change.replaced_by,
                acting_user=self.user,
            )
        except ReplacedByItself:
            return self.refuse(replaced_by=_("This is the number of the permit itself."))
        return self.lead_on(self.one_url, _("The status has been changed."))

    def refuse(self, **wrong: Message) -> str:
        self.wrong = wrong
        self.request.response.setStatus(400)
        return self.template()

    def choices(self) -> list[tuple[str, Message, bool]]:
        chosen = self.text("status") or self.registered.status
        return [
            (status.value, words, status == chosen) for status, words in STATUSES.items()
        ]

    def changed_to(self) -> Message:
        return STATUSES[self.change.status]
