"""A forgotten password: a link by e-mail, valid for an hour and for one new password.

Several links may be valid at once: otherwise anybody could end another's link by asking
for a new one. The new password ends all of them.

Whoever asks learns nothing: the same is stored for any name, and whose name it is, is
looked up when the mail is sent. The link has the host name of the deployment, whatever
host the request named.
"""

from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.login import accounts, login_tokens, throttle
from cites.cug.login.audit_records import record_account
from cites.cug.login.login_tokens import LIFE, Purpose
from cites.cug.login.passwords import NO_PASSWORD
from cites.cug.login.user_folders import find_account, path_of
from cites.cug.login.visitor import visitor
from cites.cug.mailing.interfaces import INoticeKind
from cites.cug.mailing.outbox import queue_account_notice
from collections.abc import Sequence
from datetime import datetime, UTC
from plone import api
from typing import Any
from zope.i18n import translate
from zope.interface import implementer


KIND = "login.reset"
FIRST = "login.first"
#: How many links to one account may be valid at once; no more are sent meanwhile.
MOST_LINKS = 5
#: Stands in place of a user id where no account has the name.
NOBODY = ""


def request_reset(portal: Any, request: Any, login: str) -> None:
    """Queue a link to the account with that name, unless it was asked for too often."""
    attempt = throttle.begin_try(f"reset:{login}", visitor(request), known_device=False)
    if attempt is None:
        return
    found = find_account(portal.acl_users, login)
    here = (
        found is not None
        and path_of(found.users) == path_of(portal.acl_users)
        and found.reference != NO_PASSWORD
    )
    send_link(found.user_id if found is not None and here else NOBODY)


def send_link(user_id: str) -> None:
    """Queue a link to the owner of that account; recorded for any name alike."""
    queue_account_notice(KIND, KIND, user_id, at=datetime.now(UTC))
    record_account("password.ask", user_id, acting_user=caller() or "")


@implementer(INoticeKind)
class ResetNotices:
    """The link is made when the mail is written: no copy of it is kept."""

    def wanted(self, notice: Any, group: Any) -> bool:
        late = datetime.now(UTC) > notice.created + LIFE[Purpose.RESET]
        if late or accounts.account_status(notice.user_id).disabled:
            return False
        return login_tokens.count_open(notice.user_id, Purpose.RESET) < MOST_LINKS

    def lines(self, notices: Sequence[Any], group: Any, language: str) -> list[str]:
        portal = api.portal.get()
        folder = path_of(portal.acl_users)
        key = login_tokens.begin_login_token(notices[0].user_id, folder, Purpose.RESET)
        lines = (
            _("login_reset_somebody_requested_new_password_text"),
            link(portal, key),
            _("login_reset_link_valid_hour_ignore_text"),
        )
        return [translate(line, target_language=language) for line in lines]


def send_first_link(user_id: str) -> None:
    """Queue a link to the owner of an account that has no password yet."""
    queue_account_notice(FIRST, FIRST, user_id, at=datetime.now(UTC))


@implementer(INoticeKind)
class FirstPasswordNotices:
    """To the owner of a new account, or of one whose address was changed."""

    def wanted(self, notice: Any, group: Any) -> bool:
        return not accounts.account_status(notice.user_id).disabled

    def lines(self, notices: Sequence[Any], group: Any, language: str) -> list[str]:
        days = {"days": str(first_password_days())}
        lines = (
            _("login_reset_account_portal_choose_password_text"),
            first_password_link(notices[0].user_id),
            _("login_reset_link_valid_days", mapping=days),
        )
        return [translate(line, target_language=language) for line in lines]


def link(portal: Any, key: str) -> str:
    """The address to choose a new password. Logs leave out what follows the ``?``."""
    return f"{portal.absolute_url()}/passwordreset?key={key}"


def first_password_link(user_id: str) -> str:
    """The address where a new account's owner chooses a password; the same until then."""
    portal = api.portal.get()
    key = login_tokens.begin_first(user_id, path_of(portal.acl_users))
    return link(portal, key)


def first_password_days() -> int:
    """For how many days such a link is valid."""
    return LIFE[Purpose.FIRST].days
