"""What all forms of members share: parts, every mistake named and linked, and the one way
to hold back what may name somebody; and the add and edit forms of content.

``schema_form.SchemaForm`` is for what is no content, ``confirm_form.ConfirmForm`` for a
question.
"""

from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.core.plone_internals.adding import added_lightly
from cites.cug.core.validation.errors import (
    FieldError,
    InvalidValue,
    InvalidValues,
    mistakes_in,
    Refusal,
)
from cites.cug.interfaces import ILibraryItem
from cites.cug.web.confirmation.content_texts import stored_in, texts_in
from cites.cug.web.confirmation.decisions import read_decisions
from cites.cug.web.confirmation.panel import DecisionPanel
from cites.cug.web.confirmation.requirement import (
    HELD_BACK,
    NonNominal,
    require_confirmation,
)
from cites.cug.web.forms.draft_line import KeepsDraft
from cites.cug.web.forms.meanwhile import SAVE_OVER, SentForm
from cites.cug.web.forms.widgets import NativeWidget, Problem
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from http import HTTPStatus
from plone.dexterity.browser.add import DefaultAddForm
from plone.dexterity.browser.edit import DefaultEditForm
from plone.dexterity.events import (
    AddCancelledEvent,
    EditCancelledEvent,
    EditFinishedEvent,
)
from plone.locking.interfaces import ILockable
from plone.protect import CheckAuthenticator
from plone.supermodel.interfaces import FIELDSETS_KEY
from plone.supermodel.utils import mergedTaggedValueList
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from Products.statusmessages.interfaces import IStatusMessage
from typing import Any, NamedTuple
from z3c.form import button
from z3c.form.interfaces import IDataManager, NOT_CHANGED
from zExceptions import Forbidden
from zope.component import getMultiAdapter
from zope.event import notify
from zope.i18nmessageid import Message


class Part(NamedTuple):
    """Fields under one heading; the short form folds some parts away."""

    name: str
    title: Message | str
    fields: tuple[str, ...]
    folded: bool = False


class ShownPart(NamedTuple):
    """A part with its inputs, and whether it is open."""

    part: Part
    widgets: list[NativeWidget]
    open: bool
    filled: int

    def says(self, widget: NativeWidget) -> bool:
        """Whether the part's heading already says what the input is."""
        return widget.label == self.part.title


class WrongValue(NamedTuple):
    """What a widget shows as its error."""

    error: InvalidValue


REST = Part("more", _("common_more_option"), (), folded=True)
NOTE = "IVersionable.changeNote"
NOTE_PART = Part("note", _("web_member_form_note_on_this_change"), (NOTE,))
SHORT, LONG = "short", "long"
DECISION = Problem("decision", HELD_BACK)
EXPIRED = _("web_member_form_page_open_too_long_text")


def parts_of(schema: Any) -> tuple[Part, ...]:
    """The parts that a schema declares with ``model.fieldset``, by their ``order``.

    One with ``folded=True`` is folded away in the short form.
    """
    return tuple(
        Part(one.__name__, one.label, tuple(one.fields), getattr(one, "folded", False))
        for one in sorted(
            mergedTaggedValueList(schema, FIELDSETS_KEY), key=lambda one: one.order
        )
    )


