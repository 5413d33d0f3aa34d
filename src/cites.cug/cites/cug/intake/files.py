"""Files that members give: judged by their content, never by what they claim."""

import magic
from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.access.publication import published_group
from cites.cug.intake.mistakes import Refused
from cites.cug.intake.pictures import check_picture
from cites.cug.intake.pictures import FORMATS
from cites.cug.intake.removed import note_removed
from cites.cug.intake.scanner import refuse_infected
from cites.cug.intake.text import BREAKS
from cites.cug.intake.text import UNFIT
from cites.cug.intake.weight import file_too_large
from cites.cug.intake.weight import MAX_FILE_BYTES
from cites.cug.intake.zipped import check_zipped
from cites.cug.intake.zipped import ODF
from cites.cug.intake.zipped import OFFICE
from cites.cug.intake.zipped import ZIP
from cites.cug.intake.zipped import zipped_type
from cites.cug.limits.rules import Limit
from cites.cug.limits.use import use_anyway
from cites.cug.nonnominal.files.cleaned import Cleaned
from cites.cug.nonnominal.files.cleaned import Found
from cites.cug.nonnominal.files.cleaned import Uncleanable
from cites.cug.nonnominal.files.cleaning import clean
from collections.abc import Mapping
from io import BytesIO
from pathlib import PurePath
from plone.namedfile.field import NamedBlobFile
from plone.namedfile.field import NamedBlobImage
from plone.namedfile.interfaces import INamed
from plone.namedfile.interfaces import INamedField
from plone.namedfile.utils import safe_basename
from typing import Any
from typing import BinaryIO
from typing import NamedTuple
from zope.interface import Attribute
from zope.interface import implementer
from ZPublisher.HTTPRequest import FileUpload


HEAD_BYTES = 64 * 2**10
MAX_NAME_LENGTH = 200
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
#: What a program may have used → in what it can be saved instead.
SAVE_AS = {
    "application/msword": "DOCX",
    "application/vnd.ms-excel": "XLSX",
    "application/vnd.ms-powerpoint": "PPTX",
    "application/rtf": "DOCX",
    "text/rtf": "DOCX",
    "image/heif": "JPEG",
    "image/bmp": "PNG",
}
Types = Mapping[str, tuple[str, ...]]


class Upload(NamedTuple):
    """A file that is handed in; its type is found out from its content."""

    filename: str
    stream: BinaryIO


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
    """Media type by content."""
    stream.seek(0)
    head = stream.read(HEAD_BYTES)
    if head.startswith(ZIP):
        return zipped_type(stream)
    return magic.from_buffer(head, mime=True)


def inspect(stream: BinaryIO, filename: str, accepted: Types) -> str:
    """Media type of a file that may be taken; reads no more of it than it must."""
    size = stream.seek(0, 2)
    if size > MAX_FILE_BYTES:
        raise Refused(file_too_large())
    if size == 0:
        raise Refused(_("The file is empty."))
    kind = content_type(stream)
    if kind not in accepted:
        raise _not_accepted(kind)
    if not filename.lower().endswith(accepted[kind]):
        text = _(
            "The file is of type ${type}, which does not go with the name “${name}”.",
            mapping={"type": kind, "name": filename},
        )
        raise Refused(text)
    if kind in FORMATS:
        check_picture(stream, kind)
    elif kind.startswith((OFFICE, ODF)):
        check_zipped(stream, size)
    stream.seek(0)
    return kind


def _not_accepted(kind: str) -> Refused:
    mapping = {"type": kind, "better": SAVE_AS.get(kind, "")}
    if kind in SAVE_AS:
        text = _(
            "Files of this type (${type}) cannot be cleaned. Save it as ${better}.",
            mapping=mapping,
        )
        return Refused(text)
    return Refused(_("Files of this type (${type}) are not accepted.", mapping=mapping))


class TakenFile(NamedTuple):
    """A file as it may be stored."""

    filename: str
    content_type: str
    content: bytes


def take_file(stream: BinaryIO, filename: str, accepted: Types) -> TakenFile:
    """The one way in for files: judged, looked at for viruses, cleaned. Raises Refused,
    or OverLimit.

    What was taken out is told to the sender, by ``intake.removed``.
    """
    name = fit_name(filename)
    use_anyway(published_group(), caller(), Limit.UPLOADS)
    kind = inspect(stream, name, accepted)
    cleaned = _cleaned(stream.read(), kind)
    if kind in STORED_ENDINGS:
        name = PurePath(name).stem + STORED_ENDINGS[kind]
    note_removed(name, cleaned.removed)
    return TakenFile(name, cleaned.content_type, cleaned.content)


def metadata_of(stream: BinaryIO, filename: str) -> list[Found]:
    """What would be taken out of a file, which is not kept. Raises Refused."""
    kind = inspect(stream, fit_name(filename), DOCUMENT_TYPES | IMAGE_TYPES)
    return _cleaned(stream.read(), kind).removed


def _cleaned(content: bytes, kind: str) -> Cleaned:
    refuse_infected(content)
    try:
        return clean(content, kind)
    except Uncleanable as error:
        raise Refused(error.message) from error


def fit_name(filename: str) -> str:
    """The file's name without the folders of the sender's machine."""
    name = safe_basename(filename).strip()
    if UNFIT.search(name) or BREAKS.search(name):
        raise Refused(_("The name of the file holds control characters."))
    if not name or len(name) > MAX_NAME_LENGTH:
        text = _(
            "A file needs a name of at most ${limit} characters.",
            mapping={"limit": MAX_NAME_LENGTH},
        )
        raise Refused(text)
    return name


class ICheckedFile(INamedField):
    """Field of a file whose content is looked at before anything is stored."""

    accepted = Attribute("Media types with the name endings each may have.")

    def take(data, filename):
        """The field's value of a file that is handed in, bytes or a stream."""


class Checked:
    """What fields of files and of pictures share."""

    accepted: Types = {}

    def take(self, data: bytes | BinaryIO, filename: str) -> Any:
        stream = BytesIO(data) if isinstance(data, bytes) else data
        name, kind, content = take_file(stream, filename, self.accepted)
        return self._type(data=content, contentType=kind, filename=name)

    def _validate(self, value):
        # Not the base class's, which reads the whole file into memory.
        if not INamed.providedBy(value):
            raise Refused(_("A file is expected."))
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
