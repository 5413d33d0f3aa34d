"""What the page template asks for. One object for each request computes nothing twice."""

import json
from AccessControl import getSecurityManager
from cites.cug import _
from cites.cug.access.guard import caller, group_of, may
from cites.cug.access.policy import Permission
from cites.cug.core.settings.deployment import has_clock
from cites.cug.core.settings.languages import (
    direction,
    LANGUAGES,
    supported,
    UNREVIEWED,
)
from cites.cug.interfaces import IOwnPage
from cites.cug.web.layout.assets import asset_url
from cites.cug.web.layout.correspondence import Correspondence
from cites.cug.web.layout.interfaces import (
    IHelp,
    INavigationEntry,
    IOwnGroups,
    ISettingsEntry,
    ITimeLeft,
    IWaiting,
)
from cites.cug.web.layout.lists import listed
from cites.cug.web.layout.local_texts import local_text, portal_title
from cites.cug.web.layout.navigation import ADMINISTRATION
from cites.cug.web.layout.times import reader_zone
from cites.cug.wsgi.wsgi_filter import (
    came_by_door,
    PLONE_CONTENT_POLICY,
    POLICY_HEADER,
)
from functools import cached_property, lru_cache
from pathlib import Path
from plone import api
from Products.CMFCore.permissions import ManagePortal
from Products.CMFPlone.browser.main_template import MainTemplate
from Products.Five.browser import BrowserView
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from Products.PlonePAS.plugins.ufactory import PloneUser
from Products.statusmessages.interfaces import IStatusMessage
from typing import Any
from urllib.parse import urlencode
from zope.component import getUtilitiesFor, queryMultiAdapter, queryUtility
from zope.i18n import translate
from zope.interface import implementer


#: What the deployment lacks, in words for those who run it.
NO_DOOR = _("web_layout_security_filter_cites_cug_text")
NO_CLOCK = _("web_layout_scheduled_tasks_off_clock_text")

NEW_ALERT = "library/++add++Alert"
#: What is begun from any page of a group: words, path, permission and where it is held.
BEGINNINGS = (
    (_("common_write_button"), "messages/write", Permission.USE_MESSAGES, ""),
    (
        _("common_new_alert_button"),
        "library/++add++Alert",
        Permission.ADD_ALERT,
        "library",
    ),
    (_("common_look_up_a_permit_button"), "permits", Permission.CONSULT_PERMITS, ""),
)
#: By which a script asks for a page: a parameter, or a header.
AJAX, SCRIPT = "ajax_load", "X-Requested-With"


FOLDER = Path(__file__).parent / "drawings"
#: The names of all icons.
ICONS = tuple(sorted(path.stem for path in FOLDER.glob("*.svg")))


@lru_cache
def icon(name: str) -> str:
    """The icon of this name, as SVG."""
    return (FOLDER / f"{name}.svg").read_text(encoding="utf-8").strip()


class PortalTemplate(MainTemplate):
    """``main_template`` of all pages of the portal, Plone's own included."""

    main_template = ViewPageTemplateFile("templates/main_template.pt")

    def __init__(self, context: Any, request: Any):
        super().__init__(context, request)
        # Zope would add <base> if an address has a default page. Links within the page
        # would then lead away, and error pages would tell that there is one.
        request.response.setBase(None)

    @property
    def use_ajax(self) -> bool:
        """Whether a script asks for a page of Plone's to show within another.

        Plone looks into its registry on every page.
        """
        asked = AJAX in self.request or self.request.getHeader(SCRIPT)
        return bool(asked) and super().use_ajax


