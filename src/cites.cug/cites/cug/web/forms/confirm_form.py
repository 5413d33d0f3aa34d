"""The one way to ask before something is done that cannot be undone."""

from cites.cug import _
from cites.cug.interfaces import IOwnPage
from cites.cug.web.forms.meanwhile import BASED_ON, KEY
from cites.cug.web.forms.once import ONCE
from cites.cug.web.forms.schema_form import SchemaForm
from collections.abc import Callable, Iterable
from functools import partial
from Products.Five import BrowserView
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any, NamedTuple
from zope.i18nmessageid import Message
from zope.interface import implementer


class Button(NamedTuple):
    """A button of a form, as it is sent and as it is called."""

    label: Message
    name: str = "sure"
    value: str = "1"


class ConfirmForm(SchemaForm):
    """A question: says what follows, has a button to do it, and a way out.

    ``paragraphs`` say what follows; fields of the schema may ask why.
    """

    submit_class = "danger"
    cancel_label = _("web_forms_change_nothing_label")


@implementer(IOwnPage)
class Question(BrowserView):
    """Asks whether what was sent is meant, and sends it again with the answer."""

    form = ViewPageTemplateFile("templates/question.pt")
    #: The question as a page of its own.
    template = ViewPageTemplateFile("templates/question_page.pt")

    def __init__(
        self,
        context: Any,
        request: Any,
        question: Message,
        button: Button,
        *,
        action: str,
        carried: Iterable[tuple[str, str]],
        texts: Iterable[Message] = (),
        details: str = "",
        cancel_url: str = "",
        error: Message | None = None,
        form_id: str = "question",
    ):
        """``details`` is HTML; without ``cancel_url`` one goes back to what was sent."""
        super().__init__(context, request)
        self.question = self.page_title = question
        self.button, self.action = button, action
        self.carried = [pair for pair in carried if pair[0] != ONCE]  # it has its own
        self.texts, self.details, self.error = texts, details, error
        self.cancel_url, self.id = cancel_url, form_id

    def __call__(self) -> str:
        return self.template()


class TwoStepForm(SchemaForm):
    """What is typed is shown with a question, and done once that is answered.

    ``question`` and ``outcome``, a template, are about ``asked``, the values.
    """

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
    def carried_names(self) -> tuple[str, ...]:
        """What is sent again with the answer."""
        return (*self.all_widgets, BASED_ON, KEY)

    def form(self) -> str:
        if self.asked is None:
            return super().form()
        # What was sent without it, from another page, is about what stands there now.
        sent = {BASED_ON: self.based_on} | self.request.form
        given = [
            (name, one)
            for name in self.carried_names
            for one in _each(sent.get(name))
            if isinstance(one, str)
        ]
        outcome = self.outcome
        return Question(
            self.context,
            self.request,
            self.question,
            Button(self.sure_label, self.sure),
            action=self.action,
            carried=given,
            details=outcome() if callable(outcome) else outcome,
            form_id=self.id,
        ).form()


def _each(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
