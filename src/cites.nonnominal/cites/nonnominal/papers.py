"""Finds numbers of passports and identity, dates of birth, plates and vessels."""

import re
from cites.nonnominal import surroundings
from cites.nonnominal.branches import by_first_letter
from cites.nonnominal.findings import (
    Announced,
    CERTAIN,
    FindingKind,
    LIKELY,
    matches,
    POSSIBLE,
    Span,
)
from cites.nonnominal.names.lists import lists
from cites.nonnominal.names.spelling import fold, in_small_letters
from cites.nonnominal.names.spelling import words as words_of
from cites.nonnominal.reading import numbered_lines
from collections.abc import Callable, Iterator
from stdnum import verhoeff
from stdnum.ar import cuit
from stdnum.au import abn
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
from stdnum.ve import rif
from stdnum.za import idnr


#: A number of a document: digits and letters in a few groups. The search is bounded by
#: the length that such a number may have.
PAPER = re.compile(
    # A digit and three near each other are looked for first: it takes less time.
    r"(?<![\w/\-])(?=[A-Z .\-/]{0,181}+\d)"
    r"(?=[A-Z0-9 .\-/]{0,181}?\d[A-Z .\-/]{0,3}\d[A-Z .\-/]{0,3}\d)"
    r"(?=(?:[ .\-/]?[A-Z0-9]){0,90}?(?:[ .\-/]?\d[A-Z .\-/]{0,2}){5})"
    r"(?!(?:ID|CI|NO|PP|RG|CC|SN|IP|HS|NR|N)(?![\w\-]))(?:[A-Z]{1,2}|(?=[A-Z]*\d)"
    r"[A-Z0-9]{1,20})(?:[ .\-/](?=[A-Z0-9]*\d)[A-Z0-9]{1,13}){0,5}(?:-[A-Z0-9])?(?![\w/])"
)
FEWEST_DIGITS = 4
#: What each number has that its form or its checksum tells.
OF_IDENTITY = re.compile(
    r"\d{4}[A-Z]|\d{5}|\d[ .\-]\d|\d[A-EHLMPRST]\d{2}[A-Z]\d|/[A-Z]/\d"
)
#: A passport's number, some way after the word: "passports of: …, A03918274".
BOOKLET = re.compile(r"[A-Z]{1,2} ?\d{6,8}")
FARTHEST, REACH = 220, 40
PASSPORTS_OF = re.compile(
    r"\b(?i:passports|passeports|pasaportes|passport\s(?:details|data|numbers))\b"
    r"[^.\n]{0,200}$"
)
#: The same before a single number, in the sentence; and behind it.
PASSPORT_BEFORE = re.compile(
    r"(?<!\w)(?i:passports?|passeports?|pasaportes?|passaportes?|pasipoti|ppt)(?!\w)[^.;\n]{0,80}$"
)
PASSPORT_BEHIND = re.compile(
    r"[ ,(\-]{1,3}(?:\w+ ){0,2}?\(?(?i:passport|passeport|pasaporte|passaporte|"
    r"pasipoti)(?!\w)"
)
#: A column or a field for any document, with the number of one as passports have.
DOCUMENT = re.compile(
    r"(?<!\w)(?i:(?:travel\s)?doc(?:ument[os]?|\.)?(?:\s(?:no|number|n[°º]|num[eé]ro|número|de\svoyage)\.?)?|hati|证件号码?|证件|документ[аы]?|№\s?документа|الوثيقة|رقم\s+الوثيقة)\s?:\s?$"
)
#: The same of an identity card.
OF_CARD = re.compile(r"\d{10}")
#: Identity cards with brackets: Hong Kong, Myanmar.
IN_BRACKETS = re.compile(
    r"(?<!\w)(?:[A-Z]{1,2}\d{6} ?\([0-9A]\)|"
    r"\d{1,2}/[A-Za-z]{3,12}\((?:[A-Z]|naing|[a-z])\) ?\d{6}(?!\w))"
)
OF_DOCUMENT = re.compile(r"[A-Z]{1,2} ?\d{6,8}|\d{2}[A-Z]{2}\d{5}|\d{9}")
#: Characters between two listed numbers, with a note in brackets about the first.
LISTED = re.compile(r"(?:\s?\([^()\n]{1,60}\))?(?:,\s?|;\s?|\s(?:and|et|y|&)\s)")
#: Machine-readable zone (ICAO 9303): lines of 30, 36 or 44 characters, filled with "<".
MRZ = re.compile(
    r"(?<![A-Z0-9<])(?=[A-Z0-9<]{0,44}<<|[A-Z0-9]{9}\d[A-Z]{3}\d{7}[MFX<])"
    r"[A-Z0-9<]{28,44}(?![A-Z0-9<])"
)
#: Every such line has this, which is sought sooner.
OF_MRZ = re.compile(r"<<|\d{7}[MFX<]")
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
    r"أبريل|مايو|يونيو|يوليو|أغسطس|سبتمبر|أكتوبر|نوفمبر|ديسمبر)"
)
MONTH = rf"{by_first_letter(MONTH)}\.?"
OF_MONTH = re.compile(MONTH)
DATE = re.compile(
    rf"(?<![\w/])(?:\d{{1,2}}\s?[./\-]\s?\d{{1,2}}\s?[./\-]\s?\d{{2,4}}|"
    rf"\d{{4}}[./\-]\d{{1,2}}[./\-]\d{{1,2}}|"
    rf"\d{{4}}\s?年\s?\d{{1,2}}\s?月\s?\d{{1,2}}\s?日|"
    rf"\d{{1,2}}(?:st|nd|rd|th|er|º|°)?\s+(?:of\s+|de\s+)?{MONTH},?(?:\s+(?:of\s+|de\s+|"
    rf"del\s+)?\d{{2,4}})?|"
    rf"{MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}})(?![\w/])"
)
#: Behind a date in Russian: "12.05.1979 г. р.".
BORN_BEHIND = re.compile(r",?\s?(?:г(?:ода|\.)?\s?р(?:ожд|\.)|года рожд|р\.(?=\s|$))")
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
    # Taiwan, and Hong Kong with its check digit in brackets.
    (re.compile(r"(?<![\w\-])[A-Z][1289]\d{8}(?![\w\-])"), lambda n: _is_of_taiwan(n)),
    (re.compile(r"(?<![\w\-])[A-Z]{1,2} ?\d{6} ?\([\dA]\)"), lambda _number: True),
    # Russia's pension number, Tanzania's identity number and Angola's card.
    (re.compile(r"(?<![\w\-])\d{3}-\d{3}-\d{3}[ \-]\d{2}(?![\w\-])"), lambda _n: True),
    (re.compile(r"(?<![\w\-])\d{8}-\d{5}-\d{5}-\d{2}(?![\w\-])"), lambda _n: True),
    (re.compile(r"(?<![\w\-])\d{9}[A-Z]{2}\d{3}(?![\w\-])"), lambda _n: True),
    # Ghana, India (tax numbers and driving licences), companies of Australia, of the
    # countries of OHADA, of Tunisia, Morocco and Venezuela.
    (re.compile(r"(?<![\w\-])GHA-\d{9}-\d(?![\w\-])"), lambda _n: True),
    (
        re.compile(r"(?<!\w)\d{2}[A-Z]{5}\d{4}[A-Z][A-Z\d]Z[A-Z\d](?!\w)"),
        lambda _n: True,
    ),
    (re.compile(r"(?<!\w)[A-Z]{3}[ABCFGHJLPT][A-Z]\d{4}[A-Z](?!\w)"), lambda _n: True),
    (
        re.compile(r"(?<![\w\-])[A-Z]{2}[ \-]?\d{2}[ \-]?(?:19|20)\d{9}(?![\w\-])"),
        lambda _n: True,
    ),
    (re.compile(r"(?<![\w.\-])\d{2} \d{3} \d{3} \d{3}(?! ?\d)"), abn.is_valid),
    (
        re.compile(
            r"(?<![\w\-])(?:RC/|[A-Z]{2}-)[A-Z]{2,4}[/\-](?:\d{2}[/\-])?(?:19|20)\d\d[/\-]"
            r"[A-C]\d{0,2}[/\-]\d{2,6}(?![\w\-])"
        ),
        lambda _n: True,
    ),
    (re.compile(r"(?<!\w)\d{6,7}/?[A-Z](?:/[A-Z]){1,2}/\d{3}(?!\w)"), lambda _n: True),
    (re.compile(r"(?<!\w)00\d{7}0000\d{2}(?!\w)"), lambda _n: True),
    (re.compile(r"(?<![\w\-])[VEJPG]-?\d{8}-?\d(?![\w\-])"), rif.is_valid),
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
#: Any of them, which is sought sooner than each.
ANY = re.compile("|".join(pattern.pattern for pattern, _is_valid in UNMISTAKABLE))
#: What the letters of Taiwan's identity numbers stand for, from 10 on.
OF_TAIWAN = "ABCDEFGHJKLMNPQRSTUVXYWZIO"
#: Where such numbers may be: searching only there saves time.
STRETCH = re.compile(r"[A-Z0-9](?=[A-Z .+/\-]{0,30}+\d)[A-Z0-9 .+/\-]{7,}")
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
    # The Emirates.
    (re.compile(r"784-\d{4}-\d{7}-\d"), lambda _number: True),
)
#: Plates known by their form alone: France and most of the CFA zone, Kenya, Uganda,
#: Tanzania, Nigeria, Great Britain, Cameroon, Spain, South Africa, India, Germany,
#: Senegal and Mali, Argentina, Mozambique, Angola, Portugal, Brazil, Guatemala, Peru.
PLATES = re.compile(
    # A digit near the beginning is looked for first: it takes less time.
    r"(?<![\w\-/])(?=[A-Z]{0,4}[ \-]?(?:[A-Z]{1,2} )?\d)"
    r"(?:[A-Z]{2}[ \-]\d{3}[ \-][A-Z]{2}|K(?!SH|ES|GS)[A-Z]{2} ?\d{3} ?[A-Z]|"
    r"KM[A-Z]{2} ?\d{3} ?[A-Z]|"
    r"R[A-I][A-Z] ?\d{3} ?[A-Z]|G[A-Z] \d{3,4}-\d{2}|U(?!GX|SD)[A-Z]{2} ?\d{3}[A-Z]|"
    r"(?:T|MC) ?\d{3} ?[A-Z]{3}|[A-Z]{3}-\d{3}[A-Z]{2}|[A-Z]{2}[0-25-7]\d ?[A-Z]{3}|"
    r"(?:LT|CE|OU|SW|NW|NO|EN|AD|ES|SU) \d{3,4} [A-Z]{1,2}|"
    r"\d{4}[ \-][B-DF-HJ-NP-TV-Z]{3}|"
    r"[A-Z]{2} \d{2} [A-Z]{2} GP|[A-Z]{2}[ \-]\d{1,2}[ \-]?[A-Z]{1,2}[ \-]\d{4}|"
    r"[A-Z]{1,3}-[A-Z]{1,2} \d{2,4}|"
    r"(?:DK|TH|SL|ZG|KL|LG|TC|KD|FK|MT|KF|SD|DL) ?\d{4} ?[A-Z]{1,2}|"
    r"[A-Z]{3}[ \-]\d{3}[ \-][A-Z]{2}|[A-Z]{2}-\d{2}-\d{2}-[A-Z]{2}|"
    r"[A-Z]{2}-\d{2}-[A-Z]{2}|[A-Z]{3}-?\d[A-Z]\d{2}|P ?\d{3} ?[B-DF-HJ-NP-TV-Z]{3}|"
    r"[A-Z]\d[A-Z]-\d{3}|"
    # Belgium, Venezuela, Botswana, Viet Nam, South Sudan, Mexico, Benin, Togo.
    r"[12]-[A-Z]{3}-\d{3}|[A-Z]{2}\d{3}[A-Z]{2}|B ?\d{3} ?[A-Z]{3}|"
    r"\d{2}[A-Z]\d?-\d{3}\.\d{2}|SSD ?\d{3} ?[A-Z]|"
    r"[A-Z]{3}-\d{3}-[A-Z]|[A-Z]{3} ?\d{3} ?(?:MC|MP|NP|SF|TT|IB|"
    r"GZ|ZB|NS|CD)|"
    r"[A-Z]{2} ?\d{4} ?RB|TG[ -]\d{4}[ -]?[A-Z]{2}|"
    # The Netherlands.
    r"\d{2}-[A-Z]{3}-\d)"
    r"(?![\w\-/])"
)
#: Letters of other scripts in which plates are.
OTHER_SCRIPTS = re.compile("[\u0400-\u04ff\u0621-\u064a\u0e01-\u0e2e\u4e00-\u9fff]")
#: The same in other scripts: Russia and its trailers, Ukraine, China, Thailand, the Arab
#: world.
PLATES_ABROAD = re.compile(
    r"(?<![\w\-/])(?:[АВЕКМНОРСТУХ] ?\d{3} ?[АВЕКМНОРСТУХ]{2} ?\d{2,3}|"
    r"[АВЕКМНОРСТУХІ]{2} ?\d{4} ?(?:\d{2,3}|[АВЕКМНОРСТУХІ]{2})|"
    # One letter alone may be a word, "ب 180": Lebanon's and Morocco's have more digits.
    r"(?:[\u0621-\u064a] ){2,3}\d{1,4}|[\u0621-\u064a] \d{4,6}|\d{1,4}(?: "
    r"[\u0621-\u064a]){2,3}|"
    r"\d{1,5}[ \-|][\u0621-\u064a][ \-|]\d{1,2}|\d{1,3} ?تونس ?\d{1,4}|"
    r"\d{4,6}-[1-9]\d\d-\d{2}(?=[_ .,،\n]|$)|\d{1,5}-\d{5}-\d{2})(?![\w\-/])|"
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼] ?[A-Z][ "
    r"·]?[A-Z0-9]{4,6}"
    r"(?:[A-Z0-9]| ?[学警港澳挂])?(?![A-Z0-9])|"
    r"\d?[\u0e01-\u0e2e]{1,2}[ \-]?\d{1,4}(?!\d)|"
    # Boats of China.
    r"[闽粤琼桂浙苏鲁辽冀津沪台港澳湘鄂皖赣][\u4e00-\u9fff]{0,3}(?:渔|货|运|拖|油|养|捕|供)(?:运|养|加|冷|辅)?\s?\d{3,6}(?!\d)",
    re.IGNORECASE,
)
#: Plates that could be other numbers: the sentence must have a word for a vehicle.
PLATES_OF_VEHICLES = re.compile(
    r"(?<![\w\-/])(?:[A-Z]{2,3}[ \-]?\d{3,4}(?:[ \-]?[A-Z]{1,2})?|\d{4} ?[A-Z]{2}[ "
    r"/]?\d{2}|"
    r"\d{2} ?[A-Z]{2} ?\d{4}|[A-Z]{2} \d{3}-\d{3}|[A-Z]{2} \d{2} [A-Z]{2} [A-Z]{1,2}|"
    r"[A-Z]{4} ?\d{3}|\d{3,6}-\d{3}-\d{2}|"
    r"\d{3} ?[A-Z]{3} ?\d{2}|\d{2} ?KG ?\d{3} ?[A-Z]{3})(?![\w\-/])"
)
MEASURE = re.compile(
    r"\d ?(?:MB|GB|MS|KGS?|KM|CM|MM|PCS|PKGS?|CTNS?|USD|EUR|CFA|HRS?|LBS?)$|"
    r"^(?:USD|EUR|KES|TZS|UGX|XAF|XOF|NGN|ZAR|CNY|RMB|INR|RUB|BRL|COP|MXN|PEN|GHS|ZMW|"
    r"MZN|AOA|"
    r"SAR|AED|HS|CE|UE|EU|SC|COP|QR|EK|ET|KQ|TK|AF|LH|BA|KL|MS|SA) ?\d{3,4}$|"
    r"^(?:USD|EUR|KES|TZS|UGX|XAF|XOF|NGN|ZAR|CNY|BRL|COP|MXN|PEN|GHS|ZMW|MZN|AOA)"
    r" ?\d{1,3}(?:[.,]\d{3})+$"
)
SENTENCE = re.compile(r"[.!?;]\s|\n")
#: Most characters between that word and the plate, in the same sentence.
FAR = 160
#: Most characters behind a plate to a word for a vehicle: "KL 118 (white van)".
BEHIND = 24
#: A short mix of letters and digits, after a word for a vehicle.
PLATE = re.compile(
    r"(?<![\w/])(?=[A-Z0-9][A-Z0-9 .\-]{3})"
    r"[A-Z0-9]{1,8}(?:[ .\-](?=[A-Z0-9]{1,6}(?![a-z]))[A-Z0-9]{1,6}){0,3}(?![\w/])"
)
#: "MV Ocean Star", "M/V …", "F/V …", in the languages of the trade.
VESSEL_NAME = re.compile(
    r"(?<![\w/])(?:M/?V|M/?T|F/?V|M/?S|S/?V|M/?Y|B/?M|[MFS]\.V\.|R/?V|[mf]/v|m/t|mv)"
    r"\s+[\"“«]?[A-ZÀ-Þ][\w\-'’]*(?:\s+(?:(?:de|du|des|del|do|da|dos|of|la|le|les|las|los|"
    r"el|ya|wa|za)\s+)?(?:[A-ZÀ-Þ][\w\-'’]*|"
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
        r"\b"
        + by_first_letter(
            r"vessel|trawler|dhow|yacht|bulk\s+carrier|container\s+ship|(?:le|du|un)\s+"
            r"cargo|(?:the|le|el|o|do|no|del|un|um|au|du)\s+(?:boat|bateau|barco|navio|bote)|iate|traineira|balsa|"
            r"embarcação|embarcación|motonave|falucho|cayuco|patera|saveiro|mashua|jahazi|ngalawa|chombo|boti|felouque|"
            r"sloop|schooner|speedboat|barge|tug|junk|sampan|gillnetter|longliner|lancha|pirogue|boutre|tanker|freighter|ferry|motonave|panga|bote|balandra|navire|chalutier|voilier|"
            r"motovelero|goélette|thonier|palangrier|remorqueur|pétrolier|pinasse|buque|"
            r"pesquero|yate|velero|atunero|palangrero|cerquero|remolcador|catamarán|"
            r"(?:name\s+of\s+(?:the\s+)?(?:ship|boat|vessel)|(?:ship|boat|"
            r"vessel)(?:['’]s)?\s+name|"
            r"nom\s+du\s+(?:navire|bateau)|nombre\s+del\s+(?:buque|barco)|bateau|barco|ship|boat|"
            r"nome\s+d[oa]\s+(?:navio|barco|embarcação)|navio|jina\s+la\s+(?:meli|chombo)|"
            r"meli)(?=\s?:)"
        )
        + r"(?:\s?:\s|\s+(?:[lik]{1,2}i?naitwa\s+|(?:name|named|called|nommée?|"
        r"llamad[oa]|denominad[oa]|chamad[oa])\s+)?)"
    ),
    re.compile(
        r"(?P<name>[A-ZÀ-Þ][\w\-'’]+(?:\s+"
        r"(?:(?:de|du|del|des|dos|do|da|of|la|las|los|el|the|ya|wa|za)\s+){0,2}(?:[dDlL]['’])?"
        r"(?:[A-ZÀ-Þ][\w\-'’]+|\d{1,3}\b)){0,3})"
    ),
)
#: "VSL OCEAN PETREL II V.118E", "NAVIRE ETOILE DU SUD INDICATIF TRQX": in manifests, with
#: what is told of vessels behind the name, or in a line or part of its own.
OF_MANIFEST = re.compile(
    r"(?<!\w)(?:(?P<short>vsl)|vessel|ship|navire|bateau|chalutier|buque|barco|motonave|nave|"
    r"navio|embarca(?:[cç][aã]o|ci[oó]n)|trawler|meli)(?P<label>\s?:)?\s"
    r"(?P<name>[^\W\d_][\w'’\-]*(?:\s[\w'’\-]+){0,4}?)"
    r"(?:(?P<told>\s(?:v\.?\s?\d|voy|imo\b|mmsi|flag\b|call\s?sign|indicati[fv]|matr[ií]cula|"
    r"inscri|immat|pavillon|bandeira|bandera|skipper|capt\b|pol\b|eta\b|b/l)|\s\()|\s?[/\n,;|]|$)"
)
#: What a vessel's name neither begins nor ends with.
OF_SENTENCES = words_of(
    "battant under flying a an is was has had of with without and or from to in at on "
    "est a et ou sans avec dont qui que de du au aux es esta fue con sin y o que del se "
    "com sem e ou foi nao ne "
    "ilikuwa ina imo eta name nom nombre nome flag type no"
)
BEGINS_PART = re.compile(r"(?:^|[\n/|;])\s?$")
#: "INDICATIF TRQX", "call sign 3DXQ".
CALL_SIGN = re.compile(
    r"(?<!\w)(?:call\s?sign|indicatif(?:\sd['’]appel)?|indicativo(?:\sde\schamada)?|"
    r"distintivo(?:\sde\sllamada)?)\s?:?\s(?P<name>[a-z\d]{4,7})(?!\w)"
)
AIRCRAFT = re.compile(r"(?<![\w\-])[A-Z0-9]{1,2}-[A-Z]{3,4}(?![\w\-])")
#: Of Russia and its neighbours, which have digits, and boats: "RA-04217", "РХВ 14-83".
AIRCRAFT_IN_DIGITS = re.compile(
    r"(?<![\w\-])(?:RA|RF|UP|EX|UK|EW|UR|ER|EK|EY)-\d{5}(?![\w\-])"
)
BOAT_ABROAD = re.compile(r"(?<!\w)[А-ЯЁ]{1,3}[ \-]?\d{2}-\d{2}(?:[ \-]?[А-ЯЁ]{2})?(?!\w)")
CALLED_BOAT = re.compile(
    r"(?:судно|лодка|катер|шхуна|сейнер|борт|называется|название|имя "
    r"судна)\s?:?\s[«\"]?(?P<name>[А-ЯЁ][а-яё]{2,}(?: [А-ЯЁ][а-яё]+)?-\d{1,3})(?!\d)"
)
SEA_NUMBER = re.compile(r"(?<!\w)(?:\d{7}|\d{9}|(?=[A-Z]*\d)[A-Z0-9]{4,8})(?!\w)")


