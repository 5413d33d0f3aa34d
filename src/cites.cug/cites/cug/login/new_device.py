"""A notice to the owner of an account when it is used from a new device."""

import json
from cites.cug import _
from cites.cug.login import devices
from cites.cug.login.visitor import Visitor
from cites.cug.mailing.interfaces import INoticeKind
from cites.cug.mailing.outbox import queue_account_notice
from cites.cug.web.layout.times import moment
from collections.abc import Sequence
from datetime import datetime
from plone import api
from typing import Any
from zope.i18n import translate
from zope.interface import implementer


KIND = "login.new-device"


def notice_device(user_id: str, mark: str, visitor: Visitor, now: datetime) -> None:
    """Queue a notice about a new device or network; not for an account's first."""
    if not devices.is_known(user_id, mark) and not devices.is_first(user_id):
        told = json.dumps([visitor.device, visitor.block])
        queue_account_notice(KIND, told, user_id, at=now)
    devices.remember(user_id, mark, now)


@implementer(INoticeKind)
class NewDeviceNotices:
    """``notice.reference`` holds device and network."""

    def wanted(self, notice: Any, group: Any) -> bool:
        return True

    def lines(self, notices: Sequence[Any], group: Any, language: str) -> list[str]:
        lines = [_("login_new_device_account_used_new_device_text")]
        for notice in notices:
            device, block = json.loads(notice.reference)
            when = moment(notice.created, language).text
            lines.append(f"{when}: {device}, {block}")
        lines.append(
            _(
                "login_new_device_end_session_here_choose_text",
                mapping={"url": f"{api.portal.get().absolute_url()}/account"},
            )
        )
        return [translate(line, target_language=language) for line in lines]
