"""Members change their own e-mail address."""

from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.core.validation.errors import Missing
from cites.cug.login import pending_changes
from cites.cug.login.models import AccountChange
from cites.cug.login.pending_changes import ChangeKind, WAITING
from cites.cug.login.token_form import OwnersForm, OwnFormsPage
from cites.cug.membership.access_requests.links import is_valid_key
from cites.cug.membership.account_notices import CONFIRM, CONFIRM_PAGE
from cites.cug.membership.address_changes import (
    address_of,
    ask_new_address,
    confirm,
    find_asked,
    proposed_to,
)
from cites.cug.membership.browser.link import LinkPage
from cites.cug.membership.schema import INewAddress
from datetime import datetime, UTC
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from zope.i18nmessageid import Message


SENT = _("membership_new_address_letter_sent_text")


class NewAddressForm(OwnersForm):
    """Asks for the address, and for the password unless it was shown a moment ago."""

    schema: Any = INewAddress
    id = "ask-address"
    id_prefix = ""
    begins_at = "email"
    submit_label = _("membership_new_address_send_letter_label")

    def initial_values(self) -> dict[str, str]:
        proposal = self.page.proposal()
        return {} if proposal is None else {"email": proposal.detail}

    def handle(self, data: dict[str, Any]) -> None:
        self.prove()
        ask_new_address(self.page.user_id, data["email"], at=datetime.now(UTC))
        said = Message(SENT, mapping={"address": data["email"]})
        self.finish(said, self.page.url)


class NewAddressPage(OwnFormsPage):
    """``/new-address``: shows the address and a change that waits, with the form."""

    template = ViewPageTemplateFile("templates/new_address.pt")
    page_title = _("common_change_email_address_title")
    name = "new-address"
    forms = (NewAddressForm,)

    def address(self) -> str:
        return address_of(self.user_id)

    def proposal(self) -> AccountChange | None:
        return proposed_to(self.user_id)

    def change(self) -> AccountChange | None:
        """The own change that waits."""
        kind = ChangeKind.OWN_ADDRESS
        found = pending_changes.pending([self.user_id], kind, states=WAITING)
        return found[-1] if found else None


class ConfirmAddressPage(LinkPage):
    """``/confirm-address``: opened by the link in the letter to the new address.

    The key alone is not enough: the member must have logged in.
    """

    before_inputs = ViewPageTemplateFile("templates/confirm_address.pt")
    page_title = _("membership_confirm_address_title")
    id = CONFIRM_PAGE
    submit_label = _("membership_confirm_address_button")
    thanks = _("membership_confirm_address_done_text")
    enableCSRFProtection = True

    def look(self) -> bool:
        valid = is_valid_key(self.key, CONFIRM, self.link)
        self.change = find_asked(self.link, caller() or "", self.now) if valid else None
        return self.change is not None

    def refuse(self) -> None:
        """Answer an error for a POST only: to look at a link that has ended is none."""
        if self.request.method == "POST":
            super().refuse()

    def follow(self, data: dict[str, Any]) -> None:
        if self.change is None:
            raise Missing(self.link)
        confirm(self.change, at=self.now)
