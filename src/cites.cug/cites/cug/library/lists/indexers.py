"""What the catalog stores of library items, so that lists load none of them."""

from Acquisition import aq_parent
from cites.cug.access.author import author_of, is_unnamed
from cites.cug.access.guard import group_of
from cites.cug.core.fulltext.streams import WordFields
from cites.cug.core.validation.permit_number import normal_number
from cites.cug.interfaces import ILibraryItem
from cites.cug.library.items.alert import IAlert
from cites.cug.library.items.attachments import first_picture, IAttachedFile, IAttachment
from cites.cug.library.items.origins import codes_of_origins
from cites.cug.library.items.picture_hashes import bands, hashes_in
from cites.cug.library.lists.filters import FILTERS
from cites.cug.library.lists.searchable_text import attachment_text, word_fields
from cites.cug.library.tools.statistics.figures import write_figures
from cites.cug.library.tools.translations.texts import titles_of
from DateTime import DateTime
from plone import api
from plone.indexer import indexer
from typing import Any


@indexer(ILibraryItem)
def library_of(item) -> str:
    """UID of the group whose library contains the item."""
    group = group_of(item)
    if group is None:
        raise AttributeError("library_of")
    return group.UID()


def time_of(item) -> DateTime:
    """When it was published, or made if it was not yet."""
    published = item.effective_date
    return published if published is not None else item.created()


@indexer(ILibraryItem)
def library_time(item) -> float:
    """Minus the seconds since 1970 of the publication, or of the creation before that.

    Negative, as an index is read upwards and readers want the newest item first.
    """
    return -float(time_of(item))


@indexer(ILibraryItem)
def incident_day(item) -> int:
    """Minus the ordinal of the incident's day; 0, which comes last, without a date."""
    day = getattr(item, "incident_date", None)
    return -day.toordinal() if day else 0


@indexer(IAlert)
def library_figures(alert) -> str:
    """What statistics add up of an alert."""
    return write_figures(alert)


def seizure_form(number: str) -> str:
    """The form in which national seizure numbers are compared."""
    return normal_number(number)


@indexer(IAlert)
def library_seizure(alert) -> list[str]:
    """The national seizure number, however it is spelled, if readers are told it."""
    number = "" if is_unnamed(alert) else seizure_form(alert.seizure_id or "")
    return [number] if number else []


@indexer(IAlert)
def library_pictures(alert) -> list[str]:
    """What tells whether another alert has one of its pictures."""
    return [band for digits in hashes_in(alert) for band in bands(digits)]


@indexer(IAlert)
def library_unnamed(alert) -> list[str]:
    """The author of an alert of which readers are not told it. Nobody can ask for it."""
    return [author_of(alert)] if is_unnamed(alert) else []


@indexer(ILibraryItem)
def library_origins(item) -> list[str]:
    """UIDs of the items that this was made from."""
    return list(codes_of_origins(item))


@indexer(IAttachment)
def attachment_creator(attachment) -> str:
    """Whoever has added a picture or file is told where the author of its alert is."""
    return "" if is_unnamed(aq_parent(attachment)) else attachment.Creator()


@indexer(IAttachment)
def attachment_creators(attachment) -> tuple[str, ...]:
    """The same for Plone's list of them."""
    return () if is_unnamed(aq_parent(attachment)) else attachment.listCreators()


@indexer(ILibraryItem)
def no_interfaces(item) -> None:
    """Nobody asks for items by their interfaces, of which each has thirty."""
    raise AttributeError("object_provides")


@indexer(ILibraryItem)
def words_of_item(item) -> WordFields:
    """All words by which a search finds the item."""
    return word_fields(item)


@indexer(IAttachedFile)
def attachment_words(file) -> str:
    """The words of a file in an alert.

    Plone's own indexer would extract them with each change, and without limits.
    """
    return attachment_text(file)


@indexer(ILibraryItem)
def library_row(item) -> dict[str, Any]:
    """The row of the item in lists, with the keys that ``@library`` answers.

    Without the author of an unnamed alert: ``queries.rows_of`` adds it for who may know.
    ``picture`` is the name of its first picture.
    """
    is_alert = IAlert.providedBy(item)
    published = item.effective_date
    return {
        "type": item.portal_type,
        "title": item.title,
        "titles": titles_of(item),
        "description": item.description,
        "state": api.content.get_state(item, default=None),
        "handling": item.handling,
        "kind": item.alert_type if is_alert else item.document_type,
        "effective": published.ISO8601() if published is not None else None,
        "incident_date": (
            item.incident_date.isoformat() if is_alert and item.incident_date else None
        ),
        "country": item.incident_country if is_alert else None,
        "species": FILTERS["species"].values(item),
        "author": item.Creator() or None,
        "picture": first_picture(item) if is_alert else None,
        "modified": item.modified().ISO8601(),
    }
