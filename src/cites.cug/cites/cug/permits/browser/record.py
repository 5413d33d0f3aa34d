"""Record a permit by hand, or correct one. Both store the whole permit anew."""

import re
from cites.cug import _
from cites.cug.access.policy import Permission
from cites.cug.core.validation.errors import FieldError, InvalidValue, InvalidValues
from cites.cug.permits import schema
from cites.cug.permits.actions.storing import store_permits
from cites.cug.permits.browser.one import OnePermitForm
from cites.cug.permits.browser.page import PermitsPage
from cites.cug.permits.labels import in_choices
from cites.cug.permits.models import PermitSource
from cites.cug.permits.permit import Permit
from cites.cug.permits.registry import find_permit
from cites.cug.permits.serialization import serialize_permit
from cites.cug.permits.validation import read_permit
from cites.cug.web.forms.choice_widgets import SelectInput
from cites.cug.web.forms.meanwhile import SAVE_OVER
from cites.cug.web.forms.member_form import Part
from cites.cug.web.forms.schema_form import SchemaForm
from cites.cug.web.forms.widgets import FixedInput
from collections.abc import Iterator
from functools import cached_property
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from z3c.form import button
from z3c.form.field import Fields
from zope.i18nmessageid import Message
from zope.schema.interfaces import IChoice


ALREADY = _("permits_record_permit_number_already_exists_text")
NOT_YOURS = _("permits_record_permits_own_country_text")
#: Boxes that the form shows below the blocks.
LAST = ("authority", "issue_place", "issued", "transport_document")
#: The number of the empty block that scripts copy to add a block.
NEW = "__row__"
_LINE = re.compile(r"lines\.(\d{1,4})\.\w+")


class CodeInput(SelectInput):
    """A select whose options show the code, as on the paper, and its meaning."""

    def options(self) -> list[Any]:
        chosen = self.value[0] if self.value else ""
        return in_choices(self.field, chosen, self.form.language)

    @property
    def empty_label(self) -> Message:
        if self.field.codes == "unit":
            return _("common_number_of_specimens_option")
        return super().empty_label


