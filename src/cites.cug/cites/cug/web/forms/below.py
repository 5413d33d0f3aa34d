"""Part of pages that stand at addresses below a thing, such as an alert's sightings."""

from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.core.codelists.vocabularies import reader_language
from cites.cug.core.validation.errors import Missing
from cites.cug.web.forms.confirm_form import ConfirmForm
from cites.cug.web.forms.schema_form import SchemaForm
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


class OneBelow(Below, SchemaForm):
    """Base of the forms about one of the things below, which is ``found``."""

    #: What follows the address of the thing.
    suffix = ""
    found: Any

    def __call__(self, key: str) -> str:
        self.found = self.find(key)
        if self.found is None:
            raise Missing(key)
        return super().__call__()

    def find(self, key: str) -> Any:
        """The thing; None where there is none, or the form is not for the caller."""
        raise NotImplementedError

    @property
    def action(self) -> str:
        return f"{self.place}/{self.found.id}{self.suffix}"

    @property
    def cancel_url(self) -> str:  # type: ignore[override] # of each thing
        return self.place


class RemoveOne(ConfirmForm, OneBelow):
    """Asks before one of the things below is deleted."""

    suffix = "/remove"
    paragraphs = (_("web_below_deleted_good_audit_trail_text"),)
