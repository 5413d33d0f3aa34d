"""What the page of an item says of the language that it is read in."""

from cites.cug import _
from cites.cug.access.guard import may
from cites.cug.access.policy import Permission
from cites.cug.core.codelists.lists import title
from cites.cug.library.items.versions import versions
from cites.cug.library.tools.translations.texts import (
    is_outdated,
    ORIGINAL,
    ShownTexts,
    translations_of,
    translator_of,
)
from cites.cug.web.layout.people import full_name
from cites.cug.web.layout.times import moment
from collections.abc import Iterator
from typing import Any
from zope.i18n import translate


def languages_told(item: Any, shown: ShownTexts, language: str) -> dict[str, Any] | None:
    """The languages of an item, and who has translated what is shown.

    ``language`` is the reader's. None: the item has one language.
    """
    found = translations_of(item)
    if not found:
        return None
    url, one = f"{item.absolute_url()}/view", shown.translation
    translator = one and translator_of(item, one)
    outdated = one is not None and is_outdated(item, one)
    return {
        "original": item.language and title("language", item.language, language),
        "is_translated": one is not None,
        "translator": translator and full_name(translator),
        "time": one and moment(one["changed"], language),
        "is_outdated": outdated,
        "changes": _changes_since(item, one["changed"]) if one and outdated else None,
        "languages": list(_languages(item, found, shown, url, language)),
    }


def _languages(
    item: Any, found: Any, shown: ShownTexts, url: str, language: str
) -> Iterator[dict[str, Any]]:
    unknown = translate(_("library_language_not_stated"), target_language=language)
    yield {
        "code": item.language,
        "title": title("language", item.language, language) if item.language else unknown,
        "url": f"{url}?in={ORIGINAL}",
        "is_shown": shown.translation is None,
        "is_original": True,
    }
    for code, one in found.items():
        yield {
            "code": code,
            "title": title("language", code, language),
            "url": f"{url}?in={code}",
            "is_shown": shown.translation is one,
            "is_original": False,
        }


def _changes_since(item: Any, time: Any) -> str | None:
    """The address of what has changed, for those who may see earlier versions."""
    if not may(Permission.READ_VERSIONS, item):
        return None
    # The first of them is the one that the translation itself made.
    since = [one.number for one in versions(item) if one.time >= time]
    if len(since) < 2:
        return None
    old, new = min(since), max(since)
    return f"{item.absolute_url()}/versions?old={old}&new={new}"
