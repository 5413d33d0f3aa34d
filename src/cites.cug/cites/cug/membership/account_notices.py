"""Notices and letters about invitations and changes of accounts. They name nobody."""

from cites.cug import _
from cites.cug.core.sql.session import session
from cites.cug.login import pending_changes
from cites.cug.login.models import AccountChange
from cites.cug.login.pending_changes import ChangeKind, ChangeState
from cites.cug.mailing.interfaces import ILetterKind, INoticeKind
from cites.cug.membership.access_requests.links import link_to
from cites.cug.membership.address_changes import is_free
from cites.cug.membership.models import Invitation, State
from cites.cug.web.layout.times import moment
from collections.abc import Sequence
from plone import api
from plone.app.uuid.utils import uuidToObject
from typing import Any
from zope.i18n import translate
from zope.i18nmessageid import Message
from zope.interface import implementer


#: Purpose of the key in the letter, and the page that takes the key.
STOP, STOP_PAGE = "stop-change", "stop-change"
CONFIRM, CONFIRM_PAGE = "confirm-address", "confirm-address"
CHANGES_PAGE = "account-changes"
ASKED = {
    ChangeKind.FACTOR: _("membership_account_notices_secretariat_group_told_lost_text"),
    ChangeKind.ADDRESS: _("membership_account_notices_site_manager_wants_change_text"),
    ChangeKind.OWN_ADDRESS: _("membership_account_notices_own_address_asked_text"),
}
STOPPED = {
    ChangeKind.FACTOR: _("membership_account_notices_second_factor_account_stays_text"),
    ChangeKind.ADDRESS: _("membership_account_notices_email_address_account_stays_text"),
    ChangeKind.OWN_ADDRESS: _("membership_account_notices_own_address_stays_text"),
}


@implementer(INoticeKind)
class AccountNotices:
    """Base of these notices. Each notice has lines of its own, which ``one`` writes."""

    def wanted(self, notice: Any, group: Any) -> bool:
        return bool(self.one(notice.reference, "en"))

    def lines(self, notices: Sequence[Any], group: Any, language: str) -> list[str]:
        references = dict.fromkeys(notice.reference for notice in notices)
        said = [line for one in references for line in self.one(one, language)]
        return [
            translate(line, target_language=language)
            if isinstance(line, Message)
            else line
            for line in said
        ]

    def one(self, reference: str, language: str) -> list[Any]:
        """The lines of one notice; [] if it is no longer needed."""
        raise NotImplementedError


class AskedNotices(AccountNotices):
    """To the owner of the account: a change waits."""

    def one(self, reference: str, language: str) -> list[Any]:
        change = pending_changes.find_change(reference)
        if change is None:
            return []
        when = {"when": moment(change.due, language).text}
        page = f"{api.portal.get().absolute_url()}/{STOP_PAGE}"
        text = Message(ASKED[ChangeKind(change.kind)], mapping=when)
        return [text, link_to(page, STOP, change.id)]


@implementer(ILetterKind)
class ConfirmAddressLetter:
    """To the new address. It is not sent where that belongs to another account."""

    def write(self, reference: str, language: str, group: Any) -> tuple[str, str] | None:
        change = pending_changes.find_change(reference)
        if change is None or change.state != ChangeState.ASKED:
            return None
        if not is_free(change.detail, change.user_id):
            return None
        page = f"{api.portal.get().absolute_url()}/{CONFIRM_PAGE}"
        until = {"when": moment(change.due, language).text}
        parts = (
            _("mailing_letter_dear_member"),
            _("membership_account_notices_confirm_address_text"),
            link_to(page, CONFIRM, change.id),
            _("membership_account_notices_confirm_address_until_text", mapping=until),
        )
        said = [translate(part, target_language=language) for part in parts]
        subject = _("membership_account_notices_confirm_address_subject")
        return translate(subject, target_language=language), "\n\n".join(said)


class AddressProposedNotices(AccountNotices):
    """To the member: a Secretariat proposes another address."""

    def one(self, reference: str, language: str) -> list[Any]:
        change = session().get(AccountChange, reference)
        if change is None or change.state != ChangeState.PROPOSED:
            return []
        page = f"{api.portal.get().absolute_url()}/new-address"
        return [_("membership_account_notices_address_proposed_text"), page]


class OfGroupNotices(AccountNotices):
    """To the Secretariat of a group; the reference is the UID of the group."""

    text: Message
    page = CHANGES_PAGE

    def one(self, reference: str, language: str) -> list[Any]:
        group = uuidToObject(reference, unrestricted=True)
        return [] if group is None else [self.text, f"{group.absolute_url()}/{self.page}"]


class AskedOfficeNotices(OfGroupNotices):
    text = _("membership_account_notices_somebody_wants_text")


class FactorRemovedOfficeNotices(OfGroupNotices):
    text = _("membership_account_notices_second_factor_member_group_text")
    page = "members"


class AppointmentRevokedNotices(OfGroupNotices):
    text = _("membership_account_notices_the_appointment_text")
    page = "members"


class StoppedNotices(AccountNotices):
    """To all who were told of the change: it was stopped."""

    def one(self, reference: str, language: str) -> list[Any]:
        change = session().get(AccountChange, reference)
        return [] if change is None else [STOPPED[ChangeKind(change.kind)]]


class LostFactorNotices(AccountNotices):
    """To the member, who may not have asked for the removal."""

    def one(self, reference: str, language: str) -> list[Any]:
        url = {"url": f"{api.portal.get().absolute_url()}/second-factor"}
        return [
            _("membership_account_notices_the_secretariat_text", mapping=url),
            _("membership_account_notices_asked_choose_new_password_text"),
        ]


class InvitedNotices(AccountNotices):
    """To the owner of the account that is invited."""

    def one(self, reference: str, language: str) -> list[Any]:
        invitation = session().get(Invitation, reference)
        if invitation is None or invitation.state != State.OPEN:
            return []
        text = _("membership_account_notices_invited_group_log_accept_text")
        return [text, f"{api.portal.get().absolute_url()}/invitations"]


class AppointedNotices(AccountNotices):
    """To all members of the group: a site manager appoints a Secretariat."""

    def one(self, reference: str, language: str) -> list[Any]:
        invitation = session().get(Invitation, reference)
        group = invitation and uuidToObject(invitation.group_uid, unrestricted=True)
        if not group or invitation.state != State.OPEN:
            return []
        when = {"when": moment(invitation.opens, language).text}
        text = _("membership_account_notices_the_secretariat_of_text", mapping=when)
        return [text, f"{group.absolute_url()}/appointments"]
