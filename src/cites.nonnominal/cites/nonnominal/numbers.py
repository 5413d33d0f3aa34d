"""Finds numbers that belong to a person: accounts, cards, telephones, devices."""

import phonenumbers
import re
from cites.nonnominal import surroundings
from cites.nonnominal.findings import (
    CERTAIN,
    Certainty,
    FindingKind,
    LIKELY,
    matches,
    POSSIBLE,
    Span,
)
from collections.abc import Iterator
from functools import lru_cache
from stdnum import iban, imei, luhn


#: What all have but for some MAC addresses.
DIGIT = re.compile(r"\d|(?:[a-f]{2}[:\-]){5}", re.I)
IBAN = re.compile(
    r"(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?:[ .\-]?[A-Za-z0-9]){11,30}(?![A-Za-z0-9])"
)
SHORTEST_IBAN = 15
SHORTEST_CARD, IMEI = 13, 15
#: The word for an IMEI some words before a number.
IMEI_NEAR = re.compile(r"(?<!\w)imeis?(?!\w)[^\d.\n]{0,40}$", re.I)
PARTING = re.compile(r"[ .\-]")
GROUPED = re.compile(r"\d(?<![\w.,/\-]\d)(?:[ .\-]?\d){12,19}(?![\w/]|[.,\-]\d)")
#: A number after a word for an account.
ACCOUNT = re.compile(
    r"(?<![\w/\-])(?:[A-Za-z]{0,4}\d(?:[ \-./]?\d){6,25}|\d{4,8}-[\dxX]|"
    r"[A-Za-z]{2}\d{2}(?: ?[A-Za-z0-9]{4}){3,7}(?: ?[A-Za-z0-9]{1,3})?)(?![\w/])"
)
#: The same of merchants and branches, which have few digits.
SHORT_ACCOUNT = re.compile(r"(?<![\w/\-.,])\d(?:[\- ]?\d){3,8}(?![\w/]|[.,]\d)")
MAC = re.compile(r"(?<![\w:\-])(?:[0-9a-f]{2}[:\-]){5}[0-9a-f]{2}(?![\w:\-])", re.I)
DEVICE = re.compile(
    r"(?<![\w/\-])(?=[A-Z \-/]{0,40}+\d)(?:\d(?:[ \-/]?\d){9,21}|[A-Z0-9]{8,40}|"
    r"[A-Z0-9]{3,}(?:-[A-Z0-9]{3,}){1,6})(?!\w)",
    re.I,
)
PHONE = re.compile(
    # Chinese has no space behind its commas.
    r"(?<![\w/\-+])(?<!\d[.,])(?:\(0\d{0,4}\)[ ]?)?[(]?\d(?:[ "
    r".\-/()]{0,2}\d){5,14}(?![\w/]|"
    r"[.,]\d|-[A-Z])"
)
DATED = re.compile(
    r"(?:(?:\d{1,4}/)?(?:0?[1-9]|[12]\d|3[01])(?P<by>[./\-])(?:0?[1-9]|1[0-2])(?P=by)(?:19|20)?\d\d|"
    r"(?:0?[1-9]|[12]\d|3[01]) (?:0?[1-9]|1[0-2]) (?:19|20)\d\d|"
    r"(?:19|20)\d\d[./\-](?:0?[1-9]|1[0-2])[./\-]\d{1,2})(?![./\-]?\d)"
)
#: A telephone number that goes on in the next line.
BROKEN = re.compile(r"(\+(?:[ \-.()]?\d){1,8})\n(?=\d\d)")
#: A line that may have an international number: others take the library long.
WITH_PLUS = re.compile(r"^[^+\n]*\+.*", re.MULTILINE)
#: Accounts of payment services other than banks.
WALLET = re.compile(
    r"(?<!\w)(?:(?i:bc1)[a-zA-Z0-9]{25,60}|0[xX][0-9a-fA-F]{40}|"
    # With letters beyond those of hexadecimal numbers; also in one case.
    r"(?=[tT13]\w{0,32}[G-Zg-z])(?=\w{2,20}?\d)(?:[tT][0-9A-Za-z]{33}|[13][0-9A-Za-z]{25,33})|"
    # Payments by name, in India.
    r"[\w.\-]{3,40}@(?:ok(?:axis|sbi|icici|hdfcbank)|ybl|ibl|axl|apl|upi|paytm|[a-z]{2,8}upi))(?![\w.])"
)
#: What stands in texts with merchants' accounts.
MERCHANTS = ("till", "bill", "lipa", "sort", "agência", "agencia")
#: A wallet of any currency, behind a word for one.
ANY_WALLET = re.compile(r"(?<!\w)(?=[A-Za-z]{0,94}[0-9])[0-9A-Za-z]{26,95}(?!\w)")
#: "alias LORO.SELVA.MP", by which accounts are called in Argentina.
ALIAS = re.compile(
    r"(?<!\w)(?i:alias)(?: ?: ?| )(?P<alias>[A-Za-z]\w{1,14}(?:\.\w{1,15}){1,4})(?!\w)"
)
#: Where a telephone or a photograph says that it was, and half of that.
PLACE = re.compile(r"(?<![\w.])-?\d{1,3}\.\d{3,8}\s?[,;]\s?-?\d{1,3}\.\d{3,8}(?!\w)")
DEGREES = re.compile(r"\d{1,3}\.\d{4,8}")
#: Numbers with groups of thousands, and words for what they count.
THOUSANDS = re.compile(r"\d{1,3}(?:[ .]\d{3})+")
COUNTED = re.compile(
    r"\s?(?:[$€£%]|(?:kgs?|g|t|tonn?e?s?|toneladas|grams?|grammes?|gramos|kilos?|"
    r"[A-Z]{3}|"
    r"euros?|dollars?|dólares|f\s?cfa|FCFA|F\sCFA|francs?|francos|fcfa|pesos|soles|"
    r"rands?|naira|shillings?|"
    r"pieces?|pièces?|piezas?|specimens?|spécimens?|especímenes|units?|unités?|unidades|"
    r"animals?|animaux|animales|m3|litres?|litros?)(?!\w))"
)
#: Mobile telephone numbers of China and Russia, without spaces.
AT_ONCE = re.compile(r"1[3-9]\d{9}|89\d{9}")
GROUPS = re.compile(r"[ .\-/()]+")
#: An air waybill: three digits of the airline, seven more and a check digit, which is
#: not verified, as docs/nonnominal.md says.
WAYBILL = re.compile(r"\d{3}[ \-]?\d{4} ?\d{4}")
#: The word for it in Spanish and Portuguese. It is also that for a guide, who telephones.
GUIDE = surroundings.Cue("guide")
#: Countries whose national numbers begin without a 0.
REGIONS = (
    "ES",
    "PE",
    "CM",
    "SN",
    "ML",
    "MX",
    "CO",
    "US",
    "IN",
    "CN",
    "PL",
    "HK",
    "RU",
    "BR",
)


