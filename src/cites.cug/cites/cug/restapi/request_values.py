"""What a request hands in, as JSON or as a form: each value of its type, or a mistake.

Nothing is guessed. What is wrong is collected, so that all of it is said at once; a value
that is missing or wrong counts as its default.
"""

import binascii
import json
from base64 import b64decode
from cites.cug import _
from cites.cug.uploads.files import Upload
from cites.cug.validation.characters import UNFIT
from cites.cug.validation.errors import FieldErrors
from cites.cug.validation.query_parameters import FLAGS
from collections.abc import Iterator
from collections.abc import Mapping
from datetime import date
from io import BytesIO
from typing import Any
from zope.i18nmessageid import Message
from ZPublisher.HTTPRequest import FileUpload


TEXT = _("A text is expected.")
FLAG = _("Yes or no is expected: true or false.")
DAY = _("A date like 2026-01-31 is expected.")
LIST = _("A list is expected.")
FILE = _("A file is expected.")
#: Of user ids and codes; a text has its own limits.
MAX_NAME = 200
MAX_NAMES = 5000
ISO_DAY = len("2026-01-31")


class UnreadableRequest(ValueError):
    """The request holds neither a JSON object nor a form."""


class RequestValues:
    """Values by name, and what is wrong with them."""

    def __init__(self, values: Mapping[str, Any], mistakes: FieldErrors):
        self.values, self.mistakes = values, mistakes

    def __contains__(self, name: str) -> bool:
        return name in self.values

    def text(self, name: str, default: str = "") -> str:
        value = self.values.get(name, default)
        return value if isinstance(value, str) else self._wrong(name, TEXT, default)

    def name(self, name: str, default: str | None = None) -> str | None:
        """A short text; null and an empty one stand for none."""
        value = self.values.get(name, default)
        if value is None or value == "":
            return None
        return value if self._is_name(name, value) else default

    def day(self, name: str, default: date | None = None) -> date | None:
        """Null and an empty text stand for none."""
        value = self.values.get(name, default)
        if value is None or value == "" or name not in self.values:
            return value or None
        try:
            if isinstance(value, str) and len(value) == ISO_DAY:
                return date.fromisoformat(value)
        except ValueError:
            pass
        return self._wrong(name, DAY, default)

    def flag(self, name: str, default: bool = False) -> bool:
        value = self.values.get(name, default)
        return value if isinstance(value, bool) else self._wrong(name, FLAG, default)

    def names(self, name: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Short texts, each once."""
        if name not in self.values:
            return default
        value = self._list(self.values[name])
        if not isinstance(value, list):
            return self._wrong(name, LIST, default)
        if len(value) > MAX_NAMES:
            text = _(
                "There are more than ${limit} entries.", mapping={"limit": MAX_NAMES}
            )
            return self._wrong(name, text, default)
        found = [
            one
            for position, one in enumerate(value)
            if self._is_name(f"{name}[{position}]", one)
        ]
        return tuple(dict.fromkeys(found))

    def uploads(self) -> list[Upload]:
        """The files in ``attachments``."""
        raise NotImplementedError

    def _list(self, value: Any) -> Any:
        return value

    def _is_name(self, place: str, value: Any) -> bool:
        if not isinstance(value, str):
            return self._wrong(place, TEXT, False)
        if len(value) > MAX_NAME:
            mapping = {"limit": MAX_NAME}
            text = _("The text is longer than ${limit} characters.", mapping=mapping)
            return self._wrong(place, text, False)
        if UNFIT.search(value):
            text = _("The text holds control characters. Please type it anew.")
            return self._wrong(place, text, False)
        return True

    def _wrong(self, place: str, text: Message, instead: Any) -> Any:
        self.mistakes.add(place, text)
        return instead


class JsonGiven(RequestValues):
    """From a JSON object; files in base64."""

    def uploads(self) -> list[Upload]:
        value = self.values.get("attachments", [])
        if not isinstance(value, list):
            return self._wrong("attachments", LIST, [])
        found = (
            self._upload(f"attachments[{position}]", one)
            for position, one in enumerate(value)
        )
        return [one for one in found if one is not None]

    def _upload(self, place: str, value: Any) -> Upload | None:
        if not isinstance(value, dict):
            return self._wrong(place, FILE, None)
        filename, data = value.get("filename"), value.get("data")
        if not isinstance(filename, str):
            self._wrong(f"{place}.filename", TEXT, None)
        try:
            content = b64decode(data, validate=True) if isinstance(data, str) else None
        except (binascii.Error, ValueError):
            content = None
        if content is None:
            self._wrong(f"{place}.data", _("Data in base64 is expected."), None)
        if content is None or not isinstance(filename, str):
            return None
        return Upload(filename, BytesIO(content))


class FormGiven(RequestValues):
    """From a form with files; a list is a field that comes several times, or commas."""

    def flag(self, name: str, default: bool = False) -> bool:
        value = self.values.get(name)
        if value is None:
            return default
        known = isinstance(value, str) and value in FLAGS
        return FLAGS[value] if known else self._wrong(name, FLAG, default)

    def _list(self, value: Any) -> list[Any]:
        return list(self._entries(value))

    def _entries(self, value: Any) -> Iterator[Any]:
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, str):
                yield from (part.strip() for part in one.split(",") if part.strip())
            else:
                yield one

    def uploads(self) -> list[Upload]:
        found: list[Upload] = []
        for name, value in self.values.items():
            for one in value if isinstance(value, list) else [value]:
                if not isinstance(one, FileUpload):
                    if name == "attachments" and one != "":
                        self.mistakes.add(name, FILE)
                elif name != "attachments":
                    text = _("Files are expected in the field “attachments”.")
                    self.mistakes.add(name, text)
                elif one.filename or one.read(1):
                    found.append(Upload(one.filename or "", one))
        return found


def read_request_values(request: Any, mistakes: FieldErrors) -> RequestValues:
    """What the request hands in; raises Unreadable."""
    kind = request.environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        return FormGiven(request.form, mistakes)
    body = request.get("BODY") or b""
    if kind != "application/json" and (kind or body):
        raise UnreadableRequest(kind)
    try:
        values = json.loads(body or b"{}")
    except (ValueError, RecursionError) as error:
        raise UnreadableRequest(kind) from error
    if not isinstance(values, dict):
        raise UnreadableRequest(kind)
    return JsonGiven(values, mistakes)
