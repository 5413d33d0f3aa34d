"""Subscribers to events of groups."""

from cites.cug.membership.institutions.actions import forget_group


def group_removed(group, event) -> None:
    """Forget the directory of a group that is removed."""
    forget_group(group)
