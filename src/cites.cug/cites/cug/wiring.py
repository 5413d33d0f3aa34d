"""What ``wiring.zcml`` joins: one line each, from one part to another."""

from cites.cug import _
from cites.cug.access.policy import Permission
from cites.cug.library import actions as library
from cites.cug.membership.access_requests import retention
from cites.cug.messaging.actions import leaving
from cites.cug.shell.navigation import NavigationEntry


def give_library(group, event) -> None:
    library.make_library(group)


def clear_library(group, event) -> None:
    library.forget_versions(group)


def review_author(group, event) -> None:
    library.review_author(group, event.membership.user)


def close_mailbox(group, event) -> None:
    leaving.close_mailbox(group, event.membership.user)


def close_mailboxes(group, event) -> None:
    leaving.close_all(group)


def forget_requests(group, event) -> None:
    retention.forget_group(group)


def code_lists_entry() -> NavigationEntry:
    """Where the navigation shows the code lists, which know nothing of pages."""
    permission = Permission.CORRECT_CODE_LISTS
    return NavigationEntry(_("Code lists"), "code-lists", permission, order=90)
