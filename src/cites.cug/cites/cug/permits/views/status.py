"""Say what became of a permit: by whoever keeps it, with a reason, and asked twice."""

from cites.cug import _
from cites.cug.access.policy import Permission
from cites.cug.intake.mistakes import mistakes_in
from cites.cug.intake.mistakes import REQUIRED
from cites.cug.permits import values
from cites.cug.permits.actions.status import change_status
from cites.cug.permits.actions.status import ReplacedByItself
from cites.cug.permits.permit import Status
from cites.cug.permits.validation import LENGTHS
from cites.cug.permits.views.one import OnePage
from cites.cug.permits.words import STATUSES
from plone.protect import CheckAuthenticator
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from zope.i18nmessageid import Message
from zope.schema.interfaces import ValidationError


MAX_REASON = 2000
READERS = {
    "reason": values.text(MAX_REASON),
    "replaced_by": values.line(LENGTHS["number"]),
}


class StatusPage(OnePage):
    """The form, and the question that is asked before anything is changed."""

    permission = Permission.CHANGE_PERMIT_STATUS
    template = ViewPageTemplateFile("../templates/status.pt")
    max_reason = MAX_REASON
    asking = False

    def act(self) -> Any:
        self.keeper(self.permission).require(self.permit.country)
        self.wrong: dict[str, Message] = {}
        self.status = self.registered.status
        self.given = dict.fromkeys(READERS, "")
        if self.request.method == "POST":
            CheckAuthenticator(self.request)
            self.read()
            if not self.wrong and self.text("sure") == "1":
                return self.change()
            self.asking = not self.wrong and not self.text("back")
            if self.wrong:
                self.request.response.setStatus(400)
        return self.template()

    def read(self) -> None:
        try:
            self.status = Status(self.text("status"))
        except ValueError:
            self.wrong["status"] = REQUIRED
        for name, read in READERS.items():
            self.given[name] = self.text(name)
            try:
                self.given[name] = read(self.text(name))
            except ValidationError as error:
                self.wrong[name] = next(iter(mistakes_in(error))).message
        for name in ("reason", "replaced_by"):
            if name == "replaced_by" and self.status is not Status.REPLACED:
                self.given[name] = ""
            elif not self.given[name]:
                self.wrong.setdefault(name, REQUIRED)

    def change(self) -> Any:
        try:
            change_status(
                self.registered.id,
                self.status,
                self.given["reason"],
                replaced_by=self.given["replaced_by"] or None,
                acting_user=self.user,
            )
        except ReplacedByItself:
            self.wrong["replaced_by"] = _("This is the number of the permit itself.")
            self.request.response.setStatus(400)
            return self.template()
        return self.lead_on(self.one_url, _("The status has been changed."))

    def choices(self) -> list[tuple[str, Message, bool]]:
        return [
            (status.value, words, status is self.status)
            for status, words in STATUSES.items()
        ]

    def status_words(self) -> Message:
        return STATUSES[self.status]
