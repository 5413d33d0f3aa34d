"""The page on which the Secretariat picks the items of a bulletin."""

from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.access.policy import PUBLISHED_STATES
from cites.cug.codelists.vocabularies import reader_language
from cites.cug.confirmation.requirement import reason_in
from cites.cug.forms.schema_form import SchemaForm
from cites.cug.library.actions import LIBRARY_ID
from cites.cug.library.browser.facets import facets, LibraryQueryForm
from cites.cug.library.browser.question import Questioned
from cites.cug.library.browser.rows import rows_for
from cites.cug.library.bulletins.actions import make_bulletin
from cites.cug.library.bulletins.schema import IBulletin, MOST_ITEMS
from cites.cug.library.queries import list_items, open_rows
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any


#: Of the items that fit the filters, the newest so many can be ticked.
SHOWN = 60


class BulletinPage(Questioned, SchemaForm):
    """``{cug}/bulletin``, with the library's filters: ticked items become a draft."""

    index = ViewPageTemplateFile("templates/bulletin.pt")
    schema = IBulletin
    page_title = _("Make a bulletin")
    id = "bulletin"
    reminder = holds_back = True
    submit_label = _("Make the draft")
    most_items = MOST_ITEMS

    @cached_property
    def url(self) -> str:
        return f"{self.context.absolute_url()}/bulletin"

    @property
    def action(self) -> str:
        return self.url

    @cached_property
    def library_url(self) -> str:
        return f"{self.context.absolute_url()}/{LIBRARY_ID}"

    def begin(self) -> Mapping[str, Any]:
        return {"language": reader_language()}

    @cached_property
    def question(self) -> LibraryQueryForm:  # type: ignore[override] # made when asked
        asked = {} if self.request.method == "POST" else self.request.form
        question = LibraryQueryForm(asked, self.url)
        if question.errors:
            self.request.response.setStatus(400)
        return question

    @property
    def ticked(self) -> list[str]:
        given = self.request.form.get("items", [])
        return given if isinstance(given, list) else [given]

    def act(self, data: dict[str, Any]) -> None:
        made = make_bulletin(
            self.context,
            self.ticked,
            data,
            acting_user=caller() or "",
            confirmed=reason_in(self.request.form),
        )
        text = _("The draft has been made. Look at it, and publish it then.")
        self.finish(text, made.absolute_url())

    @cached_property
    def found(self) -> Any:
        """Published items only, whatever is asked for."""
        search = self.question.search
        state = search.filters.get("state")
        states = PUBLISHED_STATES if state not in PUBLISHED_STATES else (state,)
        filters = {**search.filters, "state": list(states)}
        search = replace(search, filters=filters, start=0, size=SHOWN)
        return list_items(self.context, search)

    @cached_property
    def facets(self) -> list[Any]:
        counted = self.found.facets
        return facets(counted, self.found.total, self.question, self.language)

    def rows(self) -> list[dict[str, Any]]:
        """What is ticked stands first where it is not among what is asked for."""
        listed = self.found.rows
        ticked = {one for one in self.ticked if isinstance(one, str)}
        others = sorted(ticked.difference(uid for _path, uid, _row in listed))
        before = open_rows(self.context, others[:MOST_ITEMS]) if others else {}
        found = [*before.values(), *listed]
        rows = rows_for(self.context, found, self.request)
        return [
            {**row, "uid": uid, "ticked": uid in ticked}
            for row, (_path, uid, _row) in zip(rows, found, strict=True)
        ]
