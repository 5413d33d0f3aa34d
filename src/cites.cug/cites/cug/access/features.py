"""Tools that few groups need. They are off until a group's Secretariat turns them on."""

from cites.cug import _
from cites.cug.core.validation.errors import FORBIDDEN, Refusal
from enum import StrEnum
from typing import Any


class Feature(StrEnum):
    """What a group's field ``features`` may hold."""

    FEEDS = "feeds"
    HOOKS = "hooks"
    TOKENS = "tokens"
    GRADES = "grades"


TITLES = {
    Feature.FEEDS.value: _("access_features_news_feeds_label"),
    Feature.HOOKS.value: _("access_features_web_hooks_label"),
    Feature.TOKENS.value: _("access_features_tokens_label"),
    Feature.GRADES.value: _("access_features_grades_label"),
}
TURNED_OFF = _("access_features_turned_off_text")


def has_feature(group: Any, feature: Feature) -> bool:
    return feature in (group.features or ())


def require_feature(group: Any, feature: Feature) -> None:
    """Raises Refusal where the group's Secretariat has not turned it on."""
    if not has_feature(group, feature):
        raise Refusal(TURNED_OFF, FORBIDDEN)
