"""Reads the exercise texts of ``data/`` (described in ``data/README.md``)."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any


DATA = Path(__file__).parent / "data"
#: State → the usual transitions that lead to it.
WAYS = {
    "draft": (),
    "pending": ("submit",),
    "enforcement": ("submit", "publish"),
    "shared": ("submit", "publish", "share"),
    "chosen": ("submit", "choose"),
    "archived": ("submit", "publish", "archive"),
}


@dataclass(frozen=True)
class Source:
    """The source of one alert or document; ``fields`` go to the item unchanged."""

    type: str
    language: str
    author: str
    state: str
    written: int
    fields: dict[str, Any]
    incident: int | None = None
    place: str | None = None
    seizure_number: int | None = None
    steps: tuple[str, ...] = ()
    readers: tuple[str, ...] = ()
    remarks: dict[str, str] = field(default_factory=dict)
    text: str = ""
    form: str = ""
    name: str = ""
    folder: str = ""
    picture: str = ""
    pictures: tuple[dict[str, Any], ...] = ()
    files: tuple[dict[str, Any], ...] = ()
    revisions: tuple[dict[str, Any], ...] = ()
    sightings: tuple[dict[str, Any], ...] = ()
    translations: tuple[dict[str, Any], ...] = ()


#: Keys that tell how to make an item; all others are fields of its type.
TOLD = frozenset(Source.__dataclass_fields__) - {"type", "fields"}


def sources(group_id: str) -> list[Source]:
    """Alerts and documents of a group, oldest first."""
    alerts = _read(group_id, "alerts*.toml", "alert", "Alert")
    documents = _read(group_id, "documents*.toml", "document", "LibraryDocument")
    return sorted([*alerts, *documents], key=lambda source: -source.written)


def folders(group_id: str) -> list[dict[str, str]]:
    """Folders of a group's library."""
    path = DATA / group_id / "folders.toml"
    return load(path)["folder"] if path.exists() else []


def messages(group_id: str) -> list[dict[str, Any]]:
    """Messages between members of a group, oldest first."""
    path = DATA / group_id / "messages.toml"
    return load(path)["message"] if path.exists() else []


def workspaces(group_id: str) -> list[dict[str, Any]]:
    """Workspaces of a group, with their topics."""
    path = DATA / group_id / "workspaces.toml"
    return load(path)["workspace"] if path.exists() else []


def permits() -> list[dict[str, Any]]:
    """Permits, which belong to no group."""
    return load(DATA / "permits.toml")["permit"]


@cache
def places() -> dict[str, dict[str, Any]]:
    """Invented places by key."""
    return load(DATA / "places.toml")


def picture(name: str) -> bytes:
    """A picture of the exercise, which is a JPEG file."""
    return (DATA / "pictures" / name).read_bytes()


def paper_language(language: str) -> str:
    """The language of papers: English where they have no words in the language."""
    return language if language in load(DATA / "labels.toml") else "en"


@lru_cache
def labels(language: str) -> dict[str, str]:
    """Texts of the files, by key."""
    words = load(DATA / "labels.toml")[language]
    return {key: drawn(text) for key, text in words.items()}


def drawn(text: str) -> str:
    """The text with the spaces that the typeface of papers has."""
    return text.replace("\u202f", "\u00a0")


def load(path: Path) -> dict[str, Any]:
    """The content of a TOML file."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _read(group_id: str, pattern: str, table: str, portal_type: str) -> Iterator[Source]:
    for path in sorted((DATA / group_id).glob(pattern)):
        content = load(path)
        for entry in content[table]:
            yield _source(portal_type, {"language": content.get("language"), **entry})


def _source(portal_type: str, entry: dict[str, Any]) -> Source:
    if portal_type == "Alert":
        entry["text"] = entry.pop("body")
    told = {key: value for key, value in entry.items() if key in TOLD}
    fields = {key: value for key, value in entry.items() if key not in TOLD}
    told.setdefault("steps", WAYS[entry["state"]])
    return Source(type=portal_type, fields=fields, **told)
