"""REST: ``{item}/@translations``, one of them, and the same in the JSON of the item."""

from cites.cug.access.guard import caller
from cites.cug.interfaces import ICugLayer, ILibraryItem
from cites.cug.library.tools.translations.actions import (
    add_translation,
    change_translation,
    find_translation,
    may_translate,
    remove_translation,
    require_translator,
)
from cites.cug.library.tools.translations.field import ITranslations
from cites.cug.library.tools.translations.schema import (
    IAlertTranslation,
    schema_of,
    TEXTS,
)
from cites.cug.library.tools.translations.texts import is_outdated, translator_of
from cites.cug.web.confirmation.decisions import DECISION_KEYS, read_decisions
from cites.cug.web.restapi.field_deserializers import read_values
from cites.cug.web.restapi.items import ItemService, OneItemService
from collections.abc import Mapping
from plone.restapi.interfaces import IFieldSerializer
from typing import Any
from zope.component import adapter
from zope.interface import implementer
from zope.schema import getFieldNamesInOrder


def serialize(item: Any, language: str, one: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "@id": f"{item.absolute_url()}/@translations/{language}",
        "language": language,
        **{name: one[name] for name in TEXTS if name in schema_of(item)},
        "translator": translator_of(item, one),
        "created": one["created"].isoformat(),
        "modified": one["changed"].isoformat(),
        "original_changed": is_outdated(item, one),
    }


@implementer(IFieldSerializer)
@adapter(ITranslations, ILibraryItem, ICugLayer)
class TranslationsJson:
    """The translations, as the JSON of an item holds them."""

    def __init__(self, field: Any, context: Any, request: Any):
        self.context = context

    def __call__(self) -> list[dict[str, Any]]:
        stored = self.context.translations or {}
        return [serialize(self.context, name, one) for name, one in stored.items()]


class TranslationService(ItemService):
    """Base of the services; a change is based on the translation at the address."""

    id_key = "language"

    def get_item(self, key: str) -> dict[str, Any]:
        found = find_translation(self.context, key)
        may_edit = may_translate(self.context, caller())
        return {**serialize(self.context, key, found), "is_editable": may_edit}

    #: For the description of the interface: those of any kind of item.
    all_keys = (*getFieldNamesInOrder(IAlertTranslation), *DECISION_KEYS)
    schemas = (IAlertTranslation,)

    @property
    def keys(self) -> tuple[str, ...]:  # type: ignore[override] # of each kind of item
        is_get = self.request.method == "GET"
        return () if is_get else (*schema_of(self.context), *DECISION_KEYS)

    def read(self, given: Mapping[str, Any]) -> dict[str, Any]:
        return read_values(schema_of(self.context), given)


class TranslationsGet(TranslationService):
    """``GET {item}/@translations``: all of them."""

    tagged = True

    def reply(self) -> dict[str, Any]:
        found = self.context.translations or {}
        return {
            "@id": self.url,
            "language": self.context.language,
            "items_total": len(found),
            "may_add": may_translate(self.context, self.user_id),
            "items": [self.get_item(language) for language in found],
        }


class TranslationsPost(TranslationService):
    """``POST {item}/@translations`` ``{"language", "title", …}``: add one; 201"""

    def check_caller(self) -> None:
        require_translator(self.context, self.user_id)

    def reply(self) -> dict[str, Any]:
        return self.created(
            add_translation(
                self.context,
                self.read(self.body),
                acting_user=self.user_id,
                decisions=read_decisions(self.body),
            )
        )


class OneTranslation(OneItemService, TranslationService):
    """Base of what is done with one translation."""

    of_others = frozenset({"original_changed", "is_editable"})

    def check_caller(self) -> None:
        find_translation(self.context, self.key)
        require_translator(self.context, self.user_id)


class TranslationGet(OneTranslation):
    """``GET {item}/@translations/{language}``: one translation."""

    tagged = True


class TranslationPatch(OneTranslation):
    """``PATCH {item}/@translations/{language}``: after what the original says now; 204"""

    def reply(self) -> None:
        given, stands = self.body, self.get_item(self.key)
        change_translation(
            self.context,
            self.key,
            self.read({name: stands.get(name) for name in self.keys} | given),
            acting_user=self.user_id,
            decisions=read_decisions(given),
        )


class TranslationDelete(OneTranslation):
    """``DELETE {item}/@translations/{language}``: remove it; 204"""

    def reply(self) -> None:
        remove_translation(self.context, self.key, acting_user=self.user_id)
