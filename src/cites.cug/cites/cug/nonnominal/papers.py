"""Finds numbers of passports and identity, dates of birth, plates and vessels."""

import re
from cites.cug.nonnominal import surroundings
from cites.cug.nonnominal.findings import (
    Announced,
    CERTAIN,
    FindingKind,
    LIKELY,
    matches,
    POSSIBLE,
    Span,
)
from cites.cug.nonnominal.names.lists import lists
from cites.cug.nonnominal.names.spelling import fold, in_small_letters
from collections.abc import Callable, Iterator
from stdnum import verhoeff
from stdnum.ar import cuit
from stdnum.be import nn
from stdnum.br import cnpj, cpf
from stdnum.ch import ssn as ahv
from stdnum.cl import rut
from stdnum.cn import ric
from stdnum.do import cedula
from stdnum.es import dni, nie
from stdnum.fi import hetu
from stdnum.fr import nir
from stdnum.it import codicefiscale
from stdnum.kr import rrn
from stdnum.mx import curp
from stdnum.my import nric
from stdnum.ru import inn
from stdnum.se import personnummer
from stdnum.th import pin
from stdnum.za import idnr


#: A number of a document: digits and letters in a few groups. The search is bounded by
#: the length that such a number may have.
PAPER = re.compile(
    r"(?<![\w/\-])(?=(?:[ .\-/]?[A-Z0-9]){0,90}?(?:[ .\-/]?\d[A-Z .\-/]{0,2}){5})"
    r"(?!(?:ID|CI|NO|PP|RG|CC|SN|IP|HS|NR|N)(?![\w\-]))(?:[A-Z]{1,2}|(?=[A-Z]*\d)"
    r"[A-Z0-9]{1,20})(?:[ .\-/](?=[A-Z0-9]*\d)[A-Z0-9]{1,13}){0,5}(?:-[A-Z0-9])?(?![\w/])"
)
FEWEST_DIGITS = 4
#: A passport's number, some way after the word: "passports of: …, A03918274".
BOOKLET = re.compile(r"[A-Z]{1,2} ?\d{6,8}")
FARTHEST = 220
PASSPORTS_OF = re.compile(
    r"\b(?i:passports|passeports|pasaportes|passport\s(?:details|data|numbers))\b"
    r"[^.\n]{0,200}$"
)
#: Characters between two listed numbers, with a note in brackets about the first.
LISTED = re.compile(r"(?:\s?\([^()\n]{1,60}\))?(?:,\s?|;\s?|\s(?:and|et|y|&)\s)")
#: Machine-readable zone (ICAO 9303): lines of 30, 36 or 44 characters, filled with "<".
MRZ = re.compile(
    r"(?<![A-Z0-9<])(?=[A-Z0-9<]{0,44}<<|[A-Z0-9]{9}\d[A-Z]{3}\d{7}[MFX<])"
    r"[A-Z0-9<]{28,44}(?![A-Z0-9<])"
)
MONTH = (
    r"(?:jan(?:uary|vier)?|feb(?:ruary)?|févr?(?:ier)?|mar(?:ch|s|zo)?|apr(?:il)?|"
    r"avr(?:il)?|may|"
    r"mai|mayo|june?|juin|junio|july?|juil(?:let)?|julio|aug(?:ust)?|août|ago(?:sto)?|"
    r"sep(?:t(?:ember|embre|iembre)?)?|oct(?:ober|obre|ubre)?|nov(?:ember|embre|iembre)?|"
    r"dec(?:ember)?|déc(?:embre)?|dic(?:iembre)?|ene(?:ro)?|abr(?:il)?|febrero|janeiro|"
    r"fevereiro|março|maio|junho|julho|setembro|outubro|novembro|dezembro|января|февраля|"
    r"марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря|januari|"
    r"februari|"
    r"machi|aprili|mei|juni|julai|agosti|septemba|oktoba|novemba|desemba|يناير|فبراير|"
    r"مارس|"
    r"أبريل|مايو|يونيو|يوليو|أغسطس|سبتمبر|أكتوبر|نوفمبر|ديسمبر)\.?"
)
DATE = re.compile(
    rf"(?<![\w/])(?:\d{{1,2}}\s?[./\-]\s?\d{{1,2}}\s?[./\-]\s?\d{{2,4}}|"
    rf"\d{{4}}[./\-]\d{{1,2}}[./\-]\d{{1,2}}|"
    rf"\d{{4}}\s?年\s?\d{{1,2}}\s?月\s?\d{{1,2}}\s?日|"
    rf"\d{{1,2}}(?:st|nd|rd|th|er|º|°)?\s+(?:of\s+|de\s+)?{MONTH},?(?:\s+(?:of\s+|de\s+|"
    rf"del\s+)?\d{{2,4}})?|"
    rf"{MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}})(?![\w/])"
)
#: Numbers with a checksum, or of a form that nothing else has.
UNMISTAKABLE: tuple[tuple[re.Pattern[str], Callable[[str], bool]], ...] = (
    (re.compile(r"(?<![\w\-])\d{8}[ \-]?[A-Z](?![\w])"), dni.is_valid),
    (re.compile(r"(?<![\w\-])[XYZ][ \-]?\d{7}[ \-]?[A-Z](?!\w)"), nie.is_valid),
    (re.compile(r"(?<!\w)[A-Z]{4}\d{6}[HM][A-Z]{5}[A-Z0-9]\d(?!\w)"), curp.is_valid),
    (re.compile(r"(?<![\w.])\d{3}\.\d{3}\.\d{3}-\d{2}(?!\w)"), cpf.is_valid),
    (
        re.compile(r"(?<![\w.])(?:\d{2}\.\d{3}\.\d{3}/\d{4}-\d{2}|\d{14})(?!\w)"),
        cnpj.is_valid,
    ),
    # Not the mobile telephone numbers of China and Russia.
    (re.compile(r"(?<![\w.,/+\-])(?!89|1[3-9])[1-9]\d{10}(?![\w/])"), cpf.is_valid),
    (re.compile(r"(?<![\w.,/+\-])\d{12}(?![\w/])"), inn.is_valid),
    # Russia's pension number, Tanzania's identity number and Angola's card.
    (re.compile(r"(?<![\w\-])\d{3}-\d{3}-\d{3}[ \-]\d{2}(?![\w\-])"), lambda _n: True),
    (re.compile(r"(?<![\w\-])\d{8}-\d{5}-\d{5}-\d{2}(?![\w\-])"), lambda _n: True),
    (re.compile(r"(?<![\w\-])\d{9}[A-Z]{2}\d{3}(?![\w\-])"), lambda _n: True),
    (
        re.compile(
            r"(?<!\w)[12] ?\d{2} ?(?:0[1-9]|1[0-2]) ?\d[\dAB] ?\d{3} ?\d{3} ?\d{2}(?!\w)"
        ),
        nir.is_valid,
    ),
    (
        re.compile(
            r"(?<!\w)[1-8]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])[0-3]\d{4}[\dX](?!\w)"
        ),
        lambda number: ric.calc_check_digit(number[:-1]) == number[-1],
    ),
    (re.compile(r"(?<!\w)\d{6} ?\d{4} ?\d{3}(?!\w)"), idnr.is_valid),
    (
        re.compile(r"(?<![\w\-])(?!000|666|9)\d{3}-\d{2}-\d{4}(?![\w\-])"),
        lambda _number: True,
    ),
    (
        re.compile(r"(?<!\w)[2-9]\d{3} \d{4} \d{4}(?! ?\d)"),
        lambda number: verhoeff.is_valid(number.replace(" ", "")),
    ),
    (re.compile(r"(?<!\w)\d{5}-\d{7}-\d(?!\w)"), lambda _number: True),
    (
        re.compile(r"(?<!\w)[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z](?!\w)"),
        codicefiscale.is_valid,
    ),
    # A driving licence of Great Britain.
    (
        re.compile(r"(?<!\w)[A-Z9]{5} ?\d{6} ?[A-Z9]{2}\d[A-Z]{2}(?!\w)"),
        lambda _number: True,
    ),
    (
        re.compile(r"(?<!\w)[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D](?!\w)"),
        lambda _number: True,
    ),
)
#: Where such numbers may be: searching only there saves time.
STRETCH = re.compile(r"[A-Z0-9](?=[A-Z0-9 .+/\-]{0,30}\d)[A-Z0-9 .+/\-]{7,}")
#: The same for numbers with dots or dashes, which are first found by this pattern.
PIECE = re.compile(
    r"(?<![\w.\-])(?=[A-Z]{0,6}\d)[A-Z\d]{1,6}(?:[.\-+][A-Z\d]{1,9}){1,4}(?![\w\-])"
)
IN_ONE_PIECE: tuple[tuple[re.Pattern[str], Callable[[str], bool]], ...] = (
    (re.compile(r"\d{2}\.\d{2}\.\d{2}-\d{3}[.-]\d{2}"), nn.is_valid),
    (re.compile(r"756\.\d{4}\.\d{4}\.\d{2}"), ahv.is_valid),
    (re.compile(r"\d{1,2}\.\d{3}\.\d{3}-[\dK]"), rut.is_valid),
    (re.compile(r"\d{2}-\d{8}-\d"), cuit.is_valid),
    (re.compile(r"\d{3}-\d{7}-\d"), cedula.is_valid),
    (re.compile(r"\d{6}[-+A]\d{3}[\dA-Y]"), hetu.is_valid),
    (re.compile(r"\d{6}[-+]\d{4}"), personnummer.is_valid),
    (re.compile(r"\d{6}-[1-8]\d{6}"), rrn.is_valid),
    (re.compile(r"\d{6}-\d{2}-\d{4}"), nric.is_valid),
    (re.compile(r"\d-\d{4}-\d{5}-\d{2}-\d"), pin.is_valid),
    # Ghana; the Emirates.
    (re.compile(r"GHA-\d{9}-\d|784-\d{4}-\d{7}-\d"), lambda _number: True),
)
#: Plates known by their form alone: France and most of the CFA zone, Kenya, Uganda,
#: Tanzania, Nigeria, Great Britain, Cameroon, Spain, South Africa, India, Germany,
#: Senegal and Mali, Argentina, Mozambique, Angola, Portugal, Brazil, Guatemala, Peru.
PLATES = re.compile(
    r"(?<![\w\-/])(?:[A-Z]{2}[ \-]\d{3}[ \-][A-Z]{2}|K[A-Z]{2} ?\d{3} ?[A-Z]|"
    r"KM[A-Z]{2} ?\d{3} ?[A-Z]|"
    r"R[A-I][A-Z] ?\d{3} ?[A-Z]|G[A-Z] \d{3,4}-\d{2}|U[A-Z]{2} ?\d{3}[A-Z]|"
    r"(?:T|MC) ?\d{3} ?[A-Z]{3}|[A-Z]{3}-\d{3}[A-Z]{2}|[A-Z]{2}[0-25-7]\d ?[A-Z]{3}|"
    r"(?:LT|CE|OU|SW|NW|NO|EN|AD|ES|SU) \d{3,4} [A-Z]{1,2}|"
    r"\d{4}[ \-][B-DF-HJ-NP-TV-Z]{3}|"
    r"[A-Z]{2} \d{2} [A-Z]{2} GP|[A-Z]{2}[ \-]\d{2}[ \-][A-Z]{1,2}[ \-]\d{4}|"
    r"[A-Z]{1,3}-[A-Z]{1,2} \d{2,4}|"
    r"(?:DK|TH|SL|ZG|KL|LG|TC|KD|FK|MT|KF|SD|DL) ?\d{4} ?[A-Z]{1,2}|"
    r"[A-Z]{3}[ \-]\d{3}[ \-][A-Z]{2}|[A-Z]{2}-\d{2}-\d{2}-[A-Z]{2}|"
    r"[A-Z]{2}-\d{2}-[A-Z]{2}|[A-Z]{3}-?\d[A-Z]\d{2}|P ?\d{3} ?[B-DF-HJ-NP-TV-Z]{3}|"
    r"[A-Z]\d[A-Z]-\d{3})"
    r"(?![\w\-/])"
)
#: The same in other scripts: Russia and its trailers, Ukraine, China, the Arab world.
PLATES_ABROAD = re.compile(
    r"(?<![\w\-/])(?:[АВЕКМНОРСТУХ] ?\d{3} ?[АВЕКМНОРСТУХ]{2} ?\d{2,3}|"
    r"[АВЕКМНОРСТУХІ]{2} ?\d{4} ?(?:\d{2,3}|[АВЕКМНОРСТУХІ]{2})|"
    r"(?:[\u0621-\u064a]ـ? ){1,3}\d{1,4}|\d{1,4}(?: [\u0621-\u064a]ـ?){2,3})(?![\w\-/])|"
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼] ?[A-Z][ "
    r"·]?[A-Z0-9]{4,6}"
    r"(?:[A-Z0-9]| ?[学警港澳挂])?(?![A-Z0-9])",
    re.IGNORECASE,
)
#: Plates that could be other numbers: the sentence must have a word for a vehicle.
PLATES_OF_VEHICLES = re.compile(
    r"(?<![\w\-/])(?:[A-Z]{2,3}[ \-]?\d{3,4}(?:[ \-]?[A-Z]{1,2})?|\d{4} ?[A-Z]{2} ?\d{2}|"
    r"\d{2} ?[A-Z]{2} ?\d{4}|[A-Z]{2} \d{3}-\d{3}|[A-Z]{2} \d{2} [A-Z]{2} [A-Z]{1,2}|"
    r"\d{3} ?[A-Z]{3} ?\d{2}|\d{2} ?KG ?\d{3} ?[A-Z]{3})(?![\w\-/])"
)
MEASURE = re.compile(
    r"\d ?(?:MB|GB|MS|KGS?|KM|CM|MM|PCS|PKGS?|CTNS?|USD|EUR|CFA|HRS?|LBS?)$|"
    r"^(?:USD|EUR|KES|TZS|UGX|XAF|XOF|NGN|ZAR|CNY|RMB|INR|RUB|BRL|COP|MXN|PEN|GHS|ZMW|"
    r"MZN|AOA|"
    r"SAR|AED|HS|CE|UE|EU|SC|COP|QR|EK|ET|KQ|TK|AF|LH|BA|KL|MS|SA) ?\d{3,4}$"
)
SENTENCE = re.compile(r"[.!?;]\s|\n")
#: Most characters between that word and the plate, in the same sentence.
FAR = 160
#: A short mix of letters and digits, after a word for a vehicle.
PLATE = re.compile(
    r"(?<![\w/])(?=[A-Z0-9][A-Z0-9 .\-]{3})"
    r"[A-Z0-9]{1,8}(?:[ .\-](?=[A-Z0-9]{1,6}(?![a-z]))[A-Z0-9]{1,6}){0,3}(?![\w/])"
)
#: "MV Ocean Star", "M/V …", "F/V …", in the languages of the trade.
VESSEL_NAME = re.compile(
    r"(?<![\w/])(?:M/?V|M/?T|F/?V|M/?S|S/?V|M/?Y|B/?M|[MFS]\.V\.|R/?V)"
    r"\s+[\"“«]?[A-ZÀ-Þ][\w\-'’]*(?:\s+(?:(?:de|du|del|of|la|"
    r"el)\s+)?(?:[A-ZÀ-Þ][\w\-'’]*|"
    r"\d{1,3}|[IVX]+)){0,3}"
)
QUOTED_VESSEL = Announced(
    re.compile(
        r"\b(?:vessel|ship|boat|trawler|dhow|yacht|navire|bateau|chalutier|pirogue|buque|"
        r"barco|lancha|pesquero|embarcaci[óo]n|cargo)\s+"
        r"(?:named\s+|called\s+|nommé\s+|llamado\s+|llamada\s+)?"
    ),
    re.compile(r"[\"“«'‘]\s?(?P<name>[^\"”»'’\n]{2,40}?)\s?[\"”»'’]"),
)
#: "the vessel Lady Amal": capitalised words.
CALLED_VESSEL = Announced(
    re.compile(
        r"\b(?:vessel|trawler|dhow|yacht|bulk\s+carrier|container\s+ship|(?:le|du|un)\s+"
        r"cargo|lancha|pirogue|boutre|tanker|freighter|ferry|navire|chalutier|voilier|"
        r"motovelero|goélette|thonier|palangrier|remorqueur|pétrolier|pinasse|buque|"
        r"pesquero|yate|velero|atunero|palangrero|cerquero|remolcador|catamarán|"
        r"(?:name\s+of\s+(?:the\s+)?(?:ship|boat|vessel)|(?:ship|boat|"
        r"vessel)(?:['’]s)?\s+name|"
        r"nom\s+du\s+(?:navire|bateau)|nombre\s+del\s+(?:buque|barco)|bateau|barco|ship|boat|"
        r"nome\s+d[oa]\s+(?:navio|barco|embarcação)|navio|jina\s+la\s+(?:meli|chombo)|"
        r"meli)(?=\s?:))"
        r"(?:\s?:\s|\s+)"
    ),
    re.compile(
        r"(?P<name>[A-ZÀ-Þ][\w\-'’]+(?:\s+(?:(?:de|du|del|of|la|el)\s+)?"
        r"(?:[A-ZÀ-Þ][\w\-'’]+|\d{1,3}\b)){0,3})"
    ),
)
AIRCRAFT = re.compile(r"(?<![\w\-])[A-Z0-9]{1,2}-[A-Z]{3,4}(?![\w\-])")
SEA_NUMBER = re.compile(r"(?<!\w)(?:\d{7}|\d{9}|(?=[A-Z]*\d)[A-Z0-9]{4,8})(?!\w)")


