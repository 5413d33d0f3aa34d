"""Record a permit by hand, or correct one: it is handed in anew, as any other is."""

from cites.cug import _
from cites.cug.access.policy import Permission
from cites.cug.permits.actions.storing import store_permits
from cites.cug.permits.browser import fields
from cites.cug.permits.browser.one import OnePage
from cites.cug.permits.browser.page import PermitsPage
from cites.cug.permits.models import PermitSource
from cites.cug.permits.permit import Permit
from cites.cug.permits.registry import find_permit
from cites.cug.permits.validation import MAX_LINES
from cites.cug.permits.validation import read_permit
from cites.cug.validation.errors import FieldError
from cites.cug.validation.errors import InvalidValue
from functools import cached_property
from plone.protect import CheckAuthenticator
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from zope.i18nmessageid import Message


ALREADY = _("There is a permit with this number already: correct that one instead.")
NOT_YOURS = _("You record permits of your own country only.")


class RecordPage(PermitsPage):
    """An empty form, and the same form again with what is wrong in it."""

    permission = Permission.IMPORT_PERMITS
    template = ViewPageTemplateFile("templates/record.pt")
    page_title = _("Record a permit")
    max_lines = MAX_LINES
    #: The permit that is corrected, which keeps its country and number.
    permit: Permit | None = None

    def __call__(self) -> Any:
        self.wrong: dict[str, Message] = {}
        self.typed = fields.typed_of(self.permit)
        form = self.request.form
        if self.request.method == "POST":
            CheckAuthenticator(self.request)
            self.typed = fields.typed_in(form)
            if self.permit is not None:
                self.typed |= self.key
            if not self.change_lines():
                return self.save()
        return self.template()

    @property
    def key(self) -> dict[str, str]:
        return {"country": self.permit.country, "number": self.permit.number}

    @property
    def action(self) -> str:
        return f"{self.url}/new"

    def change_lines(self) -> bool:
        """Without scripts: a block more or less; whether that is what was asked for."""
        lines = self.typed["lines"]
        if self.text("add"):
            lines.append({})
            return True
        number = self.text("remove")
        if number.isdecimal() and len(number) < 5:
            self.typed["lines"] = lines[: int(number)] + lines[int(number) + 1 :]
            return True
        return False

    def save(self) -> Any:
        try:
            permit = read_permit(self.typed)
            self.check(permit)
        except InvalidValue as error:
            # The first of each box, as the form has room for one.
            for mistake in reversed(error.mistakes):
                self.wrong[mistake.place] = mistake.message
            self.request.response.setStatus(400)
            return self.template()
        store_permits([permit], source=PermitSource.MANUAL, acting_user=self.user)
        found = find_permit(permit.country, permit.number)
        return self.lead_on(f"{self.url}/{found.id}", _("The permit has been recorded."))

    def check(self, permit: Permit) -> None:
        """Raises Refused for what is not to be recorded here."""
        if not self.keeper(self.permission).keeps(permit.country):
            raise InvalidValue(FieldError(NOT_YOURS, "country"))
        if self.permit is None and find_permit(permit.country, permit.number) is not None:
            raise InvalidValue(FieldError(ALREADY, "number"))

    @cached_property
    def sections(self) -> list[fields.Section]:
        return list(fields.sections(self.typed, self.wrong))

    def lines(self) -> list[dict[str, Any]]:
        lines = self.typed["lines"] or [{}]
        return [self.line(line, position) for position, line in enumerate(lines)]

    def template_line(self) -> dict[str, Any]:
        """What scripts make new blocks of."""
        return self.line({}, "__row__")

    def line(self, line: dict[str, Any], number: int | str) -> dict[str, Any]:
        return {"number": number, "fields": fields.line_fields(line, number, self.wrong)}

    def options(self, field: fields.PermitField) -> list[tuple[str, Any]]:
        """What can be chosen; a former code, which old permits hold, stays what it is."""
        if field.box not in self._known:
            name = field.name.rpartition(".")[2]
            self._known[field.box] = fields.options(field.box, name, self.language)
        known = self._known[field.box]
        if not field.value or field.value in (code for code, _words in known):
            return known
        return [*known, (field.value, field.value)]

    @cached_property
    def _known(self) -> dict[Any, Any]:
        return {}

    def is_fixed(self, field: fields.PermitField) -> bool:
        """Whether it says which permit this is, and there is one already."""
        return self.permit is not None and field.name in self.key

    def summary(self) -> list[tuple[fields.PermitField | None, Message]]:
        """Each mistake with the input where it is mended, in the order of the form."""
        shown = [one for section in self.sections for one in section.fields]
        shown += [one for line in self.lines() for one in line["fields"]]
        found = [(one, one.error) for one in shown if one.error]
        places = {fields.place_of(one.name) for one, _error in found}
        rest = (text for place, text in self.wrong.items() if place not in places)
        return [*found, *((None, text) for text in rest)]


class CorrectPage(RecordPage, OnePage):
    """``permits/ID/correct``: what it said before is kept beside it."""

    page_title = _("Correct a permit")

    def __call__(self, permit_id: str) -> Any:
        self.load(permit_id)
        self.keeper(self.permission).require(self.permit.country)
        return super().__call__()

    @property
    def action(self) -> str:
        return f"{self.one_url}/correct"
