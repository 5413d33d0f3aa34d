"""Content that holds one of everything, each object marked with words of its own.

A canary is a word that stands nowhere else: a response that holds it has shown that
object. UIDs serve as canaries too, and so do the random parts of addresses.
"""

import base64
import hashlib
import json
from cites.cug.access.guard import caller, group_of
from cites.cug.access.policy import NAMING_STATES, WORKFLOWS
from cites.cug.core.sql.session import write_session
from cites.cug.library.items.actions import set_state
from cites.cug.library.items.readers import reader_keys
from cites.cug.library.tools.corrections.models import Correction
from cites.cug.library.tools.sightings.models import Sighting
from cites.cug.library.tools.sightings.queries import written_audience
from datetime import datetime, UTC
from io import BytesIO
from PIL import Image
from plone import api
from plone.app.textfield.value import RichTextValue
from plone.namedfile.file import NamedBlobFile, NamedBlobImage
from sqlalchemy import insert
from tests.library.fields import TEXT_FIELDS
from typing import Any, NamedTuple


#: Kinds that are something else's past: its address is no secret of theirs.
PASTS = frozenset({"past", "earlier"})
ITEM_STATES = tuple(WORKFLOWS["cug_library_workflow"])
FOLDER_STATES = tuple(WORKFLOWS["cug_folder_workflow"])


class Canaried(NamedTuple):
    """One object, or its past: where it is and the words that only it shows."""

    name: str
    group: str
    path: str
    uid: str
    #: One of the canaries, that one would search for.
    word: str
    canaries: frozenset[str]

    def without(self, words: set[str]) -> "Canaried":
        return self._replace(canaries=self.canaries - words)

    @property
    def kind(self) -> str:
        return self.name.partition(" ")[0]


def canary(*parts: str) -> str:
    """The word for a field of an object; the same in each run."""
    digest = hashlib.sha256("/".join(parts).encode()).digest()
    return "zq" + base64.b32encode(digest)[:14].decode().lower()


def png(name: str) -> bytes:
    """A picture large enough to be scaled."""
    data = BytesIO()
    shade = sum(name.encode()) % 200
    Image.new("RGB", (900, 600), (shade, shade, shade)).save(data, "PNG")
    return data.getvalue()


def _picture(name: str) -> NamedBlobImage:
    return NamedBlobImage(png(name), "image/png", f"{name}.png")


def _file(name: str, text: str) -> NamedBlobFile:
    data = f"found: {text}\n".encode()
    return NamedBlobFile(data, "text/plain", f"{name}.txt")


#: Whom items with chosen readers name: one reader of each kind.
READERS = {
    "cheetahs": (
        "member:police-xa",
        "country:XC",
        "organisation:INTERPOL (exercise)",
    ),
    "ivory": ("category:customs",),
}


def bring_to(item: Any, state: str) -> None:
    """Put it into a state; what was reported has been there to be read before."""
    if state == "reported":
        set_state(item, "enforcement")
    readers = {"readers": READERS[group_of(item).id]} if state in NAMING_STATES else {}
    set_state(item, state, **readers)


def add_correction(alert: Any, note: str) -> None:
    """A correction that waits for a decision; its id is that of the alert."""
    now = datetime.now(UTC)
    row = {
        "id": alert.UID(),
        "group_uid": group_of(alert).UID(),
        "item_uid": alert.UID(),
        "author_id": alert.Creator(),
        "user_id": alert.Creator(),
        "field": "location",
        "before": "null",
        "value": json.dumps(note),
        "note": note,
        "state": "open",
        "decided_by": None,
        "answer": "",
        "time": now,
        "changed": now,
    }
    write_session().execute(insert(Correction.__table__).values(row))


def add_row(alert: Any, note: str) -> None:
    """A sighting for the readers that the alert has now; its id is that of the alert."""
    now = datetime.now(UTC)
    row = {
        "id": alert.UID(),
        "group_uid": group_of(alert).UID(),
        "item_uid": alert.UID(),
        "user_id": alert.Creator(),
        "country": "XB",
        "day": None,
        "quantity": None,
        "note": note,
        "audience": written_audience(reader_keys(alert)),
        "time": now,
        "changed": now,
        "opened": None,
    }
    write_session().execute(insert(Sighting.__table__).values(row))


