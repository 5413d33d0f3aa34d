"""REST: whom the caller can write to."""

from cites.cug.access.guard import caller
from cites.cug.answers import JsonService
from cites.cug.codelists.vocabularies import reader_language
from cites.cug.intake.json_content import refuse
from cites.cug.intake.mistakes import Mistake
from cites.cug.intake.query import BadQuery
from cites.cug.intake.query import MAX_PAGE_SIZE
from cites.cug.intake.query import number
from cites.cug.intake.query import word
from cites.cug.messaging.address_book import look_up
from cites.cug.messaging.address_book import MOST_FOUND
from typing import Any


class RecipientsGet(JsonService):
    """``GET {cug}/@recipients``"""

    def reply(self) -> dict[str, Any]:
        form = self.request.form
        try:
            typed = word(form, "q") if "q" in form else ""
            size = number(form, "b_size", MOST_FOUND, 1, MAX_PAGE_SIZE)
        except BadQuery as error:
            raise refuse(self.request, error.name, Mistake(error.message)) from error
        found = look_up(self.context, typed, caller(), reader_language(), size)
        return {
            "members": [one._asdict() for one in found.members],
            "categories": [one._asdict() for one in found.categories],
            "countries": [one._asdict() for one in found.countries],
            "everyone": found.everyone,
        }