def papers_in(text: str) -> Iterator[Span]:
    if OF_MRZ.search(text):
        yield from matches(text, FindingKind.NATIONAL_ID, CERTAIN, MRZ)
    for match in DATE.finditer(in_small_letters(text)):
        born = surroundings.BIRTH.before(text, match.start())
        if born or BORN_BEHIND.match(text, match.end()):
            yield Span(*match.span(), FindingKind.NATIONAL_ID, CERTAIN)
    numbered = numbered_lines(text)
    for match in _identities(numbered):
        if not surroundings.PAPERS.before(text, match.start()):
            yield Span(*match.span(), FindingKind.NATIONAL_ID, LIKELY)
    before: Span | None = None
    if "(" in text:
        yield from matches(text, FindingKind.NATIONAL_ID, CERTAIN, IN_BRACKETS)
    for match in PAPER.finditer(numbered):
        before = _paper(text, *match.span(), before)
        if before:
            yield before
    yield from _conveyances(text, numbered)


def _identities(text: str) -> Iterator[re.Match[str]]:
    """Numbers that their form or their checksum tells."""
    for stretch in STRETCH.finditer(text):
        # The characters behind tell where a number ends.
        start, end = stretch.start(), stretch.end() + 3
        if not (OF_IDENTITY.search(text, start, end) and ANY.search(text, start, end)):
            continue
        for pattern, is_valid in UNMISTAKABLE:
            for match in pattern.finditer(text, start, end):
                if is_valid(match[0]):
                    yield match
    for match in PIECE.finditer(text):
        if any(
            p.fullmatch(match[0]) and is_valid(match[0]) for p, is_valid in IN_ONE_PIECE
        ):
            yield match


