"""Pages: the asker closes a request, or reminds those who were asked."""

from cites.cug import _
from cites.cug.core.validation.errors import Missing
from cites.cug.messaging.assistance.actions import close, remind
from cites.cug.messaging.assistance.browser.page import AssistancePage
from cites.cug.messaging.assistance.queries import own_request
from cites.cug.web.forms.confirm_form import ConfirmForm
from typing import Any


class DeedForm(ConfirmForm, AssistancePage):
    """A question to the asker, below the address of a request."""

    deed: str

    def __call__(self, request_id: str) -> str:
        found = own_request(self.context, self.user_id, request_id)
        if not found.is_asker:
            raise Missing(request_id)
        self.key, self.about = request_id, found.message.line().subject
        return super().__call__()

    @property
    def cancel_url(self) -> str:  # type: ignore[override] # of each request
        return f"{self.place}/{self.key}"

    @property
    def action(self) -> str:
        return f"{self.cancel_url}/{self.deed}"


class ClosingForm(DeedForm):
    """``{group}/assistance/<id>/close``"""

    page_title = _("Close this request")
    deed = "close"
    submit_label = _("Yes, close it")
    paragraphs = (
        _(
            "It will take no more answers and cannot be reopened. Everyone who can read"
            " it still can."
        ),
    )

    def handle(self, data: dict[str, Any]) -> None:
        close(self.context, self.key, acting_user=self.user_id)
        self.finish(_("The request has been closed."), self.cancel_url)


class RemindingForm(DeedForm):
    """``{group}/assistance/<id>/remind``"""

    page_title = _("Remind those you asked")
    deed = "remind"
    submit_class = "primary"
    submit_label = _("Send the reminder")
    paragraphs = (
        _(
            "Each of them gets a mail that says that a request waits for an answer, and"
            " nothing of what it asks. This can be done once a day."
        ),
    )

    def handle(self, data: dict[str, Any]) -> None:
        count = remind(self.context, self.key, acting_user=self.user_id)
        text = _("Members reminded: ${count}", mapping={"count": count})
        self.finish(text, self.cancel_url)
