"""Lists of topics for templates: what is asked for, and rows with full names, and times
for people.
"""

from cites.cug import _
from cites.cug.core.codelists.vocabularies import reader_language
from cites.cug.web.forms.wrong_filters import WrongFilters
from cites.cug.web.layout.local_texts import local_text
from cites.cug.web.layout.people import full_names
from cites.cug.web.layout.times import moment
from cites.cug.workspaces.queries import TopicLine
from cites.cug.workspaces.query_parameters import TopicQueryForm
from cites.cug.workspaces.topic_records import moment_of
from collections.abc import Collection, Sequence
from functools import cached_property
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any


#: Macros of the pages; the macro ``topics`` shows such rows.
PARTS = ViewPageTemplateFile("browser/templates/parts.pt")
#: What the pages call each parameter.
TITLES = {
    "q": _("common_words_title"),
    "unread": _("workspaces_new_only_title"),
    "workspace": _("common_workspaces_title"),
    "b_start": _("common_first_item_title"),
    "b_size": _("common_items_on_a_page_title"),
}


class TopicListPart:
    """The part of pages that shows the topics that are asked for."""

    context: Any
    request: Any
    url: str
    #: The parameters that have an input on the page.
    filters: Collection[str] = ("q",)

    @cached_property
    def question(self) -> TopicQueryForm:
        return TopicQueryForm(self.request.form, self.url)

    @cached_property
    def wrong(self) -> WrongFilters:
        question = self.question
        return WrongFilters(self, question.wrong, TITLES, self.filters, question.typed)


def topic_rows(
    group: Any, lines: Sequence[TopicLine], with_place: bool = True
) -> list[dict[str, Any]]:
    """Rows for the template, from the lines that ``queries.find_topics`` gave.

    ``with_place`` adds the title of each topic's workspace.
    """
    threads = [line.thread for line in lines]
    names = full_names(
        {one.author for one in threads} | {one.last_author for one in threads}
    )
    titles = _titles_of(group, {line.place for line in lines}) if with_place else {}
    url, language = f"{group.absolute_url()}/workspaces", reader_language()
    return [
        {
            "url": f"{url}/{thread.path}",
            "title": thread.title,
            "place": titles.get(line.place),
            "author": names[thread.author],
            "last_author": names[thread.last_author],
            "last": moment(moment_of(thread.last_post), language),
            "comments": thread.comments_total,
            "unread": line.unread,
            "pinned": thread.pinned,
            "closed": thread.closed,
            "answered": thread.answered,
        }
        for line, thread in zip(lines, threads, strict=True)
    ]


def _titles_of(group: Any, ids: Collection[str]) -> dict[str, str]:
    """Names of workspaces in the reader's language, by their ids."""
    places = group["workspaces"]
    return {one: local_text(places[one]) for one in ids if one in places}
