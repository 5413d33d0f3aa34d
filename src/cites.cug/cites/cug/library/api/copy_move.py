"""REST: copying and moving within libraries."""

from cites.cug import _
from OFS.CopySupport import CopyError
from plone.restapi.services.copymove.copymove import Copy
from plone.restapi.services.copymove.copymove import Move
from zExceptions import BadRequest
from zExceptions import Forbidden
from zope.i18n import translate


class _Paste:
    """Plone's service; what cannot be pasted answers 400, a refusal 403."""

    def reply(self) -> list[dict[str, str]]:
        try:
            pasted = super().reply()
        except (ValueError, CopyError) as error:
            text = translate(_("source: it does not belong here."), context=self.request)
            raise BadRequest(text) from error
        if pasted is None:
            raise Forbidden()
        return pasted


class CopyPost(_Paste, Copy):
    """``POST {folder}/@copy``"""


class MovePost(_Paste, Move):
    """``POST {folder}/@move``"""
