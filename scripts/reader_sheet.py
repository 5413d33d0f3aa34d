"""Sheets for readers outside: the messages of a language as a table, and back again.

`make reader-sheet TRANSLATION=fr` writes an XLSX for whoever reviews the language, with
pictures of `make photographs`; with IMPORT=file.xlsx new texts go into the catalogues.
`make back-sheet` writes the translations alone, for whoever translates them back into
English; with IMPORT=file.csv the English is put beside. docs/translating.md.

Runs in the product's virtual environment.
"""

import csv
import re
import sys
import translations
from cites.cug.core.plone_internals.plural_messages import PLURAL
from cites.cug.core.settings.languages import direction, LANGUAGES
from collections.abc import Collection, Iterable, Iterator
from environment import ROOT
from io import BytesIO
from itertools import groupby
from openpyxl import load_workbook, Workbook
from openpyxl.drawing.image import Image
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from pathlib import Path
from typing import NamedTuple


FOLDER = ROOT / "var"
#: Where `make photographs` puts pictures, each with the text that it shows.
PHOTOGRAPHS = FOLDER / "photographs"
#: The column of what a reader sees, and its width in characters.
COLUMNS = {
    "ID": 30,
    "File": 30,
    "English": 50,
    "Translation": 50,
    "Remark": 40,
    "New text": 50,
    "Picture": 8,
}
#: For each part of the portal; a picture that shows fewer messages alone is left out.
MOST_PICTURES = 8
FEWEST_SHOWN = 3
#: A text up to this length is found on too many screens.
SHORT = 3
PICTURE_WIDTH = 800
PIXELS_OF_CHARACTER = 7
INTRODUCTORY = "Introduction"
INTRODUCTION = """\
Messages of the portal in {name}, for review by a native professional
Each sheet is a part of the portal, each row a message.
Write what is wrong into Remark and a better text into New text. Leave the other columns.
Keep ${{name}} and {{days, plural, …}}: the portal puts values there. # is the number.
{pictures}
"""
PICTURES = (
    "Picture is the number of a picture at the right of the sheet that shows the text."
)
NO_PICTURES = (
    "No pictures have been taken."
    ' They are made by make photographs ARGS="--languages {language}".'
)
VALUE = re.compile(rf"{PLURAL.pattern}|{translations.VARIABLE.pattern}")
#: Of docs/back-translation.csv, which lists what differs in meaning.
COMPARED = (
    *("language", "id", "English", "translation", "back-translation"),
    *("difference", "what was done"),
)


class Text(NamedTuple):
    """A message that is translated."""

    domain: translations.Domain
    id: str
    files: str
    english: str
    translation: str


def texts_of(language: str) -> dict[str, Text]:
    found = {}
    for domain in translations.DOMAINS:
        english = translations.messages(domain.catalogue(translations.ENGLISH))
        for key, one in translations.messages(domain.catalogue(language)).items():
            if one.string:
                files = "\n".join(file for file, _line in one.locations)
                found[key] = Text(domain, key, files, english[key].string, one.string)
    return dict(sorted(found.items()))


def reader_sheet(language: str) -> int:
    """Write the sheet of a language, and say where it is."""
    book = Workbook()
    screens = dict(_screens(language))
    told = PICTURES if screens else NO_PICTURES.format(language=language)
    introduction = INTRODUCTION.format(name=LANGUAGES[language], pictures=told)
    for line in introduction.splitlines():
        book.active.append([line])
    book.active.title = INTRODUCTORY
    for part, texts in groupby(texts_of(language).values(), lambda one: _part(one.id)):
        sheet = book.create_sheet(part)
        sheet.sheet_view.rightToLeft = direction(language) == "rtl"
        _fill(sheet, [*texts], screens)
    path = FOLDER / f"reader-sheet-{language}.xlsx"
    path.parent.mkdir(exist_ok=True)
    book.save(path)
    print(path, introduction.splitlines()[-1], sep="\n")
    return 0


def _part(key: str) -> str:
    """The part of the portal, which an id begins with."""
    return key.partition("_")[0]


