"""REST: messages are marked and moved, one or many; drafts are rewritten."""

from cites.cug import _
from cites.cug.core.sql.session import write_session
from cites.cug.core.validation.errors import Missing, REQUIRED
from cites.cug.messaging.actions.filing import file_messages
from cites.cug.messaging.actions.sending import load_draft, save_draft
from cites.cug.messaging.api.deserializer import FILED, read_changes, WRITTEN
from cites.cug.messaging.api.routes import MessagesService
from cites.cug.messaging.mailbox import own_message
from cites.cug.messaging.models import Folder, SHOWN
from cites.cug.messaging.query_parameters import MESSAGE_ID
from cites.cug.messaging.schema import IFiling, IMessage
from cites.cug.web.restapi.request_values import RequestValues
from typing import Any


class MessagePatch(MessagesService):
    """``PATCH {cug}/@messages/{id}``: change its marks, or a draft."""

    keys = (*FILED, *WRITTEN)
    schemas = (IMessage, IFiling)

    def reply(self) -> None:
        filing = read_filing(self.body_values)
        self.body_values.mistakes.raise_any()
        write_session()
        own_message(self.context, self.user_id, self.key)
        if any(name in self.body_values for name in WRITTEN):
            self.rewrite()
        file_messages(self.context, [self.key], acting_user=self.user_id, **filing)

    def rewrite(self) -> None:
        """What is given anew of a draft; the rest stays."""
        given, group, user = self.body_values, self.context, self.user_id
        try:
            draft = load_draft(group, self.key, acting_user=user)
        except Missing:
            for name in WRITTEN:
                if name in given:
                    given.mistakes.add(name, _("messaging_filing_draft_changed_error"))
            given.mistakes.raise_any()
            raise
        written = read_changes(given, draft.letter, draft.addressees)
        given.mistakes.raise_any()
        save_draft(group, *written, acting_user=user, draft_id=self.key)


class MessagesPatch(MessagesService):
    """``PATCH {cug}/@messages``: all of them, or none if one is not there."""

    keys = ("ids", *FILED)
    schemas = (IFiling,)

    def reply(self) -> None:
        given = self.body_values
        filing = read_filing(given)
        ids = given.read(IFiling["ids"], ())
        if not ids and not given.mistakes:
            given.mistakes.add("ids", REQUIRED)
        if not any(name in given for name in FILED):
            mapping = {"values": ", ".join(FILED)}
            text = _("common_choose_one_of_these_error", mapping=mapping)
            given.mistakes.add("read", text)
        given.mistakes.raise_any()
        if not all(map(MESSAGE_ID.fullmatch, ids)):
            raise Missing(*ids)
        file_messages(self.context, ids, acting_user=self.user_id, **filing)


def read_filing(given: RequestValues) -> dict[str, Any]:
    """What is asked for of ``FILED``; its mistakes are collected."""
    filing = {name: given.read(IFiling[name]) for name in ("read", "starred")}
    if "folder" in given:
        folder = given.values["folder"]
        if folder in SHOWN:
            filing["folder"] = Folder(folder)
        else:
            mapping = {"values": ", ".join(SHOWN)}
            text = _("common_choose_one_of_these_error", mapping=mapping)
            given.mistakes.add("folder", text)
    return filing
