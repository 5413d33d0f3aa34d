"""The address at which other portals have their checkpoints signed."""

from cites.cug.core.settings.witnesses import ADD
from cites.cug.trail_desk.witnessing import add_checkpoint, is_witness, LONGEST
from datetime import datetime, UTC
from Products.Five.browser import BrowserView
from typing import Any
from zExceptions import NotFound
from zope.interface import implementer
from zope.publisher.interfaces import IPublishTraverse


@implementer(IPublishTraverse)
class WitnessView(BrowserView):
    """``POST {portal}/@@tlog-witness/add-checkpoint``; nothing unless configured."""

    _step = ""

    def publishTraverse(self, request: Any, name: str) -> "WitnessView":
        if self._step or name != ADD:
            raise NotFound(name)
        self._step = name
        return self

    def __call__(self) -> str:
        if not self._step or self.request.method != "POST" or not is_witness():
            raise NotFound(self.__name__)
        body = self.request.get("BODY") or b""
        answer = add_checkpoint(
            self.context,
            body[: LONGEST + 1],
            self.request.getClientAddr(),
            datetime.now(UTC),
        )
        response = self.request.response
        response.setStatus(answer.status)
        response.setHeader("Content-Type", answer.content_type)
        return answer.text
