"""Mails about web hooks that were given up: how many, and where to look."""

from cites.cug import _
from cites.cug.core.sql.session import session
from cites.cug.login.models import HookState, WebHook
from cites.cug.mailing.interfaces import INoticeKind
from collections.abc import Sequence
from sqlalchemy import select
from typing import Any
from zope.i18n import translate
from zope.interface import implementer


#: Kind of notice in the outbox. Its reference is the id of the hook.
GIVEN_UP = "hook.fail"
PAGE = "service-accounts"


@implementer(INoticeKind)
class GivenUpNotices:
    """To the Secretariat, and to who has made the hook."""

    def wanted(self, notice: Any, group: Any) -> bool:
        state = select(WebHook.state).where(WebHook.id == notice.reference)
        return session().scalar(state) == HookState.FAILED.value

    def lines(self, notices: Sequence[Any], group: Any, language: str) -> list[str]:
        text = _(
            "exchange_letters_programs_told_changes_no_text",
            mapping={"number": str(len({one.reference for one in notices}))},
        )
        url = f"{group.absolute_url()}/{PAGE}"
        return [translate(text, target_language=language), url]
