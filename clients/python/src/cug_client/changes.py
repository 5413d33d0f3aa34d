"""Following what changes in a group, from one run of a program to the next."""

import json
import os
from collections.abc import Iterator
from cug_client.connection import Connection
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, NamedTuple


ADDED, CHANGED, WITHDRAWN = "added", "changed", "withdrawn"


class Change(NamedTuple):
    """A change of one thing that the caller may see, or no longer can."""

    kind: str
    uid: str
    #: ``Alert``, ``LibraryDocument``, ``Topic``, ``Permit`` …
    type: str
    #: Its address, to be asked for what is there now.
    url: str
    #: In ISO 8601, with its zone.
    modified: str

    @property
    def is_withdrawn(self) -> bool:
        """Whether what is held of it must be taken out."""
        return self.kind == WITHDRAWN


class ChangeFollower:
    """The changes of a group since the last run; a file keeps how far that came.

    The file is written when a page of changes has been worked through: whoever is
    interrupted is told of that page again, and misses nothing.
    """

    def __init__(self, connection: Connection, path: str, cursor_file: Path):
        self._connection, self._path = connection, path
        self.cursor_file = cursor_file

    @property
    def cursor(self) -> str | None:
        """Where the next run goes on; None begins with all that can be seen."""
        if not self.cursor_file.exists():
            return None
        kept = json.loads(self.cursor_file.read_text(encoding="utf-8"))
        return str(kept["cursor"]) if kept.get("of") == self._name else None

    @property
    def _name(self) -> str:
        return self._connection.address(self._path)

    def begin_anew(self) -> None:
        """Forget how far it came. What is held of the group must be discarded too."""
        self.cursor_file.unlink(missing_ok=True)

    def __iter__(self) -> Iterator[Change]:
        """All changes until now. Raises CugError; of type ``Gone``: begin anew."""
        more = True
        while more:
            page = self._connection.get(self._path, {"since": self.cursor})
            yield from map(_change, page["items"])
            self._keep(page["cursor"])
            more = page["more"]

    def _keep(self, cursor: str) -> None:
        kept = {"of": self._name, "cursor": cursor}
        folder = self.cursor_file.parent
        with NamedTemporaryFile("w", dir=folder, delete=False, encoding="utf-8") as file:
            json.dump(kept, file)
        os.replace(file.name, self.cursor_file)


def _change(told: dict[str, Any]) -> Change:
    return Change(
        told["change"], told["UID"], told["@type"], told["@id"], told["modified"]
    )
