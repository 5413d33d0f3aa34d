"""The addresses at which files leave the portal: Plone's, with our rules.

``delivered`` decides between the original and a copy that is marked with the reader's
name. Each file that leaves is put on record; scaled pictures on pages are not.
"""

import os
from cites.cug.access.guard import caller
from cites.cug.core.programs.bounds import ProgramFailed
from cites.cug.core.programs.workers import file_from_worker
from cites.cug.core.trail.trail import record
from cites.cug.library.items.marks.mark import library_item, mark_for_caller
from cites.cug.library.items.marks.pdf import marked_pdf
from cites.cug.library.items.marks.pictures import marked_picture
from cites.cug.library.items.versions import item_then
from cites.cug.web.downloads import streamed
from cites.cug.wsgi.body_limits import max_file_bytes
from io import BytesIO
from plone.namedfile.browser import DisplayFile, Download
from plone.namedfile.interfaces import INamed
from plone.namedfile.scaling import ImageScale, ImageScaling
from plone.namedfile.utils import set_headers
from typing import Any, BinaryIO, NamedTuple
from zExceptions import Forbidden, NotFound
from ZPublisher.HTTPRangeSupport import parseRange
from ZPublisher.Iterators import filestream_iterator


PDF, PICTURES = "application/pdf", "image/"
#: Limits for making a copy, for which somebody waits: seconds, and how many times the
#: largest file it may have.
MOST_SECONDS, MOST_TIMES = 20, 4


def can_be_marked(content_type: str) -> bool:
    """Whether a mark can be written over files of this media type: PDF and pictures."""
    return content_type == PDF or content_type.startswith(PICTURES)


class MarkedCopy(NamedTuple):
    """A file with the reader's name in it, shaped as Plone's functions expect it."""

    #: Open at its beginning.
    stream: BinaryIO
    contentType: str
    filename: str

    def getSize(self) -> int:
        """In bytes."""
        return os.fstat(self.stream.fileno()).st_size


def delivered(content: Any, file: Any, *codes: str) -> MarkedCopy | None:
    """The caller's own marked copy of a file; None: give out the original.

    ``codes`` are handling codes that count beside the item's own. Raises Forbidden for a
    file that cannot be marked.
    """
    if not INamed.providedBy(file) or not can_be_marked(file.contentType):
        return None
    words = mark_for_caller(content, *codes)
    if words is None:
        return None
    work = marked_pdf if file.contentType == PDF else marked_picture
    source = file.open() if hasattr(file, "open") else BytesIO(file.data)
    try:
        with source:
            told, copy = file_from_worker(work, source, **_bounds(), words=words)
    except ProgramFailed as error:
        raise Forbidden("The file cannot be marked.") from error
    return MarkedCopy(copy, told["kind"], file.filename)


def _bounds() -> dict[str, int]:
    most = MOST_TIMES * max_file_bytes()
    return {"seconds": MOST_SECONDS, "most_bytes": most}


def note_delivery(content: Any, field: str, marked: bool, **detail: Any) -> None:
    """Record that a file of the library has been given out."""
    if library_item(content) is not None:
        detail = {"field": field, "marked": marked, **detail}
        record(
            "library.download", target=content, acting_user=caller() or "", detail=detail
        )


class MarkedDownload(Download):
    """``@@download``: gives out the caller's copy."""

    def _getFile(self) -> Any:
        """Refuses attributes that are no files, which Plone's method would give out."""
        file = super()._getFile()
        if not INamed.providedBy(file):
            raise NotFound(self.fieldname)
        return file

    def __call__(self) -> Any:
        file = self._getFile()
        copy = delivered(self.context, file)
        note_delivery(self.context, self.fieldname, copy is not None)
        if copy is not None:
            self.set_headers(copy)
            return refuse_ranges(copy, self.request.response)
        if self.request.getHeader("Range") or not hasattr(file, "open"):
            return super().__call__()
        self.set_headers(file)
        with file.open() as stored:
            return streamed(stored)

    def handle_request_range(self, file: Any) -> dict[str, int]:
        """Which part is asked for. All of the file where that is more than it has.

        Plone's method would look for a place before the beginning of the file.
        """
        ranges = parseRange(self.request.getHeader("Range", ""))
        if ranges and ranges[0][0] + file.getSize() < 0:
            return {}
        return super().handle_request_range(file)


class MarkedDisplay(MarkedDownload, DisplayFile):
    """``@@display-file``"""


def refuse_ranges(copy: MarkedCopy, response: Any) -> filestream_iterator:
    """The whole copy in pieces, for an answer that cannot be continued.

    Each copy is made anew with the time in it, so parts of two copies do not fit
    together.
    """
    response.setHeader("Accept-Ranges", "none")
    with copy.stream:
        return streamed(copy.stream)


class MarkedScale(ImageScale):
    """A picture in some size. In its own size it counts as the file itself."""

    data: Any

    def index_html(self) -> Any:
        """Give out the picture. Zope publishes only methods that have a docstring."""
        self.validate_access()
        copy = delivered(self.context, self.data)
        if self.data is getattr(self.context, self.fieldname, None):
            note_delivery(self.context, self.fieldname, copy is not None)
        if copy is None:
            return super().index_html()
        self.data = copy
        self.set_headers()
        return refuse_ranges(copy, self.request.response)


class MarkedScaling(ImageScaling):
    """``@@images``"""

    _scale_view_class = MarkedScale


class VersionDownload(Download):
    """``@@download-version?version_id=0&field_id=file``: an earlier file."""

    def __call__(self) -> Any:
        number, self.fieldname = self._asked()
        then = item_then(self.context, number + 1)
        file = getattr(then, self.fieldname, None)
        if not INamed.providedBy(file):
            raise NotFound(self.fieldname)
        # The version, or its file, may have a stricter code than the item has now.
        codes = filter(None, [getattr(then, "handling", None)])
        copy = delivered(self.context, file, *codes)
        note_delivery(self.context, self.fieldname, copy is not None, version=number + 1)
        if copy is not None:
            set_headers(copy, self.request.response, filename=file.filename)
            return refuse_ranges(copy, self.request.response)
        set_headers(file, self.request.response, filename=file.filename)
        with file.open() as stored:
            return streamed(stored)

    def _asked(self) -> tuple[int, str]:
        form = self.request.form
        number, name = str(form.get("version_id", "")), str(form.get("field_id", ""))
        if not number.isdecimal():
            raise NotFound("version_id")
        return int(number), name