class RecordPage(SchemaForm, PermitsPage):
    """The form, empty or filled in, with the mistakes after it was sent."""

    permission = Permission.IMPORT_PERMITS
    index = ViewPageTemplateFile("templates/record.pt")
    template = ViewPageTemplateFile("templates/record_form.pt")
    page_title = _("permits_record_a_permit_title")
    form_class = "member-form permit-record"
    id_prefix, buttons_prefix = "f", ""
    #: The form reads the request itself, in ``typed``: blocks are numbered anew.
    ignoreRequest = True
    submit_label = _("permits_record_the_permit_label")
    max_lines = schema.MAX_LINES
    buttons, handlers = SchemaForm.buttons.copy(), SchemaForm.handlers.copy()
    #: The permit to correct; its country and number cannot be changed.
    permit: Permit | None = None

    @property
    def action(self) -> str:
        return f"{self.url}/new"

    @property
    def key(self) -> dict[str, str]:
        if self.permit is None:
            return {}
        return {"country": self.permit.country, "number": self.permit.number}

    @cached_property
    def typed(self) -> dict[str, Any]:
        """The values of the form, in the shape that ``validation.PermitReader`` takes."""
        if self.request.method != "POST":
            return serialize_permit(self.permit) if self.permit else {"lines": []}
        form = self.request.form
        typed = self.typed_part("", schema.PERMIT)
        for part in (*schema.PARTIES, "endorsement"):
            typed[part] = self.typed_part(f"{part}.", schema.TABLES[part])
        found = {int(match[1]) for name in form if (match := _LINE.fullmatch(name))}
        typed["lines"] = [
            self.typed_part(f"lines.{number}.", schema.LINE)
            for number in sorted(found)[: schema.MAX_LINES]
        ]
        return typed | self.key

    def typed_part(self, prefix: str, table: dict[str, Any]) -> dict[str, Any]:
        return {name: self.text(f"{prefix}{name}") for name in table}

    def parts_typed(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Each part of the form: the prefix of its inputs, like ``lines.0``, and its
        values.
        """
        yield "", self.typed
        for part in (*schema.PARTIES, "endorsement"):
            yield part, self.typed.get(part, {})
        yield from (
            (f"lines.{at}", line) for at, line in enumerate(self.typed["lines"] or [{}])
        )
        yield f"lines.{NEW}", {}

    def updateFieldsFromSchemata(self) -> None:
        self.fields = Fields()
        for prefix, _typed in self.parts_typed():
            table = schema.TABLES[prefix.partition(".")[0]]
            self.fields += Fields(*table.values(), prefix=prefix)
        for name, field in self.fields.items():
            if name in self.key:
                field.widgetFactory = FixedInput.for_field
            elif IChoice.providedBy(field.field):
                field.widgetFactory = CodeInput.for_field

    def updateWidgets(self, prefix: str | None = None) -> None:
        super().updateWidgets(prefix)
        for widget in self.widgets.values():
            widget.mark, widget.autocomplete = widget.field.number, "off"

    def initial_values(self) -> dict[str, Any]:
        return {
            f"{prefix}.{name}".lstrip("."): "" if value is None else value
            for prefix, typed in self.parts_typed()
            for name, value in typed.items()
        }

    def getContent(self) -> dict[str, Any]:
        return self.initial_values()

    @property
    def save_label(self) -> Message:
        return SAVE_OVER if self.changed_meanwhile else self.submit_label

    def current_state(self) -> dict[str, str]:
        """The permit that is corrected, as the form shows it; {} of a new one."""
        return as_shown(serialize_permit(self.permit)) if self.permit else {}

    def compared(self, data: dict[str, Any]) -> dict[str, Any]:
        return as_shown(data)

    @property
    def parts(self) -> tuple[Part, ...]:
        """The boxes above the blocks, the blocks, and the boxes below."""
        parts = [
            (
                "document",
                _("common_document_label"),
                [name for name in schema.PERMIT if name not in LAST],
            )
        ]
        parts += [
            (name, box.title, [f"{name}.{one}" for one in schema.PARTY])
            for name, box in schema.PARTIES.items()
        ]
        names = (*range(len(self.typed["lines"]) or 1), NEW)
        parts += [
            (f"lines.{at}", "", [f"lines.{at}.{one}" for one in schema.LINE])
            for at in names
        ]
        below = [*LAST, *(f"endorsement.{one}" for one in schema.ENDORSEMENT)]
        parts.append(("issue", _("permits_record_issue_and_transport"), below))
        return tuple(Part(name, title, tuple(names)) for name, title, names in parts)

    def extractData(self, setErrors: bool = True) -> tuple[dict[str, Any], tuple]:
        """Read the permit as a whole, with the same checks as any import."""
        return self.typed, ()

    def handle(self, typed: dict[str, Any]) -> None:
        try:
            permit = read_permit(typed)
            self.check(permit)
        except InvalidValue as error:
            raise InvalidValues(
                [(input_of(one.place), one) for one in error.mistakes]
            ) from error
        store_permits([permit], source=PermitSource.MANUAL, acting_user=self.user_id)
        found = find_permit(permit.country, permit.number)
        self.finish(_("permits_record_permit_recorded"), f"{self.url}/{found.id}")

    def check(self, permit: Permit) -> None:
        """Raise InvalidValue if this permit may not be recorded here."""
        if not self.keeper(self.permission).keeps(permit.country):
            raise InvalidValue(FieldError(NOT_YOURS, "country"))
        if self.permit is None and find_permit(permit.country, permit.number) is not None:
            raise InvalidValue(FieldError(ALREADY, "number"))

    @button.buttonAndHandler(_("permits_add_a_block_button"), name="add")
    def handle_add(self, action: Any) -> None:
        self.change_lines([*self.typed["lines"], {}])

    @button.buttonAndHandler(_("permits_remove_this_block"), name="remove")
    def handle_remove(self, action: Any) -> None:
        number = self.text("remove")
        at = int(number) if number.isdecimal() and len(number) < 5 else schema.MAX_LINES
        lines = self.typed["lines"]
        self.change_lines(lines[:at] + lines[at + 1 :])

    def change_lines(self, lines: list[dict[str, Any]]) -> None:
        """Add or remove a block; only used without scripts."""
        self.typed["lines"] = lines
        self.updateFields()
        self.updateWidgets()


class CorrectPage(OnePermitForm, RecordPage):
    """``permits/ID/correct``: correct a permit; the earlier values stay as a revision."""

    page_title = _("permits_record_correct_a_permit_title")

    @property
    def action(self) -> str:
        return f"{self.one_url}/correct"


def as_shown(permit: dict[str, Any]) -> dict[str, str]:
    """What stands in each input of the form, by its name."""
    parts: dict[str, dict[str, Any]] = {"": {n: permit.get(n) for n in schema.PERMIT}}
    for name in (*schema.PARTIES, "endorsement"):
        parts[f"{name}."] = permit.get(name) or {}
    for at, line in enumerate(permit.get("lines") or ()):
        parts[f"lines.{at}."] = line
    return {
        f"{prefix}{name}": "" if value is None else str(value)
        for prefix, part in parts.items()
        for name, value in part.items()
    }


def input_of(place: str) -> str:
    """Name of the input for a field: ``lines.2.unit`` for ``lines[2].unit``."""
    return re.sub(r"^lines\[(\d+)\]\.", r"lines.\1.", place)