def numbers_in(text: str) -> Iterator[Span]:
    if "alias" in text.lower():
        yield from matches(text, FindingKind.IBAN, CERTAIN, ALIAS)
    if not DIGIT.search(text):
        yield from matches(text, FindingKind.IBAN, CERTAIN, WALLET) if "@" in text else ()
        return
    yield from _accounts(text)
    yield from _cards_and_devices(text)
    yield from _telephones(text)


def _accounts(text: str) -> Iterator[Span]:
    yield from _ibans(text)
    yield from matches(text, FindingKind.IBAN, CERTAIN, WALLET)
    for match in surroundings.WALLET.announced(text, ANY_WALLET):
        yield Span(*match.span(), FindingKind.IBAN, CERTAIN)
    small = text.lower()
    if any(word in small for word in MERCHANTS):
        for match in surroundings.MERCHANT.announced(text, SHORT_ACCOUNT):
            yield Span(*match.span(), FindingKind.IBAN, LIKELY)
    for match in surroundings.ACCOUNT.announced(text, ACCOUNT):
        if not DATED.match(match[0]):
            yield Span(*match.span(), FindingKind.IBAN, LIKELY)


def _ibans(text: str) -> Iterator[Span]:
    at = 0
    while match := IBAN.search(text, at):
        end = _end_of_iban(text, *match.span())
        if end:
            yield Span(match.start(), end, FindingKind.IBAN, CERTAIN)
        at = end or match.start() + 4


def _end_of_iban(text: str, start: int, end: int) -> int | None:
    """The end of the longest part with a right checksum: a word may follow it."""
    while end - start >= SHORTEST_IBAN:
        number = text[start:end]
        if iban.is_valid(PARTING.sub("", number).upper(), check_country=False):
            return end
        cut = max(map(number.rfind, " .-"))
        if cut < 0:
            return None
        end = start + cut
    return None


def _cards_and_devices(text: str) -> Iterator[Span]:
    for match in GROUPED.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        found = _card_or_device(text, match.start(), digits)
        if found:
            sure = found[0] is not FindingKind.DEVICE or _is_sure_device(
                text, match.start(), digits
            )
            certainty = Certainty.SURE if sure else Certainty.MAYBE
            yield Span(*match.span(), *found, certainty=certainty)
    yield from matches(text, FindingKind.DEVICE, CERTAIN, MAC)
    if not text.isascii():
        for match in surroundings.PICTURE.announced(text, PLACE):
            yield Span(*match.span(), FindingKind.DEVICE, CERTAIN)
    for match in DEVICE.finditer(text):
        numbered = any(c.isdigit() for c in match[0])
        if numbered and surroundings.DEVICE.before(text, match.start()):
            kind = FindingKind.PHONE if _rings(match[0]) else FindingKind.DEVICE
            yield Span(*match.span(), kind, LIKELY)


