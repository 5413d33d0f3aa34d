"""Subscribers to events of groups and their rosters."""

from cites.cug.exchange.alert_imports.kept_matchings import MATCHINGS


def member_left(group, event) -> None:
    """Forget the matchings of a member who leaves."""
    MATCHINGS.forget_of(group, event.membership.user)


def group_removed(group, event) -> None:
    """Forget the matchings of a group that is removed."""
    MATCHINGS.forget_group(group)
