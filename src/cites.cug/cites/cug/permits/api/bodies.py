"""Permits in the body of a request: one file as the body, or a form with several
files.
"""

from cites.cug import _
from cites.cug.core.validation.errors import Refusal
from cites.cug.permits.importing import ImportedFile
from collections.abc import Callable
from io import BytesIO
from typing import Any
from ZPublisher.HTTPRequest import FileUpload


def _form(request: Any) -> list[ImportedFile]:
    """All files of a form, whatever its fields are called."""
    values = request.form.values()
    return [
        ImportedFile(one.filename, one)
        for value in values
        for one in (value if isinstance(value, list) else [value])
        if isinstance(one, FileUpload) and one.filename
    ]


def _body(request: Any) -> list[ImportedFile]:
    return [ImportedFile("", BytesIO(request.get("BODY") or b""))]


#: What finds the files, by the Content-Type of the request.
READERS: dict[str, Callable[[Any], list[ImportedFile]]] = {
    "application/json": _body,
    "application/xml": _body,
    "text/xml": _body,
    "multipart/form-data": _form,
}


def files_in(request: Any) -> list[ImportedFile]:
    """The files of a request. Raises Refusal if there are none, or not of a known
    type.
    """
    kind = request.environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower()
    files = READERS[kind](request) if kind in READERS else []
    if not files:
        text = _(
            "Permits are expected as one of these: ${types}.",
            mapping={"types": ", ".join(READERS)},
        )
        raise Refusal(text)
    return files
