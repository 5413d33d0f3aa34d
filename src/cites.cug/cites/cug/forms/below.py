"""Part of pages that stand at addresses below a thing, such as an alert's sightings."""

from cites.cug.access.guard import caller
from cites.cug.codelists.vocabularies import reader_language
from functools import cached_property
from typing import Any


class Below:
    """Who reads the pages, and where they are."""

    context: Any
    #: The first part of their addresses below the thing.
    below: str

    @cached_property
    def language(self) -> str:
        return reader_language()

    @property
    def user_id(self) -> str | None:
        return caller()

    @property
    def url(self) -> str:
        return self.context.absolute_url()

    @property
    def place(self) -> str:
        return f"{self.url}/{self.below}"
