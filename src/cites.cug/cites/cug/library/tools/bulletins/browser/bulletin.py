"""The page on which the Secretariat picks the items of a bulletin."""

from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.access.policy import HANDLING_NAMED_ONLY, PUBLISHED_STATES
from cites.cug.core.codelists.lists import codes
from cites.cug.core.codelists.vocabularies import reader_language
from cites.cug.core.settings.languages import DEFAULT
from cites.cug.library.items.actions import LIBRARY_ID
from cites.cug.library.lists.browser.facets import facets, LibraryQueryForm
from cites.cug.library.lists.browser.question import Questioned
from cites.cug.library.lists.queries import list_items, open_rows
from cites.cug.library.lists.rows import rows_for
from cites.cug.library.tools.bulletins.actions import make_bulletin
from cites.cug.library.tools.bulletins.schema import IBulletin, MOST_ITEMS, PRINTED
from cites.cug.web.confirmation.decisions import read_decisions
from cites.cug.web.forms.schema_form import SchemaForm
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any


#: Of the items that fit the filters, the newest so many can be ticked.
SHOWN = 60
NOT_SET = _("library_bulletin_characters_printed_appear_question_text")
#: Name of the buttons that only order what is ticked: nothing is made by them.
MOVE = "bulletin.move"
STEPS = {"up": -1, "down": 1}


class BulletinPage(Questioned, SchemaForm):
    """``{cug}/bulletin``, with the library's filters: ticked items become a draft."""

    index = ViewPageTemplateFile("templates/bulletin.pt")
    schema = IBulletin
    page_title = _("library_create_a_bulletin_title")
    id = "bulletin"
    reminder = holds_back = True
    submit_label = _("library_bulletin_create_the_draft_label")
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

    def initial_values(self) -> Mapping[str, Any]:
        language = reader_language()
        return {"language": language if language in PRINTED else DEFAULT}

    @cached_property
    def question(self) -> LibraryQueryForm:  # type: ignore[override] # made when asked
        asked = {} if self.request.method == "POST" else self.request.form
        return LibraryQueryForm(asked, self.url)

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
    def found(self) -> Any:
        """Published items only, and none for named recipients, whatever is asked for."""
        marks = [one for one in codes("handling") if one not in HANDLING_NAMED_ONLY]
        limits = {"state": PUBLISHED_STATES, "handling": marks}
        search = replace(self.question.search, limits=limits, start=0, size=SHOWN)
        return list_items(self.context, search)

    @cached_property
    def facets(self) -> list[Any]:  # type: ignore[override] # made when asked
        if self.wrong:
            return []
        counted = self.found.facets
        return facets(counted, self.found.total, self.question, self.language)

    def rows(self) -> list[dict[str, Any]]:
        """What is ticked stands first, in its order, whatever is asked for."""
        uids = dict.fromkeys(one for one in self.ticked if isinstance(one, str))
        ticked = list(uids)[:MOST_ITEMS]
        known = open_rows(self.context, ticked) if ticked else {}
        first = [known[uid] for uid in ticked if uid in known]
        fitting = () if self.wrong else self.found.rows
        others = [one for one in fitting if one[1] not in known]
        found = [*first, *others]
        rows = rows_for(self.context, found, self.request)
        return [
            {
                **row,
                "uid": uid,
                "ticked": uid in known,
                "place": place if uid in known else None,
                "up": f"up:{uid}" if uid in known and place > 1 else None,
                "down": f"down:{uid}" if place < len(first) else None,
            }
            for place, (row, (_path, uid, _row)) in enumerate(
                zip(rows, found, strict=True), 1
            )
        ]