def papers_in(text: str) -> Iterator[Span]:
    yield from matches(text, FindingKind.NATIONAL_ID, CERTAIN, MRZ)
    for match in DATE.finditer(in_small_letters(text)):
        if surroundings.BIRTH.before(text, match.start()):
            yield Span(*match.span(), FindingKind.NATIONAL_ID, CERTAIN)
    for match in _identities(text):
        if not surroundings.PAPERS.before(text, match.start()):
            yield Span(*match.span(), FindingKind.NATIONAL_ID, LIKELY)
    before: Span | None = None
    for match in PAPER.finditer(text):
        before = _paper(text, *match.span(), before)
        if before:
            yield before
    yield from _conveyances(text)


def _identities(text: str) -> Iterator[re.Match[str]]:
    """Numbers that their form or their checksum tells."""
    for stretch in STRETCH.finditer(text):
        # The characters behind tell where a number ends.
        start, end = stretch.start(), stretch.end() + 2
        for pattern, is_valid in UNMISTAKABLE:
            for match in pattern.finditer(text, start, end):
                if is_valid(match[0]):
                    yield match
    for match in PIECE.finditer(text):
        if any(
            p.fullmatch(match[0]) and is_valid(match[0]) for p, is_valid in IN_ONE_PIECE
        ):
            yield match


