"""Files that members give: judged by their content, never by what they claim."""

import magic
from cites.cug import _
from cites.cug.intake.mistakes import Refused
from cites.cug.intake.pictures import check_picture
from cites.cug.intake.text import BREAKS
from cites.cug.intake.text import UNFIT
from cites.cug.intake.weight import file_too_large
from cites.cug.intake.weight import MAX_FILE_BYTES
from cites.cug.intake.zipped import check_zipped
from cites.cug.intake.zipped import ODF
from cites.cug.intake.zipped import OFFICE
from cites.cug.intake.zipped import ZIP
from cites.cug.intake.zipped import zipped_type
from collections.abc import Mapping
from io import BytesIO
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
    "application/msword": (".doc",),
    "application/vnd.ms-excel": (".xls",),
    "application/rtf": (".rtf",),
    "text/rtf": (".rtf",),
    "text/plain": (".txt", ".csv"),
    "text/csv": (".csv", ".txt"),
}
IMAGE_TYPES = {
    "image/jpeg": (".jpg", ".jpeg"),
    "image/png": (".png",),
    "image/webp": (".webp",),
    "image/gif": (".gif",),
    "image/tiff": (".tif", ".tiff"),
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
        text = _("Files of this type (${type}) are not accepted.", mapping={"type": kind})
        raise Refused(text)
    if not filename.lower().endswith(accepted[kind]):
        text = _(
            "The file is of type ${type}, which does not go with the name “${name}”.",
            mapping={"type": kind, "name": filename},
        )
        raise Refused(text)
    if kind in IMAGE_TYPES:
        check_picture(stream, kind)
    elif kind.startswith((OFFICE, ODF)):
        check_zipped(stream, size)
    stream.seek(0)
    return kind


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
        name = fit_name(filename)
        stream = BytesIO(data) if isinstance(data, bytes) else data
        kind = inspect(stream, name, self.accepted)
        return self._type(data=data, contentType=kind, filename=name)

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
