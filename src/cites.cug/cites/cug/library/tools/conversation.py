"""Sightings, corrections and translations of an item, as parts of what followed it."""

from cites.cug import _
from cites.cug.access.guard import caller, group_of
from cites.cug.core.codelists.lists import title
from cites.cug.core.codelists.vocabularies import reader_language
from cites.cug.library.items.alert import IAlert
from cites.cug.library.tools.corrections.queries import corrections_of
from cites.cug.library.tools.sightings.queries import sightings_of
from cites.cug.library.tools.translations.texts import translations_of, translator_of
from cites.cug.web.layout.conversation import FollowUp
from collections.abc import Iterator
from typing import Any


PROPOSED = _("library_conversation_correction_proposed")
WAITING = _("library_conversation_correction_awaiting_a_decision")


def follow_ups_of(item: Any) -> Iterator[FollowUp]:
    """Find those that the caller may see."""
    language = reader_language()
    above = len(group_of(item).getPhysicalPath())
    place = "/".join(item.getPhysicalPath()[above:])
    if IAlert.providedBy(item):
        for seen in sightings_of(item):
            words = {"country": title("country", seen.country, language)}
            yield FollowUp(
                "sighting",
                f"{place}/sightings",
                f"{place}/@sightings/{seen.id}",
                _("library_conversation_sighting_from", mapping=words),
                seen.user_id,
                seen.time,
            )
        for one in corrections_of(item, caller()):
            field = IAlert[one.field].title
            yield FollowUp(
                "correction",
                f"{place}/corrections",
                f"{place}/@corrections/{one.id}",
                _(WAITING if one.is_open else PROPOSED, mapping={"field": field}),
                one.user_id,
                one.time,
            )
    for code, translation in translations_of(item).items():
        words = {"language": title("language", code, language)}
        yield FollowUp(
            "translation",
            f"{place}?in={code}",
            f"{place}/@translations/{code}",
            _("library_conversation_translation", mapping=words),
            translator_of(item, translation),
            translation["created"],
        )