def _paper(text: str, start: int, end: int, before: Span | None) -> Span | None:
    """The finding for a number of a document; ``before`` is the finding before it."""
    if sum(c.isdigit() for c in text[start:end]) < FEWEST_DIGITS:
        return None
    if surroundings.PASSPORT.before(text, start):
        return Span(start, end, FindingKind.PASSPORT, CERTAIN)
    if surroundings.IDENTITY.before(text, start):
        dated = DATE.fullmatch(text[start:end].lower())
        return None if dated else Span(start, end, FindingKind.NATIONAL_ID, CERTAIN)
    # "Passports: A03918274 (Doe), GX7719203"
    if before and LISTED.fullmatch(text, before.end, start):
        return before._replace(start=start, end=end)
    among = BOOKLET.fullmatch(text, start, end) is not None
    among = (
        among and PASSPORTS_OF.search(text, max(0, start - FARTHEST), start) is not None
    )
    if among and not surroundings.PAPERS.before(text, start):
        return Span(start, end, FindingKind.PASSPORT, LIKELY)
    return None


def _plates(text: str) -> Iterator[Span]:
    for match in PLATES.finditer(text):
        if not (surroundings.PAPERS.before(text, match.start()) or _is_measure(match[0])):
            yield Span(*match.span(), FindingKind.PLATE, LIKELY)
    if not text.isascii():
        yield from matches(text, FindingKind.PLATE, LIKELY, PLATES_ABROAD)
    for match in PLATES_OF_VEHICLES.finditer(text):
        before = text[max(0, match.start() - FAR) : match.start()]
        said = SENTENCE.split(before)[-1]
        papers = surroundings.PAPERS.before(text, match.start())
        if surroundings.PLATE.anywhere(said) and not (papers or _is_measure(match[0])):
            yield Span(*match.span(), FindingKind.PLATE, POSSIBLE)


