"""Permits in the body of a request: a file by itself, or a form with files."""

from cites.cug import _
from cites.cug.permits.formats.raw_permit import UnreadableFile
from cites.cug.permits.importing import ImportedFile
from cites.cug.restapi.content_deserializer import InvalidContent
from collections.abc import Callable
from io import BytesIO
from typing import Any
from zExceptions import BadRequest
from zope.i18n import translate
from ZPublisher.HTTPRequest import FileUpload


#: Stands for a field where a fault is about all that is handed in.
WHOLE = "permits"


def _form(request: Any) -> list[ImportedFile]:
    """Whatever its fields are called."""
    values = request.form.values()
    return [
        ImportedFile(one.filename, one)
        for value in values
        for one in (value if isinstance(value, list) else [value])
        if isinstance(one, FileUpload) and one.filename
    ]


def _body(request: Any) -> list[ImportedFile]:
    return [ImportedFile("", BytesIO(request.get("BODY") or b""))]


#: By the type that a request says it has.
READERS: dict[str, Callable[[Any], list[ImportedFile]]] = {
    "application/json": _body,
    "application/xml": _body,
    "text/xml": _body,
    "multipart/form-data": _form,
}


def files_in(request: Any) -> list[ImportedFile]:
    """What is handed in, to be read. Raises BadRequest."""
    kind = request.environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower()
    files = READERS[kind](request) if kind in READERS else []
    if not files:
        text = _(
            "Permits are expected as one of these: ${types}.",
            mapping={"types": ", ".join(READERS)},
        )
        raise BadRequest(translate(text, context=request))
    return files


def invalid(request: Any, error: UnreadableFile) -> InvalidContent:
    """The error to raise: each fault with its field and, where there is one, its line."""
    return InvalidContent(
        [
            {
                "field": fault.field or WHOLE,
                "message": translate(fault.message, context=request),
                **({"line": fault.line} if fault.line else {}),
                **({"file": fault.file} if fault.file else {}),
            }
            for fault in error.faults
        ]
    )
