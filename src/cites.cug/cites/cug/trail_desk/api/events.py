"""REST: the audit trail of a group, of one's own account, of one's country."""

from cites.cug.core.validation.errors import Missing
from cites.cug.membership.managers import member_manager
from cites.cug.trail_desk.country_events import find_of_country, prove_of_country
from cites.cug.trail_desk.event_files import as_json
from cites.cug.trail_desk.events import find_events
from cites.cug.trail_desk.own_events import find_own
from cites.cug.trail_desk.query_parameters import (
    COUNTRY_FILTERS,
    COUNTRY_PARAMETERS,
    OWN_PARAMETERS,
    PARAMETERS,
    read_country_search,
    read_event_id,
    read_event_search,
    read_own_search,
)
from cites.cug.trail_desk.single_events import open_event
from cites.cug.web.downloads import file_answer
from cites.cug.web.restapi.batching import Batch
from cites.cug.web.restapi.services import RestService
from typing import Any


#: What a file of events with proofs is called and is.
PROOFS_NAME, PROOFS_TYPE = "{group}-{country}.proofs.jsonl", "application/jsonl"


class AuditGet(RestService):
    """``GET {cug}/@audit``: the events of the group, newest first, not counted.

    Query: ``actor`` (user id), ``action`` (or its part before the dot), ``target`` (path
    or address, with what lies in it), ``since`` and ``until`` (days in the
    caller's time zone, UTC where none is chosen), ``q``,
    ``b_start``, ``b_size`` (50, at most 100). With an ``actor`` of the roster also
    log-ins and permits.
    """

    parameters = PARAMETERS

    def reply(self) -> dict[str, Any]:
        wanted = read_event_search(self.request.form)
        page = find_events(self.context, wanted, acting_user=self.user_id)
        links = Batch(self.url, self.request.form, wanted.start, wanted.size)
        return {
            "@id": self.url,
            "items": [as_json(event) for event in page.events],
            **links.links_on(page.has_more),
        }


class EventGet(RestService):
    """``GET {cug}/@audit/event?event=``: one event, with what belongs to it.

    ``by_member``: what the same member did within ten minutes; ``of_thing``: what was
    done to the same thing; at most ten before and ten after. ``state`` is ``proven``,
    ``waiting`` (to be sealed) or ``wrong``, and then ``findings`` say what is.
    """

    parameters = ("event",)

    def reply(self) -> dict[str, Any]:
        event_id = read_event_id(self.request.form)
        card = open_event(self.context, event_id, acting_user=self.user_id)
        if card is None:
            raise Missing(str(event_id))
        return {
            "@id": f"{self.full_url}?event={event_id}",
            "event": as_json(card.event),
            "by_member": [as_json(one) for one in card.by_member],
            "of_thing": [as_json(one) for one in card.of_thing],
            "state": card.state.value,
            "findings": card.findings,
            "proof": card.proof,
        }


class OwnEventsGet(RestService):
    """``GET {portal}/@own-events``: what was done with the account, newest first.

    Query: ``by`` (``others``: only what others did), ``action`` (or its part before the
    dot), ``since`` and ``until`` (days in the caller's time zone), ``b_start``,
    ``b_size`` (50, at most 100).
    """

    parameters = OWN_PARAMETERS

    def reply(self) -> dict[str, Any]:
        wanted, by_others = read_own_search(self.request.form)
        page = find_own(self.user_id, wanted, by_others)
        links = Batch(self.url, self.request.form, wanted.start, wanted.size)
        return {
            "@id": self.url,
            "items": [as_json(event) for event in page.events],
            **links.links_on(page.has_more),
        }


class CountryEventsGet(RestService):
    """``GET {cug}/@country-events``: events of the country's members, newest first.

    Query: ``actor`` (user id), ``action`` (or its part before the dot), ``since`` and
    ``until`` (days in the caller's time zone), ``b_start``, ``b_size`` (50, at most 100).
    """

    parameters = COUNTRY_PARAMETERS

    def reply(self) -> dict[str, Any]:
        wanted = read_country_search(self.request.form)
        country = member_manager(self.context).country
        page = find_of_country(self.context, country, wanted, acting_user=self.user_id)
        links = Batch(self.url, self.request.form, wanted.start, wanted.size)
        return {
            "@id": self.url,
            "country": country,
            "items": [as_json(event) for event in page.events],
            **links.links_on(page.has_more),
        }


class CountryProofsGet(RestService):
    """``GET {cug}/@country-events/proofs``: the same events as a file with proofs."""

    parameters = COUNTRY_FILTERS
    media_types = ()

    def reply(self) -> Any:
        wanted = read_country_search(self.request.form)
        country = member_manager(self.context).country
        pieces = prove_of_country(self.context, country, wanted, acting_user=self.user_id)
        name = PROOFS_NAME.format(group=self.context.getId(), country=country)
        return file_answer(self.request.response, name, PROOFS_TYPE, pieces)
