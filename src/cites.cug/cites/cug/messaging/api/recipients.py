"""REST: whom the caller can write to."""

from cites.cug.core.codelists.vocabularies import reader_language
from cites.cug.core.validation.query_parameters import MAX_PAGE_SIZE, number, word
from cites.cug.messaging.address_book import MOST_FOUND, search_address_book
from cites.cug.messaging.addressing import other_members
from cites.cug.web.layout.audience_parts import members_of_part, part_token
from cites.cug.web.restapi.services import RestService
from typing import Any


class RecipientsGet(RestService):
    """``GET {cug}/@recipients``: whom the caller can write to.

    ``parts`` are members of one category and country, with the ``ids`` for ``to``.
    """

    tagged = True
    parameters = ("q", "b_size")

    def reply(self) -> dict[str, Any]:
        form = self.request.form
        typed = word(form, "q") if "q" in form else ""
        size = number(form, "b_size", MOST_FOUND, 1, MAX_PAGE_SIZE)
        found = search_address_book(
            self.context, typed, self.user_id, reader_language(), size
        )
        others = other_members(self.context, self.user_id)
        return {
            "members": [one._asdict() for one in found.members],
            "categories": [one._asdict() for one in found.categories],
            "countries": [one._asdict() for one in found.countries],
            "organisations": [one._asdict() for one in found.organisations],
            "parts": [
                {**one._asdict(), "ids": sorted(members_of_part(others, part_token(one)))}
                for one in found.combined
            ],
            "everyone": found.everyone,
        }