@implementer(IOwnPage)
class Page(BrowserView):
    """Base of our pages."""

    #: Links to the neighbours of this page of a list, which says ``paging()`` of it.
    paging_parts = ViewPageTemplateFile("templates/paging.pt")

    @cached_property
    def language(self) -> str:
        """Of the reader, one of ``LANGUAGES``."""
        return supported(self.request.get("LANGUAGE") or "en")

    @cached_property
    def user_id(self) -> str:
        """Of the caller; empty for strangers."""
        return caller() or ""

    def text(self, name: str) -> str:
        """What was sent under this name; "" if it is missing or no text."""
        value = self.request.form.get(name)
        return value if isinstance(value, str) else ""

    def lead_on(self, url: str, message: Any = None, kind: str = "info") -> str:
        """Redirect to another page, which shows the message above its content."""
        if message is not None:
            IStatusMessage(self.request).add(message, kind)
        return self.request.response.redirect(url)


class JsonPage(Page):
    """Base of our pages that answer scripts."""

    def answer(self, content: Any, status: int = 200) -> str:
        response = self.request.response
        response.setStatus(status)
        response.setHeader("Content-Type", "application/json")
        return json.dumps(content, ensure_ascii=False)


class Shell(BrowserView):
    """``context/@@shell``: what stands around the content of a page."""

    @cached_property
    def portal(self) -> Any:
        return api.portal.get()

    @cached_property
    def portal_url(self) -> str:
        return self.portal.absolute_url()

    @cached_property
    def language(self) -> str:
        return self.request.get("LANGUAGE") or "en"

    @cached_property
    def portal_title(self) -> str:
        return portal_title(self.language)

    def text(self, place: Any, name: str = "title") -> str:
        """A text of a group or folder in the language of the page."""
        return local_text(place, name, self.language)

    @property
    def direction(self) -> str:
        """``ltr`` or ``rtl``: which way the language is written."""
        return direction(self.language)

    @property
    def is_unreviewed(self) -> bool:
        """Whether no native professional has reviewed the texts of the language yet."""
        return self.language in UNREVIEWED

    @cached_property
    def user_id(self) -> str | None:
        return getSecurityManager().getUser().getId()

    @cached_property
    def user_name(self) -> str:
        user = getSecurityManager().getUser()
        # As in ``reader_zone``: others have no properties.
        known = isinstance(user, PloneUser) and user.getProperty("fullname", "")
        return known or self.user_id or ""

    @cached_property
    def time_zone(self) -> str | None:
        """The time zone that the reader has chosen; None: the one of the device."""
        return reader_zone()

    @cached_property
    def is_manager(self) -> bool:
        return may(ManagePortal, self.portal)

    @property
    def lacks(self) -> list[str]:
        """What the server's configuration lacks, for site managers; else nothing."""
        if not self.is_manager:
            return []
        there = {NO_DOOR: came_by_door(self.request.environ), NO_CLOCK: has_clock()}
        return [words for words, is_there in there.items() if not is_there]

    @cached_property
    def group(self) -> Any | None:
        """The group that the page belongs to, if the reader may know it; or None.

        Pages that belong to none are those of the only group that the reader is in.
        """
        group = group_of(self.context)
        if group is not None:
            return group if may(Permission.READ, group) else None
        return self.own_groups[0].getObject() if len(self.own_groups) == 1 else None

    @cached_property
    def own_groups(self) -> list[Any]:
        """Catalog brains of the caller's groups, on pages that belong to none."""
        find = queryUtility(IOwnGroups)
        if find is None or self.user_id is None or group_of(self.context) is not None:
            return []
        return find()

    @property
    def settings(self) -> list[dict[str, Any]]:
        """The menu of one's own settings, on each of their pages; [] elsewhere."""
        here = self.request.get("ACTUAL_URL", "")
        found = [entry for _name, entry in getUtilitiesFor(ISettingsEntry)]
        urls = {entry.path: f"{self.portal_url}/{entry.path}" for entry in found}
        if self.user_id is None or here not in urls.values():
            return []
        return [
            {"title": entry.title, "url": url, "current": here == url}
            for entry in sorted(found, key=lambda entry: entry.order)
            for url in (urls[entry.path],)
            if here == url or entry.offered(self.user_id)
        ]

    @cached_property
    def navigation(self) -> list[dict[str, Any]]:
        """The places of the group that the reader may open, each with its views."""
        entries = self._entries
        places = [entry for entry in entries if not entry["place"]]
        for place in places:
            views = [one for one in entries if one["place"] == place["path"]]
            place["views"] = views
            place["current"] = place["is_open"] or any(one["is_open"] for one in views)
            if place["path"] == ADMINISTRATION:
                waiting = [count["number"] for one in views for count in one["counts"]]
                place["counts"] = _count(sum(waiting), place["counted"])
        return [one for one in places if one["views"] or one["path"] != ADMINISTRATION]

    @cached_property
    def beginnings(self) -> list[dict[str, Any]]:
        """What a member begins from any page of the group, if the reader may."""
        group = self.group
        if group is None:
            return []
        url = group.absolute_url()
        return [
            {"title": title, "url": f"{url}/{path}"}
            for title, path, permission, place in BEGINNINGS
            if may(permission, group[place] if place else group)
        ]

    def views(self, page: Any) -> list[dict[str, Any]]:
        """Tabs of the place whose page or view this is, its own page first; else [].

        A page that has a question asks the same on the other pages of its place. From the
        pages of the administration, which are too many for tabs, one leads back.
        """
        here = self.request.get("ACTUAL_URL", "").rstrip("/")
        ask = getattr(page, "same_question", None)
        for place in self.navigation:
            tabs = [place, *place["views"]]
            if not place["views"] or here not in [one["url"] for one in tabs]:
                continue
            if place["path"] == ADMINISTRATION:
                return [] if here == place["url"] else [place]
            return [
                {**tab, "url": ask(tab["path"]) if ask else tab["url"]} for tab in tabs
            ]
        return []

    @property
    def _entries(self) -> list[dict[str, Any]]:
        """The entries of the group that the reader may open, in their order."""
        if self.group is None:
            return []
        here = self.request.get("ACTUAL_URL", "")
        # Pages that have no entry may name the place that they belong to. A refusal says
        # nothing of the page that was asked for.
        within = getattr(self.request.get("PUBLISHED"), "within", "")
        if within and self.request.response.getStatus() < 400:
            here = f"{self.group.absolute_url()}/{within}"
        entries = sorted(
            (entry for _name, entry in getUtilitiesFor(INavigationEntry)),
            key=lambda entry: entry.order,
        )
        # Several entries ask for the same.
        asked = {entry.permission for entry in entries}
        held = {permission for permission in asked if may(permission, self.group)}
        offered = {
            f"{self.group.absolute_url()}/{entry.path}": entry
            for entry in entries
            if entry.permission in held
        }
        # assistance-counts is within assistance-counts, not within assistance.
        is_open = max(filter(here.startswith, offered), key=len, default=None)
        return [
            {
                "title": entry.title,
                "explanation": entry.explanation,
                "path": entry.path,
                "url": url,
                "place": entry.place,
                "part": entry.part,
                "is_open": url == is_open,
                "counted": entry.counted,
                "counts": _count(
                    entry.count(self.group) if entry.count else 0, entry.counted
                ),
            }
            for url, entry in offered.items()
        ]

    @cached_property
    def languages(self) -> list[dict[str, Any]]:
        form = {
            name: value
            for name, value in self.request.form.items()
            if isinstance(value, str) and self.request.method == "GET"
        }
        # The address as it was asked for. The one that Zope has found tells what is
        # there.
        here = self.request.get("ACTUAL_URL")
        return [
            {
                "code": code,
                "title": title,
                "url": f"{here}?{urlencode({**form, 'set_language': code})}",
            }
            for code, title in LANGUAGES.items()
            if code != self.language
        ]

    @property
    def help_url(self) -> str | None:
        """Where the help for this page is; None for strangers."""
        find = queryUtility(IHelp)
        if find is None or self.user_id is None:
            return None
        here = self.request.get("ACTUAL_URL", "")
        place = self.portal_url if self.group is None else self.group.absolute_url()
        for above in (place, self.portal_url):
            if here.startswith(f"{above}/"):
                here = here.removeprefix(f"{above}/")
                break
        else:
            here = ""
        return f"{place}/{find(self.group, here)}"

    @cached_property
    def waiting(self) -> list[dict[str, Any]]:
        """What waits for the reader, on whichever page."""
        if self.user_id is None:
            return []
        found = [ask(self.user_id) for _name, ask in getUtilitiesFor(IWaiting)]
        return [
            {"url": f"{self.portal_url}/{path}", "title": title}
            for path, title in filter(None, found)
        ]

    @cached_property
    def time_left(self) -> tuple[int, int] | None:
        """Until the session ends, without use and at the latest; see ``ITimeLeft``."""
        ask = queryUtility(ITimeLeft)
        return ask(self.request) if ask is not None else None

    @cached_property
    def messages(self) -> list[Any]:
        return IStatusMessage(self.request).show()

    def icon(self, name: str) -> str:
        """An icon as HTML."""
        return icon(name)

    def asset(self, name: str) -> str:
        """The address of a style sheet or script; see ``asset_url``."""
        return asset_url(self.portal_url, name)

    def listed(self, *parts: Any) -> str:
        """The values on one line, in the reader's language."""
        said = [translate(part, context=self.request) for part in parts if part]
        return listed(said, self.language)

    def styles(self, *names: str) -> str:
        """Links to style sheets, as HTML."""
        link = '<link href="{}" rel="stylesheet" />'
        return "".join(link.format(self.asset(name)) for name in names)

    def scripts(self, *names: str) -> str:
        """Scripts, as HTML; they run when the page has been read."""
        script = '<script defer="defer" src="{}"></script>'
        return "".join(script.format(self.asset(name)) for name in names)

    def modules(self, *names: str) -> str:
        """Scripts that import others, as HTML."""
        script = '<script src="{}" type="module"></script>'
        return "".join(script.format(self.asset(name)) for name in names)

    @cached_property
    def _correspondence(self) -> Correspondence:
        return Correspondence(self.group, self.request)

    def write_to(self, user_id: str | None, name: str, css: str = "") -> str:
        """The link “Write” beside a person, as HTML; nothing where it cannot be.

        ``css``: more classes of the link.
        """
        if self.group is None:
            return ""
        return self._correspondence.write_to(user_id=user_id, name=name, css=css)

    def write_about(self, path: str, **options: Any) -> str:
        """The links that begin a message or a topic about what lies at that path.

        ``path`` is below the group; ``author`` is given only where the page shows it,
        ``unnamed`` where readers are not told whom.
        """
        if self.group is None:
            return ""
        return self._correspondence.about(path=path, **options)

    def plone_view(self, name: str, view: Any) -> Any | None:
        """One of Plone's views that Plone's pages need; None on our pages."""
        if IOwnPage.providedBy(view):
            return None
        return queryMultiAdapter((self.context, self.request), name=name)

    def plone_tool(self, name: str, view: Any) -> Any | None:
        """One of Plone's tools that Plone's pages need; None on our pages."""
        return None if IOwnPage.providedBy(view) else api.portal.get_tool(name)

    def wants_plone(self, view: Any) -> bool:
        """Whether the page needs Plone's styles and scripts, as Plone's own pages do.

        Site managers' pages then get the policy of content that Plone's editor needs.
        """
        wants = self.user_id is not None and not IOwnPage.providedBy(view)
        if wants and self.is_manager:
            self.request.response.setHeader(POLICY_HEADER, PLONE_CONTENT_POLICY)
        return wants


def _count(number: int, counted: Any) -> list[dict[str, Any]]:
    """The number of new things behind an entry, and its text; [] for 0."""
    return [{"number": number, "title": counted}] if number else []