def translation(word: str) -> dict[str, Any]:
    """A translation by whoever is logged in, with the word in each of its texts."""
    now, texts = datetime.now(UTC), ("title", "description", "body")
    stored = {"translator": caller(), "created": now, "changed": now, "original": ""}
    return {**dict.fromkeys(texts, word), **stored}


class Builder:
    """Fills one group; whoever is logged in becomes the author."""

    def __init__(self, group: Any):
        self.group = group
        self.made: list[Canaried] = []

    def note(self, name: str, obj: Any, words: dict[str, str]) -> Any:
        path = "/".join(obj.getPhysicalPath()[2:])
        canaries = frozenset(words.values())
        made = Canaried(name, self.group.id, path, obj.UID(), words["title"], canaries)
        if made.kind not in PASTS:
            made = made._replace(canaries=canaries | {obj.UID(), obj.getId()})
        self.made.append(made)
        return obj

    def words(self, name: str, *fields: str) -> dict[str, str]:
        return {field: canary(self.group.id, name, field) for field in fields}

    def create(self, container: Any, portal_type: str, name: str, **values) -> Any:
        obj_id = canary(self.group.id, name, "id")
        return api.content.create(container, portal_type, id=obj_id, **values)

    def name_containers(self) -> None:
        """Give the group and its library words of their own too."""
        for name, obj in (("group", self.group), ("library", self.group.library)):
            words = self.words(name, "title", "description")
            obj.title, obj.description = words["title"], words["description"]
            obj.reindexObject()
            self.note(name, obj, words)
            path_words = {obj.getId()}
            self.made.append(self.made.pop().without(path_words))

    def folder(self, container: Any, state: str) -> Any:
        name = f"folder {state}"
        words = self.words(name, "title", "description")
        folder = self.create(container, "LibraryFolder", name, **words)
        bring_to(folder, state)
        return self.note(name, folder, words)

    def alert(self, container: Any, name: str, state: str) -> Any:
        words = self.words(f"alert {name}", *TEXT_FIELDS)
        names = ("body", "species", "sighting", "correction", "french")
        more = self.words(f"alert {name}", *names)
        alert = self.create(
            container,
            "Alert",
            f"alert {name}",
            **words,
            body=RichTextValue(f"<p>{more['body']}</p>", "text/html"),
            translations={"fr": translation(more["french"])},
            specimens=[{"species": more["species"], "term": "LIV", "quantity": 3.0}],
            alert_type="seizure",
            handling="green",
            incident_country="XA",
            alleged_origin="XB",
            concealment=["parcel"],
            transport_mode=["mail"],
        )
        self.note(f"alert {name}", alert, words | more)
        add_correction(alert, more["correction"])
        self.attach(alert, name)
        self.give_past(alert, name, words["title"])
        bring_to(alert, state)
        add_row(alert, more["sighting"])
        return alert

    def attach(self, holder: Any, name: str, kinds=("image", "file")) -> None:
        image_name, file_name = (f"{kind} {name}" for kind in kinds)
        words = self.words(image_name, "title", "description")
        more = self.words(image_name, "name")
        image = _picture(more["name"])
        image = self.create(holder, "Image", image_name, image=image, **words)
        self.note(image_name, image, words | more)
        words = self.words(file_name, "title", "description")
        more = self.words(file_name, "name", "text")
        file = self.create(holder, "File", file_name, file=_file(**more), **words)
        self.note(file_name, file, words | more)

    def document(self, container: Any, name: str, state: str) -> Any:
        words = self.words(f"document {name}", "title", "description")
        more = self.words(f"document {name}", "name", "text")
        species = self.words(f"document {name}", "species")
        document = self.create(
            container,
            "LibraryDocument",
            f"document {name}",
            **words,
            document_type="report",
            handling="green",
            file=_file(**more),
            species=list(species.values()),
        )
        self.note(f"document {name}", document, words | more | species)
        bring_to(document, state)
        return document

    def give_past(self, alert: Any, name: str, title: str) -> None:
        """An earlier title, a note to the version and a remark to the reviewer."""
        words = self.words(f"past {name}", "title", "version", "remark")
        alert.title = words["title"]
        api.portal.get_tool("portal_repository").save(alert, comment=words["version"])
        alert.title = title
        alert.reindexObject()
        api.content.transition(alert, "submit", comment=words["remark"])
        self.note(f"past {name}", alert, words)
