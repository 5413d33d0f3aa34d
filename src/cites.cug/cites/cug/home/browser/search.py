"""The page of the search over everything of a group."""

from cites.cug import _
from cites.cug.access.guard import caller, may
from cites.cug.access.policy import Permission
from cites.cug.core.codelists.lists import title
from cites.cug.core.validation.errors import InvalidValues
from cites.cug.home.browser.rows import Row, Rows
from cites.cug.home.query_parameters import read_text
from cites.cug.home.search import (
    InstitutionPage,
    Results,
    search_group,
    search_while_typing,
)
from cites.cug.library.lists.queries import LibraryPage
from cites.cug.library.lists.rows import rows_for
from cites.cug.membership.directory import MemberEntry, MemberPage
from cites.cug.membership.institutions.queries import InstitutionLine
from cites.cug.membership.institutions.schema import KINDS
from cites.cug.messaging.queries import MailboxPage
from cites.cug.permits.labels import STATUSES
from cites.cug.permits.queries import PermitPage
from cites.cug.permits.registry import Registered
from cites.cug.web.layout.page import JsonPage, Page
from cites.cug.workspaces.queries import TopicPage
from cites.cug.workspaces.rows import topic_rows
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from textwrap import shorten
from typing import Any, NamedTuple
from urllib.parse import urlencode
from zope.i18n import translate
from zope.i18nmessageid import Message


#: So many facts of a result are shown while somebody types, and so much of each.
FACTS, LENGTH = 3, 60
NOTHING = _("home_search_no_first_results_press_text")


class Section(NamedTuple):
    """The first results of one kind."""

    id: str
    title: Message
    rows: Sequence[Row]
    #: None: more than are shown, not counted.
    total: int | None
    #: The list of all results, if there is one.
    url: str | None
    #: How many of the words they have, and of how many, if none has all.
    some_words: tuple[int, int] | None = None

    @property
    def has_more(self) -> bool:
        return self.total is None or self.total > len(self.rows)


def _some_words(page: Any) -> tuple[int, int] | None:
    if isinstance(page, LibraryPage) and page.words_matched is not None:
        return page.words_matched, page.words_asked
    return None


class Sections(Rows):
    """Part of pages that show results by kind."""

    request: Any

    def all_sections(self, results: Results, text: str) -> Iterator[Section]:
        """A section of each kind that the reader may search, in the order of the page."""
        query = urlencode({"q": text})
        kinds: tuple[
            tuple[str, Message, Any, Callable[[Any], list[Row]], str | None], ...
        ]
        kinds = (
            (
                "messages",
                _("common_messages"),
                results.messages,
                self.messages,
                "messages",
            ),
            ("library", _("common_library_link"), results.library, self.items, "library"),
            (
                "topics",
                _("home_search_topics"),
                results.topics,
                self.topics,
                "workspaces",
            ),
            # A permit is found by its number alone: there is no list of more.
            ("permits", _("common_permits_link"), results.permits, self.permits, None),
            (
                "members",
                _("membership_contacts"),
                results.members,
                self.members,
                "members",
            ),
            (
                *("directory", _("common_institutions"), results.institutions),
                *(self.institutions, "directory"),
            ),
        )
        for name, heading, page, rows, place in kinds:
            if page is not None:
                url = f"{self.url}/{place}?{query}" if place else None
                some = _some_words(page)
                yield Section(name, heading, rows(page), page.total, url, some)

    def messages(self, page: MailboxPage) -> list[Row]:
        return [self.message(line) for line in page.lines]

    def items(self, page: LibraryPage) -> list[Row]:
        return [self.item(row) for row in rows_for(self.context, page.rows, self.request)]

    def topics(self, page: TopicPage) -> list[Row]:
        return [self.topic(row) for row in topic_rows(self.context, page.lines)]

    def permits(self, page: PermitPage) -> list[Row]:
        return [self.permit(row) for row in page.rows]

    def members(self, page: MemberPage) -> list[Row]:
        return [self.member(line) for line in page.lines]

    def institutions(self, page: InstitutionPage) -> list[Row]:
        return [self.institution(line) for line in page.lines]

    def institution(self, line: InstitutionLine) -> Row:
        """It leads to its row in the directory."""
        query = urlencode({"q": line.name})
        return Row(
            url=f"{self.url}/directory?{query}",
            title=line.name,
            facts=(KINDS[line.kind], title("country", line.country, self.language)),
        )

    def permit(self, found: Registered) -> Row:
        permit = found.permit
        country = title("country", permit.country, self.language)
        return Row(
            url=f"{self.url}/permits/{found.id}",
            title=permit.number,
            facts=(country, STATUSES[found.status]),
        )

    def member(self, line: MemberEntry) -> Row:
        entry = line.entry
        return Row(
            url=f"{self.url}/members?{urlencode({'q': line.fullname})}",
            title=line.fullname,
            facts=(
                entry.get("organisation") or "",
                title("country", entry.get("country") or "", self.language),
                title("category", entry["category"], self.language),
            ),
        )