def _is_of_taiwan(number: str) -> bool:
    """Whether the check digit is right: all by their weights make a multiple of 10."""
    digits = f"{OF_TAIWAN.index(number[0]) + 10}{number[1:]}"
    weights = (1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1)
    return sum(int(d) * w for d, w in zip(digits, weights, strict=True)) % 10 == 0


def _paper(text: str, start: int, end: int, before: Span | None) -> Span | None:
    """The finding for a number of a document; ``before`` is the finding before it."""
    if sum(map(str.isdigit, text[start:end])) < FEWEST_DIGITS:
        return None
    if _is_said_passport(text, start, end):
        return Span(start, end, FindingKind.PASSPORT, CERTAIN)
    if surroundings.IDENTITY.before(text, start):
        dated = DATE.fullmatch(text[start:end].lower())
        return None if dated else Span(start, end, FindingKind.NATIONAL_ID, CERTAIN)
    # "Passports: A03918274 (Doe), GX7719203"
    if before and LISTED.fullmatch(text, before.end, start):
        return before._replace(start=start, end=end)
    kind = _kind_by_form(text, start, end)
    return Span(start, end, kind, LIKELY) if kind else None


def _is_said_passport(text: str, start: int, end: int) -> bool:
    """Whether a word for a passport, or for a document that it can be, is before it."""
    if surroundings.PASSPORT.before(text, start):
        return True
    booklet = BOOKLET.fullmatch(text, start, end)
    return booklet is not None and _fills_document(text, start)