def _screens(language: str) -> Iterator[tuple[Path, str]]:
    """Pictures of a language on a desk, with what is read on them."""
    for picture in sorted(PHOTOGRAPHS.glob(f"{language}/desk/*.jpg")):
        yield picture, _plain(picture.with_suffix(".txt").read_text(encoding="utf-8"))


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _fill(sheet: Worksheet, texts: list[Text], screens: dict[Path, str]) -> None:
    pictures = _chosen(texts, screens)
    links: dict[str, str] = {}
    for number, (picture, keys) in enumerate(pictures.items(), start=1):
        letter = get_column_letter(len(COLUMNS) + number)
        links |= dict.fromkeys(keys, f'=HYPERLINK("#{sheet.title}!{letter}2", {number})')
        sheet.column_dimensions[letter].width = PICTURE_WIDTH / PIXELS_OF_CHARACTER
        image = Image(BytesIO(picture.read_bytes()))
        image.height = image.height * PICTURE_WIDTH // image.width
        image.width = PICTURE_WIDTH
        sheet.add_image(image, f"{letter}2")
    sheet.append([*COLUMNS, *range(1, len(pictures) + 1)])
    for one in texts:
        row = (one.id, one.files, one.english, one.translation, None, None)
        sheet.append([*row, links.get(one.id)])
    for cells in sheet:
        for cell in cells:
            cell.alignment = Alignment(vertical="top", wrap_text=True)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for column, width in enumerate(COLUMNS.values(), start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "A2"


def _chosen(texts: Iterable[Text], screens: dict[Path, str]) -> dict[Path, set[str]]:
    """The pictures that show most of these texts, with the ids that each adds."""
    literal = {one.id: _plain(_literal(one.translation)) for one in texts}
    shown = {
        picture: {
            key for key, text in literal.items() if len(text) > SHORT and text in read
        }
        for picture, read in screens.items()
    }
    chosen: dict[Path, set[str]] = {}
    while shown and len(chosen) < MOST_PICTURES:
        best = max(shown, key=lambda picture: len(shown[picture]))
        added = shown[best]
        if len(added) < FEWEST_SHOWN:
            break
        chosen[best] = added
        shown = {picture: keys - added for picture, keys in shown.items()}
    return chosen


def _literal(text: str) -> str:
    """The longest piece without a variable, which pages show as it is."""
    return max(VALUE.sub("\n", text).splitlines(), key=len)


def import_sheet(language: str, file: str) -> int:
    """Put the new texts of a sheet into the catalogues: all of them, or none."""
    texts = texts_of(language)
    new: dict[str, str] = {}
    faults = []
    for row in _rows(file):
        key, text = row["ID"], row["New text"]
        if row["Remark"]:
            print(f"{key}: {row['Translation']!r}: {row['Remark']}")
        if text:
            found = [*_faults(language, row, texts.get(key), new)]
            faults += [f"{key}: {fault}" for fault in found]
            new[key] = text
    if faults:
        print("Nothing is imported:", *faults, sep="\n")
        return 1
    for domain in {texts[key].domain for key in new}:
        translations.rewrite(domain, language, new)
    print(f"New texts: {len(new)}")
    return 0


def _rows(file: str) -> Iterator[dict[str, str]]:
    """The messages of all sheets; what a reader has made of the columns is refused."""
    for sheet in load_workbook(file).worksheets:
        if sheet.title == INTRODUCTORY:
            continue
        rows = [*sheet.iter_rows(max_col=len(COLUMNS), values_only=True)]
        if rows[:1] != [(*COLUMNS,)]:
            sys.exit(f"{sheet.title}: the columns are not {', '.join(COLUMNS)}.")
        for row in rows[1:]:
            texts = ("" if cell is None else str(cell).strip() for cell in row)
            yield dict(zip(COLUMNS, texts, strict=True))


def _faults(
    language: str, row: dict[str, str], known: Text | None, new: Collection[str]
) -> Iterator[str]:
    if known is None:
        yield "there is no such message"
        return
    if known.id in new:
        yield "there are two new texts"
    if known.english.strip() != row["English"]:
        yield "the English has changed since"
    if known.translation.strip() != row["Translation"]:
        yield "the translation has changed since"
    yield from translations.faults_of(language, known.english, row["New text"])


def back_sheet(language: str) -> int:
    """Write the translations without ids and English, which would tell the meaning."""
    path = FOLDER / f"back-translation-{language}.csv"
    path.parent.mkdir(exist_ok=True)
    lines = [(_key(one), one.translation, "") for one in texts_of(language).values()]
    _write_csv(path, [("key", "translation", "back-translation"), *lines])
    return 0


def _key(text: Text) -> str:
    """Stands for the message in a sheet, as long as its translation is the same."""
    return translations.text_hash(f"{text.id} {text.translation}")


def compare(language: str, file: str) -> int:
    """Put the English beside the back-translations, for docs/back-translation.csv."""
    texts = {_key(one): one for one in texts_of(language).values()}
    lines = []
    with Path(file).open(encoding="utf-8-sig", newline="") as stream:
        for row in csv.DictReader(stream):
            if row["back-translation"] and row["key"] in texts:
                one = texts.pop(row["key"])
                words = one.english, one.translation, row["back-translation"]
                lines.append((language, one.id, *words, "", ""))
    _write_csv(FOLDER / f"compared-{language}.csv", [COMPARED, *lines])
    print(f"Not translated back, or changed since: {len(texts)}")
    return 0


def _write_csv(path: Path, lines: Iterable[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows(lines)
    print(path)


#: What each command does without a file, and with one.
COMMANDS = {
    "reader-sheet": (reader_sheet, import_sheet),
    "back-sheet": (back_sheet, compare),
}


def main(command: str, language: str, file: str = "") -> int:
    if language not in translations.LANGUAGES:
        sys.exit(f"TRANSLATION is one of {', '.join(translations.LANGUAGES)}.")
    export, take = COMMANDS[command]
    return take(language, file) if file else export(language)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
