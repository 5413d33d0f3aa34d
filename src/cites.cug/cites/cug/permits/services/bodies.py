"""Permits in the body of a request: a file by itself, or a form with files."""

from cites.cug import _
from cites.cug.intake.json_content import InvalidContent
from cites.cug.permits.formats.given import Unreadable
from cites.cug.permits.importing import File
from collections.abc import Callable
from io import BytesIO
from typing import Any
from zExceptions import BadRequest
from zope.i18n import translate
from ZPublisher.HTTPRequest import FileUpload


#: Stands for a field where a fault is about all that is handed in.
WHOLE = "permits"


def _form(request: Any) -> list[File]:
    """Whatever its fields are called."""
    values = request.form.values()
    return [
        File(one.filename, one)
        for value in values
        for one in (value if isinstance(value, list) else [value])
        if isinstance(one, FileUpload) and one.filename
    ]


def _body(request: Any) -> list[File]:
    return [File("", BytesIO(request.get("BODY") or b""))]


#: By the type that a request says it has.
READERS: dict[str, Callable[[Any], list[File]]] = {
    "application/json": _body,
    "application/xml": _body,
    "text/xml": _body,
    "multipart/form-data": _form,
}


def files_in(request: Any) -> list[File]:
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


def invalid(request: Any, error: Unreadable) -> InvalidContent:
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
