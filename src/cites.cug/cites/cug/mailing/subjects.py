"""Subjects of notices: the portal and, if the group allows it, what is waiting."""

from cites.cug import _
from cites.cug.core.codelists.lists import first_of, title
from cites.cug.mailing.handled_notices import HandledNotices
from cites.cug.web.layout.local_texts import portal_title
from collections.abc import Sequence
from typing import Any, NamedTuple
from zope.i18n import translate
from zope.i18nmessageid import Message


NOTIFICATIONS = _("mailing_subjects_new_notifications")


class Part(NamedTuple):
    """The notices of one kind in a mail."""

    kind: Any
    notices: Sequence[Any]


def subject_of(parts: Sequence[Part], group: Any, language: str) -> str:
    """The subject of a mail about these notices. ``group`` is None for an account."""
    if group is not None and group.handling_in_subjects:
        kind = _kind_of(parts, language) + _mark_of(parts, group, language)
    else:
        kind = _in_words(NOTIFICATIONS, 1, language)
    text = _(
        "mailing_subjects_portal_kind_subject",
        mapping={"portal": portal_title(language), "kind": kind},
    )
    return translate(text, target_language=language)


def _kind_of(parts: Sequence[Part], language: str) -> str:
    """What is waiting, and how many; notifications, if they are of several kinds."""
    kinds = {
        part.kind.subject if isinstance(part.kind, HandledNotices) else NOTIFICATIONS
        for part in parts
    }
    kind = kinds.pop() if len(kinds) == 1 else NOTIFICATIONS
    return _in_words(kind, sum(len(part.notices) for part in parts), language)


def _in_words(kind: Message, number: int, language: str) -> str:
    text = Message(kind, mapping={"number": str(number)})
    return translate(text, target_language=language)


def _mark_of(parts: Sequence[Part], group: Any, language: str) -> str:
    """The strictest handling code in brackets; empty if none has one."""
    handlings = {
        handling
        for kind, notices in parts
        if isinstance(kind, HandledNotices)
        for handling in kind.about(notices, group)[0]
    }
    if not handlings:
        return ""
    return f" [{title('handling', first_of('handling', handlings), language)}]"
