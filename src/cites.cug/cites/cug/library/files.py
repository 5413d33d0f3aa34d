"""Files that members give: judged by their content, never by what they claim."""

import magic
from cites.cug import _
from io import BytesIO
from plone.namedfile.interfaces import INamed
from zipfile import BadZipFile
from zipfile import ZipFile
from zope.interface import Invalid


MAX_BYTES = 50 * 2**20
#: How far a zipped document may grow, in all and against its packed size.
MAX_UNPACKED_BYTES = 500 * 2**20
MAX_UNPACKING_RATIO = 100
HEAD_BYTES = 64 * 2**10

OFFICE = "application/vnd.openxmlformats-officedocument."
ODF = "application/vnd.oasis.opendocument."
#: Type by content → name endings it may have.
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
    "text/csv": (".csv",),
}
IMAGE_TYPES = {
    "image/jpeg": (".jpg", ".jpeg"),
    "image/png": (".png",),
    "image/webp": (".webp",),
    "image/gif": (".gif",),
    "image/tiff": (".tif", ".tiff"),
}
ZIPPED = (OFFICE, ODF)


def content_type(data: bytes) -> str:
    """Media type by content."""
    return magic.from_buffer(data[:HEAD_BYTES], mime=True)


def _check_zip(data: bytes) -> None:
    try:
        sizes = [info.file_size for info in ZipFile(BytesIO(data)).infolist()]
    except BadZipFile as error:
        raise Invalid(_("The file is damaged and cannot be read.")) from error
    limit = min(MAX_UNPACKED_BYTES, max(len(data), 2**20) * MAX_UNPACKING_RATIO)
    if sum(sizes) > limit:
        raise Invalid(_("The file grows too large when it is unpacked."))


def _check(value: INamed, allowed: dict[str, tuple[str, ...]]) -> bool:
    if value.getSize() > MAX_BYTES:
        text = _(
            "The file is larger than ${limit} MB.",
            mapping={"limit": MAX_BYTES // 2**20},
        )
        raise Invalid(text)
    data = value.data
    kind = content_type(data)
    if kind not in allowed:
        text = _("Files of this type (${type}) are not accepted.", mapping={"type": kind})
        raise Invalid(text)
    name = (value.filename or "").lower()
    if name and not name.endswith(allowed[kind]):
        text = _(
            "The file is of type ${type}, which does not go with the name “${name}”.",
            mapping={"type": kind, "name": value.filename},
        )
        raise Invalid(text)
    if kind.startswith(ZIPPED):
        _check_zip(data)
    # What browsers are told is what the content is.
    value.contentType = kind
    return True


def acceptable_document(value: INamed) -> bool:
    """Documents and pictures: for documents of the library and files in an alert."""
    return _check(value, DOCUMENT_TYPES | IMAGE_TYPES)


def acceptable_image(value: INamed) -> bool:
    """Pictures in an alert."""
    return _check(value, IMAGE_TYPES)
