"""Permits in the body of a request: a file by itself, or a form with files."""

from cites.cug import _
from cites.cug.permits.formats.raw_permit import UnreadableFile
from cites.cug.permits.importing import ImportedFile
from cites.cug.validation.errors import FieldError, InvalidValues, Refusal
from collections.abc import Callable
from io import BytesIO
from typing import Any
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
    """What is handed in, to be read. Raises Refusal."""
    kind = request.environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower()
    files = READERS[kind](request) if kind in READERS else []
    if not files:
        text = _(
            "Permits are expected as one of these: ${types}.",
            mapping={"types": ", ".join(READERS)},
        )
        raise Refusal(text)
    return files


class UnreadablePermits(InvalidValues):
    """Each fault of what was handed in, with its line and file where there are."""

    def __init__(self, error: UnreadableFile):
        self.faults = error.faults
        super().__init__(
            [(fault.field or WHOLE, FieldError(fault.message)) for fault in self.faults]
        )

    def where(self, number: int) -> dict[str, Any]:
        fault = self.faults[number]
        return {
            **({"line": fault.line} if fault.line else {}),
            **({"file": fault.file} if fault.file else {}),
        }
