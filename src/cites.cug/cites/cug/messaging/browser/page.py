"""The parent of all pages of messages."""

from cites.cug import _
from cites.cug.core.codelists.lists import title
from cites.cug.messaging.actions.retention import waiting_retention
from cites.cug.messaging.addressing import active_among
from cites.cug.messaging.models import Folder, FolderCount
from cites.cug.messaging.queries import folder_counts
from cites.cug.messaging.retention_notices import EXPORT_IN_TIME, shorter_in_words
from cites.cug.web.layout.page import Page
from cites.cug.web.layout.people import full_name
from collections.abc import Mapping
from datetime import datetime, UTC
from functools import cached_property
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from zope.i18n import translate
from zope.i18nmessageid import Message


#: Listed like a folder: messages with a star, in any folder.
STARRED = "starred"
FOLDERS = {
    Folder.INBOX.value: _("messaging_inbox"),
    STARRED: _("messaging_starred_messages"),
    Folder.SENT.value: _("messaging_sent"),
    Folder.DRAFTS.value: _("common_drafts_label"),
    # The button beside it says “Archive” too: a verb, which other languages tell apart.
    Folder.ARCHIVE.value: _("messaging_folder_archive"),
    Folder.TRASH.value: _("messaging_trash"),
}


class MessagePage(Page):
    """A page of messages; ``context`` is the group, ``user_id`` the mailbox's owner."""

    frame = ViewPageTemplateFile("templates/frame.pt")
    #: The folder that the reader is in.
    folder = ""

    @cached_property
    def url(self) -> str:
        return f"{self.context.absolute_url()}/messages"

    @cached_property
    def counts(self) -> Mapping[str, FolderCount]:
        return folder_counts(self.context, self.user_id)

    def folders(self) -> list[dict[str, Any]]:
        """The folders, with the numbers of unread messages and of drafts."""
        inbox, drafts = (self.counts.get(name) for name in (Folder.INBOX, Folder.DRAFTS))
        numbers: dict[str, tuple[int, Any]] = {
            Folder.INBOX: (inbox.unread if inbox else 0, _("messaging_unread")),
            Folder.DRAFTS: (drafts.total if drafts else 0, _("messaging_drafts")),
        }
        return [
            {
                "name": name,
                "title": words,
                "url": self.url if name == Folder.INBOX else f"{self.url}?folder={name}",
                "current": "page" if name == self.folder else None,
                "number": numbers.get(name, (0, ""))[0],
                "counted": numbers.get(name, (0, ""))[1],
            }
            for name, words in FOLDERS.items()
        ]

    def retention_notes(self) -> list[Message]:
        """Which messages will be deleted soon, if a shorter time waits."""
        shorter = waiting_retention(self.context, datetime.now(UTC))
        if shorter is None:
            return []
        said = shorter_in_words(self.context, shorter, self.language)
        return [*said, EXPORT_IN_TIME]

    def handling_title(self, code: str) -> str:
        return title("handling", code, self.language)

    def handling_meaning(self, code: str) -> str:
        return title("handling_meaning", code, self.language)

    @cached_property
    def _names(self) -> dict[str, str]:
        return {}

    def name_of(self, user_id: str) -> str:
        """Full name of a member; the id itself of anybody else.

        An address or a draft can name any account, and must not tell its name.
        """
        if user_id not in self._names:
            known = active_among(self.context, [user_id])
            self._names[user_id] = full_name(user_id) if known else user_id
        return self._names[user_id]

    def said(self, text: Message | str) -> str:
        """A text in the reader's language."""
        return translate(text, context=self.request)

    def go(self, path: str = "") -> str:
        """Send the reader on, to an address below the mailbox."""
        self.request.response.redirect(self.url + path)
        return ""
