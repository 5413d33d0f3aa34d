"""The values of an item's fields, from its source."""

from cites.cug.demo.calendar import written
from cites.cug.demo.papers import docx, pdf
from cites.cug.demo.prose import html
from cites.cug.demo.sources import picture, places, Source
from cites.cug.demo.texts import marked
from cites.cug.library.items.attachments import IAttachedFile, IPicture
from cites.cug.library.items.document import ILibraryDocument
from cites.cug.library.items.specimens import read_lines
from datetime import datetime, timedelta
from plone.app.textfield.value import RichTextValue
from typing import Any


def alert_values(source: Source, now: datetime) -> dict[str, Any]:
    values = {**_common(source), "body": rich_text(html(source.text))}
    values["specimens"] = read_lines(source.fields.get("specimens", ()))
    if source.place:
        place = places()[source.place]
        values.setdefault("location", place["name"])
        values.setdefault("incident_country", place["country"])
        values |= {key: place[key] for key in ("latitude", "longitude")}
    if source.incident is not None:
        day = (written(source, now) - timedelta(days=source.incident)).date()
        values["incident_date"] = day
        if source.seizure_number:
            country = values["incident_country"]
            number = f"{country}-{day.year}-{source.seizure_number:04d}"
            values["seizure_id"] = number
    return values


def document_values(source: Source, now: datetime) -> dict[str, Any]:
    told = {"form": source.form, "name": source.name, "text": source.text}
    paper = _paper({**told, "title": source.fields["title"]}, source)
    file = ILibraryDocument["file"].take(*paper)
    return {**_common(source), "languages": [source.language], "file": file}


def picture_values(told: dict[str, Any], source: Source) -> dict[str, Any]:
    """Values of a picture in an alert."""
    data = picture(told["file"])
    return {
        "title": marked(told["title"]),
        "description": told["caption"],
        "image": IPicture["image"].take(data, _file_name(told, "jpg")),
    }


def file_values(told: dict[str, str], source: Source) -> dict[str, Any]:
    """Values of a file in an alert."""
    file = IAttachedFile["file"].take(*_paper(told, source))
    return {"title": marked(told["title"]), "file": file}


def rich_text(markup: str) -> RichTextValue:
    return RichTextValue(markup, "text/html", "text/x-html-safe")


def _file_name(told: dict[str, str], ending: str) -> str:
    return f"exercise-{told['name']}.{ending}"


def _common(source: Source) -> dict[str, Any]:
    title = marked(source.fields["title"])
    return {**source.fields, "title": title, "language": source.language}


def _paper(told: dict[str, str], source: Source) -> tuple[bytes, str]:
    """Content and name of a file."""
    return paper(
        told, source.language, picture(source.picture) if source.picture else None
    )


def paper(
    told: dict[str, str], language: str, drawn: bytes | None = None
) -> tuple[bytes, str]:
    """Content and name of a file. Raises ValueError for an unknown form."""
    title, text = marked(told["title"], language), told["text"]
    match told["form"]:
        case "pdf":
            return pdf(title, text, language, drawn), _file_name(told, "pdf")
        case "docx":
            return docx(title, text, language), _file_name(told, "docx")
        case "jpeg" if drawn is not None:
            return drawn, _file_name(told, "jpg")
        case form:
            raise ValueError(f"{title}: no such form of file: {form}")
