"""Finds names and companies in Cyrillic letters: by patronymic, ending, role and list.

The list is the Latin one: Russian names are transliterated before looking them up.
"""

import re
from cites.cug.nonnominal.findings import FindingKind, LIKELY, matches, POSSIBLE, Span
from cites.cug.nonnominal.names.lists import lists
from collections.abc import Iterator
from functools import lru_cache


LETTER = r"[А-Яа-яЁёІіЇїЄєҐґЎўҚқҒғҲҳӘәӨөҮүҰұҺһҢң]"
TEXT = re.compile(LETTER)
WORD = re.compile(rf"(?:[А-ЯЁІЇЄ]\.|{LETTER}{{2,}}(?:-{LETTER}{{2,}})*)")
PATRONYMIC = re.compile(
    r"(?:[оеё]вич|ьич|мич|тич|[оеё]вн|иничн|ичн)(?:[аеуыой]|ем|ой|ою)?$|"
    r"(?:оглы|углы|улы|кызы|кизи)$"
)
#: Endings of family names, with their case endings.
FAMILY = re.compile(
    r"(?:[оеё]в|[иы]н|ск(?:ий|ая|ого|ой|ому|им|ую)|цк(?:ий|ая|ого|ой|ому|им|ую)|енко|чук|"
    r"щук|юк|ян|дзе|швили|ко|евич|ович|ец|ун|ук|зода|заде)(?:а|у|ым|ом|е|ой|ых|ы)?$"
)
ENDINGS = (
    "",
    "ой",
    "ого",
    "ому",
    "ыми",
    "ым",
    "ем",
    "ом",
    "ей",
    "а",
    "у",
    "ы",
    "и",
    "е",
    "ю",
    "я",
    "й",
    "ь",
)
ROLES = re.compile(
    r"(?:водител|подозреваем|обвиняем|задержан|арестован|получател|отправител|"
    r"грузополучател|"
    r"грузоотправител|импортёр|импортер|экспортёр|экспортер|следовател|инспектор|капитан|"
    r"майор|лейтенант|полковник|сержант|прокурор|судь|адвокат|нотариус|директор|"
    r"бухгалтер|"
    r"охотник|продав|покупател|владел|хозя|курьер|посредник|перевозчик|пассажир|"
    r"гражданин|"
    r"гражданк|господин|госпож|г-н|г-ж|тов|свидетел|потерпевш|браконьер|скупщик|"
    r"посыльн|сбытчик|кладовщик|грузчик|сторож|повар|бригадир|староста|глав[аыу]|министр|губернатор|депутат|заявител|экспорт|контрабандист|пособник|соучастник|организатор|заказчик|исполнител|продавц|профессор|учител|механик|шофёр|шофер|таксист|дальнобойщик|рыбак|рыбачк|чабан|пастух|заводчик|таксидермист|кассир|секретар|переводчик|эксперт|ревизор|дознавател|участков|дежурн|старш|супруг|вдов|невест|жених|племянни|внук|внучк|дед|бабушк|тёщ|тесть|зять|шурин|кум|братья|сёстры|торгов|жен[аыеу]|"
    r"муж|брат|сестр|сын|доч|отец|мать|дяд|тёт|тет|сосед|друг|товарищ|начальник|"
    r"сотрудник|"
    r"декларант|брокер|экспедитор|фио|фамили|имя|отчеств|зовут|звать|имени|кличк|"
    r"по\s+имени|"
    r"некий|некая|партнёр|врач|ветеринар|егер|лесник|моряк|боцман|лётчик|пилот|агент|"
    r"допрос|"
    r"объяснени|протокол\s+допроса|показани)\w*$"
)
#: Phrases of speech before a name.
SPOKEN = re.compile(
    r"(?:говорил[аи]?\s+с|поговори\s+с|видел[аи]?|верь|зовут|звони|пиши|спроси\s+у|у|это|"
    r"со?\s+слов|по\s+словам|сказал[аи]?|передай|встретил[аи]?|для)\s$"
)
#: Words before a place or a thing that is named after a person.
NAMED_AFTER = re.compile(
    r"(?:имени|им\.|аэропорт\w*|улиц\w*|ул\.|площад\w*|проспект\w*|пр\.|порт\w*|город\w*|"
    r"г\.|остров\w*|посёлок|посел\w*|село|деревн\w*|озер\w*|рек[аеиу]|гор[аеы]|област\w*|"
    r"район\w*|край|мыс|залив\w*|театр\w*|музе\w*|парк\w*|заповедник\w*|в|во|из|до|под|"
    r"около)\s$"
)
COMPANY = re.compile(
    r"(?<!\w)(?:ООО|АО|ЗАО|ОАО|ПАО|НАО|ИП|ТОО|ОсОО|ТД|ЧП|ООД|ГК|КФХ|МУП|[Фф]ирм[аеуы]|"
    r"[Кк]омпани[яией]+|[Зз]оомагазин[аеу]?|[Пп]итомник[аеу]?|[Мм]астерск(?:ая|ой|ую)|[Пп]редпринимател[ьяю]|"
    r"предприяти[еяю]|[Мм]агазин[ауе]?)\s+"
    r"(?:[«\"“„]\s?[^»\"”“\n]{2,40}[»\"”“]|"
    r"[А-ЯЁ][\w\-]+(?: [А-ЯЁ][\w\-]+){0,2})"
)
#: The same in chats, without quotes and capitals that mark the end.
SMALL_COMPANY = re.compile(
    r"(?<!\w)(?:ооо|ао|зао|оао|пао|ип|тоо|тд)[ ]+[«\"]?[а-яё]{3,}(?: [а-яё]{3,})?[»\"]?"
)
#: Longest abbreviation.
ABBREVIATION = 5
#: "по кличке «Седой»".
NICKNAME = re.compile(
    r"(?:прозвищ|кличк|погонял|известн\w+\s+как|по\s+имени)\w*\s+[«\"“„]?\s?"
    r"(?P<name>[А-ЯЁ][\w\-]+(?: [А-ЯЁ][\w\-]+)?)"
)
#: "Шапошникова ЛВ".
WITH_INITIALS = re.compile(
    r"(?<!\w)(?P<name>[А-ЯЁ][а-яё]+(?:ов|ев|ёв|ин|ын|ск|цк|енко|чук|юк|ян|дзе|швили)"
    r"(?:а|ий|ая|у|ой|ого)?[ _][А-ЯЁ]\.?\s?[А-ЯЁ]\.?)(?![а-яё\w])"
)
#: Short given names, as among friends.
FAMILIAR = re.compile(
    r"(?<!\w)(?:серёга|серега|саня|саша|паша|миша|коля|толик|толян|вася|витя|витёк|"
    r"гена|дима|"
    r"димон|женя|жека|игорёк|костя|лёха|леха|лёша|леша|макс|рома|слава|славик|стас|юра|"
    r"ваня|"
    r"вова|вован|гриша|петя|федя|андрюха|колян|надя|таня|наташа|оля|лена|света|ира|"
    r"маша|катя|"
    r"настя|галя|люда|зина|валя|шурик|санёк|антоха|ильдарчик|ахмедик)(?!\w)",
    re.IGNORECASE,
)
#: How many characters before a name are looked at.
REACH = 40
#: Carriers and bodies, which are no persons.
BODIES = re.compile(
    r"(?:аэрофлот|победа|россельхознадзор|росприроднадзор|росгвардия|роспотребнадзор|"
    r"интерпол|почта|ржд|сбербанк|мид|мвд|фсб|фтс|таможн\w+|полици\w+|министерств\w+)$"
)
PAIRS = (
    ("щ", "shch"), ("ш", "sh"), ("ч", "ch"), ("ж", "zh"), ("х", "kh"), ("ц", "ts"),
    ("ю", "yu"), ("я", "ya"), ("ё", "e"), ("э", "e"), ("ы", "y"), ("ь", ""), ("ъ", ""),
)  # fmt: skip
SINGLE = str.maketrans("абвгдезийклмнопрстуфіїєґ", "abvgdeziyklmnoprstufiieg")


