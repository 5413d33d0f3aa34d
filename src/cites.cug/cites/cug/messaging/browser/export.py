"""Members download their own mailbox as an archive."""

import secrets
import transaction
from cites.cug import _
from cites.cug.messaging.actions.exporting import (
    announce_export,
    export_handling,
    export_mailbox,
    messages_to_export,
)
from cites.cug.messaging.browser.recipients import JsonAnswer
from cites.cug.web.downloads import Download
from cites.cug.web.layout.progress import Progress
from cites.cug.web.limits.use import OverLimit
from datetime import datetime, UTC
from plone.protect import CheckAuthenticator
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any


#: The progress is stored after every so many messages.
STEP = 20


class ExportPage(JsonAnswer):
    """A button that makes the archive; a script shows the progress."""

    template = ViewPageTemplateFile("templates/export.pt")
    page_title = _("messaging_export_my_messages_link")
    #: The limit that forbids an export now.
    over: OverLimit | None = None

    def __call__(self) -> Any:
        form = self.request.form
        if self.request.method == "POST":
            CheckAuthenticator(self.request)
            return self.export(self.progress(str(form.get("key") or "")))
        if isinstance(form.get("progress"), str):
            return self.answer(self.progress(form["progress"]).get())
        return self.start()

    def progress(self, key: str) -> Progress:
        return Progress(self.context.UID(), self.user_id, key)

    def start(self) -> str:
        self.key = secrets.token_hex(8)
        self.total = messages_to_export(self.context, self.user_id)
        return self.template()

    def export(self, progress: Progress) -> Any:
        try:
            total = announce_export(self.context, acting_user=self.user_id)
        except OverLimit as error:
            error.set_status(self.request.response)
            self.over = error
            return self.start()
        transaction.commit()
        name = f"{self.context.getId()}-messages-{datetime.now(UTC):%Y-%m-%d}"
        if handling := export_handling(self.context, self.user_id):
            name += f"-tlp-{handling}".replace("_", "-")
        name = f"{name}.zip"
        download = Download(self.request.response, name, "application/zip")
        try:
            with download.writing() as spool:
                made = export_mailbox(self.context, spool, acting_user=self.user_id)
                for count in made:
                    if count % STEP == 1:
                        progress.set(count, total)
        except BaseException:
            progress.end()
            raise
        progress.finish()
        return download.stream
