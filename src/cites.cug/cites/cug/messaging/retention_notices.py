"""Tells members, by mail and on pages, how long their messages are kept."""

from cites.cug import _
from cites.cug.mailing.interfaces import INoticeKind
from cites.cug.messaging.actions.retention import retention, Shorter, waiting_retention
from cites.cug.web.layout.times import day
from collections.abc import Sequence
from datetime import datetime, UTC
from typing import Any
from zope.i18n import translate
from zope.i18nmessageid import Message
from zope.interface import implementer


@implementer(INoticeKind)
class ShorterRetention:
    """A shorter time waits, which ``notice.reference`` names; dropped once taken back."""

    def wanted(self, notice: Any, group: Any) -> bool:
        shorter = waiting_retention(group, datetime.now(UTC))
        return shorter is not None and shorter.reference == notice.reference

    def lines(self, notices: Sequence[Any], group: Any, language: str) -> list[str]:
        shorter = waiting_retention(group, datetime.now(UTC))
        said = shorter_in_words(group, shorter, language)
        texts = [*said, EXPORT_IN_TIME]
        told = [translate(text, target_language=language) for text in texts]
        return [*told, f"{group.absolute_url()}/messages/export"]


@implementer(INoticeKind)
class KeptRetention:
    """A shorter time was taken back."""

    def wanted(self, notice: Any, group: Any) -> bool:
        return waiting_retention(group, datetime.now(UTC)) is None

    def lines(self, notices: Sequence[Any], group: Any, language: str) -> list[str]:
        text = _("messaging_retention_notices_the_secretariat_text")
        url = f"{group.absolute_url()}/messages"
        return [translate(text, target_language=language), url]


EXPORT_IN_TIME = _("messaging_retention_notices_export_what_keep_until_text")


#: Texts for one day, and for several.
OLD = (
    _("messaging_retention_notices_messages_more_than_day_text"),
    _("messaging_retention_notices_messages_more_than_days_text"),
)
THROWN_AWAY = (
    _("messaging_retention_notices_messages_deleted_good_after_text"),
    _("messaging_retention_notices_from_on_text"),
)


def shorter_in_words(group: Any, shorter: Shorter, language: str) -> list[Message]:
    """What will be deleted that is kept now, and from when on."""
    now = retention(group, datetime.now(UTC))
    date = day(shorter.start.date(), language).text
    compared = (
        (OLD, shorter.rule.keep_days, now.keep_days),
        (THROWN_AWAY, shorter.rule.trash_days, now.trash_days),
    )
    return [
        Message(texts[then != 1], mapping={"date": date, "days": str(then)})
        for texts, then, today in compared
        if then != today
    ]
