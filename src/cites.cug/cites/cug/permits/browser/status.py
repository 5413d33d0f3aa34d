"""Change the status of a permit: with a reason, and after a second question."""

from cites.cug import _
from cites.cug.access.policy import Permission
from cites.cug.permits.actions.status import change_status
from cites.cug.permits.browser.one import OnePermitForm
from cites.cug.permits.labels import STATUSES
from cites.cug.permits.status_change import IStatusChange, read_change
from cites.cug.web.forms.confirm_form import TwoStepForm
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from zope.i18nmessageid import Message


class StatusPage(OnePermitForm, TwoStepForm):
    """The form, and the question before anything is changed."""

    permission = Permission.CHANGE_PERMIT_STATUS
    index = ViewPageTemplateFile("templates/status.pt")
    outcome = ViewPageTemplateFile("templates/status_outcome.pt")
    schema = IStatusChange
    id_prefix = ""
    changes = True
    submit_label = _("Continue")
    sure_label = _("Change the status")

    @property
    def action(self) -> str:
        return f"{self.one_url}/status"

    @property
    def cancel_url(self) -> str:  # type: ignore[override] # of each permit
        return self.one_url

    def initial_values(self) -> dict[str, Any]:
        return {"status": self.registered.status}

    def checked_data(self) -> dict[str, Any] | None:
        typed = {name: self.text(name) for name in IStatusChange}
        change = read_change(typed)._asdict()
        return None if self.is_behind(change) else change

    @property
    def question(self) -> Message:
        words = {"status": STATUSES[self.asked["status"]]}
        return _("Change it to “${status}”?", mapping=words)

    def handle(self, change: dict[str, Any]) -> None:
        change_status(self.registered.id, **change, acting_user=self.user_id)
        self.finish(_("The status has been changed."), self.one_url)