def _card_or_device(text: str, start: int, digits: str) -> tuple[FindingKind, int] | None:
    """Kind and rank of a long number in groups."""
    if surroundings.DEVICE.before(text, start):
        return FindingKind.DEVICE, CERTAIN
    if surroundings.PAPERS.before(text, start):
        return None
    said = len(digits) >= SHORTEST_CARD and surroundings.CARD.before(text, start)
    if said or (luhn.is_valid(digits) and _is_card(digits)):
        return FindingKind.CARD, LIKELY
    near = len(digits) == IMEI and _is_near_imei(text, start)
    return (FindingKind.DEVICE, POSSIBLE) if near or _is_imei(digits) else None


def _is_near_imei(text: str, start: int) -> bool:
    """Whether the word IMEI stands some words before a number."""
    before = text[max(0, start - surroundings.REACH) : start]
    return IMEI_NEAR.search(before) is not None


def _is_sure_device(text: str, start: int, digits: str) -> bool:
    """Whether a label stands right before it, and it is no IMEI with a wrong digit."""
    if _is_imei(digits):
        return True
    wrong = len(digits) == IMEI and _is_near_imei(text, start)
    return not wrong and surroundings.DEVICE.before(text, start)


def _is_imei(number: str) -> bool:
    return len(number) == IMEI and number.isdigit() and imei.is_valid(number)


def _is_card(digits: str) -> bool:
    """Whether the digits fit an issuer's range and length (ISO/IEC 7812)."""
    length = len(digits)
    if digits[0] == "4":
        return length in (13, 16, 19)
    if digits[:2] in ("34", "37"):
        return length == 15
    if digits[:2] in ("30", "36", "38"):
        return length == 14
    return digits[:1] in "2356" and 16 <= length <= 19


def _rings(text: str) -> bool:
    """Whether it is the telephone number of a SIM card."""
    return (
        text.startswith("0")
        and not any(map(str.isalpha, text))
        and len(re.sub(r"\D", "", text)) <= 11
    )


def _telephones(text: str) -> Iterator[Span]:
    for line in WITH_PLUS.finditer(BROKEN.sub(r"\1 ", text)) if "+" in text else ():
        matcher = phonenumbers.PhoneNumberMatcher(
            line[0], None, leniency=phonenumbers.Leniency.POSSIBLE
        )
        for found in matcher:
            start, end = line.start() + found.start, line.start() + found.end
            yield Span(start, end, FindingKind.PHONE, CERTAIN)
    for match in PHONE.finditer(text):
        start, end = match.span()
        # A bracket before the number is no part of it.
        if match[0].startswith("(") and ")" not in match[0]:
            start += 1
        rank = _rank_of_telephone(text, start, end)
        if rank is not None:
            yield Span(start, end, FindingKind.PHONE, rank)


def _rank_of_telephone(text: str, start: int, end: int) -> int | None:
    """The rank of a number as a national telephone number; None if it is none."""
    number = text[start:end]
    if _is_other_number(text, start, number):
        return None
    if surroundings.PHONE.before(text, start):
        return LIKELY
    if THOUSANDS.fullmatch(number) and _is_amount(text, start, end):
        return None
    return POSSIBLE if _looks_like_telephone(number) else None


def _is_other_number(text: str, start: int, number: str) -> bool:
    """Whether it is a date, a coordinate or the number of a paper, parcel or device."""
    return (
        DATED.match(number) is not None
        or DEGREES.fullmatch(number) is not None
        or surroundings.PAPERS.before(text, start)
        or (WAYBILL.fullmatch(number) is not None and GUIDE.before(text, start))
        or _is_imei(number)
    )


def _is_amount(text: str, start: int, end: int) -> bool:
    coin = text[max(0, start - 2) : start].strip()[-1:]
    return coin in ("$", "€", "£") or COUNTED.match(text, end) is not None


def _looks_like_telephone(number: str) -> bool:
    """Whether it is a telephone number without a word before it, by its form."""
    digits = re.sub(r"\D", "", number)
    if AT_ONCE.fullmatch(number):
        return True
    if digits.startswith("00"):
        return _is_valid(f"+{digits[2:]}", None)
    groups = len(GROUPS.split(number))
    if digits.startswith("0"):
        return 9 <= len(digits) <= 11 and (groups > 1 or len(digits) == 10)
    if groups < 3 or not 8 <= len(digits) <= 11:
        return False
    return any(_is_valid(digits, region) for region in _regions_of(len(digits)))


@lru_cache
def _regions_of(length: int) -> tuple[str, ...]:
    """Regions whose telephone numbers have so many digits, perhaps with a prefix."""
    return tuple(region for region in REGIONS if length in _lengths_in(region))


def _lengths_in(region: str) -> set[int]:
    known = phonenumbers.PhoneMetadata.metadata_for_region(region)
    if known is None or known.general_desc is None:
        return set()
    prefixes = (0, len(known.national_prefix or ""), len(str(known.country_code)))
    return {n + more for n in known.general_desc.possible_length for more in prefixes}


def _is_valid(number: str, region: str | None) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(number, region))
    except phonenumbers.NumberParseException:
        return False