class MemberForm(SentForm):
    """What add and edit forms share; fieldsets of the schema are parts of the form."""

    # Of the form class of Plone's that it is mixed with.
    fields: Any
    groups: Any
    widgets: Any
    schema: Any
    actions: Any
    extractData: Any
    template = ViewPageTemplateFile("templates/form.pt")
    fields_of = ViewPageTemplateFile("templates/fields.pt")
    error_summary = ViewPageTemplateFile("templates/error_summary.pt")
    #: The heading of the list of mistakes.
    nothing_done = _("web_member_form_nothing_saved_yet_please_text")
    enableCSRFProtection = True
    #: What a form does that is sent without a button; nothing unless it has a name here.
    default_button = ""
    #: Texts and HTML above the inputs, and HTML between them and the buttons.
    paragraphs: tuple[Message, ...] = ()
    before_inputs = before_buttons = ""
    #: Names of the buttons for which browsers let fields be empty or wrong.
    unchecked: tuple[str, ...] = ("cancel",)
    submit_class = "primary"
    submit_value = "1"
    #: Where the link beside the buttons leads, which does nothing.
    cancel_url = ""
    cancel_label = _("common_cancel_label")
    form_class = "member-form"
    #: Where the browser's own messages would stand in the way of ours.
    novalidate = False
    locked_by: str | None = None
    #: Inputs other than the default of the field's kind: field → widget.
    inputs: dict[str, type[NativeWidget]] = {}
    #: What Plone's behaviours would ask of members and we do not.
    not_asked: tuple[str, ...] = ("IVersionable.versioning_enabled",)
    #: The field that has the focus at first.
    begins_at: str | None = None
    #: Whether the form says that only non-nominal information is exchanged.
    reminder = True
    #: Whether it asks about what may name somebody.
    holds_back = True
    #: Whether inputs under no heading stand in a box all the same.
    boxed = True
    refused: NonNominal | None = None
    #: Mistakes of no input of the form.
    other_mistakes: tuple[Message, ...] = ()

    def updateFields(self):
        super().updateFields()  # type: ignore[misc] # of that class
        # Plone would make a form in the form of each fieldset.
        for group in self.groups:
            self.fields += group.fields
        self.groups = ()
        self.fields = self.fields.omit(*self.not_asked)
        for name in self.inputs.keys() & self.fields.keys():
            self.fields[name].widgetFactory = self.inputs[name].for_field

    @property
    def is_pressed(self) -> bool:
        """Whether what was sent is for this form; nothing is done otherwise."""
        return self.request.method == "POST"

    @property
    def all_widgets(self) -> dict[str, NativeWidget]:
        return dict(self.widgets)

    @property
    def needs_editor(self) -> bool:
        """Whether a field is written in the text editor."""
        return any(one.needs_editor for one in (self.widgets or {}).values())

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        return parts_of(self.schema)

    @property
    def shown_parts(self) -> list[ShownPart]:
        widgets = self.all_widgets
        named = {name for part in self.parts for name in part.fields}
        rest = REST._replace(fields=tuple(name for name in widgets if name not in named))
        # Where nothing else is open, what is under no heading is what the form is about.
        if all(part.folded or part is NOTE_PART for part in self.parts):
            parts = (rest._replace(title="", folded=False), *self.parts)
        else:
            parts = (*self.parts, rest)
        return [
            self._shown(part, [widgets[name] for name in part.fields if name in widgets])
            for part in parts
            if any(name in widgets for name in part.fields)
        ]

    def _shown(self, part: Part, widgets: list[NativeWidget]) -> ShownPart:
        wrong = any(widget.error for widget in widgets)
        is_open = not part.folded or self.length == LONG or wrong
        return ShownPart(part, widgets, is_open, sum(w.filled for w in widgets))

    @property
    def length(self) -> str:
        """``long`` shows every part open; the button between them keeps what is typed."""
        asked = self.request.form.get("form.switch") or self.request.form.get("form")
        return LONG if asked == LONG else SHORT

    @property
    def foldable(self) -> bool:
        return any(part.folded for part in self.parts)

    @property
    def summary(self) -> list[tuple[Message | str, Problem]]:
        """Each mistake with the label of its field, in the order of the page."""
        found = [
            (widget.label, problem)
            for shown in self.shown_parts
            for widget in shown.widgets
            for problem in widget.problems
        ]
        found += [("", Problem("", message)) for message in self.other_mistakes]
        return found + ([("", DECISION)] if self.refused else [])

    @property
    def default_action(self) -> Any:
        """What Enter in a field does: browsers press the first button of a form."""
        return self.actions.get("save")

    def contradictions(self, data: dict[str, Any]) -> dict[str, InvalidValue]:
        """What is wrong with values that are each right: field → why."""
        return {}

    def compared(self, data: dict[str, Any]) -> dict[str, Any]:
        """What was typed, by the names that ``current_state`` has."""
        return data

    def labelled(self) -> dict[str, tuple[Message | str, Any]]:
        return {name: (one.label, one.field) for name, one in self.all_widgets.items()}

    def is_behind(self, data: Mapping[str, Any]) -> bool:
        behind = super().is_behind(data)
        if self.changed_meanwhile and "save" in self.actions:
            self.actions["save"].title = SAVE_OVER
        return behind

    def refuse_repeat(self, why: Message) -> None:
        self.other_mistakes += (why,)
        self.refuse()

    def checked_data(self) -> dict[str, Any] | None:
        """What was typed, or None with the mistakes on show."""
        try:
            data, errors = self.extractData()
        except Refusal as error:
            self.refuse_for(error)
            return None
        wrong = self.contradictions(data)
        if errors or wrong:
            self.show_mistakes(
                (name, mistake)
                for name, refused in wrong.items()
                for mistake in mistakes_in(refused)
            )
            return None
        decided = self.is_decided(data)
        return data if decided and not self.is_behind(self.compared(data)) else None

    def show_mistakes(self, mistakes: Iterable[tuple[str, FieldError]]) -> None:
        """Each at its input, those of no input in the summary alone."""
        widgets = self.all_widgets
        at_input: Mapping[str, list[FieldError]] = defaultdict(list)
        for name, mistake in mistakes:
            if name in widgets:
                at_input[name].append(mistake)
            else:
                self.other_mistakes += (mistake.message,)
        for name, found in at_input.items():
            if widgets[name].error is None:
                widgets[name].error = WrongValue(InvalidValue(*found))
        self.refuse()

    def is_decided(self, data: dict[str, Any]) -> bool:
        """Whether nothing may name somebody, or it is decided about."""
        if not self.holds_back:
            return True
        fields = [
            (name, form_field.field, data[name])
            for name, form_field in self.fields.items()
            if data.get(name, NOT_CHANGED) is not NOT_CHANGED
        ]
        texts = texts_in(fields, self.stored())
        try:
            decisions = read_decisions(self.request.form)
            require_confirmation(self.context, texts, decisions, acting_user=caller())
        except NonNominal as error:
            self.hold_back(error)
            return False
        except Refusal as error:
            self.refuse_for(error)
            return False
        return True

    def hold_back(self, error: NonNominal) -> None:
        """Show what may name somebody, and ask what to do about it."""
        self.refuse()
        self.refused = error

    def stored(self) -> dict[str, Any]:
        """What has been decided about before."""
        return {}

    @property
    def decision(self) -> str:
        labels = {name: widget.label for name, widget in self.all_widgets.items()}
        panel = DecisionPanel(self.context, self.request, self.refused, labels)
        panel.role = None  # the summary has said it
        return panel()

    def refuse(self) -> None:
        self.request.response.setStatus(400)

    @property
    def is_refused(self) -> bool:
        return self.request.response.getStatus() >= HTTPStatus.BAD_REQUEST

    def refuse_for(self, refusal: Refusal) -> None:
        """Show why it is refused; what was typed stays."""
        if isinstance(refusal, InvalidValues):
            self.show_mistakes(refusal.mistakes)
        else:
            self.status = refusal.message
        refusal.set_status(self.request.response)

    def has_token(self) -> bool:
        """Whether the session's token was sent; if not, the form says that it expired."""
        if self.enableCSRFProtection:
            try:
                CheckAuthenticator(self.request)
            except Forbidden:
                self.expire()
                return False
        return True

    def expire(self) -> None:
        """The form's token is none of this session: nothing is done, nothing is lost."""
        self.status = EXPIRED
        self.request.response.setStatus(403)

    def say(self, message: Message, kind: str = "info") -> None:
        IStatusMessage(self.request).add(message, kind)