def _kind_by_form(text: str, start: int, end: int) -> FindingKind | None:
    """What a number is by its form, in a field for any document or near a passport."""
    if OF_CARD.fullmatch(text, start, end) and _fills_document(text, start):
        return FindingKind.NATIONAL_ID
    if _is_of_document(text, start, end) or _is_of_booklet(text, start, end):
        return FindingKind.PASSPORT
    return None


def _is_of_document(text: str, start: int, end: int) -> bool:
    """Whether it fills a field for a document, and has the form of such numbers."""
    return bool(OF_DOCUMENT.fullmatch(text, start, end)) and _fills_document(text, start)


def _fills_document(text: str, start: int) -> bool:
    return DOCUMENT.search(text, max(0, start - REACH), start) is not None


def _is_of_booklet(text: str, start: int, end: int) -> bool:
    """Whether it has the form of a passport's number, and a word for one is near."""
    if not BOOKLET.fullmatch(text, start, end):
        return False
    near = _is_near_passport(text, start, end)
    return near and not surroundings.PAPERS.before(text, start)


def _is_near_passport(text: str, start: int, end: int) -> bool:
    """Whether a word for a passport stands before a number, or behind it."""
    if PASSPORT_BEHIND.match(text, end):
        return True
    first = max(0, start - FARTHEST)
    return any(p.search(text, first, start) for p in (PASSPORTS_OF, PASSPORT_BEFORE))


