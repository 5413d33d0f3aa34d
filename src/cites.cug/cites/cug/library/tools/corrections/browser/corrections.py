"""Pages: an alert's proposed corrections, to propose one, and to decide on it."""

from cites.cug import _
from cites.cug.access.author import knows_author
from cites.cug.access.guard import caller
from cites.cug.core.codelists.vocabularies import reader_language
from cites.cug.core.validation.errors import Missing
from cites.cug.library.items.comparison import difference
from cites.cug.library.tools.corrections.actions import (
    accept,
    applies,
    CHANGED_SINCE,
    DECIDED_ALREADY,
    decline,
    is_decided,
    may_decide,
    NOT_OPEN,
    propose,
    takes_corrections,
)
from cites.cug.library.tools.corrections.fields import (
    as_json,
    CORRECTABLE,
    kept_now,
    text_of,
    title_of,
)
from cites.cug.library.tools.corrections.models import State
from cites.cug.library.tools.corrections.queries import (
    CorrectionLine,
    corrections_of,
    find_correction,
    waiting_for,
)
from cites.cug.library.tools.corrections.schema import IAnswer, proposal_schema
from cites.cug.web.confirmation.decisions import read_decisions
from cites.cug.web.forms.below import Below, OneBelow
from cites.cug.web.forms.confirm_form import ConfirmForm
from cites.cug.web.forms.schema_form import SchemaForm
from cites.cug.web.forms.widgets import HiddenInput
from cites.cug.web.layout.addresses import Addresses
from cites.cug.web.layout.page import Page
from cites.cug.web.layout.people import full_names
from cites.cug.web.layout.times import moment
from collections.abc import Mapping
from functools import cached_property
from hashlib import sha256
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from zope import schema
from zope.i18nmessageid import Message
from zope.interface import Interface


PLACE = "corrections"
CONFIRMED_LATER = _("library_corrections_alert_published_says_so_text")
TITLE = _("library_corrections_proposed_title")
STATES = {
    State.OPEN: _("library_corrections_not_decided_yet"),
    State.AGREED: _("library_corrections_accepted_author_confirmed_yet_text"),
    State.ACCEPTED: _("library_corrections_accepted"),
    State.DECLINED: _("library_corrections_declined"),
}


class OfAlert(Below):
    """What the pages below an alert have in common."""

    below = PLACE

    def changed_to(self, name: str, before: str, after: str) -> str:
        """Two values as one HTML, in words."""
        texts = (
            text_of(self.context, name, one, self.language) for one in (before, after)
        )
        return difference(*texts)


class CorrectionsPage(OfAlert, Page):
    """``{alert}/corrections``: those that the reader may know of."""

    template = ViewPageTemplateFile("templates/corrections.pt")
    page_title = TITLE

    def __call__(self) -> str:
        return self.template()

    @property
    def obstacle(self) -> Message | None:
        return None if takes_corrections(self.context) else NOT_OPEN

    def offered(self) -> list[dict[str, Any]]:
        """The fields of which a correction can be proposed."""
        return [{"name": name, "title": title_of(name)} for name in CORRECTABLE]

    def rows(self) -> list[dict[str, Any]]:
        found = corrections_of(self.context, self.user_id)
        named = knows_author(self.context)
        people = {user for one in found for user in (one.user_id, one.decided_by) if user}
        names = full_names(people)
        return [
            {
                **self.shown(one),
                "who": names[one.user_id],
                "decided_by": names[one.decided_by] if named and one.decided_by else None,
            }
            for one in found
        ]

    def shown(self, one: CorrectionLine) -> dict[str, Any]:
        address = f"{self.place}/{one.id}"
        decides = may_decide(self.context, one, self.user_id)
        return {
            "title": title_of(one.field),
            "html": self.changed_to(one.field, one.before, one.value),
            "note": one.note,
            "state": STATES[State(one.state)],
            "answer": one.answer,
            "time": moment(one.time, self.language),
            "decided": None if one.is_open else moment(one.changed, self.language),
            "accept": f"{address}/accept" if decides else None,
            "decline": f"{address}/decline" if decides else None,
        }


class CorrectionForm(OfAlert, SchemaForm):
    """Base of the forms about corrections of the alert that they stand at."""

    reminder = False
    id = "correction"

    @property
    def about(self) -> str:  # type: ignore[override] # of each alert
        return self.context.title

    @property
    def trail(self) -> dict[str, Message]:  # type: ignore[override] # of each alert
        return {"view": self.context.title, PLACE: TITLE}

    @property
    def cancel_url(self) -> str:  # type: ignore[override] # of each alert
        return self.place


