"""The one way to ask before something is done that cannot be undone."""

from cites.cug import _
from cites.cug.forms.schema_form import SchemaForm
from collections.abc import Callable
from functools import partial
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from zope.i18nmessageid import Message


class ConfirmForm(SchemaForm):
    """A question: says what follows, has a button to do it, and a way out.

    ``paragraphs`` say what follows; fields of the schema may ask why.
    """

    submit_class = "danger"
    cancel_label = _("Change nothing")


class TwoStepForm(SchemaForm):
    """What is typed is shown with a question, and done once that is answered.

    ``question`` and ``outcome``, a template, are about ``asked``, the values.
    """

    question_form = ViewPageTemplateFile("templates/question.pt")
    question: Message
    outcome: Any = ""
    #: The button that answers the question, by the name it is sent with.
    sure = "sure"
    sure_label: Message
    asked: dict[str, Any] | None = None

    def submit(self, act: Callable[[dict[str, Any]], Any]) -> None:
        if not self.request.form.get("back"):
            super().submit(partial(self.ask_first, act))

    def ask_first(
        self, act: Callable[[dict[str, Any]], Any], data: dict[str, Any]
    ) -> None:
        if self.request.form.get(self.sure) == "1":
            act(data)
        else:
            self.asked = data

    @property
    def carried(self) -> list[tuple[str, str]]:
        """What was typed, as the question carries it along."""
        given = [(name, self.request.form.get(name)) for name in self.all_widgets]
        return [(name, value) for name, value in given if isinstance(value, str)]

    def form(self) -> str:
        return super().form() if self.asked is None else self.question_form()
