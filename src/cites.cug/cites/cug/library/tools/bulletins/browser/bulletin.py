"""The page on which the Secretariat picks the items of a bulletin."""

from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.core.codelists.lists import first_of
from cites.cug.core.codelists.vocabularies import reader_language
from cites.cug.core.settings.languages import DEFAULT
from cites.cug.library.items.actions import LIBRARY_ID
from cites.cug.library.lists.queries import open_rows
from cites.cug.library.lists.rows import rows_for
from cites.cug.library.tools.bulletins.actions import make_bulletin
from cites.cug.library.tools.bulletins.schema import IBulletin, MOST_ITEMS, PRINTED
from cites.cug.web.confirmation.decisions import read_decisions
from cites.cug.web.forms.schema_form import SchemaForm
from collections.abc import Mapping
from functools import cached_property
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from urllib.parse import urlencode


NOT_SET = _("library_bulletin_characters_printed_appear_question_text")
#: Name of the buttons that change what is ticked: nothing is made by them.
MOVE = "bulletin.move"
#: The button that leads back to the library, where more can be ticked.
ADD = "add"
STEPS = {"up": -1, "down": 1}


class BulletinPage(SchemaForm):
    """``{cug}/bulletin``: items that were ticked in the library become a draft."""

    index = ViewPageTemplateFile("templates/bulletin.pt")
    schema = IBulletin
    page_title = _("library_create_a_bulletin_title")
    id = "bulletin"
    reminder = holds_back = True
    submit_label = _("library_bulletin_create_the_draft_label")
    most_items = MOST_ITEMS
    within = LIBRARY_ID

    @cached_property
    def url(self) -> str:
        return f"{self.context.absolute_url()}/bulletin"

    @property
    def action(self) -> str:
        return self.url

    @cached_property
    def library_url(self) -> str:
        return f"{self.context.absolute_url()}/{LIBRARY_ID}"

    @property
    def ignoreRequest(self) -> bool:
        """The library's filters come along, and some are called as fields are."""
        return not self.is_pressed

    def initial_values(self) -> Mapping[str, Any]:
        """The handling code is the strictest of the items."""
        language = reader_language()
        values = {"language": language if language in PRINTED else DEFAULT}
        if handling := {row["handling"] for _path, _uid, row in self.found}:
            values["handling"] = first_of("handling", handling)
        return values

    def update(self) -> None:
        super().update()
        if self.request.form.get(MOVE) == ADD:
            query = urlencode({"items": self.ticked}, doseq=True)
            self.request.response.redirect(f"{self.library_url}?{query}")

    @property
    def default_button(self) -> str:  # type: ignore[override] # of what was pressed
        """Nothing is made by the buttons that order."""
        return "" if MOVE in self.request.form else "save"

    @cached_property
    def ticked(self) -> list[Any]:
        """What is ticked, in the order that the bulletin will have."""
        given = self.request.form.get("items", [])
        found = list(given) if isinstance(given, list) else [given]
        way, _colon, uid = str(self.request.form.get(MOVE) or "").partition(":")
        if way in STEPS and uid in found:
            here = found.index(uid)
            there = min(max(here + STEPS[way], 0), len(found) - 1)
            found.insert(there, found.pop(here))
        return found

    def handle(self, data: dict[str, Any]) -> None:
        made = make_bulletin(
            self.context,
            self.ticked,
            data,
            acting_user=caller() or "",
            decisions=read_decisions(self.request.form),
        )
        text = _("library_bulletin_draft_created_check_then_text")
        if made.not_set:
            told = {"letters": " ".join(made.not_set)}
            self.say(_(NOT_SET, mapping=told), "warning")
        self.finish(text, made.document.absolute_url())

    @cached_property
    def found(self) -> list[tuple[str, str, dict[str, Any]]]:
        """The published items that are ticked, in the order of the ticks, each once."""
        ticked = dict.fromkeys(one for one in self.ticked if isinstance(one, str))
        known = open_rows(self.context, ticked) if ticked else {}
        return [known[uid] for uid in ticked if uid in known]

    def rows(self) -> list[dict[str, Any]]:
        rows = rows_for(self.context, self.found, self.request)
        return [
            {
                **row,
                "uid": uid,
                "place": place,
                "up": f"up:{uid}" if place > 1 else None,
                "down": f"down:{uid}" if place < len(rows) else None,
            }
            for place, (row, (_path, uid, _row)) in enumerate(
                zip(rows, self.found, strict=True), 1
            )
        ]
