"""Files that members give: judged by their content, never by what they claim."""

import logging
import os
from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.access.publication import published_group
from cites.cug.core.programs.bounds import ProgramFailed, ProgramsBusy
from cites.cug.core.programs.workers import file_from_worker, load, Told, Work
from cites.cug.core.validation.characters import BREAKS, UNFIT
from cites.cug.core.validation.errors import InvalidValue, shown
from cites.cug.core.validation.message_data import read_message
from cites.cug.web.limits.use import Limit, use_without_limit
from cites.cug.web.uploads import inspection
from cites.cug.web.uploads.cleaning_notices import note_removed
from cites.cug.web.uploads.request_limits import file_too_large
from cites.cug.web.uploads.virus_scanner import refuse_infected
from cites.cug.web.uploads.zip_archives import ODF, OFFICE
from cites.cug.wsgi.body_limits import max_file_bytes, USUAL_FILE_BYTES
from cites.nonnominal.files.cleaned import FoundMetadata
from collections.abc import Iterator, Mapping
from io import BytesIO
from itertools import chain
from pathlib import PurePath
from plone.namedfile.field import NamedBlobFile, NamedBlobImage
from plone.namedfile.interfaces import INamed, INamedField, IStorage
from plone.namedfile.utils import safe_basename
from plone.rest.interfaces import IAPIRequest
from shutil import copyfileobj
from typing import Any, BinaryIO, NamedTuple
from zope.component import adapter
from zope.globalrequest import getRequest
from zope.interface import Attribute, implementer
from zope.processlifetime import IProcessStarting
from ZPublisher.HTTPRequest import FileUpload


logger = logging.getLogger(__name__)
MAX_NAME_LENGTH = 200
#: Where files are of the usual size; where larger ones are taken, all get more.
MOST_SECONDS = 30
TOO_MUCH = _("web_file_takes_too_much_text")
BUSY = _("web_files_too_many_files_being_text")
RETRY_AFTER = "5"
#: Type by content → name endings it may have; the first is the usual one.
DOCUMENT_TYPES = {
    "application/pdf": (".pdf",),
    f"{OFFICE}wordprocessingml.document": (".docx",),
    f"{OFFICE}spreadsheetml.sheet": (".xlsx",),
    f"{OFFICE}presentationml.presentation": (".pptx",),
    f"{ODF}text": (".odt",),
    f"{ODF}spreadsheet": (".ods",),
    f"{ODF}presentation": (".odp",),
    "text/plain": (".txt", ".csv"),
    "text/csv": (".csv", ".txt"),
}
IMAGE_TYPES = {
    "image/jpeg": (".jpg", ".jpeg"),
    "image/png": (".png",),
    "image/webp": (".webp",),
    "image/gif": (".gif",),
    "image/tiff": (".tif", ".tiff"),
    "image/heic": (".heic", ".heif"),
}
#: What is stored of these has another ending.
STORED_ENDINGS = {"image/heic": ".jpg"}
Types = Mapping[str, tuple[str, ...]]


class Upload(NamedTuple):
    """A file that is handed in; its type is found out from its content."""

    filename: str
    stream: BinaryIO


class AnnouncedFile(NamedTuple):
    """A file that is still to come: nothing of it is known but its name."""

    filename: str


def uploads_in(form: Mapping[str, Any]) -> list[Upload]:
    """Files that were sent with a form."""
    found = form.get("files", [])
    found = found if isinstance(found, list) else [found]
    return [
        Upload(one.filename, one)
        for one in found
        if isinstance(one, FileUpload) and one.filename
    ]


def content_type(stream: BinaryIO) -> str:
    """Find the media type by the content. Raises Refused."""
    check_size(stream)
    return in_bounds(inspection.tell_type, stream, "")[0]["kind"]


def inspect(stream: BinaryIO, filename: str, accepted: Types) -> str:
    """Judge a file and return its media type. Raises Refused if it may not be taken."""
    check_size(stream)
    told, _content = in_bounds(
        inspection.look, stream, filename, filename=filename, accepted=dict(accepted)
    )
    return told["kind"]


def check_size(stream: BinaryIO) -> None:
    """Raise InvalidValue for a file that is empty, or larger than members may send."""
    size = stream.seek(0, 2)
    stream.seek(0)
    if size > max_file_bytes():
        raise InvalidValue(file_too_large())
    if size == 0:
        raise InvalidValue(_("web_the_file_is_empty_error"))


def in_bounds(
    work: Work, stream: BinaryIO, name: str, **arguments: Any
) -> tuple[Told, bytes]:
    """As ``file_in_bounds``, for what is small enough to be held in memory."""
    told, file = file_in_bounds(work, stream, name, **arguments)
    with file:
        return told, file.read()


