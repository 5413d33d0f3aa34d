"""Reads tables in texts: a cell is checked after its heading, as in "Name: …"."""

import re
from bisect import bisect_right
from cites.nonnominal.findings import Span
from cites.nonnominal.names import context
from cites.nonnominal.names.spelling import fold, words
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import pairwise


SEPARATORS = ("\t", "|", ";")
#: Rows of a spreadsheet have commas too, under headings that are no sentence.
COMMA = ","
FEWEST_COLUMNS, LONGEST_COLUMN = 3, 25
#: Labels of things, behind which nobody is named, as a rule.
OF_THINGS = words(
    "species espèce espèces especie especies taxon goods marchandise marchandises "
    "mercancía mercadería producto produit product commodity colour color couleur "
    "port puerto place lieu lugar country pays país nationality nationalité "
    "nacionalidad origin origine origen destination destino make marque marca model "
    "modèle modelo occupation profession profesión ocupación article artículo sample "
    "échantillon muestra ring bague anillo breed race raza wood bois madera language "
    "langue idioma handling manutention manejo packing emballage embalaje stowage "
    "arrimage estiba marks marques marcas brand animal gait hair cheveux pelo eyes "
    "yeux ojos "
    "вид виды товар товары груз цвет порт место страна гражданство происхождение "
    "назначение марка модель профессия образец кольцо порода язык упаковка животное "
    "пост пункт регион содержимое "
    "النوع الصنف البضاعة المنتج اللون الميناء المكان البلد الجنسية المنشأ الوجهة الماركة "
    "الموديل المهنة العينة السلالة المنفذ المدينة المحتوى الحيوان "
    "物种 品名 货物 货名 商品 颜色 港口 口岸 地点 国家 国籍 产地 目的地 品牌 型号 职业 "
    "样本 品种 "
    "语言 包装 动物 关区 物品 名称 品类 规格 备注 结果 栏目"
)
#: Those of makes, which may be called as anybody is.
OF_MAKES = words(
    "make brand marque marca model modèle modelo breed race raza dog dogs k9 chien "
    "chiens "
    "perro perros can cão mbwa car vehicle voiture véhicule vehículo carro coche veículo "
    "viatura gari"
)
#: Words in headings of names, beside roles, or of things.
HEADINGS = context.NAMING | context.ROLES | OF_THINGS | OF_MAKES
#: A label right before what it is about: "Port of entry: ", "Espèce : ".
LABEL = re.compile(
    r"(?P<first>[^\W\d_]{2,20})(?: (?:of|de|du|del|d['’])[ ]?[^\W\d_]{2,20})?\s?:\s?$"
)
LONGEST_LABEL = 50
#: Headings that ask who it is, and what stands for them.
WHO, NAMED = frozenset({"who", "qui", "quién", "quien", "quem", "nani"}), "Name"
#: Most characters of a heading or a cell; longer ones are sentences.
LONGEST = 60
#: What keeps cells apart, and belongs to no name or number.
BETWEEN_CELLS = "\n;\n"


def is_between_rows(text: str, at: int) -> bool:
    """Whether the line break at a position separates two rows of a table."""
    line = text[text.rfind("\n", 0, at) + 1 : at]
    end = text.find("\n", at + 1)
    following = text[at + 1 : end if end >= 0 else None]
    # A sentence may have a semicolon as well, rows have as many each.
    return any(
        line.count(separator) == following.count(separator) > 0
        for separator in SEPARATORS
    )


def cells_in(text: str) -> Iterator[tuple[str, str, int]]:
    """Yield the heading, the text and the position of each cell."""
    headings: list[str] = []
    # What keeps the cells of the table apart that has begun; empty if none has.
    used = ""
    at = 0
    for line in text.splitlines(keepends=True):
        start, at = at, at + len(line)
        found = _separators_in(line, used)
        if used in found:
            yield from _cells(line, start, used, headings)
        elif used or not found:
            # A table ends here, or none has begun.
            used = ""
        else:
            headings = [part.strip() for part in line.split(found[0])]
            short = all(len(heading) <= LONGEST for heading in headings)
            used = found[0] if short else ""


def _separators_in(line: str, used: str) -> list[str]:
    """What may keep the cells of a line apart.

    Commas do only in headings and the rows below, for which ``used`` is the comma.
    """
    line = line.strip("\n")
    found = [separator for separator in SEPARATORS if separator in line]
    if not found and COMMA in line and (used == COMMA or _are_headings(line)):
        return [COMMA]
    return found


def headings_in(text: str) -> Iterator[tuple[int, int]]:
    """Yield where lines with the headings of tables are, of three columns and more."""
    at = 0
    lines = text.splitlines(keepends=True)
    above = ""
    for line, following in pairwise(lines):
        start, at = at, at + len(line)
        before, above = above, line
        for separator in SEPARATORS:
            count = line.count(separator)
            if count < FEWEST_COLUMNS - 1 or following.count(separator) != count:
                continue
            if before.count(separator) == count:
                # A row below: "Irma" is a sister in Portuguese, and a name.
                continue
            parts = [words(part) for part in line.split(separator)]
            if any(part & HEADINGS for part in parts):
                yield start, at


def label_of(text: str, start: int, cells: Mapping[int, str]) -> str:
    """The first word of the label or heading of what begins there; empty if none.

    ``cells``: as of ``headings_of_cells``.
    """
    if start in cells:
        return cells[start]
    if ":" not in text[max(0, start - 2) : start]:
        return ""
    label = LABEL.search(text, max(0, start - LONGEST_LABEL), start)
    return fold(label["first"]) if label else ""


def headings_of_cells(text: str) -> dict[int, str]:
    """Where cells start, and the first word of each one's heading."""
    return {
        start: fold(heading).partition(" ")[0] for heading, _cell, start in cells_in(text)
    }


def _are_headings(line: str) -> bool:
    """Whether a line has short words between commas, one of which announces names."""
    parts = [part.strip() for part in line.split(COMMA)]
    if len(parts) < FEWEST_COLUMNS or line.rstrip()[-1:] in (".", "!", "?"):
        return False
    short = all(0 < len(part) <= LONGEST_COLUMN for part in parts)
    return short and any(words(part) & HEADINGS for part in parts)


def _cells(
    line: str, start: int, used: str, headings: list[str]
) -> Iterator[tuple[str, str, int]]:
    for heading, cell in zip(headings, line.split(used), strict=False):
        text = cell.strip()
        if heading and text and len(text) <= LONGEST:
            # "Who | What"
            heading = NAMED if heading.lower() in WHO else heading
            yield heading, text, start + cell.index(text)
        start += len(cell) + len(used)


def found_in_cells(text: str, find: Callable[[str], Iterable[Span]]) -> Iterator[Span]:
    """Find names and numbers in cells, with their heading put before them.

    All cells of a text are looked at together, each on a line of its own.
    """
    if "\n" not in text or not any(s in text for s in (*SEPARATORS, COMMA)):
        return
    lines: list[str] = []
    places: list[tuple[int, int, int]] = []
    length = 0
    for heading, cell, start in cells_in(text):
        line = f"{heading}: {cell}{BETWEEN_CELLS}"
        before = length + len(heading) + 2
        lines.append(line)
        places.append((before, before + len(cell), start - before))
        length += len(line)
    for span in find("".join(lines)) if lines else ():
        at = bisect_right(places, (span.start, length, 0)) - 1
        if at < 0:
            continue
        start, end, moved = places[at]
        if start <= span.start and span.end <= end:
            yield span._replace(start=span.start + moved, end=span.end + moved)
