"""The directory of members. Who keeps members also acts on them here."""

from cites.cug import _
from cites.cug.core.codelists.lists import entries, title
from cites.cug.core.validation.errors import InvalidValues
from cites.cug.membership.browser.keeping import Keeping, member_url, ONE
from cites.cug.membership.directory import (
    lines_of,
    list_members,
    MemberEntry,
    MemberFilter,
)
from cites.cug.membership.managers import member_manager, MemberManager, seen_entry
from cites.cug.membership.portraits import who_has_portrait
from cites.cug.membership.query_parameters import MemberQuery, read_member_query, SIZE
from cites.cug.membership.renewal import rules_of, today
from cites.cug.membership.roster import ACTIVE, DUE_DAYS, Reason, REASONS, SUSPENDED
from cites.cug.web.forms.confirm_form import Button, Question
from cites.cug.web.forms.inputs import choice, FilteredPage, Input, WORDS
from cites.cug.web.layout.lists import listed
from cites.cug.web.layout.navigation import NavigationEntry
from cites.cug.web.layout.people import full_names
from cites.cug.web.layout.times import day
from cites.cug.web.restapi.batching import Batch
from functools import cached_property
from plone.protect import CheckAuthenticator
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from zExceptions import MethodNotAllowed
from zope.i18nmessageid import Message


STATES = {ACTIVE: _("common_active"), SUSPENDED: _("membership_suspended_text")}


class DirectoryPage(FilteredPage):
    """Members by name, a page at a time, with actions for those who keep them."""

    template = ViewPageTemplateFile("templates/members.pt")
    parts = ViewPageTemplateFile("templates/member_parts.pt")
    question_details = ViewPageTemplateFile("templates/members_question.pt")
    page_title = _("membership_contacts")
    navigation_entry = NavigationEntry(order=2, place="messages")

    def __call__(self) -> str:
        if self.request.method == "POST":
            CheckAuthenticator(self.request)
            return Keeping(self).handle()
        return self.render()

    def render(self) -> str:
        try:
            self.asking = read_member_query(self.request.form)
        except InvalidValues as error:
            self.show_mistake(error)
            self.asking = MemberQuery(MemberFilter(), 0, SIZE)
        self.total, self.lines = list_members(
            self.context,
            self.keeper,
            self.asking.wanted,
            self.language,
            today(),
            self.asking.start,
            self.asking.size,
        )
        return self.template()

    def ask(self, asks: Keeping) -> str:
        """Ask once more before an action that members feel at once."""
        question, consequence, label = asks.question()
        return Question(
            self.context,
            self.request,
            question,
            Button(label, "action", asks.action),
            action=self.url,
            carried=asks.carried(),
            texts=[consequence],
            details=self.question_details(names=asks.names()),
            cancel_url=asks.back_url,
        )()

    @property
    def back(self) -> str:
        """What the form says of where it comes from."""
        return self.request.get("QUERY_STRING", "")

    @property
    def url(self) -> str:
        return f"{self.context.absolute_url()}/members"

    @cached_property
    def keeper(self) -> MemberManager:
        return member_manager(self.context)

    @property
    def asked(self) -> dict[str, Any]:
        """The values of the filters."""
        if self.wrong:
            return {}
        wanted = self.asking.wanted._asdict()
        return {name: value for name, value in wanted.items() if value not in ("", None)}

    def rows(self) -> list[dict[str, Any]]:
        pictured = who_has_portrait({line.id for line in self.lines})
        return [
            {**self.row(line), "pictured": line.id in pictured} for line in self.lines
        ]

    def row(self, line: MemberEntry) -> dict[str, Any]:
        entry, language = line.entry, self.language
        work = (entry.get("function"), entry.get("organisation"))
        place = title("country", entry.get("country") or None, language)
        return {
            "id": line.id,
            "url": member_url(self.context, line.id),
            "fullname": line.fullname,
            "category": title("category", entry["category"], language),
            "country": place if entry.get("country") else "",
            "work": listed(work, language),
            "contact_point": bool(entry.get("contact_point")),
            "service": bool(entry.get("service")),
            "telephone": line.telephone,
            "email": line.email,
            "is_kept": line.is_kept,
            "has_factor": line.has_factor,
            "suspended": self.suspension(entry),
            **self.dates(line),
        }

    def suspension(self, entry: Any) -> Message | None:
        if entry["state"] == ACTIVE:
            return None
        return REASONS[Reason(entry.get("suspended_for") or Reason.DECISION)]

    def dates(self, line: MemberEntry) -> dict[str, Any]:
        until = line.entry.get("valid_until") if line.shows_dates else None
        active = line.entry["state"] == ACTIVE
        return {
            "until": until and active and day(until, self.language),
            "due": until and active and (until - today()).days <= DUE_DAYS,
            "used": line.used and day(line.used.date(), self.language),
            "unused": line.is_kept and bool(line.entry.get("flagged")),
        }

    def inputs(self) -> list[Input]:
        found = [
            Input("q", _("membership_directory_name_organization_job_title"), WORDS),
            choice(
                "category", _("common_category_label"), entries("category", self.language)
            ),
            choice(
                "country", _("common_country_label"), entries("country", self.language)
            ),
        ]
        if self.keeper.keeps_any:
            found.append(choice("state", _("common_state_column"), STATES.items()))
        return found

    #: The buttons of those who keep the roster, by the action they send.
    button_titles = {
        "revalidate": _("membership_member_parts_confirm_still_in_office_button"),
        "reactivate": _("membership_member_parts_reactivate_button"),
        "suspend": _("membership_suspend_question"),
        "remove": _("common_remove_label"),
    }

    def button_class(self, action: str) -> str | None:
        classes = {"revalidate": "primary", "suspend": "danger", "remove": "danger"}
        return classes.get(action)

    def offers(self, action: str) -> bool:
        """Whether there is a button for it. Whom it fits is asked when it is pressed."""
        return action != "remove" or self.keeper.keeps_all

    def unused_days(self) -> int:
        return rules_of(self.context).unused or 180

    def address(self, **query: Any) -> str:
        """The address of the list with these filters only."""
        return Batch(self.url, {}, 0, SIZE).address(**query)

    def paging(self) -> dict[str, Any]:
        start, size = self.asking.start, self.asking.size
        return Batch(self.url, self.asked, start, size).paging(self.total)