def names_in(text: str) -> Iterator[Span]:
    if not TEXT.search(text):
        return
    yield from matches(text, FindingKind.COMPANY, LIKELY, COMPANY, SMALL_COMPANY)
    yield from matches(text, FindingKind.PERSON, LIKELY, NICKNAME, WITH_INITIALS)
    yield from matches(text, FindingKind.PERSON, POSSIBLE, FAMILIAR)
    words = list(WORD.finditer(text))
    at = 0
    while at < len(words):
        end = _end_of_run(text, words, at)
        rank = _rank(text, words[at:end])
        if rank is not None:
            yield Span(words[at].start(), words[end - 1].end(), FindingKind.PERSON, rank)
            at = end
        else:
            at += 1


def _end_of_run(text: str, words: list[re.Match[str]], start: int) -> int:
    """Index after the words that one name could hold: up to four, none ordinary."""
    end = start
    for index in range(start, min(start + 4, len(words))):
        between = text[words[index - 1].end() : words[index].start()]
        if index > start and between not in (" ", "", "  "):
            break
        word = words[index][0]
        if not _may_be_name(word) or (index > start and _changes_case(words, index)):
            break
        end = index + 1
    return max(end, start + 1)


def _changes_case(words: list[re.Match[str]], index: int) -> bool:
    """Whether a word has a capital and the one before has none, or the other way "
    "round."""
    before, word = words[index - 1][0], words[index][0]
    return before[0].isupper() != word[0].isupper() and not _is_patronymic(word)


