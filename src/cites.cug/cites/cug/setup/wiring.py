"""Functions that ``wiring.zcml`` registers, each of which joins two domains."""

from cites.cug.access.guard import caller
from cites.cug.core.trail.trail import SYSTEM
from cites.cug.library.items import actions as library
from cites.cug.library.items import copies
from cites.cug.library.items import text_drafts as library_drafts
from cites.cug.library.tools.follows import actions as follows
from cites.cug.login import feed_keys, web_hooks
from cites.cug.membership import roster
from cites.cug.membership.access_requests import retention
from cites.cug.messaging import queries as message_queries
from cites.cug.messaging.actions import leaving, sending
from cites.cug.reports import actions as reporting
from cites.cug.web.confirmation import learned_words
from cites.cug.web.forms import drafts
from cites.cug.workspaces.actions import spaces, team
from collective.workspace.interfaces import IWorkspace


def give_library(group, event) -> None:
    library.make_library(group)


def give_workspaces(group, event) -> None:
    spaces.make_place(group)


def review_teams(group, event) -> None:
    user_id = event.membership.user
    team.review_member(group, user_id, acting_user=caller() or SYSTEM)


def library_draft(group, title, html, handling, acting_user):
    return library_drafts.draft_from_text(group, title, html, handling)


def doubt_draft(group, country, subject, html, acting_user) -> str:
    """Draft to the country's contact points, or if it has none to the Secretariat."""
    points = roster.contact_points(group, country) - {acting_user}
    draft = sending.draft_to(group, points, subject, html, acting_user=acting_user)
    return f"messages/write?draft={draft}"


def message_title(group, path) -> str | None:
    return message_queries.subject_behind(group, path)


def clear_library(group, event) -> None:
    library.forget_versions(group)


def review_author(group, event) -> None:
    library.review_author(group, event.membership.user)


def review_copies(group, event) -> None:
    user_id = event.membership.user
    copies.review_copies(group, user_id, acting_user=caller() or SYSTEM)


def note_right(group, event) -> None:
    library.note_right(group, event.membership.user)


def close_to_suspended(group, event) -> None:
    """Lift the reports of a suspended member, so that these alone hide nothing, and end
    the key of the feed and web hooks: a member who comes back gets others.
    """
    user_id, team = event.membership.user, IWorkspace(group)
    if user_id in team.members and not team.is_active(user_id):
        reporting.lift_reports(group, user_id, acting_user=caller() or SYSTEM)
        feed_keys.end_key(user_id, group.UID())
        web_hooks.end_hooks(group.UID(), user_id)


def close_mailbox(group, event) -> None:
    leaving.close_mailbox(group, event.membership.user)
    drafts.forget_of(group, event.membership.user)
    learned_words.forget_member(group, event.membership.user)
    follows.forget_of(group, event.membership.user)
    feed_keys.end_key(event.membership.user, group.UID())
    web_hooks.end_hooks(group.UID(), event.membership.user)


def close_mailboxes(group, event) -> None:
    leaving.close_all(group)
    drafts.forget_group(group)
    learned_words.forget_group(group)
    follows.forget_group(group)
    feed_keys.end_all(group.UID())
    web_hooks.end_hooks(group.UID())


def forget_requests(group, event) -> None:
    retention.forget_group(group)
