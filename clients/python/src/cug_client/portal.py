"""A portal and its groups, as a member or a service account may use them."""

import base64
import mimetypes
from collections.abc import Iterable, Iterator, Mapping
from cug_client.changes import ChangeFollower
from cug_client.connection import Connection
from pathlib import Path
from typing import Any, BinaryIO


Item = dict[str, Any]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
REPORTS = {"csv": "text/csv", "xlsx": XLSX, "json": "application/json"}
STIX = "application/stix+json;version=2.1"


class Portal:
    """A portal, asked with a token."""

    def __init__(self, url: str, token: str, **options: Any):
        """``options``: see ``Connection``."""
        self.connection = Connection(url, token, **options)

    def group(self, name: str) -> "Group":
        """A closed user group by the last part of its address."""
        return Group(self.connection, name)

    def download(self, url: str, target: Path) -> int:
        """Write a file of the portal, by its address; how many bytes it has."""
        # Views of content are not for programs alone, as services are.
        accept = "*/*" if "/@@" in url else "application/json"
        return self.connection.download(url, target, accept=accept)

    def permit(self, country: str, number: str) -> Item | None:
        """The permit with exactly this number, in any spelling; None if there is none."""
        asked = {"country": country, "number": number}
        found: list[Item] = self.connection.get("@permits", asked)["items"]
        return found[0] if found else None

    def permits(self, **filters: Any) -> Iterator[Item]:
        """Permits by what they are about: ``species``, ``country``, ``status`` …"""
        return self.connection.items("@permits/search", filters)

    def send_permits(self, files: Iterable[Path], key: str | None = None) -> Item:
        """Hand in permits as CITES e-permits (XML); how many were new, or changed."""
        opened: dict[str, tuple[str, bytes, str]] = {}
        for number, path in enumerate(files):
            content = path.read_bytes()
            opened[f"file{number}"] = (path.name, content, "application/xml")
        answer: Item = self.connection.post("@permits", files=opened, key=key)
        return answer


class Group:
    """A closed user group."""

    def __init__(self, connection: Connection, name: str):
        self.connection, self.name = connection, name

    def path(self, *parts: str) -> str:
        return "/".join((self.name, *parts))

    # Library

    def library(self, **filters: Any) -> Iterator[Item]:
        """The items of the library: ``type``, ``state``, ``species``, ``q`` …"""
        return self.connection.items(self.path("@library"), filters)

    def item(self, url: str) -> Item:
        """All of an item, by its ``@id``."""
        found: Item = self.connection.get(url)
        return found

    def add_alert(self, fields: Mapping[str, Any], key: str | None = None) -> Item:
        """Add a draft of an alert."""
        body = {"@type": "Alert", **fields}
        made: Item = self.connection.post(self.path("library"), body, key=key)
        return made

    def add_document(
        self, path: Path, fields: Mapping[str, Any], key: str | None = None
    ) -> Item:
        """Add a draft of a document, with its file."""
        file = {**file_of(path), "encoding": "base64"}
        body = {"@type": "LibraryDocument", "file": file, **fields}
        made: Item = self.connection.post(self.path("library"), body, key=key)
        return made

    # Messages

    def messages(self, **filters: Any) -> Iterator[Item]:
        """Messages as lists show them: ``folder``, ``unread``, ``q`` …"""
        return self.connection.items(self.path("@messages"), filters)

    def message(self, message_id: str) -> Item:
        """One whole message; the portal then counts it as read."""
        found: Item = self.connection.get(self.path("@messages", message_id))
        return found

    def send_message(
        self,
        subject: str,
        body: str,
        *,
        handling: str,
        to: Iterable[str] = (),
        categories: Iterable[str] = (),
        countries: Iterable[str] = (),
        files: Iterable[Path] = (),
        key: str | None = None,
        **more: Any,
    ) -> Item:
        """Send a message once, however often it is tried with the same ``key``."""
        told = {
            **{"subject": subject, "body": body, "handling": handling},
            **{"to": list(to), "categories": list(categories)},
            **{"countries": list(countries), "attachments": list(map(file_of, files))},
        }
        sent = {name: value for name, value in told.items() if value != []}
        path = self.path("@messages")
        made: Item = self.connection.post(path, {**sent, **more}, key=key)
        return made

    # Exchange

    def changes(self, cursor_file: Path) -> ChangeFollower:
        """What has changed since the last run; the file keeps how far that came."""
        return ChangeFollower(self.connection, self.path("@changes"), cursor_file)

    def misp_event(self, alert_url: str) -> Item:
        """An alert as a MISP event."""
        found: Item = self.connection.get(f"{alert_url}/@misp")
        return found

    def stix_bundle(self, alert_url: str) -> Item:
        """An alert as a STIX 2.1 bundle."""
        found: Item = self.connection.get(f"{alert_url}/@stix")
        return found

    def trade_report(self, country: str, year: int, target: Path) -> int:
        """Write the annual illegal trade report, as the name of the file ends."""
        kind = target.suffix.lstrip(".").lower()
        if kind not in REPORTS:
            raise ValueError(f"{target.name} must end with one of {', '.join(REPORTS)}.")
        asked = {"country": country, "year": year}
        path = self.path("@illegal-trade-report")
        return self.connection.download(path, target, accept=REPORTS[kind], params=asked)

    def import_seizures(
        self, name: str, table: BinaryIO, *, key: str | None = None, **options: Any
    ) -> Item:
        """Make drafts of all seizures of a table (CSV, XLSX), or none."""
        files = {"file": (name, table)}
        path = self.path("@alert-imports")
        made: Item = self.connection.post(path, options, files=files, key=key)
        return made

    # Members

    def members(self, **filters: Any) -> Iterator[Item]:
        """The directory, as far as one may see it."""
        return self.connection.items(self.path("@members"), filters)


def file_of(path: Path) -> dict[str, str]:
    """A file as JSON has it, in base64."""
    kind, _encoding = mimetypes.guess_type(path.name)
    return {
        "filename": path.name,
        "content-type": kind or "application/octet-stream",
        "data": base64.b64encode(path.read_bytes()).decode(),
    }
