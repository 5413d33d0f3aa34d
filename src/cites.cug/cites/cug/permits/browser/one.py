"""The page of one permit: all boxes, status, changes of status and earlier values."""

from cites.cug import _
from cites.cug.access.policy import Permission
from cites.cug.core.validation.errors import about, FieldError, Missing, mistakes_in
from cites.cug.permits import schema
from cites.cug.permits.actions.scans import add_scans, open_scan
from cites.cug.permits.actions.status import change_status
from cites.cug.permits.browser.page import PermitsPage
from cites.cug.permits.browser.sheet import Sheet
from cites.cug.permits.differences import differing
from cites.cug.permits.formats.epermit import export
from cites.cug.permits.labels import said, SOURCES, STATUSES
from cites.cug.permits.lookup import open_permit
from cites.cug.permits.registry import get
from cites.cug.permits.revisions import revisions_of
from cites.cug.permits.status_change import IStatusChange, read_change
from cites.cug.web.downloads import file_answer
from cites.cug.web.forms.confirm_form import TwoStepForm
from cites.cug.web.forms.schema_form import SchemaForm
from cites.cug.web.layout.numbers import file_size
from cites.cug.web.layout.people import full_name
from cites.cug.web.limits.use import OverLimit
from cites.cug.web.uploads.cleaning_notices import tell_removed
from cites.cug.web.uploads.files import Upload, uploads_in
from collections.abc import Sequence
from collective.workspace.interfaces import IWorkspace
from datetime import datetime, UTC
from functools import cached_property
from plone.protect import CheckAuthenticator
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from Products.statusmessages.interfaces import IStatusMessage
from typing import Any
from zope.i18nmessageid import Message
from zope.schema.interfaces import ValidationError


class OnePermit(PermitsPage):
    """The base of what is about one permit, which the address names by its id."""

    def load(self, permit_id: str) -> None:
        """Look the permit up. Raises Missing."""
        self.answer = open_permit(permit_id, today=self.today, acting_user=self.user_id)
        self.registered = self.answer.registered
        self.permit = self.registered.permit

    @cached_property
    def one_url(self) -> str:
        return f"{self.url}/{self.registered.id}"

    @property
    def path(self) -> str:
        """Where the page lies below the group."""
        return f"permits/{self.registered.id}"

    @property
    def page_title(self) -> Any:
        return f"{self.permit.country} {self.permit.number}"

    @cached_property
    def sheet(self) -> Sheet:
        key = (self.permit.country, self.permit.number)
        return Sheet(self.answer, *key, self.language, parties=self.sees_parties)


class OnePage(OnePermit):
    """The base of pages that show one permit."""

    template: ViewPageTemplateFile

    def __call__(self, permit_id: str) -> Any:
        self.load(permit_id)
        return self.handle()

    def handle(self) -> Any:
        return self.template()


class OnePermitForm(SchemaForm, OnePermit):
    """Base of the forms that change a permit, for whoever may change it."""

    def __call__(self, permit_id: str) -> Any:
        self.load(permit_id)
        self.keeper(self.permission).require(self.permit.country)
        return super().__call__()


class PermitPage(OnePage):
    """Shows a permit, on screen and in print."""

    template = ViewPageTemplateFile("templates/permit.pt")

    def boxes(self, *names: str) -> list[Any]:
        """The boxes of this list that are filled in."""
        return list(said(schema.PERMIT, self.permit, self.language, names))

    def endorsement(self) -> list[Any]:
        part = self.permit.endorsement
        return list(said(schema.ENDORSEMENT, part, self.language))

    def lines(self) -> list[dict[str, Any]]:
        """The blocks of the form, each with its boxes that are filled in."""
        return [
            {
                "block": line.block or str(position + 1),
                "boxes": [
                    box
                    for box in said(schema.LINE, line, self.language)
                    if box.name != "block"
                ],
            }
            for position, line in enumerate(self.permit.lines)
        ]

    def source(self) -> Message:
        return SOURCES[self.registered.source]

    def history(self) -> list[dict[str, Any]]:
        return [
            {
                "status": STATUSES[change.status],
                "reason": change.reason,
                "replaced_by": change.replaced_by,
                "when": self.sheet.moment(change.changed),
                "who": self.name_of(change.changed_by),
            }
            for change in self.answer.history
        ]

    def revisions(self) -> list[dict[str, Any]]:
        """Earlier values, newest first, each with what the next revision changed."""
        after, found = self.permit, []
        for earlier in revisions_of(self.registered.id):
            changes = differing(
                earlier.permit, after, self.language, parties=self.sees_parties
            )
            found.append(
                {
                    "number": earlier.revision,
                    "source": SOURCES[earlier.source],
                    "when": self.sheet.moment(earlier.replaced),
                    "who": self.name_of(earlier.replaced_by),
                    "changes": changes,
                }
            )
            after = earlier.permit
        return found

    def name_of(self, user_id: str) -> str:
        """Full name of a member of this group; "" for others, since permits come from all
        groups.
        """
        known = user_id in IWorkspace(self.context).members
        return full_name(user_id) if known else ""

    def scans(self) -> list[dict[str, Any]]:
        """The scans, if the reader may see names and addresses."""
        if not self.sees_parties:
            return []
        return [
            {
                "url": f"{self.one_url}/scans/{scan.number}",
                "name": scan.filename,
                "size": file_size(scan.size, self.language),
                "added": self.sheet.moment(scan.added),
            }
            for scan in self.registered.attachments
        ]

    def may_correct(self) -> bool:
        """Whether the caller may correct this permit and add scans."""
        return self.keeper(Permission.IMPORT_PERMITS).keeps(self.permit.country)

    def may_change_status(self) -> bool:
        keeper = self.keeper(Permission.CHANGE_PERMIT_STATUS)
        return keeper.keeps(self.permit.country)

    def printed(self) -> Any:
        """When the page was made: on paper the reader must see how old the answer is."""
        return self.sheet.moment(datetime.now(UTC))


