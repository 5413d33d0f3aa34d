"""Subscribers to events of groups."""

from cites.cug.exchange.illegal_trade.exports import forget_group


def group_removed(group, event) -> None:
    """Forget the reports of a group that is removed."""
    forget_group(group)
