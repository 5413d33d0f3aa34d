"""REST: files of a message."""

from cites.cug import _
from cites.cug.messaging.actions.opening import open_file, open_message
from cites.cug.messaging.actions.sending import add_files, own_draft, remove_file
from cites.cug.messaging.api.routes import MessagesService
from cites.cug.web.downloads import file_answer
from cites.cug.web.restapi.idempotency import Done
from typing import Any


class AttachmentGet(MessagesService):
    """``GET {cug}/@messages/{id}/attachments/{n}``: download an attached file."""

    media_types = ()

    def reply(self) -> Any:
        number = int(self.named["n"])
        file, pieces = open_file(self.context, self.key, number, acting_user=self.user_id)
        response = self.request.response
        return file_answer(response, file.filename, file.content_type, pieces)


class AttachmentsPost(MessagesService):
    """``POST {cug}/@messages/{id}/attachments``: to a draft."""

    keys = ("attachments",)

    def reply(self) -> dict[str, Any]:
        given, group = self.body_values, self.context
        own_draft(group, self.key, acting_user=self.user_id)
        uploads = given.uploads()
        if not uploads and not given.mistakes:
            given.mistakes.add("attachments", _("common_no_file_was_chosen_error"))
        given.mistakes.raise_any()
        added = add_files(group, self.key, uploads, acting_user=self.user_id)
        self.request.response.setStatus(201)
        return {"attachments": [self.json.file(self.key, file) for file in added]}

    def replay_response(self, done: Done) -> dict[str, Any]:
        """All files that the draft has by now."""
        opened = open_message(self.context, self.key, acting_user=self.user_id)
        return {"attachments": self.json.whole(opened, ())["attachments"]}


class AttachmentDelete(MessagesService):
    """``DELETE {cug}/@messages/{id}/attachments/{n}``: from a draft."""

    def reply(self) -> None:
        number = int(self.named["n"])
        remove_file(self.context, self.key, number, acting_user=self.user_id)