class Propose(CorrectionForm):
    """``{alert}/corrections/propose?field=location``: begins with what it says now."""

    page_title = _("library_propose_a_correction_title")
    reminder = holds_back = True
    submit_label = _("library_corrections_propose_label")
    lead = (_("library_corrections_change_what_alert_says_text"),)

    def __call__(self) -> str:
        if self.name not in CORRECTABLE:
            raise Missing(self.name)
        return super().__call__()

    @cached_property
    def name(self) -> str:
        return str(self.request.form.get("field") or "")

    @property
    def schema(self) -> Any:
        return proposal_schema(self.name)

    @property
    def action(self) -> str:
        return f"{self.place}/propose?field={self.name}"

    @property
    def obstacle(self) -> Message | None:
        return None if takes_corrections(self.context) else NOT_OPEN

    def initial_values(self) -> Mapping[str, Any]:
        return {"value": getattr(self.context, self.name)}

    def handle(self, data: dict[str, Any]) -> None:
        propose(
            self.context,
            self.name,
            as_json(data["value"]),
            data["note"],
            acting_user=self.user_id or "",
            decisions=read_decisions(self.request.form),
        )
        self.finish(_("library_correction_proposed"), self.place)


class IDecision(Interface):
    """What the reader of the question has seen of the alert."""

    seen = schema.TextLine(title="seen", required=False)


class Decision(ConfirmForm, OneBelow, CorrectionForm):
    """Base of the two answers."""

    index = ViewPageTemplateFile("templates/decision.pt")
    before_inputs = ViewPageTemplateFile("templates/change.pt")

    def find(self, key: str) -> CorrectionLine | None:
        found = find_correction(self.context, key, self.user_id)
        asked = self.context, found, self.user_id
        return found if found and (may_decide(*asked) or is_decided(*asked)) else None

    @property
    def obstacle(self) -> Message | None:
        is_over = is_decided(self.context, self.found, self.user_id)
        return DECIDED_ALREADY if is_over else None

    @property
    def now(self) -> str:
        return kept_now(self.context, self.found.field)

    @property
    def paragraphs(self) -> tuple[Message, ...]:  # type: ignore[override]
        return (CHANGED_SINCE,) if self.now != self.found.before else ()

    @property
    def field_title(self) -> Message:
        return title_of(self.found.field)

    @property
    def difference(self) -> str:
        return self.changed_to(self.found.field, self.now, self.found.value)


class Accept(Decision):
    """``{alert}/corrections/<id>/accept``: what would change of what it says now."""

    suffix = "/accept"
    schema = IDecision
    inputs = {"seen": HiddenInput}
    page_title = _("library_corrections_accept_this_correction_title")
    submit_label = _("common_accept_button")
    submit_class = "primary"

    @property
    def paragraphs(self) -> tuple[Message, ...]:  # type: ignore[override]
        more = () if applies(self.context) else (CONFIRMED_LATER,)
        return (*super().paragraphs, *more)

    @property
    def digest(self) -> str:
        return sha256(self.now.encode()).hexdigest()

    def initial_values(self) -> Mapping[str, Any]:
        return {"seen": self.digest}

    def handle(self, data: dict[str, Any]) -> None:
        if data["seen"] != self.digest:
            self.finish(CHANGED_SINCE, self.action, "error")
            return
        accept(self.context, self.found.id, seen=True, acting_user=self.user_id or "")
        done = (
            _("library_corrections_alert_corrected")
            if applies(self.context)
            else CONFIRMED_LATER
        )
        self.finish(done, self.place)


class Decline(Decision):
    """``{alert}/corrections/<id>/decline``"""

    suffix = "/decline"
    schema = IAnswer
    holds_back = True
    page_title = _("library_corrections_decline_this_correction_title")
    submit_label = _("library_corrections_leave_alert_label")
    submit_class = "primary"

    def handle(self, data: dict[str, Any]) -> None:
        decline(
            self.context,
            self.found.id,
            data["answer"],
            acting_user=self.user_id or "",
            decisions=read_decisions(self.request.form),
        )
        self.finish(_("library_corrections_alert_stays"), self.place)


class Corrections(Addresses):
    """The addresses below ``{alert}/corrections``."""

    pages = {
        (): CorrectionsPage,
        ("propose",): Propose,
        (None, "accept"): Accept,
        (None, "decline"): Decline,
    }


class WaitingPage(Page):
    """``{group}/corrections``: what waits for the reader to decide, the oldest first."""

    template = ViewPageTemplateFile("templates/waiting.pt")
    page_title = TITLE

    def __call__(self) -> str:
        return self.template()

    def rows(self) -> list[dict[str, Any]]:
        language = reader_language()
        url = self.request.physicalPathToURL
        return [
            {
                "url": f"{url(one.path)}/{PLACE}",
                "title": one.title,
                "field": title_of(one.line.field),
                "state": STATES[State(one.line.state)],
                "time": moment(one.line.time, language),
            }
            for one in waiting_for(self.context, caller())
        ]
