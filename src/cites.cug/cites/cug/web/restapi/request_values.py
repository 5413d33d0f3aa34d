"""Reads the body of a request, JSON or a form: each value of its type, or a mistake.

Nothing is guessed. Mistakes are collected, so that the client gets all of them at once. A
value that is missing or wrong counts as its default.
"""

import binascii
import json
from base64 import b64decode
from cites.cug import _
from cites.cug.core.validation.characters import fit_text
from cites.cug.core.validation.errors import FieldErrors, Refusal
from cites.cug.core.validation.query_parameters import FLAGS
from cites.cug.web.restapi.field_deserializers import expect_type, iso_date
from cites.cug.web.uploads.files import Upload
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any
from zope.i18nmessageid import Message
from zope.schema import interfaces
from ZPublisher.HTTPRequest import FileUpload


TEXT = _("common_enter_a_text_error")
FLAG = _("common_give_true_or_false_error")
LIST = _("common_send_a_list_error")
FILE = _("common_add_a_file_error")
NO_OBJECT = _("web_request_values_request_json_object_text")
NO_OBJECT_OR_FORM = _("web_request_values_request_must_json_object_text")
#: The mistake of an unknown key.
CANNOT_BE_SET = _("web_request_values_set_here")


class RequestValues:
    """The values of a body by name; collects the mistakes in them."""

    def __init__(self, values: Mapping[str, Any], mistakes: FieldErrors):
        self.values, self.mistakes = values, mistakes

    def __contains__(self, name: str) -> bool:
        return name in self.values

    def read(self, field: Any, default: Any = None) -> Any:
        """Read the value of a schema's field, by the field's name and type.

        Null and an empty text mean no value, if the field is not required.
        """
        name = field.__name__
        if name not in self.values:
            return default
        if not interfaces.ICollection.providedBy(field):
            return self._one(name, field, self.values[name], default)
        entries = self._list(self.values[name])
        if not isinstance(entries, list):
            return self._wrong(name, LIST, default)
        if len(entries) > field.max_length:
            mapping = {"limit": field.max_length}
            text = _("common_more_than_entries_error", mapping=mapping)
            return self._wrong(name, text, default)
        found = [
            self._one(f"{name}[{position}]", field.value_type, one, None)
            for position, one in enumerate(entries)
        ]
        return tuple(dict.fromkeys(one for one in found if one is not None))

    def _one(self, place: str, field: Any, value: Any, default: Any) -> Any:
        empty = value is None or value == ""
        may_be_none = not field.required and field.missing_value is None
        is_flag = interfaces.IBool.providedBy(field)
        if empty and may_be_none and not is_flag:
            return None
        try:
            return self._converted(field, value)
        except interfaces.ValidationError as error:
            self.mistakes.add_error(place, error)
            return default

    def _converted(self, field: Any, value: Any) -> Any:
        if interfaces.IBool.providedBy(field):
            return expect_type(field, self._flag(value), bool)
        text = expect_type(field, value, str)
        if interfaces.IDate.providedBy(field):
            return iso_date(text, field)
        if interfaces.IText.providedBy(field):
            fit_text(text)
            if field.max_length is not None and len(text) > field.max_length:
                raise interfaces.TooLong(text).with_field_and_value(field, text)
        return text

    def uploads(self) -> list[Upload]:
        """The files of the field ``attachments``."""
        raise NotImplementedError

    def _list(self, value: Any) -> Any:
        return value

    def _flag(self, value: Any) -> Any:
        return value

    def _wrong(self, place: str, text: Message, instead: Any) -> Any:
        self.mistakes.add(place, text)
        return instead


class JsonGiven(RequestValues):
    """The values of a JSON object, with files in base64."""

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
            self._wrong(f"{place}.data", _("web_request_values_send_data_base64"), None)
        if content is None or not isinstance(filename, str):
            return None
        return Upload(filename, BytesIO(content))


class FormGiven(RequestValues):
    """The values of a form. A list is a repeated field, or separated by commas."""

    def _flag(self, value: Any) -> Any:
        return FLAGS.get(value) if isinstance(value, str) else None

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
                    text = _("web_request_values_send_files_field_attachments_text")
                    self.mistakes.add(name, text)
                elif one.filename or one.read(1):
                    found.append(Upload(one.filename or "", one))
        return found


def read_request_values(
    request: Any, mistakes: FieldErrors, takes_forms: bool = False
) -> RequestValues:
    """Read the body. Raises Refusal if it is no JSON object, and no accepted form.

    If no form is accepted, the body is read as JSON, whatever its content type.
    """
    kind = request.environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower()
    if kind == "multipart/form-data" and takes_forms:
        return FormGiven(request.form, mistakes)
    body = request.get("BODY") or b""
    is_json = kind == "application/json" or not (kind or body)
    values = json_object(body) if is_json or not takes_forms else None
    if values is None:
        raise Refusal(NO_OBJECT_OR_FORM if takes_forms else NO_OBJECT)
    return JsonGiven(values, mistakes)


def json_object(body: bytes) -> dict[str, Any] | None:
    """The object in a body; empty for no body, None if it is no object."""
    try:
        values = json.loads(body or b"{}")
    except (ValueError, RecursionError):
        return None
    return values if isinstance(values, dict) else None
