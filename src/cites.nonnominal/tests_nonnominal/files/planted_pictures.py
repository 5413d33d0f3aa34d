"""Pictures with words in every place that a format has for them."""

import subprocess
from functools import cache
from io import BytesIO
from pathlib import Path
from PIL import ExifTags, Image, ImageCms, PngImagePlugin
from tempfile import TemporaryDirectory
from tests_nonnominal.files.planting import secret


SIZE = (96, 64)
#: Turned by EXIF: shown, the picture is upright and 64 by 96.
TURNED = 6
#: Of exiftool: groups and tags that it writes into all formats that can hold them.
TAGS = (
    "EXIF:Artist",
    "EXIF:Copyright",
    "EXIF:ImageDescription",
    "EXIF:UserComment",
    "EXIF:BodySerialNumber",
    "EXIF:OwnerName",
    "EXIF:LensModel",
    "GPS:GPSAreaInformation",
    "GPS:GPSProcessingMethod",
    "XMP-dc:Creator",
    "XMP-dc:Description",
    "XMP-xmpMM:HistorySoftwareAgent",
    "XMP-photoshop:City",
    "IPTC:By-line",
    "IPTC:Caption-Abstract",
    "IPTC:Keywords",
    "Photoshop:CopyrightFlag",
    "Comment",
)


def drawn(size: tuple[int, int] = SIZE, mode: str = "RGB") -> Image.Image:
    """Light above, dark below, a red corner at the upper left."""
    picture = Image.linear_gradient("L").resize(size).rotate(180).convert("RGB")
    picture.paste("#c00", (0, 0, size[0] // 3, size[1] // 3))
    return picture.convert(mode)


def saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    stream = BytesIO()
    picture.save(stream, kind, **options)
    return stream.getvalue()


def exif() -> Image.Exif:
    """As a camera writes it, with notes of the maker's."""
    data = Image.Exif()
    data[ExifTags.Base.Make] = secret("Make")
    data[ExifTags.Base.Orientation] = TURNED
    inner = data.get_ifd(ExifTags.IFD.Exif)
    inner[ExifTags.Base.MakerNote] = secret("MakerNote").encode()
    return data


def profile() -> bytes:
    """A colour profile that names somebody."""
    data = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    name = "sRGB built-in".encode("utf-16-be")
    assert name in data
    return data.replace(name, secret("prof").ljust(13).encode("utf-16-be"))


def by_exiftool(content: bytes, ending: str) -> bytes:
    """With every tag that the format takes, and a small picture of its own."""
    with TemporaryDirectory() as folder:
        file, small = Path(folder, f"a{ending}"), Path(folder, "small.jpg")
        file.write_bytes(content)
        thumbnail = saved(drawn((32, 24)), "JPEG", comment=secret("in thumbnail"))
        small.write_bytes(thumbnail)
        options = [f"-{tag}={secret(tag)}" for tag in TAGS]
        options += ["-GPSLatitude=12.5", "-GPSLatitudeRef=S", f"-ThumbnailImage<={small}"]
        subprocess.run(
            ["exiftool", "-q", "-q", "-m", "-overwrite_original", *options, file],
            check=True,
        )
        return file.read_bytes()


@cache
def jpeg() -> bytes:
    plain = saved(drawn(), "JPEG", exif=exif(), icc_profile=profile(), dpi=(300, 300))
    return by_exiftool(plain, ".jpg") + secret("after the end").encode()


@cache
def png() -> bytes:
    words = PngImagePlugin.PngInfo()
    words.add_text("Author", secret("tEXt"))
    words.add_text("Comment", secret("zTXt"), zip=True)
    words.add_itxt("Title", secret("iTXt"), zip=True)
    picture = drawn(mode="RGBA")
    plain = saved(picture, "PNG", exif=exif(), icc_profile=profile(), pnginfo=words)
    return by_exiftool(plain, ".png") + secret("after the end").encode()


@cache
def webp(lossless: bool = True) -> bytes:
    options = {"exif": exif(), "icc_profile": profile(), "lossless": lossless}
    return by_exiftool(saved(drawn(), "WEBP", **options), ".webp")


@cache
def tiff() -> bytes:
    """Two pages."""
    second = drawn()
    options = {"save_all": True, "append_images": [second], "compression": "tiff_lzw"}
    described = {270: secret("page"), 315: secret("artist"), 0x8773: profile()}
    plain = saved(drawn(), "TIFF", tiffinfo=described, **options)
    return by_exiftool(plain, ".tif")


@cache
def jp2() -> bytes:
    """As in PDF files."""
    words = secret("codestream").encode()
    plain = saved(drawn(), "JPEG2000", comment=words)
    assert words in plain
    return by_exiftool(plain, ".jp2")


def gif() -> bytes:
    frames = [drawn().rotate(angle) for angle in (0, 90)]
    options = {"save_all": True, "append_images": frames[1:], "duration": 200}
    return saved(frames[0], "GIF", comment=secret("comment"), **options)


@cache
def heic() -> bytes:
    with TemporaryDirectory() as folder:
        given, made = Path(folder, "a.jpg"), Path(folder, "a.heic")
        given.write_bytes(jpeg())
        subprocess.run(
            ["heif-enc", "-q", "70", given, "-o", made],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        return made.read_bytes()


PICTURES = {
    "image/jpeg": jpeg,
    "image/png": png,
    "image/webp": webp,
    "image/tiff": tiff,
    "image/gif": gif,
    "image/heic": heic,
}
