"""Lists a mailbox: one folder, or the result of a search."""

from cites.cug import _
from cites.cug.core.codelists.lists import entries
from cites.cug.messaging.actions.filing import empty_trash, mark_all_read
from cites.cug.messaging.browser.filing import (
    act,
    outcome,
    said_before,
    undo,
    with_outcome,
)
from cites.cug.messaging.browser.mailbox_query import (
    CODES,
    DAYS,
    MailboxQueryForm,
    NARROWING,
    ORDERS,
    TITLES,
)
from cites.cug.messaging.browser.page import FOLDERS, MessagePage, STARRED
from cites.cug.messaging.browser.rows import rows_of
from cites.cug.messaging.conversations import with_conversations
from cites.cug.messaging.models import Folder
from cites.cug.messaging.queries import list_conversations, list_messages, PAGE_SIZE
from cites.cug.messaging.schema import IMailboxFilter
from cites.cug.web.forms.inputs import choice, DAY, Input
from cites.cug.web.forms.wrong_filters import WrongFilters
from collections.abc import Sequence
from functools import cached_property
from plone.protect import CheckAuthenticator
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from Products.statusmessages.interfaces import IStatusMessage
from typing import Any
from urllib.parse import urlencode
from zope.i18n import translate


EMPTY = {
    Folder.INBOX.value: _("messaging_mailbox_no_messages_here_what_text"),
    STARRED: _("messaging_mailbox_no_starred_messages_star_text"),
    Folder.SENT.value: _("messaging_mailbox_sent_message_yet_text"),
    Folder.DRAFTS.value: _("messaging_mailbox_no_drafts_what_write_text"),
    Folder.ARCHIVE.value: _("messaging_mailbox_archive_empty_messages_dealt_text"),
    Folder.TRASH.value: _("messaging_mailbox_the_trash_is_empty"),
}
BUTTONS = {
    "read": _("messaging_mailbox_mark_as_read_button"),
    "unread": _("messaging_mark_as_unread_button"),
    "archive": _("common_archive_button"),
    "restore": _("messaging_mailbox_move_back_button"),
    "star": _("messaging_star_button"),
    "trash": _("common_delete_button"),
    "delete": _("messaging_mailbox_delete_permanently_button"),
}
#: What can be done in each folder, in the order of the buttons.
OFFERED = {
    Folder.INBOX.value: ("archive", "trash", "read", "unread", "star"),
    STARRED: ("archive", "trash", "read", "unread"),
    Folder.SENT.value: ("archive", "trash", "star"),
    Folder.DRAFTS.value: ("trash", "star"),
    Folder.ARCHIVE.value: ("restore", "trash", "read", "unread", "star"),
    Folder.TRASH.value: ("restore", "delete"),
}


