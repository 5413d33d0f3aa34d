"""Lists the metadata of a picture: EXIF, GPS, XMP, IPTC, comments.

The list only informs the sender. Other modules decide what is kept, so a block that
cannot be read here is removed all the same.
"""

import warnings
from cites.nonnominal.files.cleaned import names, Removed
from collections.abc import Callable, Iterator
from contextlib import suppress
from io import BytesIO
from lxml import etree
from PIL import ExifTags, Image, ImageFile, IptcImagePlugin
from typing import Any


#: Blocks of EXIF: number, name in the list, names of its tags.
BLOCKS = (
    (ExifTags.IFD.Exif, "EXIF", ExifTags.TAGS),
    (ExifTags.IFD.GPSInfo, "GPS", ExifTags.GPSTAGS),
    (ExifTags.IFD.Interop, "EXIF", ExifTags.TAGS),
    (ExifTags.IFD.IFD1, "EXIF thumbnail", ExifTags.TAGS),
)
#: Tags of the layout of pixels, which are not listed.
LAYOUT = names(
    "ImageWidth ImageLength BitsPerSample Compression PhotometricInterpretation"
    " StripOffsets StripByteCounts RowsPerStrip SamplesPerPixel PlanarConfiguration"
    " TileOffsets TileByteCounts TileWidth TileLength Predictor SampleFormat"
    " FillOrder XResolution YResolution ResolutionUnit ExifOffset GPSInfo"
    " ExifInteroperabilityOffset XMLPacket IPTCNAA ImageResources InterColorProfile"
    " ColorMap ExtraSamples YCbCrSubSampling YCbCrPositioning JPEGTables"
    " NewSubfileType ReferenceBlackWhite"
)
#: The usual data sets of IPTC IIM, record 2.
IPTC = {
    5: "Object name",
    25: "Keywords",
    55: "Date created",
    80: "By-line",
    90: "City",
    101: "Country",
    105: "Headline",
    110: "Credit",
    115: "Source",
    116: "Copyright",
    120: "Caption",
}
#: Keys of texts in Pillow's ``info``.
OTHER_TEXTS = ("comment", "Description", "Software")


def orientation_of(picture: Image.Image) -> int:
    """The orientation by EXIF, from 1 (upright) to 8."""
    with suppress(Exception):
        turned = int(picture.getexif().get(ExifTags.Base.Orientation, 1))
        return turned if 1 <= turned <= 8 else 1
    return 1


def describe(data: bytes, removed: Removed) -> None:
    """Note all metadata that Pillow finds in a picture."""
    with warnings.catch_warnings(), suppress(Exception):
        warnings.simplefilter("ignore")
        with Image.open(BytesIO(data)) as picture:
            for read in (_exif, _xmp, _iptc, _texts):
                _note(read, picture, removed)


Read = Callable[[ImageFile.ImageFile], Iterator[tuple[str, object]]]


def _note(read: Read, picture: ImageFile.ImageFile, removed: Removed) -> None:
    with suppress(Exception):  # decoders raise of every kind
        for key, value in read(picture):
            removed.add(key, value)


def _exif(picture: Image.Image) -> Iterator[tuple[str, object]]:
    exif = picture.getexif()
    yield from _block(exif, "EXIF", ExifTags.TAGS)
    for place, name, tags in BLOCKS:
        yield from _block(exif.get_ifd(place), name, tags)


def _block(block: Any, name: str, tags: dict[int, str]) -> Iterator[tuple[str, object]]:
    for tag, value in block.items():
        title = tags.get(tag, f"0x{tag:04x}")
        if title in LAYOUT or (title == "Orientation" and value == 1):
            continue
        if title == "MakerNote":
            value = f"{len(value)} bytes"
        yield f"{name}:{title}", value


def _xmp(picture: Image.Image) -> Iterator[tuple[str, object]]:
    packet = picture.info.get("xmp") or picture.info.get("XML:com.adobe.xmp") or b""
    packet = packet.encode() if isinstance(packet, str) else packet
    yield from xmp_properties(packet.strip(b"\0 "))


def xmp_properties(packet: bytes) -> Iterator[tuple[str, object]]:
    """Names and values of an XMP packet; only its size if it cannot be read."""
    if not packet:
        return
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        described = list(etree.fromstring(packet, parser).iter("{*}Description"))
    except etree.XMLSyntaxError:
        described = []
    if not described:
        yield "XMP", f"{len(packet)} bytes"
    for description in described:
        for name, value in description.attrib.items():
            if not name.endswith("}about"):
                yield f"XMP:{etree.QName(name).localname}", value
        for child in description.iterchildren(tag=etree.Element):
            yield f"XMP:{etree.QName(child).localname}", " ".join(child.itertext())


def _iptc(picture: ImageFile.ImageFile) -> Iterator[tuple[str, object]]:
    for (record, number), value in (IptcImagePlugin.getiptcinfo(picture) or {}).items():
        name = IPTC.get(number) if record == 2 else None
        values = value if isinstance(value, list) else [value]
        text = b", ".join(values)
        if name or text.isascii():
            yield f"IPTC:{name or f'{record}:{number}'}", text


def _texts(picture: Image.Image) -> Iterator[tuple[str, object]]:
    for name, value in getattr(picture, "text", {}).items():
        if not name.startswith("XML:"):
            yield f"text:{name}", value
    for name in OTHER_TEXTS:
        if isinstance(picture.info.get(name), str | bytes):
            yield f"text:{name}", picture.info[name]