def _plates(text: str, numbered: str) -> Iterator[Span]:
    for match in PLATES.finditer(numbered):
        if not (surroundings.PAPERS.before(text, match.start()) or _is_measure(match[0])):
            yield Span(*match.span(), FindingKind.PLATE, LIKELY)
    if OTHER_SCRIPTS.search(text):
        yield from matches(text, FindingKind.PLATE, LIKELY, PLATES_ABROAD)
    for match in PLATES_OF_VEHICLES.finditer(numbered):
        if _is_measure(match[0]) or surroundings.PAPERS.before(text, match.start()):
            continue
        before = text[max(0, match.start() - FAR) : match.start()]
        said = SENTENCE.split(before)[-1]
        behind = SENTENCE.split(text[match.end() : match.end() + BEHIND])[0]
        if surroundings.PLATE.anywhere(said) or surroundings.PLATE.anywhere(behind):
            yield Span(*match.span(), FindingKind.PLATE, POSSIBLE)


def _is_measure(text: str) -> bool:
    return MEASURE.search(text) is not None


def _conveyances(text: str, numbered: str) -> Iterator[Span]:
    yield from _plates(text, numbered)
    for match in PLATE.finditer(numbered):
        if _mixed(match[0]) and surroundings.PLATE.before(text, match.start()):
            yield Span(*match.span(), FindingKind.PLATE, LIKELY)
    for match in SEA_NUMBER.finditer(numbered):
        if surroundings.VESSEL.before(text, match.start()):
            yield Span(*match.span(), FindingKind.PLATE, CERTAIN)
    if OTHER_SCRIPTS.search(text):
        yield from _boats_abroad(text)
    yield from matches(text, FindingKind.PLATE, LIKELY, AIRCRAFT_IN_DIGITS)
    for match in AIRCRAFT.finditer(text):
        told = surroundings.PLATE.before(text, match.start())
        if told or _looks_like_aircraft(match[0]):
            yield Span(*match.span(), FindingKind.PLATE, LIKELY)


