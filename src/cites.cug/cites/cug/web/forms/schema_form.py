"""Forms over a schema where there is no content: values in, values out.

Such a form is its own page: ``index`` is the page, with ``view/form`` somewhere in it.
Its inputs are called as the fields are.
"""

from cites.cug import _
from cites.cug.core.validation.errors import Refusal
from cites.cug.web.confirmation.requirement import NonNominal
from cites.cug.web.forms.choice_widgets import proposed_codes
from cites.cug.web.forms.interfaces import IMemberFormLayer, IMemberFormPage
from cites.cug.web.forms.meanwhile import keyed_form
from cites.cug.web.forms.member_form import MemberForm
from collections.abc import Callable, Mapping
from functools import cached_property
from plone.autoform.form import AutoExtensibleForm
from plone.z3cform.z2 import switch_on
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from z3c.form import button
from z3c.form.form import Form
from z3c.form.interfaces import NO_VALUE
from zope.i18nmessageid import Message
from zope.interface import implementer, Interface


@implementer(IMemberFormPage)
class SchemaForm(MemberForm, AutoExtensibleForm, Form):
    """Set ``schema`` and ``page_title``; implement ``handle`` and ``initial_values``.

    More buttons: copies of ``buttons`` and ``handlers``, and then
    ``@button.buttonAndHandler`` with handlers that call ``submit``.
    """

    index = ViewPageTemplateFile("templates/schema_form.pt")
    schema: Any = Interface
    page_title: Message
    #: Names of inputs begin with it; nothing, as programs and addresses write them.
    prefix = ""
    #: Id of the form; ids of its inputs begin with it, unless ``id_prefix`` says another.
    id = "form"
    id_prefix: str | None = None
    buttons: button.Buttons
    buttons_prefix = "buttons"
    form_class = "member-form card"
    ignoreContext = True
    reminder = holds_back = boxed = False
    default_button = "save"
    default_action = None
    submit_label = _("common_save_label")
    #: What or whom it is about, behind the heading.
    about = ""
    #: Pages above: address below the context → title; and what stands under the heading.
    trail: dict[str, Message] = {}
    lead: tuple[Message, ...] = ()
    #: Whether it changes what it begins with: then nobody overwrites another's change.
    changes = False
    #: Where it leads when it is sent again, if it does not lead on but shows its outcome.
    repeat_url: str | None = None
    #: What a script is answered that asks for codes; None where none does.
    proposed: str | None = None
    #: Why there is nothing to fill in; then nothing is done either.
    obstacle: Message | None = None

    def initial_values(self) -> Mapping[str, Any]:
        """What stands in the inputs that nobody has typed into, by their names."""
        return {}

    @cached_property
    def _beginning(self) -> dict[str, Any]:
        return dict(self.initial_values())

    def getContent(self) -> dict[str, Any]:
        return self._beginning

    def current_state(self) -> Mapping[str, Any]:
        if not self.changes:
            return {}
        return {
            name: one
            for name, one in self.initial_values().items()
            if name in self.fields
        }

    def handle(self, data: dict[str, Any]) -> Any:
        """Do what the form is for.

        Raises NonNominal or another Refusal: the form says so, and keeps all.
        """
        raise NotImplementedError

    def update(self) -> None:
        self.proposed = proposed_codes(self.request)
        if self.proposed is not None:
            return
        if self.obstacle is None:
            switch_on(self, request_layer=IMemberFormLayer)
            super().update()
            if self.is_pressed and not self.actions.executedActions:
                # A look-up changes nothing, but no other site may send it either.
                self.has_token()
        elif self.request.method == "POST":
            self.refuse()

    def updateWidgets(self, prefix: str | None = None) -> None:
        super().updateWidgets("" if prefix is None else prefix)
        begins = self.getContent()
        for name, widget in self.widgets.items():
            prefix = self.id if self.id_prefix is None else self.id_prefix
            widget.id = f"{prefix}-{widget.id}".removeprefix("-")
            typed = not widget.ignoreRequest and widget.extract() is not NO_VALUE
            if name in begins and not typed:
                widget.value = widget.toWidgetValue(begins[name])

    def updateActions(self) -> None:
        # A copy: the buttons of the class are shared by all requests.
        self.buttons = self.buttons.copy()
        self.buttons.prefix = self.buttons_prefix
        super().updateActions()
        if "save" in self.actions:
            self.actions["save"].title = self.submit_label

    @button.buttonAndHandler(_("common_save_label"), name="save")
    def handle_save(self, action: Any) -> None:
        self.submit(self.handle)

    def submit(self, act: Callable[[dict[str, Any]], Any]) -> None:
        """Do it with what was typed, or show what is wrong."""
        try:
            data = None if self.was_done() else self.checked_data()
            if data is not None:
                act(data)
                leads_on = self.request.response.getHeader("Location")
                self.keep_done(leads_on or self.repeat_url)
        except NonNominal as error:
            self.hold_back(error)
        except Refusal as error:
            if keyed := keyed_form(self.request):
                keyed.look_again()
            self.refuse_for(error)

    def finish(self, message: Message, url: str, kind: str = "info") -> None:
        """Say on another page that it is done, or with another kind why it is not."""
        self.say(message, kind)
        self.request.response.redirect(url)

    def form(self) -> str:
        return self.template()

    def render(self) -> str:
        return self.index() if self.proposed is None else self.proposed
