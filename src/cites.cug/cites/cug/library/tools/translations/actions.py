"""Actions on translations: add, correct, remove. Each makes a version of the item."""

from cites.cug import _
from cites.cug.access.author import author_of
from cites.cug.access.guard import may
from cites.cug.access.policy import Permission, PUBLISHED_STATES
from cites.cug.access.roles import Role
from cites.cug.core.codelists.lists import title
from cites.cug.core.codelists.vocabularies import reader_language
from cites.cug.core.trail.trail import record
from cites.cug.core.validation.errors import (
    CONFLICT,
    FieldError,
    FORBIDDEN,
    invalid,
    InvalidValues,
    Missing,
    mistakes_in,
    Refusal,
)
from cites.cug.library.tools.translations.schema import left_out, schema_of, TEXTS
from cites.cug.library.tools.translations.texts import digest_of
from cites.cug.web.confirmation.content_texts import texts_in
from cites.cug.web.confirmation.decisions import Decisions, UNDECIDED
from cites.cug.web.confirmation.requirement import require_confirmation
from collections.abc import Mapping
from datetime import datetime, UTC
from plone import api
from plone.app.versioningbehavior.behaviors import IVersionable
from typing import Any
from zope.event import notify
from zope.i18n import translate
from zope.i18nmessageid import Message
from zope.interface import implementer
from zope.lifecycleevent import ObjectModifiedEvent
from zope.lifecycleevent.interfaces import IObjectModifiedEvent


#: So many translations an item has at most, as all are read with it.
MOST = 12
NOT_YOURS = _("library_translations_written_author_edit_text")
SAME_LANGUAGE = _("library_translations_original_language_error")
TAKEN = _("library_translation_into_language_already_text")
TOO_MANY = _("library_translations_item_most_translations", mapping={"number": str(MOST)})


class ITranslationsChanged(IObjectModifiedEvent):
    """Translations of an item have changed, and nothing else of it."""


@implementer(ITranslationsChanged)
class TranslationsChanged(ObjectModifiedEvent):
    """The item is indexed again and gets a version."""


def may_translate(item: Any, user_id: str | None) -> bool:
    """Whether the caller may translate the item now.

    Authors may no longer edit what is published, but know best what it says.
    """
    if may(Permission.MODIFY, item):
        return True
    is_author = user_id is not None and author_of(item) == user_id
    return is_author and api.content.get_state(item) in PUBLISHED_STATES


def add_translation(
    item: Any,
    values: Mapping[str, Any],
    *,
    acting_user: str,
    decisions: Decisions = UNDECIDED,
) -> str:
    """Add a translation; its language.

    ``values`` are those of ``schema_of(item)``. Raises Refusal, InvalidValues, and
    NonNominal as ``require_confirmation`` does.
    """
    require_translator(item, acting_user)
    stored, language = dict(item.translations or {}), values["language"]
    if language == item.language:
        raise invalid("language", SAME_LANGUAGE)
    if language in stored:
        raise invalid("language", TAKEN)
    if len(stored) >= MOST:
        raise Refusal(TOO_MANY, CONFLICT)
    _check(item, values, {}, decisions, acting_user)
    now = datetime.now(UTC)
    stored[language] = _translation(item, values, acting_user, now, now)
    note = _("library_translation_into_added", mapping=_named(language))
    _store(item, stored, note)
    _record("library.translation", item, language, acting_user)
    return language


def change_translation(
    item: Any,
    language: str,
    values: Mapping[str, Any],
    *,
    acting_user: str,
    decisions: Decisions = UNDECIDED,
) -> None:
    """Write a translation anew, after what the original says now.

    Whoever does so is its translator from then on. Raises as ``add_translation`` does,
    and Missing.
    """
    require_translator(item, acting_user)
    before = find_translation(item, language)
    if values["language"] != language:
        raise invalid("language", _("library_translations_this_cannot_be_changed_error"))
    _check(item, values, before, decisions, acting_user)
    now = datetime.now(UTC)
    changed = _translation(item, values, acting_user, before["created"], now)
    note = _("library_translation_into_corrected", mapping=_named(language))
    _store(item, {**item.translations, language: changed}, note)
    _record("library.translation_edit", item, language, acting_user)


def remove_translation(item: Any, language: str, *, acting_user: str) -> None:
    """Remove a translation; versions keep it. Raises Missing and Refusal."""
    require_translator(item, acting_user)
    find_translation(item, language)
    left = {name: one for name, one in item.translations.items() if name != language}
    note = _("library_translation_into_removed", mapping=_named(language))
    _store(item, left, note)
    _record("library.translation_delete", item, language, acting_user)


def find_translation(item: Any, language: str) -> Mapping[str, Any]:
    """The stored translation. Raises Missing."""
    found = (item.translations or {}).get(language)
    if found is None:
        raise Missing(language)
    return found


def require_translator(item: Any, acting_user: str) -> None:
    """Raise Refusal if the caller may not translate the item now."""
    if not may_translate(item, acting_user):
        raise Refusal(NOT_YOURS, FORBIDDEN)


def _check(
    item: Any,
    values: Mapping[str, Any],
    before: Mapping[str, Any],
    decisions: Decisions,
    acting_user: str,
) -> None:
    """Raise for a text that is left out, or that may name somebody and is new."""
    mistakes: list[tuple[str, FieldError]] = [
        (name, mistake)
        for name, refused in left_out(item, values).items()
        for mistake in mistakes_in(refused)
    ]
    if mistakes:
        raise InvalidValues(mistakes)
    fields = [(name, schema_of(item)[name], values[name]) for name in _names(item)]
    texts = texts_in(fields, before)
    require_confirmation(item, texts, decisions, acting_user=acting_user)


def _names(item: Any) -> list[str]:
    return [name for name in TEXTS if name in schema_of(item)]


def _translation(
    item: Any,
    values: Mapping[str, Any],
    translator: str,
    created: datetime,
    changed: datetime,
) -> dict[str, Any]:
    return {
        **{name: values.get(name) or "" for name in TEXTS},
        "translator": translator,
        "created": created,
        "changed": changed,
        "original": digest_of(item),
    }


def _store(item: Any, translations: dict[str, Any], note: Message) -> None:
    item.translations = translations
    version = IVersionable(item)
    request = api.env.getRequest()
    version.changeNote = translate(note, context=request)
    # Authors may no longer change what is published, but their translation of it.
    with api.env.adopt_roles([Role.SECRETARIAT.value]):
        notify(TranslationsChanged(item))
    # The request keeps the note.
    version.changeNote = ""


def _named(language: str) -> dict[str, str]:
    return {"language": title("language", language, reader_language())}


def _record(action: str, item: Any, language: str, acting_user: str) -> None:
    detail = {"language": language}
    record(action, target=item, acting_user=acting_user, detail=detail)