class SearchAll(Sections, Page):
    """``{cug}/search-all?q=``: the first results of each kind, with links to all."""

    template = ViewPageTemplateFile("templates/search_all.pt")
    page_title = _("home_search_noun_title")
    wrong: Message | None = None
    sections: Sequence[Section] = ()
    #: What may have been typed wrongly, with other words.
    did_you_mean = ""

    def __call__(self) -> str:
        form = self.request.form
        if "q" in form:
            try:
                text = read_text(form)
            except InvalidValues as error:
                self.wrong = error.message
                self.request.response.setStatus(400)
            else:
                user = caller() or ""
                results = search_group(self.context, text, acting_user=user)
                self.sections = [*self.all_sections(results, text)]
                if results.library is not None:
                    self.did_you_mean = results.library.did_you_mean
        return self.template()

    @property
    def meant_url(self) -> str:
        return f"{self.url}/search-all?{urlencode({'q': self.did_you_mean})}"

    @property
    def found(self) -> list[Section]:
        return [section for section in self.sections if section.rows]


class FirstResults(Sections, JsonPage):
    """``{cug}/first-results?q=``: what a script shows below the field while one types.

    A permit is not looked for: what has a digit leads to the page that does, once.
    """

    def __call__(self) -> str:
        try:
            text = read_text(self.request.form)
        except InvalidValues as error:
            return self.answer({"message": self.say(error.message)}, 400)
        results = search_while_typing(self.context, text, acting_user=self.user_id)
        sections = [
            {"title": self.say(one.title), "items": [*map(self.in_short, one.rows)]}
            for one in self.all_sections(results, text)
            if one.rows
        ]
        count = sum(len(one["items"]) for one in sections)
        said = _("home_search_first_results", mapping={"count": count})
        answer: dict[str, Any] = {"sections": sections}
        answer["said"] = self.say(said if count else NOTHING)
        if may(Permission.SEARCH_PERMITS, self.context):
            answer["permit"] = self.permit_to_look_up(text)
        return self.answer(answer)

    def say(self, text: Message | str) -> str:
        return translate(text, context=self.request)

    def in_short(self, row: Row) -> dict[str, str]:
        facts = (
            self.say(fact)
            for fact in (row.handling_title, *row.facts, row.snippet)
            if fact
        )
        detail = " · ".join(
            shorten(one, LENGTH, placeholder="…") for one in islice(facts, FACTS)
        )
        return {"url": row.url, "title": self.say(row.title), "detail": detail}

    def permit_to_look_up(self, text: str) -> dict[str, Any]:
        url = f"{self.url}/search-all?{urlencode({'q': text})}"
        detail = self.say(_("home_search_look_permit_number_text"))
        item = {"url": url, "title": text, "detail": detail}
        return {"title": self.say(_("common_permits_link")), "items": [item]}