class AddForm(KeepsDraft, MemberForm, DefaultAddForm):
    """Form for new content."""

    @property
    def draft_name(self) -> str:  # type: ignore[override] # of each type
        return f"add:{self.portal_type}"

    not_asked = (*MemberForm.not_asked, NOTE)

    def add(self, object):  # as Plone calls it
        with added_lightly(object, ILibraryItem.providedBy(object)):
            super().add(object)

    @button.buttonAndHandler(_("common_save_label"), name="save")
    def handleAdd(self, action):
        data = None if self.was_done() else self.checked_data()
        if data is not None and self.createAndAdd(data) is not None:
            self._finishedAdd = True
            self.keep_done(self.nextURL())
            self.draft_line.forget()
            self.say(_("common_saved"))

    @button.buttonAndHandler(_("common_cancel_label"), name="cancel")
    def handleCancel(self, action):
        notify(AddCancelledEvent(self.context))
        self.request.response.redirect(self.context.absolute_url())


class EditForm(KeepsDraft, MemberForm, DefaultEditForm):
    """Form for content that is there; shown, but not saved, while another has it."""

    draft_name = "edit"

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        parts = super().parts
        return (*parts, NOTE_PART) if parts else ()

    def update(self):
        if self.locked_by is None:
            super().update()
        else:
            # Without the event on which Plone would send the reader away.
            self.portal_type = self.context.portal_type
            super(DefaultEditForm, self).update()

    def stored(self) -> dict[str, Any]:
        return stored_in(self.context)

    def current_state(self) -> dict[str, Any]:
        return {
            name: getMultiAdapter((self.getContent(), one.field), IDataManager).query()
            for name, one in self.fields.items()
            if name != NOTE
        }

    @property
    def locked_by(self) -> str | None:  # type: ignore[override] # of each moment
        """Who else is changing it just now."""
        lockable = ILockable(self.context, None)
        if lockable is None or lockable.can_safely_unlock():
            return None
        infos = [info["creator"] for info in lockable.lock_info()]
        return next((name for name in infos if name != caller()), None)

    @button.buttonAndHandler(
        _("common_save_label"), name="save", condition=lambda form: not form.locked_by
    )
    def handleApply(self, action):
        data = self.checked_data()
        if data is None:
            return
        self.applyChanges(data)
        self.draft_line.forget()
        self.say(_("common_changes_saved"))
        self.request.response.redirect(self.nextURL())
        notify(EditFinishedEvent(self.context))

    @button.buttonAndHandler(_("common_cancel_label"), name="cancel")
    def handleCancel(self, action):
        self.request.response.redirect(self.nextURL())
        notify(EditCancelledEvent(self.context))
