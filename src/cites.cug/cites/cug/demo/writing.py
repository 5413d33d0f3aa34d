"""Makes the exercise items as members would, each step by an account that may do it.

The acting member's own rights decide on adding, transitions and changes, so that members
could have made all of the demonstration by hand.
"""

from cites.cug.core.sql.proofs import change_proven
from cites.cug.core.sql.session import write_session
from cites.cug.demo.calendar import set_back, written
from cites.cug.demo.prose import html
from cites.cug.demo.sources import Source
from cites.cug.demo.texts import demo_language, marked, told_in_each_language
from cites.cug.demo.values import (
    alert_values,
    document_values,
    file_values,
    picture_values,
    rich_text,
)
from cites.cug.library.tools.sightings.actions import add_sighting
from cites.cug.library.tools.sightings.models import Sighting
from cites.cug.library.tools.translations.actions import add_translation
from cites.cug.mailing.models import Notice
from datetime import datetime, timedelta
from plone import api
from plone.app.versioningbehavior.behaviors import IVersionable
from plone.dexterity.utils import addContentToContainer, createContent, iterSchemata
from sqlalchemy import delete
from typing import Any
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent
from zope.schema import getFieldsInOrder, ValidationError


SECRETARIAT = "secretariat"
#: Transitions that the author makes. The Secretariat makes all others.
AUTHORS_STEPS = frozenset({"submit", "retract"})


def write_folder(library: Any, told: dict[str, str]) -> Any:
    """Make a folder of the library, as the Secretariat."""
    fields = ("title", "description")
    texts = told_in_each_language(told, fields, demo_language())
    with api.env.adopt_user(SECRETARIAT):
        folder = _add(library, "LibraryFolder", **texts)
        if told["state"] == "shared":
            api.portal.get_tool("portal_workflow").doActionFor(folder, "share")
    return folder


def write_item(container: Any, source: Source, now: datetime) -> Any:
    """Make an alert or a document, with its transitions and revisions.

    Raises ValueError for a value that no member could have saved.
    """
    make = alert_values if source.type == "Alert" else document_values
    with api.env.adopt_user(source.author):
        try:
            values = make(source, now)
        except ValidationError as error:  # only specimens are read from text
            title = source.fields["title"]
            raise ValueError(f"{title}: specimens: {error!r}") from error
        item = _add(container, source.type, **values)
        _attach(item, source)
    _move(item, source)
    for told in source.translations:
        _translate(item, told, written(source, now))
    with api.env.adopt_user(SECRETARIAT):
        for revision in source.revisions:
            _revise(item, revision)
    set_back(item, source, now)
    for told in source.sightings:
        _see(item, told, written(source, now))
    return item


def _add(container: Any, portal_type: str, **values: Any) -> Any:
    content = createContent(portal_type, **values)
    for schema in iterSchemata(content):
        _check(content, schema)
    return addContentToContainer(container, content)


def _check(content: Any, schema: Any) -> None:
    for name, field in getFieldsInOrder(schema):
        try:
            field.bind(content).validate(getattr(schema(content), name, None))
        except ValidationError as error:
            problem = f"{content.title}: {name}: {error!r}"
            raise ValueError(problem) from error


def _attach(item: Any, source: Source) -> None:
    for told in source.pictures:
        _add(item, "Image", **picture_values(told, source))
    for told in source.files:
        _add(item, "File", **file_values(told, source))


def _move(item: Any, source: Source) -> None:
    workflows = api.portal.get_tool("portal_workflow")
    for step in source.steps:
        actor = source.author if step in AUTHORS_STEPS else SECRETARIAT
        with api.env.adopt_user(actor):
            details = {"readers": tuple(source.readers)} if step == "choose" else {}
            comment = source.remarks.get(step, "")
            workflows.doActionFor(item, step, comment=comment, **details)


def _see(alert: Any, told: dict[str, Any], start: datetime) -> None:
    """Add a sighting on the day that is told. Nobody needs a notice of it any more."""
    at = start + timedelta(days=told["after"])
    values = {
        "country": told["country"],
        "date": at.date() - timedelta(days=1),
        "quantity": told.get("quantity"),
        "note": told["note"],
    }
    with api.env.adopt_user(told["by"]):
        made = add_sighting(alert, values, acting_user=told["by"])
    records, notice = write_session(), Notice.__table__
    change_proven(records, Sighting, Sighting.id == made, time=at, changed=at)
    records.execute(delete(notice).where(notice.c.reference == made))


def _translate(item: Any, told: dict[str, Any], start: datetime) -> None:
    at = start + timedelta(days=told["after"])
    texts = {
        "language": told["language"],
        "title": marked(told["title"]),
        "description": told["description"],
        "body": html(told.get("body", "")),
    }
    with api.env.adopt_user(told["by"]):
        made = add_translation(item, texts, acting_user=told["by"])
    times = {"created": at, "changed": at}
    item.translations = {**item.translations, made: item.translations[made] | times}


def _revise(item: Any, revision: dict[str, Any]) -> None:
    for name, value in revision.items():
        if name == "add_to_body":
            item.body = rich_text(f"{item.body.raw}\n<p><i>{value}</i></p>")
        elif name not in {"after", "note"}:
            setattr(item, name, value)
    version = IVersionable(item)
    version.changeNote = revision["note"]
    notify(ObjectModifiedEvent(item))
    # The request keeps the note, and all items of the demonstration share the request.
    version.changeNote = ""
