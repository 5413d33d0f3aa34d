"""A member's own page: name, groups, language and time zone."""

from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.codelists.lists import title
from cites.cug.codelists.vocabularies import reader_language
from cites.cug.layout.page import LANGUAGES, Page
from cites.cug.layout.times import day, TIME_ZONES
from cites.cug.mailing import preferences
from cites.cug.membership.portraits import portrait_of
from cites.cug.membership.roster import memberships_of
from functools import cached_property
from plone import api
from plone.protect import CheckAuthenticator
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from Products.statusmessages.interfaces import IStatusMessage
from typing import Any
from zExceptions import BadRequest
from zope.i18n import translate


class ProfilePage(Page):
    """Shows what others know of the member. That comes from the rosters and is changed
    there.
    """

    template = ViewPageTemplateFile("templates/profile.pt")
    page_title = _("Your profile")

    def __call__(self) -> str:
        if self.request.method == "POST":
            CheckAuthenticator(self.request)
            return self.keep()
        return self.template()

    @property
    def url(self) -> str:
        return f"{self.context.absolute_url()}/profile"

    @cached_property
    def member(self) -> Any:
        return api.user.get_current()

    def keep(self) -> str:
        form = self.request.form
        language, zone = form.get("language", ""), form.get("zone", "")
        if language not in ("", *LANGUAGES) or zone not in ("", *TIME_ZONES):
            text = _("Choose one of the possibilities.")
            raise BadRequest(translate(text, context=self.request))
        preferences.choose_language(self.member, language)
        self.member.setMemberProperties({"timezone": zone})
        IStatusMessage(self.request).add(_("Your profile has been saved."))
        # The page is shown in the new language at once, not only later notices.
        shown = f"?set_language={language}" if language else ""
        self.request.response.redirect(self.url + shown)
        return ""

    def has_portrait(self) -> bool:
        return portrait_of(caller()) is not None

    def full_name(self) -> str:
        return self.member.getProperty("fullname") or caller()

    def address(self) -> str:
        return self.member.getProperty("email") or ""

    def languages(self) -> list[dict[str, Any]]:
        chosen = self.member.getProperty("language")
        return [
            {"value": code, "title": words, "chosen": code == chosen}
            for code, words in LANGUAGES.items()
        ]

    def zones(self) -> list[dict[str, Any]]:
        chosen = self.member.getProperty("timezone")
        return [
            {"value": zone, "title": zone.replace("_", " "), "chosen": zone == chosen}
            for zone in TIME_ZONES
        ]

    def memberships(self) -> list[dict[str, Any]]:
        language = reader_language()
        return [
            {
                "title": group.title,
                "url": group.absolute_url(),
                "category": title("category", entry.category, language),
                "country": entry.country and title("country", entry.country, language),
                "contact_point": entry.contact_point,
                "organisation": entry.organisation,
                "function": entry.function,
                "telephone": entry.telephone,
                "until": entry.valid_until and day(entry.valid_until, language),
            }
            for group, entry in memberships_of(caller())
        ]
