"""Page: one event of a group's trail, with what belongs to it."""

from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.core.validation.errors import Missing
from cites.cug.trail_desk.browser.event_list import EventRows
from cites.cug.trail_desk.query_parameters import read_event_id
from cites.cug.trail_desk.single_events import EventCard, open_event, prove_one, State
from cites.cug.web.downloads import file_answer
from cites.cug.web.layout.times import exact_moment, moment, ShownTime
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from zope.i18nmessageid import Message


STATES = {
    State.WAITING: _("trail_desk_single_event_verified_within_minute_text"),
    State.PROVEN: _("trail_desk_single_event_verified_event_changed_since_text"),
    State.WRONG: _("trail_desk_single_event_changed_since_recorded_text"),
}
PROOF_NAME, PROOF_TYPE = "{group}-event-{number}.proofs.jsonl", "application/jsonl"


class EventPage(EventRows):
    """``?event=7``; ``&download=proof`` is a file for verify.py."""

    template = ViewPageTemplateFile("templates/single_event.pt")
    page_title = _("trail_desk_event_title")

    def __call__(self) -> Any:
        self.number = read_event_id(self.request.form)
        if self.request.form.get("download") == "proof":
            name = PROOF_NAME.format(group=self.context.getId(), number=self.number)
            pieces = prove_one(self.context, self.number, acting_user=caller() or "")
            return file_answer(self.request.response, name, PROOF_TYPE, pieces)
        card = open_event(self.context, self.number, acting_user=caller() or "")
        if card is None:
            raise Missing(str(self.number))
        self.card: EventCard = card
        return self.template()

    @property
    def trail_url(self) -> str:
        return f"{self.context.absolute_url()}/audit-trail"

    @property
    def proof_url(self) -> str:
        return f"{self.event_url(self.number)}&download=proof"

    def row(self) -> dict[str, Any]:
        return self.rows_of([self.card.event])[0]

    def time(self) -> ShownTime:
        """To the second: one looks here what came before what."""
        return exact_moment(self.card.event.time, self.language)

    def others(self) -> list[dict[str, Any]]:
        """The lists beside it, each with its title."""
        lists = {
            _("trail_desk_single_event_same_member_within_ten"): self.card.by_member,
            _("trail_desk_single_event_same_thing_before_after"): self.card.of_thing,
        }
        return [
            {"id": f"others-{number}", "title": title, "rows": self.rows_of(events)}
            for number, (title, events) in enumerate(lists.items())
            if events
        ]

    def state(self) -> Message:
        return STATES[self.card.state]

    @property
    def is_wrong(self) -> bool:
        return self.card.state is State.WRONG

    @property
    def is_sealed(self) -> bool:
        return self.card.proof is not None

    def position(self) -> int:
        """Which leaf it is; people count from one."""
        return 0 if self.card.proof is None else self.card.proof["position"] + 1

    def signed(self) -> ShownTime | None:
        signed = self.card.signed
        return None if signed is None else moment(signed, self.language)
