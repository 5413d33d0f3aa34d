"""Subscribers to events of groups and their rosters."""

from cites.cug.trail_desk.saved_views import VIEWS


def member_left(group, event) -> None:
    """Forget the saved views of a member who leaves."""
    VIEWS.forget_of(group, event.membership.user)


def group_removed(group, event) -> None:
    """Forget the saved views of a group that is removed."""
    VIEWS.forget_group(group)