def _boats_abroad(text: str) -> Iterator[Span]:
    yield from matches(text, FindingKind.PLATE, LIKELY, CALLED_BOAT)
    for cue in (surroundings.VESSEL, surroundings.PLATE):
        for match in cue.announced(text, BOAT_ABROAD):
            yield Span(*match.span(), FindingKind.PLATE, LIKELY)


def _looks_like_aircraft(mark: str) -> bool:
    """Whether it begins with a digit and no word ends it: "5H-TZA", but not "4-MAY"."""
    if not mark[0].isdigit():
        return False
    ending = fold(mark.split("-")[1])
    return ending not in lists().words and not OF_MONTH.fullmatch(ending)


def vessels_in(text: str) -> Iterator[Span]:
    """Find names of vessels, by their capitals."""
    yield from matches(text, FindingKind.PLATE, LIKELY, VESSEL_NAME)
    small = in_small_letters(text)
    for match in OF_MANIFEST.finditer(small):
        if _is_vessel(small, match):
            yield Span(*match.span("name"), FindingKind.PLATE, LIKELY)
    for match in CALL_SIGN.finditer(small):
        if _is_call_sign(match["name"]):
            yield Span(*match.span("name"), FindingKind.PLATE, CERTAIN)
    for pattern in (QUOTED_VESSEL, CALLED_VESSEL):
        for _opening, name in pattern.found_in(text, small):
            yield Span(*name.span("name"), FindingKind.PLATE, LIKELY)


def _is_vessel(small: str, match: re.Match[str]) -> bool:
    """Whether a manifest names a vessel there, and no sentence is told of one."""
    name = match["name"].split()
    if not match["told"]:
        begins = match["short"] or match["label"]
        if not begins or not BEGINS_PART.search(
            small, max(0, match.start() - 3), match.start()
        ):
            return False
    return not (name[0] in OF_SENTENCES or name[-1] in OF_SENTENCES)


def _is_call_sign(word: str) -> bool:
    """Whether it has a digit, or is no word: "FQZK"."""
    known = lists()
    return any(map(str.isdigit, word)) or not (word in known.words or word in known.names)


def _mixed(text: str) -> bool:
    """Whether it has letters and digits, or many digits; no year and no weight."""
    digits = sum(map(str.isdigit, text))
    if digits < 2 or not (digits >= 5 or any(map(str.isalpha, text))):
        return False
    # "1234 UNA CAMIONETA"
    known = lists().words
    worded = any(word.isalpha() and fold(word) in known for word in text.split())
    return not worded and not _is_measure(text)
