"""REST: copying and moving within libraries."""

from cites.cug import _
from plone.restapi.services.copymove.copymove import Copy
from plone.restapi.services.copymove.copymove import Move
from zExceptions import BadRequest
from zope.i18n import translate


class _Paste:
    """Plone's answer, where what does not belong in a place is a bad request."""

    def reply(self) -> list[dict[str, str]] | None:
        try:
            return super().reply()
        except ValueError as error:
            text = translate(_("source: it does not belong here."), context=self.request)
            raise BadRequest(text) from error


class CopyPost(_Paste, Copy):
    """``POST {folder}/@copy``"""


class MovePost(_Paste, Move):
    """``POST {folder}/@move``"""
