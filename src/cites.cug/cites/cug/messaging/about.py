"""What a message is about: an item of the library, or a permit.

Only its UID, or country and number, are kept: sealed, and as a keyed digest, by which the
messages about one thing are found. A reader is shown the item's title
and address if the item is open to this reader, and otherwise neither: an address is made
of the title.
"""

import json
import re
from cites.cug import _
from cites.cug.core.codelists.lists import codes
from cites.cug.core.encryption.authentic import keyed_digest, keyed_digests
from cites.cug.core.encryption.sealing import Seal
from cites.cug.core.validation.errors import invalid, unknown_code
from plone import api
from typing import Any, NamedTuple
from urllib.parse import urlencode


#: Name of the sealed part.
PART = "about"
TYPES = ("Alert", "LibraryDocument")
NUMBER = re.compile(r"(?=.*\d)[\w][\w ./-]{0,59}")
NO_ITEM = _("messaging_about_no_such_item_library_text")


class About(NamedTuple):
    """Either a ``uid``, or ``country`` and ``number`` of a permit."""

    uid: str = ""
    country: str = ""
    number: str = ""

    def columns(self, seal: Seal, group_uid: str) -> dict[str, Any]:
        """Return what the message stores of it."""
        sealed = seal.close(PART, self._text.encode())
        return {"about": sealed, "about_digest": self.digest(group_uid)}

    @classmethod
    def opened(cls, seal: Seal, sealed: bytes) -> "About":
        return cls(*json.loads(seal.open(PART, sealed)))

    def digest(self, group_uid: str) -> str:
        """Compute the digest by the newest key."""
        return keyed_digest(_purpose(group_uid), self._text)

    def digests(self, group_uid: str) -> list[str]:
        """Compute it by each key, as messages that are not rotated yet have an older."""
        return keyed_digests(_purpose(group_uid), self._text)

    @property
    def _text(self) -> str:
        return json.dumps(self)


class ShownAbout(NamedTuple):
    """What one reader is shown of it."""

    title: str
    url: str
    type: str
    #: Those of an item.
    species: tuple[str, ...] = ()


def _purpose(group_uid: str) -> str:
    return f"what messages in {group_uid} are about"


def read_about(group: Any, value: Any) -> About | None:
    """From JSON: the ``@id`` of an item, or a permit. Raises InvalidValues."""
    if value is None:
        return None
    if isinstance(value, str):
        return item_at(group, value)
    if not isinstance(value, dict) or set(value) != {"country", "number"}:
        text = _("messaging_about_give_address_item_country_text")
        raise invalid("about", text)
    return a_permit(value["country"], value["number"])


def a_permit(country: Any, number: Any) -> About:
    """A permit, known or not: it may be asked whether there is one."""
    if country not in codes("country"):
        raise invalid("about.country", unknown_code(country).doc())
    if not isinstance(number, str) or not NUMBER.fullmatch(number.strip()):
        raise invalid("about.number", _("messaging_about_give_number_permit_error"))
    return About(country=country, number=number.strip())


def item_at(group: Any, url: str) -> About:
    """The item of the group's library at that address, if the caller may see it."""
    inside = f"{group.absolute_url()}/"
    if url.startswith(inside):
        path = "/".join((*group.getPhysicalPath(), url.removeprefix(inside).strip("/")))
        for brain in _find(group, path={"query": path, "depth": 0}):
            return About(uid=brain.UID)
    raise invalid("about", NO_ITEM)


def show_about(group: Any, about: About) -> ShownAbout | None:
    """What the caller is shown of it; None if it is not open to the caller."""
    if about.uid:
        for brain in _find(group, UID=about.uid):
            species = tuple(brain.library_row.get("species") or ())
            return ShownAbout(brain.Title, brain.getURL(), brain.portal_type, species)
        return None
    query = urlencode({"country": about.country, "number": about.number})
    url = f"{group.absolute_url()}/permits?{query}"
    return ShownAbout(f"{about.country} {about.number}", url, "Permit")


def _find(group: Any, **query: Any) -> Any:
    """Items of the group's library that the caller may see."""
    catalog = api.portal.get_tool("portal_catalog")
    place = "/".join(group.getPhysicalPath())
    query.setdefault("path", {"query": place})
    found = catalog.searchResults(portal_type=TYPES, show_inactive=True, **query)
    return [one for one in found if one.getPath().startswith(f"{place}/")]
