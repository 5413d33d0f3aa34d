"""A member's own page: name, groups, language and time zone."""

from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.core.codelists.lists import title
from cites.cug.core.codelists.vocabularies import fixed_vocabulary, reader_language
from cites.cug.core.settings.languages import LANGUAGES
from cites.cug.mailing import preferences
from cites.cug.membership.portraits import portrait_of
from cites.cug.membership.roster import memberships_of
from cites.cug.web.forms.schema_form import SchemaForm
from cites.cug.web.layout.local_texts import local_text
from cites.cug.web.layout.navigation import SettingsEntry
from cites.cug.web.layout.times import day, TIME_ZONES
from functools import cached_property
from plone import api
from plone.autoform.directives import widget
from plone.supermodel.model import Schema
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from zope import schema


class IProfile(Schema):
    """What members choose for themselves."""

    widget("language", nothing_chosen=_("common_portal_default"))
    language = schema.Choice(
        title=_("common_language_label"),
        description=_("membership_profile_pages_email_notifications_help"),
        vocabulary=fixed_vocabulary(LANGUAGES),
        required=False,
        missing_value="",
    )
    widget("zone", nothing_chosen=_("membership_profile_time_zone_my_device"))
    zone = schema.Choice(
        title=_("membership_profile_time_zone_label"),
        vocabulary=fixed_vocabulary({one: one.replace("_", " ") for one in TIME_ZONES}),
        required=False,
        missing_value="",
    )


class ProfilePage(SchemaForm):
    """Shows what others know of the member. That comes from the rosters and is changed
    there.
    """

    index = ViewPageTemplateFile("templates/profile.pt")
    schema = IProfile
    page_title = _("membership_profile_your_profile_title")
    navigation_entry = SettingsEntry(order=10)
    id, id_prefix = "profile", ""

    @property
    def action(self) -> str:
        return f"{self.context.absolute_url()}/profile"

    @cached_property
    def member(self) -> Any:
        return api.user.get_current()

    def initial_values(self) -> dict[str, Any]:
        chosen = {"language": "language", "zone": "timezone"}
        known = {name: self.member.getProperty(one) for name, one in chosen.items()}
        terms = {name: IProfile[name].vocabulary for name in known}
        return {name: one for name, one in known.items() if one in terms[name]}

    def handle(self, data: dict[str, Any]) -> None:
        language = data["language"]
        preferences.choose_language(self.member, language)
        self.member.setMemberProperties({"timezone": data["zone"]})
        # The page is shown in the new language at once, not only later notices.
        shown = f"?set_language={language}" if language else ""
        self.finish(_("membership_profile_saved"), self.action + shown)

    def has_portrait(self) -> bool:
        return portrait_of(caller()) is not None

    def full_name(self) -> str:
        return self.member.getProperty("fullname") or caller()

    def address(self) -> str:
        return self.member.getProperty("email") or ""

    def memberships(self) -> list[dict[str, Any]]:
        language = reader_language()
        return [
            {
                "title": local_text(group, language=language),
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