def _may_be_name(word: str) -> bool:
    if word.endswith("."):
        return True
    small = word.lower()
    if len(small) < 3 and word == small:
        return False
    if ROLES.match(small) or BODIES.match(small):
        return False
    if PATRONYMIC.search(small):
        return True
    return small not in lists().russian or _is_given(word)


def _rank(text: str, run: list[re.Match[str]]) -> int | None:
    """The rank of a run of words as a person's name; None if it is no name."""
    words = [match[0] for match in run]
    whole = [word for word in words if not word.endswith(".")]
    if not whole or not all(map(_may_be_name, words)):
        return None
    if len(whole) == 1 and whole[0].isupper() and len(whole[0]) <= ABBREVIATION:
        # "гражданин КНДР"
        return None
    before = text[max(0, run[0].start() - REACH) : run[0].start()].lower()
    patronymic = any(map(_is_patronymic, whole))
    if NAMED_AFTER.search(before) and not patronymic:
        return None
    if all(word[0].isupper() for word in whole):
        return _rank_in_capitals(before, words, whole, patronymic)
    return _rank_in_small_letters(before, words, whole, patronymic)


def _rank_in_capitals(
    before: str, words: list[str], whole: list[str], patronymic: bool
) -> int | None:
    """The rank of words that all begin with a capital."""
    if (patronymic and len(words) > 1) or _has_initials(words, whole):
        return LIKELY
    named = _is_announced(before, words[0]) or _are_given_and_family(whole)
    return LIKELY if named else None


def _rank_in_small_letters(
    before: str, words: list[str], whole: list[str], patronymic: bool
) -> int | None:
    """The rank of words of which one begins with a small letter."""
    if patronymic and len(words) > 1:
        return LIKELY
    if _is_announced(before, words[0]):
        return LIKELY if any(map(_is_listed, whole)) else None
    return POSSIBLE if _are_given_and_family(whole) else None


def _has_initials(words: list[str], whole: list[str]) -> bool:
    """Whether a listed name has one or two initials."""
    return len(words) - len(whole) in (1, 2) and _is_listed(whole[0])


def _are_given_and_family(whole: list[str]) -> bool:
    if len(whole) < 2 or not any(map(_is_given, whole)):
        return False
    return all(map(_is_listed, whole))


def _is_announced(before: str, first: str) -> bool:
    """Whether the words before say that a name follows."""
    parting = ' :\t;|—-«"' + ("," if _is_given(first) else "")
    if ROLES.search(before.rstrip(parting)):
        return True
    return SPOKEN.search(before) is not None


def _is_given(word: str) -> bool:
    return "g" in _marks(word)


def _is_patronymic(word: str) -> bool:
    return len(word) > 5 and PATRONYMIC.search(word.lower()) is not None


def _is_listed(word: str) -> bool:
    return bool(_marks(word)) or FAMILY.search(word.lower()) is not None


@lru_cache(4096)
def _marks(word: str) -> str:
    """The marks of a name in the list, in whatever grammatical case it stands."""
    names = lists().names
    low = word.lower()
    for ending in ENDINGS:
        if not low.endswith(ending) or len(low) - len(ending) < 3:
            continue
        stem = low.removesuffix(ending)
        for nominative in ("", "а", "я", "й"):
            found = names.get(_in_latin(stem + nominative), "")
            if found[:1] in ("g", "s"):
                return found
    return ""


def _in_latin(word: str) -> str:
    for letter, latin in PAIRS:
        word = word.replace(letter, latin)
    return word.translate(SINGLE)
