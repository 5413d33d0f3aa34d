"""The words of the demonstration, in the default language of its portal.

English words stand with what is made of them, those of another language in
``data/texts-….toml``. Alerts and documents stay in the languages in which they are
written.
"""

from cites.cug.core.settings.languages import DEFAULT, LANGUAGES, supported
from cites.cug.demo.sources import DATA, load
from cites.cug.library.tools.bulletins.contents import exercise_mark
from collections.abc import Iterable, Mapping
from functools import lru_cache
from plone import api
from typing import Any


@lru_cache
def texts(language: str) -> dict[str, Any]:
    """The words of a language, by what they are for; none in English."""
    path = DATA / f"texts-{language}.toml"
    return load(path) if path.exists() else {}


def spoken() -> tuple[str, ...]:
    """The languages in which the demonstration can be made, English first."""
    return tuple(code for code in LANGUAGES if code == DEFAULT or texts(code))


def demo_language() -> str:
    """The language of this portal's demonstration."""
    language = supported(api.portal.get_default_language() or DEFAULT)
    return language if language in spoken() else DEFAULT


def words(*keys: str) -> Any:
    """What the language of this demonstration has below the keys; empty if nothing."""
    found: Any = texts(demo_language())
    for key in keys:
        found = found.get(key, {})
    return found


def marked(title: str, language: str | None = None) -> str:
    """The title with the mark that tells an exercise from the real thing."""
    return f"{exercise_mark(language or demo_language())} – {title}"


def told_in_each_language(
    told: Mapping[str, str], fields: Iterable[str], language: str
) -> dict[str, str]:
    """The fields of a group, workspace or folder in the language, and in all others.

    ``told`` has each in English (``title``), and may have it in others (``title_fr``).
    """
    found: dict[str, str] = {}
    for field in fields:
        own = {DEFAULT: told[field]}
        own |= {
            code: told[f"{field}_{code}"]
            for code in LANGUAGES
            if f"{field}_{code}" in told
        }
        found[field] = own.get(language, told[field])
        others = (code for code in own if code != language)
        found |= {f"{field}_{code}": own[code] for code in others}
    return found
