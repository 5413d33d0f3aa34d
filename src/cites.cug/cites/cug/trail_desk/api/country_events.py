"""REST: what the members of the caller's country did, and what was done to them."""

from cites.cug.membership.managers import member_manager
from cites.cug.trail_desk.country_events import find_of_country, prove_of_country
from cites.cug.trail_desk.event_files import as_json
from cites.cug.trail_desk.query_parameters import (
    COUNTRY_FILTERS,
    COUNTRY_PARAMETERS,
    read_country_search,
)
from cites.cug.web.downloads import file_answer
from cites.cug.web.restapi.batching import Batch
from cites.cug.web.restapi.services import RestService
from typing import Any


#: What a file of events with proofs is called and is.
PROOFS_NAME, PROOFS_TYPE = "{group}-{country}.proofs.jsonl", "application/jsonl"


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