class ExportPage(PermitsPage):
    """``permits/ID/export.xml``"""

    def __call__(self, permit_id: str) -> Any:
        found = open_permit(permit_id, today=self.today, acting_user=self.user_id)
        permit = found.registered.permit
        return export(self.request.response, permit, parties=self.sees_parties)


class StatusPage(OnePermitForm, TwoStepForm):
    """The form, and the question before anything is changed."""

    permission = Permission.CHANGE_PERMIT_STATUS
    index = ViewPageTemplateFile("templates/status.pt")
    outcome = ViewPageTemplateFile("templates/status_outcome.pt")
    schema = IStatusChange
    id_prefix = ""
    changes = True
    submit_label = _("common_continue_button")
    sure_label = _("permits_change_the_status_label")

    @property
    def action(self) -> str:
        return f"{self.one_url}/status"

    @property
    def cancel_url(self) -> str:  # type: ignore[override] # of each permit
        return self.one_url

    def initial_values(self) -> dict[str, Any]:
        return {"status": self.registered.status}

    def checked_data(self) -> dict[str, Any] | None:
        typed = {name: self.text(name) for name in IStatusChange}
        change = read_change(typed)._asdict()
        return None if self.is_behind(change) else change

    @property
    def question(self) -> Message:
        words = {"status": STATUSES[self.asked["status"]]}
        return _("permits_one_change_it_to", mapping=words)

    def handle(self, change: dict[str, Any]) -> None:
        change_status(self.registered.id, **change, acting_user=self.user_id)
        self.finish(_("permits_one_status_changed"), self.one_url)


class ScansPage(PermitsPage):
    """``permits/ID/scans``: takes the files that the page of the permit sends."""

    permission = Permission.IMPORT_PERMITS

    def __call__(self, permit_id: str) -> Any:
        found = get(permit_id)
        if found is None or self.request.method != "POST":
            raise Missing(permit_id)
        CheckAuthenticator(self.request)
        self.keeper(self.permission).require(found.permit.country)
        url = f"{self.url}/{permit_id}"
        try:
            uploads = uploads_in(self.request.form)
            add_scans(permit_id, uploads, acting_user=self.user_id)
        except OverLimit as error:
            return self.lead_on(url, error.message, "error")
        except ValidationError as error:
            tell_removed(self.request)  # drops these notices: no file is kept
            for mistake in mistakes_in(error):
                IStatusMessage(self.request).add(_named(mistake, uploads), "error")
            return self.lead_on(url)
        return self.lead_on(url, _("permits_one_scans_added"))


def _named(mistake: FieldError, uploads: Sequence[Upload]) -> Message:
    """The text of a mistake, with the name of the file that it concerns, if any."""
    position = mistake.place.strip("[]")
    if not position:
        return mistake.message
    return about(uploads[int(position)].filename, mistake.message)


class ScanPage(PermitsPage):
    """``permits/ID/scans/N``: the file as a download; browsers do not show it."""

    permission = Permission.SEE_PARTIES

    def __call__(self, permit_id: str, number: str) -> Any:
        if not (number.isascii() and number.isdecimal()) or len(number) > 9:
            raise Missing(permit_id)
        scan, pieces = open_scan(permit_id, int(number), acting_user=self.user_id)
        response = self.request.response
        return file_answer(response, scan.filename, scan.content_type, pieces)
