"""Which members have a use for tools that their groups may turn on."""

from cites.cug.access.features import Feature, has_feature
from cites.cug.access.guard import in_secretariat
from cites.cug.membership.roster import memberships_of


def may_have_feeds(user_id: str) -> bool:
    """Whether any group of the user has turned news feeds on."""
    groups = (group for group, _entry in memberships_of(user_id))
    return any(has_feature(group, Feature.FEEDS) for group in groups)


def may_have_tokens(user_id: str) -> bool:
    """Whether the user may make tokens: not a member who is in no Secretariat and whose
    groups have not turned tokens on.
    """
    groups = [group for group, _entry in memberships_of(user_id)]
    return not groups or any(
        has_feature(group, Feature.TOKENS) or in_secretariat(user_id, group)
        for group in groups
    )
