"""Pages of a PDF, and pictures, as small JPEGs, to be read without a download."""

import re
from cites.cug.core.programs.bounds import ProgramFailed, ProgramsBusy
from cites.cug.core.programs.external import run_bounded
from cites.cug.core.programs.workers import in_worker, Told, Work
from cites.cug.core.validation.errors import Missing
from cites.cug.library.items.file_texts import file_key, PDF
from cites.cug.library.items.page_store import keep_page, kept_page
from cites.cug.web.uploads.picture_scaling import size_of_picture, small_picture
from plone.namedfile.interfaces import INamedBlobFile
from typing import BinaryIO, NamedTuple


#: In pixels, of the longer side: for phones, and for large screens.
SIZES = (900, 1800)
#: How many pages are shown; for the others one has to download the file.
MOST_PAGES = 200
#: Bytes that poppler may write: about the pages, and for one picture.
MOST_WORDS, MOST_PICTURE = 2**20, 20 * 2**20
#: Seconds for each program: a reader waits, and a thread of the portal is occupied.
MOST_SECONDS = 20
PICTURES = "image/"
QUALITY = 80
PAGE_SIZE = re.compile(rb"^Page +\d+ size: +(\S+) x (\S+) pts", re.MULTILINE)
ROTATION = re.compile(rb"^Page +\d+ rot: +(\d+)", re.MULTILINE)
TOTAL = re.compile(rb"^Pages: +(\d+)", re.MULTILINE)


class Sheets(NamedTuple):
    """How many pages a file has, and ``(width, height)`` of the first of them."""

    total: int
    sizes: tuple[tuple[float, float], ...]


NOTHING = Sheets(0, ())


#: Pages of files that this process has opened before.
_known: dict[tuple[str, str], Sheets] = {}
MOST_KNOWN = 10_000


def sheets_of(item_uid: str, file: INamedBlobFile | None) -> Sheets:
    """The pages of a file; none for types that are not shown."""
    kind = (file.contentType or "") if file is not None else ""
    if kind != PDF and not kind.startswith(PICTURES):
        return NOTHING
    key = item_uid, file_key(file)
    if known := _known.get(key):
        return known
    found = _look(file)
    if found.total:  # what could not be opened may be so another time
        if len(_known) >= MOST_KNOWN:
            _known.clear()
        _known[key] = found
    return found


def _look(file: INamedBlobFile) -> Sheets:
    with file.open() as stored:
        if file.contentType == PDF:
            return _look_at_pdf(stored.name)
        try:
            told, _nothing = _in_worker(size_of_picture, stored)
        except (ProgramFailed, ProgramsBusy):
            return NOTHING
        return Sheets(1, (tuple(told["size"]),))


def _look_at_pdf(path: str) -> Sheets:
    try:
        command = ["pdfinfo", "-f", "1", "-l", str(MOST_PAGES), path]
        words = run_bounded(command, MOST_WORDS, MOST_SECONDS)
    except (ProgramFailed, ProgramsBusy):
        return NOTHING
    total = TOTAL.search(words)
    paper = [(float(wide), float(high)) for wide, high in PAGE_SIZE.findall(words)]
    turned = (int(degrees) % 180 for degrees in ROTATION.findall(words))
    sizes = tuple(
        size[::-1] if turn else size for size, turn in zip(paper, turned, strict=False)
    )
    return Sheets(int(total[1]) if total else 0, sizes)


def shown_size(sheet: tuple[float, float], size: int, kind: str) -> tuple[int, int]:
    """``(width, height)`` of a page whose longer side has ``size`` pixels."""
    shrink = size / max(*sheet, 1)
    if kind != PDF:
        shrink = min(shrink, 1)
    width, height = (max(round(side * shrink), 1) for side in sheet)
    return width, height


def sheet(item_uid: str, file: INamedBlobFile, number: int, size: int) -> bytes:
    """Page ``number``, from 1, as JPEG without mark. Raises Missing and ProgramsBusy."""
    if not 1 <= number <= len(sheets_of(item_uid, file).sizes):
        raise Missing(number)
    key = item_uid, file_key(file), number, size
    data = kept_page(*key)
    if data is None:
        with file.open() as stored:
            if file.contentType == PDF:
                data = _page_of_pdf(stored.name, number, size)
            else:
                data = _picture(stored, number, size)
        keep_page(data, *key)
    return data


def _page_of_pdf(path: str, number: int, size: int) -> bytes:
    page, longest = str(number), str(size)
    # The crop box: ``pdfinfo`` tells its size.
    command = ["pdftoppm", "-q", "-cropbox", "-singlefile", "-f", page, "-l", page]
    command += ["-scale-to", longest, "-jpeg", "-jpegopt", f"quality={QUALITY}", path]
    try:
        return run_bounded(command, MOST_PICTURE, MOST_SECONDS)
    except ProgramFailed as error:
        raise Missing(number) from error


def _picture(stored: BinaryIO, number: int, size: int) -> bytes:
    try:
        _told, data = _in_worker(small_picture, stored, size=size, quality=QUALITY)
    except ProgramFailed as error:
        raise Missing(number) from error
    return data


def _in_worker(work: Work, stored: BinaryIO, **arguments: int) -> tuple[Told, bytes]:
    bounds = {"seconds": MOST_SECONDS, "most_bytes": MOST_PICTURE}
    return in_worker(work, stored, **bounds, **arguments)