class MemberPage(DirectoryPage):
    """``member?id=``: one member, with what the caller may see and do. What is done there
    is sent to the directory.
    """

    template = ViewPageTemplateFile("templates/member.pt")
    back = ONE
    within = "members"

    def __call__(self) -> str:
        if self.request.method not in ("GET", "HEAD"):
            raise MethodNotAllowed(self.request.method)
        user_id = self.text("id").strip()
        entry = seen_entry(self.context, self.keeper, user_id)
        names = full_names([user_id])
        self.lines = lines_of({user_id: entry}, self.keeper, names)
        return self.template()

    @property
    def page_title(self) -> str:
        return self.member_row["fullname"]

    @cached_property
    def member_row(self) -> dict[str, Any]:
        (row,) = self.rows()
        return row

    def button_class(self, action: str) -> str | None:
        if action == "revalidate" and not self.member_row["due"]:
            return None
        return super().button_class(action)

    def offers(self, action: str) -> bool:
        is_active = self.lines[0].entry["state"] == ACTIVE
        fits = {
            "revalidate": is_active,
            "suspend": is_active,
            "reactivate": not is_active,
        }
        return super().offers(action) and fits.get(action, True)

    def facts(self) -> list[tuple[Message, str]]:
        entry, row = self.lines[0].entry, self.member_row
        told = [
            (_("common_category_label"), row["category"]),
            (_("common_country_label"), row["country"]),
            (_("common_organization_label"), entry.get("organisation")),
            (_("membership_job_title_label"), entry.get("function")),
        ]
        if self.keeper.keeps_all:
            told.append((_("membership_user_name_or_id_label"), row["id"]))
        return [(title, value) for title, value in told if value]
