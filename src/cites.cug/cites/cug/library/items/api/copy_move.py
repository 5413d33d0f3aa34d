"""REST: copying and moving within a group's library."""

from cites.cug import _
from cites.cug.core.validation.errors import invalid, InvalidValues, REQUIRED
from cites.cug.library.items.naming import copies_named_anew
from cites.cug.web.restapi.content import ContentService
from cites.cug.web.restapi.request_values import TEXT
from OFS.CopySupport import CopyError
from plone.restapi.services.copymove.copymove import Copy, Move
from typing import Any
from zExceptions import Forbidden


NOT_HERE = _("library_copy_move_value_belong_here_error")


class _Paste(ContentService):
    """Plone's service; what cannot be pasted answers 400, a refusal 403."""

    keys = ("source",)
    keeps_answer = True

    def get_object(self, key: str) -> Any:
        """What the source names. Plone's service leaves out what it does not find."""
        found = super().get_object(key)
        if found is None:
            raise invalid("source", NOT_HERE)
        return found

    def reply(self) -> list[dict[str, str]]:
        source = self.body.get("source")
        if not source:
            raise invalid("source", REQUIRED)
        sources = source if isinstance(source, list) else [source]
        if not all(isinstance(one, str) for one in sources):
            raise invalid("source", TEXT)
        try:
            pasted = super().reply()
        except InvalidValues:  # it says why
            raise
        except (ValueError, CopyError) as error:
            raise invalid("source", NOT_HERE) from error
        if pasted is None:
            raise Forbidden()
        return pasted


class CopyPost(_Paste, Copy):
    """``POST {folder}/@copy``: put a copy here, for whoever may edit the source."""

    def reply(self) -> list[dict[str, str]]:
        with copies_named_anew():
            return super().reply()


class MovePost(_Paste, Move):
    """``POST {folder}/@move``: move the source here."""