def file_in_bounds(
    work: Work, stream: BinaryIO, name: str, **arguments: Any
) -> tuple[Told, BinaryIO]:
    """Call a function on a file in a worker and return what it tells, and its file.

    Raises Refused, also where all workers are busy; programs get ProgramsBusy instead.
    """
    largest = max_file_bytes()
    # A cleaned file may be larger than what was handed in.
    bounds = {
        "seconds": MOST_SECONDS * max(1, largest // USUAL_FILE_BYTES),
        "most_bytes": 2 * largest + 2**20,
    }
    try:
        told, file = file_from_worker(work, stream, **bounds, **arguments)
    except ProgramFailed as error:
        logger.warning("a file of type %r: %s", PurePath(name).suffix[:10], error)
        raise InvalidValue(TOO_MUCH) from error
    except ProgramsBusy:
        request = getRequest()
        if request is None or IAPIRequest.providedBy(request):
            raise
        # The form is shown again, with all that was typed.
        request.response.setStatus(503, lock=1)
        request.response.setHeader("Retry-After", RETRY_AFTER)
        raise InvalidValue(BUSY) from None
    finally:
        stream.seek(0)
    if "refused" in told:
        file.close()
        raise InvalidValue(*map(read_message, told["refused"]))
    return told, file


class TakenFile(NamedTuple):
    """A file as it may be stored: a temporary one, open at its beginning."""

    filename: str
    content_type: str
    stream: BinaryIO

    @property
    def size(self) -> int:
        """In bytes."""
        return os.fstat(self.stream.fileno()).st_size

    def pieces(self, most: int) -> Iterator[bytes]:
        """The content, once, in pieces of at most so many bytes; then it is closed."""
        with self.stream as stream:
            stream.seek(0)
            while piece := stream.read(most):
                yield piece


def accept_upload(stream: BinaryIO, filename: str, accepted: Types) -> TakenFile:
    """The one way in for files: judged, looked at for viruses, cleaned. Raises Refused,
    or OverLimit.

    What was taken out is told to the sender, by ``uploads.cleaning_notices``.
    """
    name = fit_name(filename)
    use_without_limit(published_group(), caller(), Limit.UPLOADS)
    cleaned = _cleaned(stream, name, accepted)
    if cleaned.given in STORED_ENDINGS:
        name = PurePath(name).stem + STORED_ENDINGS[cleaned.given]
    note_removed(name, cleaned.removed)
    return TakenFile(name, cleaned.content_type, cleaned.stream)


def metadata_of(stream: BinaryIO, filename: str) -> list[FoundMetadata]:
    """List what cleaning would remove from a file, and keep nothing. Raises Refused."""
    cleaned = _cleaned(stream, fit_name(filename), DOCUMENT_TYPES | IMAGE_TYPES)
    cleaned.stream.close()
    return cleaned.removed


class _Cleaned(NamedTuple):
    #: Media type of the file that was handed in.
    given: str
    content_type: str
    stream: BinaryIO
    removed: list[FoundMetadata]


def _cleaned(stream: BinaryIO, name: str, accepted: Types) -> _Cleaned:
    check_size(stream)
    refuse_infected(stream)
    told, cleaned = file_in_bounds(
        inspection.clean_upload, stream, name, filename=name, accepted=dict(accepted)
    )
    found = [FoundMetadata(*one) for one in told["removed"]]
    return _Cleaned(told["kind"], told["content_type"], cleaned, found)


def fit_name(filename: str) -> str:
    """Cut the folders of the sender's machine from the name of a file."""
    name = safe_basename(filename).strip()
    if UNFIT.search(name) or BREAKS.search(name):
        raise InvalidValue(_("web_files_name_file_contains_control_error"))
    if not name or len(name) > MAX_NAME_LENGTH:
        text = _("web_file_needs_name_most_text", mapping={"limit": MAX_NAME_LENGTH})
        raise InvalidValue(text)
    return name


class ICheckedFile(INamedField):
    """Field of a file whose content is looked at before anything is stored."""

    accepted = Attribute("Media types with the name endings each may have.")

    def take(data, filename):
        """The field's value of a file that is handed in, bytes or a stream."""

    def announced(filename):
        """The field's value of a file that is still to come."""


class Checked:
    """What fields of files and of pictures share."""

    accepted: Types = {}
    #: The class of the value; the field of plone.namedfile beside this one has it.
    _type: Any

    def take(self, data: bytes | BinaryIO, filename: str) -> Any:
        stream = BytesIO(data) if isinstance(data, bytes) else data
        name, kind, cleaned = accept_upload(stream, filename, self.accepted)
        with cleaned:
            return self._type(data=cleaned, contentType=kind, filename=name)

    def announced(self, filename: str) -> Any:
        """A value without content, if a file of that name may be taken."""
        name = fit_name(filename)
        if not name.lower().endswith(tuple(chain.from_iterable(self.accepted.values()))):
            mapping = {"type": shown(PurePath(name).suffix)}
            raise InvalidValue(
                _("web_uploads_files_type_accepted_error", mapping=mapping)
            )
        return self._type(filename=name)

    def _validate(self, value):
        # Not the base class's, which reads the whole file into memory.
        if not INamed.providedBy(value):
            raise InvalidValue(_("common_add_a_file_error"))
        with value.open() as stream:
            inspect(stream, fit_name(value.filename or ""), self.accepted)


@implementer(ICheckedFile)
class DocumentFile(Checked, NamedBlobFile):
    """Documents and pictures: for documents of the library and files in an alert."""

    accepted = DOCUMENT_TYPES | IMAGE_TYPES


@implementer(ICheckedFile)
class PictureFile(Checked, NamedBlobImage):
    """Pictures in an alert."""

    accepted = IMAGE_TYPES


@implementer(IStorage)
class TemporaryFileStorage:
    """Copies a temporary file into a blob; Plone knows files with a name only."""

    def store(self, data: BinaryIO, blob: Any) -> None:
        data.seek(0)
        with blob.open("w") as target:
            copyfileobj(data, target)


@adapter(IProcessStarting)
def load_workers(_event: Any) -> None:
    """Load the workers when the portal starts, so that the first file is not slow."""
    load(inspection.__name__)
