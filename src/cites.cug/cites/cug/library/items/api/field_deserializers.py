"""Values from JSON for the kinds of field that only the library has."""

from base64 import b64decode
from cites.cug import _
from cites.cug.core.validation.errors import InvalidValue
from cites.cug.interfaces import ICugLayer
from cites.cug.library.items.permit_references import (
    IPermitReferences,
    MAX_PERMITS,
    read_permits,
)
from cites.cug.library.items.specimens import ISpecimens, MAX_LINES, read_lines
from cites.cug.web.restapi.field_deserializers import JsonField
from cites.cug.web.uploads.files import AnnouncedFile, ICheckedFile, Upload
from cites.cug.web.uploads.request_limits import file_too_large
from cites.cug.wsgi.body_limits import MAX_JSON_FILE_BYTES
from plone.app.textfield.interfaces import IRichText
from plone.app.textfield.value import RichTextValue
from plone.dexterity.interfaces import IDexterityContent
from tempfile import TemporaryFile
from typing import Any, BinaryIO
from zope.component import adapter
from ZPublisher.HTTPRequest import FileUpload


#: Characters of base64 that are decoded at once: four of them are three bytes.
PIECE = 4 * 2**16


@adapter(ISpecimens, IDexterityContent, ICugLayer)
class JsonSpecimens(JsonField):
    """Takes a list of objects, each with the columns of ``ISpecimen``."""

    def read(self, value: Any) -> list[Any]:
        lines = self.expect(value, list)
        # Too many are refused by their number, before each of them is read.
        return lines if len(lines) > MAX_LINES else read_lines(lines)


@adapter(IPermitReferences, IDexterityContent, ICugLayer)
class JsonPermits(JsonField):
    """Takes a list of objects, each with ``country`` and ``number``."""

    def read(self, value: Any) -> list[Any]:
        permits = self.expect(value, list)
        return permits if len(permits) > MAX_PERMITS else read_permits(permits)


@adapter(IRichText, IDexterityContent, ICugLayer)
class JsonRichText(JsonField):
    """Takes HTML, or what a GET answers: ``{"data": HTML, "content-type": …}``."""

    def read(self, value: Any) -> RichTextValue | None:
        if isinstance(value, dict):
            if value.get("content-type", "text/html") != "text/html":
                raise InvalidValue(_("library_field_deserializers_text_must_html_error"))
            value = value.get("data")
        if not isinstance(value, str):
            raise InvalidValue(_("common_enter_a_text_error"))
        return self.field.value(value)


@adapter(ICheckedFile, IDexterityContent, ICugLayer)
class JsonFile(JsonField):
    """Takes ``{"data", "encoding": "base64", "filename"}``.

    An object without ``data``, as a GET answers it, leaves the file as it is. A file of
    a form, or one that came in pieces, is taken as it came.
    """

    def __call__(self, value: Any) -> Any:
        if isinstance(value, AnnouncedFile):
            return self.field.announced(value.filename)
        return super().__call__(value)

    def read(self, value: Any) -> Any:
        if isinstance(value, Upload):
            return self.field.take(value.stream, value.filename)
        if isinstance(value, FileUpload):
            return self.field.take(value, value.filename or "")
        if not isinstance(value, dict):
            raise InvalidValue(_("common_add_a_file_error"))
        if "data" not in value:
            return getattr(self.context, self.field.__name__, None)
        data, name = value["data"], value.get("filename")
        if not isinstance(data, str) or not isinstance(name, str):
            raise InvalidValue(
                _("library_field_deserializers_file_needs_name_content_error")
            )
        with TemporaryFile() as decoded:
            self.decode(data, value.get("encoding"), decoded)
            return self.field.take(decoded, name)

    def decode(self, data: str, encoding: Any, target: BinaryIO) -> None:
        """Write the content in pieces: ``data`` is as large as a file may be."""
        if len(data) > MAX_JSON_FILE_BYTES * 4 // 3 + 4:
            raise InvalidValue(file_too_large())
        try:
            if encoding not in (None, "base64"):
                raise ValueError(encoding)
            # Padding belongs to the end of the whole, and not of a piece.
            if encoding and data.find("=", 0, len(data) - 2) >= 0:
                raise ValueError(data[:10])
            for start in range(0, len(data), PIECE):
                piece = data[start : start + PIECE]
                target.write(
                    b64decode(piece, validate=True) if encoding else piece.encode()
                )
        except ValueError as error:  # binascii.Error is one too
            text = _("library_field_deserializers_content_file_must_base64_text")
            raise InvalidValue(text) from error
