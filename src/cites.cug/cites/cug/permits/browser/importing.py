"""Import permits from files: a preview first, then all permits or none.

The server keeps nothing between preview and import: the browser sends the files again.
With scripts, the files stay chosen and the page shows the progress.
"""

import re
from cites.cug import _
from cites.cug.access.policy import Permission
from cites.cug.permits.actions.storing import Stored
from cites.cug.permits.browser.page import PermitsPage
from cites.cug.permits.differences import BoxChange, differing
from cites.cug.permits.formats.raw_permit import Fault, UnreadableFile
from cites.cug.permits.formats.reading import MAX_PERMITS
from cites.cug.permits.formats.tables import empty_table
from cites.cug.permits.importing import (
    Changed,
    import_permits,
    ImportedFile,
    Preview,
    preview,
    read_files,
    SHOWN,
)
from cites.cug.permits.permit import Permit
from cites.cug.permits.schema import at, PARTIES, PERMIT_TYPES
from cites.cug.web.downloads import file_answer
from cites.cug.web.forms.once import keep_outcome, outcome_before
from cites.cug.web.layout.lists import listed
from cites.cug.web.layout.numbers import number
from cites.cug.web.layout.progress import WithProgress
from cites.cug.web.layout.times import day, ShownTime
from plone.protect import CheckAuthenticator
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from ZPublisher.HTTPRequest import FileUpload


#: The place of a permit in a list, before its fields: ``[3].number``.
ENTRY = re.compile(r"(?:\[(\d+)\]\.?)?(.*)", re.DOTALL)


class ImportPage(WithProgress, PermitsPage):
    """The form, and below it the preview or the result."""

    permission = Permission.IMPORT_PERMITS
    template = ViewPageTemplateFile("templates/import.pt")
    outcome = ViewPageTemplateFile("templates/import_outcome.pt")
    page_title = _("permits_import_permits_title")
    long_request = "permits"
    shown = SHOWN
    parties = PARTIES
    faults: tuple[Fault, ...] = ()
    seen: Preview | None = None
    stored: Stored | None = None

    def __call__(self) -> Any:
        if self.request.method == "POST":
            CheckAuthenticator(self.request)
            self.handle()
            return self.outcome() if self.scripted else self.template()
        if "table" in self.request.form:
            return self.table()
        if key := self.text("progress"):
            return self.tell(key)
        return self.template()

    @property
    def scripted(self) -> bool:
        return bool(self.text("scripted"))

    @property
    def max_permits(self) -> str:
        return number(MAX_PERMITS, self.language)

    def handle(self) -> None:
        if before := outcome_before(self.request):
            self.stored = Stored(*before)
            return
        progress = self.progress(self.text("key"))
        try:
            keeper = self.keeper(self.permission)
            found = read_files(self.files(), keeper, told=progress.set)
            if self.text("action") == "import":
                self.stored = import_permits(
                    found, acting_user=self.user_id, told=progress.set
                )
                keep_outcome(self.request, self.stored)
            else:
                self.seen = preview(found, acting_user=self.user_id)
        except UnreadableFile as error:
            self.faults = error.faults
            self.request.response.setStatus(400)
        finally:
            progress.end()

    def files(self) -> list[ImportedFile]:
        """The files that were sent. Raises UnreadableFile if there are none."""
        given = self.request.form.get("files")
        given = given if isinstance(given, list) else [given]
        found = [
            ImportedFile(one.filename, one)
            for one in given
            if isinstance(one, FileUpload) and one.filename
        ]
        if not found:
            raise UnreadableFile(Fault(_("common_choose_a_file_error")))
        return found

    def table(self) -> Any:
        """An empty table with headings, to fill in and import."""
        pieces = [empty_table(self.language)]
        return file_answer(self.request.response, "permits.csv", "text/csv", pieces)

    def mistakes(self) -> list[dict[str, Any]]:
        """The mistakes, each with the title of the box that it concerns."""
        return [
            {
                "file": fault.file,
                "line": fault.line,
                "entry": entry and int(entry) + 1,
                "field": field,
                "place": at(field),
                "text": fault.message,
            }
            for fault in self.faults
            for entry, field in [ENTRY.fullmatch(fault.field).groups()]
        ]

    def differences(self, changed: Changed) -> list[BoxChange]:
        return differing(
            changed.before, changed.after, self.language, parties=self.sees_parties
        )

    def kind(self, permit: Permit) -> Any:
        return PERMIT_TYPES[permit.type]

    def until(self, permit: Permit) -> ShownTime | None:
        return day(permit.valid_until, self.language) if permit.valid_until else None

    def species(self, permit: Permit) -> str:
        names = (line.scientific_name or line.common_name for line in permit.lines)
        return listed(dict.fromkeys(names), self.language)
