"""REST: whom the caller can write to."""

from cites.cug.access.guard import caller
from cites.cug.codelists.vocabularies import reader_language
from cites.cug.json_service import JsonService
from cites.cug.messaging.address_book import MOST_FOUND
from cites.cug.messaging.address_book import search_address_book
from cites.cug.restapi.content_deserializer import field_error
from cites.cug.validation.errors import FieldError
from cites.cug.validation.query_parameters import BadQuery
from cites.cug.validation.query_parameters import MAX_PAGE_SIZE
from cites.cug.validation.query_parameters import number
from cites.cug.validation.query_parameters import word
from typing import Any


class RecipientsGet(JsonService):
    """``GET {cug}/@recipients``"""

    def reply(self) -> dict[str, Any]:
        form = self.request.form
        try:
            typed = word(form, "q") if "q" in form else ""
            size = number(form, "b_size", MOST_FOUND, 1, MAX_PAGE_SIZE)
        except BadQuery as error:
            raise field_error(
                self.request, error.name, FieldError(error.message)
            ) from error
        found = search_address_book(
            self.context, typed, caller(), reader_language(), size
        )
        return {
            "members": [one._asdict() for one in found.members],
            "categories": [one._asdict() for one in found.categories],
            "countries": [one._asdict() for one in found.countries],
            "everyone": found.everyone,
        }
