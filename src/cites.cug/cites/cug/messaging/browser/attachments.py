"""Files of messages: to download, to add to drafts, and to remove from them."""

from cites.cug import _
from cites.cug.core.validation.errors import InvalidValues, Missing
from cites.cug.messaging.actions.opening import open_file
from cites.cug.messaging.actions.sending import add_files, remove_file
from cites.cug.messaging.browser.recipients import JsonAnswer
from cites.cug.messaging.files import ACCEPTED, MessageFile
from cites.cug.web.downloads import file_answer
from cites.cug.web.layout.numbers import file_size
from cites.cug.web.uploads.cleaning_notices import tell_removed
from cites.cug.web.uploads.files import uploads_in
from plone.protect import CheckAuthenticator
from typing import Any


ENDINGS = ",".join(sorted({end for ends in ACCEPTED.values() for end in ends}))


class AttachmentList(JsonAnswer):
    """``messages/<draft>/attachments``: scripts send the files of a draft one by one."""

    def __call__(self, draft_id: str) -> str:
        if self.request.method != "POST":
            raise Missing(draft_id)
        CheckAuthenticator(self.request)
        uploads = uploads_in(self.request.form)
        if not uploads:
            return self.refuse(_("common_no_file_was_chosen_error"))
        try:
            added = add_files(self.context, draft_id, uploads, acting_user=self.user_id)
        except InvalidValues as error:
            (_field, mistake), *_others = error.mistakes
            return self.refuse(mistake.message)
        return self.answer({"items": [self.described(file) for file in added]}, 201)

    def described(self, file: MessageFile) -> dict[str, Any]:
        size = file_size(file.size, self.language)
        return {
            "number": file.number,
            "name": file.filename,
            "size": self.said(size),
            "removed": tell_removed(self.request),
        }

    def refuse(self, text: Any) -> str:
        return self.answer({"message": self.said(text)}, 400)


class AttachmentPage(JsonAnswer):
    """``messages/<id>/attachments/<n>``: the file. POST removes it from a draft."""

    def __call__(self, message_id: str, number: str) -> Any:
        if not number.isdecimal() or len(number) > 9:
            raise Missing(message_id)
        if self.request.method == "POST":
            CheckAuthenticator(self.request)
            remove_file(self.context, message_id, int(number), acting_user=self.user_id)
            return self.answer({})
        file, pieces = open_file(
            self.context, message_id, int(number), acting_user=self.user_id
        )
        response = self.request.response
        return file_answer(response, file.filename, file.content_type, pieces)