class MailboxPage(MessagePage):
    """The list, with boxes to check, buttons for what is checked, search and folders."""

    template = ViewPageTemplateFile("templates/mailbox.pt")
    filters = ViewPageTemplateFile("templates/mailbox_filters.pt")
    rows_macros = ViewPageTemplateFile("templates/mailbox_rows.pt")
    #: What was found; nothing where a filter is wrong.
    rows: Sequence[dict[str, Any]] = ()
    narrowing = NARROWING
    marks = (
        ("unread", IMailboxFilter["unread"].title),
        ("starred", IMailboxFilter["starred"].title),
        ("files", IMailboxFilter["attachments"].title),
    )

    def __call__(self) -> str:
        form = self.request.form
        if self.request.method == "POST":
            CheckAuthenticator(self.request)
            self.question = MailboxQueryForm.read(form.get("back"))
            return self.change(form)
        self.question = MailboxQueryForm(form)
        if not self.wrong:
            self.find()
        return self.template()

    @cached_property
    def wrong(self) -> WrongFilters:
        inputs, question = {*NARROWING, "sort"}, self.question
        return WrongFilters(self, question.wrong, TITLES, inputs, question.typed)

    def find(self) -> None:
        question, mailbox = self.question, (self.context, self.user_id)
        if question.conversations:
            page = list_conversations(*mailbox, Folder(self.folder), question.start)
        else:
            wanted = question.filter(*mailbox, self.language)
            part = (question.order, question.start)
            page = list_messages(*mailbox, wanted, *part, in_full=False)
        self.page, self.counts = page, page.counts
        self.rows = rows_of(self, page.lines, question.conversations)

    @property
    def folder(self) -> str:  # type: ignore[override] # that is asked for
        return self.question.folder

    @property
    def page_title(self) -> Any:
        words = translate(FOLDERS[self.folder], context=self.request)
        counted = self.folder == Folder.INBOX and not self.wrong
        unread = self.page.unread_total if counted else 0
        return f"({unread}) {words}" if unread else words

    @property
    def heading(self) -> Any:
        return FOLDERS[self.folder]

    def change(self, form: dict[str, Any]) -> str:
        """Do what a button says, and come back to the same page of the list."""
        back = self.question.path()
        for one in ("star", "unstar"):
            if isinstance(form.get(one), str):
                act(self, one, [form[one]])
                return self.go(f"{back}#m-{form[one]}")
        action = form.get("action")
        if action == "undo":
            undo(self, form)
            return self.go(back)
        if action == "empty":
            empty_trash(self.context, acting_user=self.user_id)
            IStatusMessage(self.request).add(_("messaging_mailbox_trash_emptied"))
            return self.go(back)
        if action == "read_all":
            mark_all_read(self.context, acting_user=self.user_id)
            IStatusMessage(self.request).add(
                _("messaging_mailbox_all_messages_marked_read_text")
            )
            return self.go(back)
        ids = self.chosen(form)
        if not ids or action not in BUTTONS:
            text = _("messaging_mailbox_select_messages_first_each_text")
            IStatusMessage(self.request).add(text, "warning")
            return self.go(back)
        done = act(self, action, ids)
        said = outcome(action, ids, self.folder) if done else {}
        return self.go(with_outcome(back, said))

    def chosen(self, form: dict[str, Any]) -> list[str]:
        """Ids of the checked messages, or of all messages of checked conversations."""
        ids = form.get("ids", [])
        ids = [ids] if isinstance(ids, str) else [one for one in ids if one]
        ids = ids[:PAGE_SIZE]
        if ids and self.question.conversations:
            folder = Folder(self.folder)
            return with_conversations(self.context, self.user_id, ids, folder)
        return ids

    def done(self) -> dict[str, Any] | None:
        return said_before(self.request.form)

    def buttons(self) -> list[tuple[str, Any]]:
        return [(name, BUTTONS[name]) for name in OFFERED[self.folder]]

    def row_url(self, row: dict[str, Any]) -> str:
        if row["is_draft"] and row["folder"] == Folder.DRAFTS:
            return f"{self.url}/write?draft={row['id']}"
        back = self.question.query()
        suffix = f"?{urlencode({'back': back})}" if back else ""
        return f"{self.url}/{row['id']}{suffix}#m-{row['id']}"

    def empty_text(self) -> Any:
        if self.question.narrowed:
            return _("common_nothing_here_matches_what_text")
        if self.question.start:
            return _("messaging_mailbox_no_messages_page_text")
        return EMPTY[self.folder]

    def inputs(self) -> list[Input]:
        """The filters beside the words and the boxes to check, and the order."""
        names = {
            "maxlength": "200",
            "placeholder": _("messaging_mailbox_name_or_organization"),
        }
        orders = [(name, words) for name, (words, _order) in ORDERS.items()]
        return [
            Input("sender", TITLES["sender"], names),
            *(choice(one, TITLES[one], entries(one, self.language)) for one in CODES),
            *(Input(name, TITLES[name], DAY) for name in DAYS),
            Input("sort", TITLES["sort"], {}, orders),
        ]

    def hidden(self) -> dict[str, str]:
        """Parameters that the search form keeps as hidden inputs."""
        kept = self.question.asked.items()
        dropped = {*NARROWING, "b_start", "sort"}
        return {name: value for name, value in kept if name not in dropped}

    def way_of_listing(self) -> dict[str, Any] | None:
        """The link between conversations and single messages, where there is a choice."""
        question = self.question
        if (
            question.narrowed
            or not MailboxQueryForm({"folder": self.folder}).conversations
        ):
            return None
        changes = {"b_start": None, "sort": None}
        if question.conversations:
            path = question.path(view="flat", **changes)
            return {
                "title": _("messaging_mailbox_turn_off_conversations"),
                "url": self.url + path,
            }
        path = question.path(view=None, **changes)
        return {
            "title": _("messaging_mailbox_turn_on_conversations"),
            "url": self.url + path,
        }

    def question_before(self, action: str) -> Any:
        """The question before an action that cannot be undone."""
        if action != "delete":
            return None
        text = _("messaging_mailbox_delete_mailbox_undone_text")
        return translate(text, context=self.request)

    def paging(self) -> dict[str, Any]:
        """Where this page lies in the list, and links to those beside it."""
        start = self.question.start
        return {
            "first": start + 1,
            "last": start + len(self.rows),
            "total": self.page.total,
            "before": self._page(max(start - PAGE_SIZE, 0)) if start else None,
            "after": self._page(start + PAGE_SIZE) if self.page.more else None,
        }

    def _page(self, start: int) -> str:
        return self.url + self.question.path(b_start=start)