def _is_measure(text: str) -> bool:
    return MEASURE.search(text) is not None


def _conveyances(text: str) -> Iterator[Span]:
    yield from _plates(text)
    for match in PLATE.finditer(text):
        mixed = _mixed(match[0]) and not _is_measure(match[0])
        if mixed and surroundings.PLATE.before(text, match.start()):
            yield Span(*match.span(), FindingKind.PLATE, LIKELY)
    for match in SEA_NUMBER.finditer(text):
        if surroundings.VESSEL.before(text, match.start()):
            yield Span(*match.span(), FindingKind.PLATE, CERTAIN)
    for match in AIRCRAFT.finditer(text):
        word = fold(match[0].split("-")[1]) in lists().words
        if (match[0][0].isdigit() and not word) or surroundings.PLATE.before(
            text, match.start()
        ):
            yield Span(*match.span(), FindingKind.PLATE, LIKELY)


def vessels_in(text: str) -> Iterator[Span]:
    """Find names of vessels, by their capitals."""
    yield from matches(text, FindingKind.PLATE, LIKELY, VESSEL_NAME)
    small = in_small_letters(text)
    for pattern in (QUOTED_VESSEL, CALLED_VESSEL):
        for _opening, name in pattern.found_in(text, small):
            yield Span(*name.span("name"), FindingKind.PLATE, LIKELY)


def _mixed(text: str) -> bool:
    """Whether it has letters and digits, or many digits; no year and no weight."""
    if any(word.isalpha() and fold(word) in lists().words for word in text.split()):
        # "1234 UNA CAMIONETA"
        return False
    letters = sum(c.isalpha() for c in text)
    digits = sum(c.isdigit() for c in text)
    return digits >= 2 and (letters > 0 or digits >= 5)
