"""Finds names and companies in Arabic letters: by context, form and list."""

import re
from cites.cug.nonnominal.findings import CERTAIN, FindingKind, LIKELY, Span
from cites.cug.nonnominal.names.lists import lists
from collections.abc import Iterator


TEXT = re.compile("[\u0621-\u064a]")
WORD = re.compile("[\u0621-\u064a\u0640\u064b-\u0652]+")
VOWELS = re.compile("[\u0640\u064b-\u0652]")
#: Unlisted words that are rather verbs: "ويشتغل", "وقعت".
VERB = re.compile("[ويت]|.+ت$")
#: Prefixes that are written together with the next word.
JOINED = ("", "و", "ل", "ب", "ف", "ك")
ALIKE = str.maketrans("أإآٱةىؤئ", "ااااهيوي")


def _plain(word: str) -> str:
    return VOWELS.sub("", word).translate(ALIKE)


def _words(text: str) -> frozenset[str]:
    return frozenset(map(_plain, text.split()))


#: Words before a person's name.
ROLES = _words(
    "السائق سائق المتهم المتهمة المشتبه المدعو المدعوة السيد السيدة الشيخ الأستاذ "
    "الدكتور "
    "المهندس التاجر تاجر الصياد البائع المشتري المستورد المصدر الشاحن المرسل المستلم "
    "مالك "
    "صاحب زوجته زوجة زوج أخوه شقيقه شقيق شقيقته ابنه ابن عمه خاله المواطن المقيم الضابط "
    "العقيد النقيب الملازم الرقيب القاضي القاضية المحامي المحامية الوكيل اسمه اسمها اسم "
    "الاسم يدعى تدعى المسمى الملقب لقبه العائلة الكامل كلمت كلم قابلت وصل شفت رأيت أرسل "
    "الموظف الموظفة المدير المحاسب الحارس الطبيب البيطري المهرب المخلص الجمركي قال "
    "قالت ذكر "
    "الشاهدة الرائد المقدم العميد اللواء العريف المساعد الجندي الشرطي المدعي النائب "
    "المفتش المفتشة المحقق المحققة المترجم المترجمة الخبير الوزير السفير الرئيس رئيس "
    "مدير وكيل نائب كاتب موثق التاجرة المالك المالكة الكفيل كفيله العامل الطباخ "
    "الراعي الصقار "
    "القبطان الربان البحار الملاح والده والدته أخته ابنته بنته خالته عمته زوجها صديقه "
    "زميله شريكه شريكته جاره قريبه المندوب المفوض الدليل اللقب الشهرة الموقع الموقعة "
    "العام أقوال شهادة إفادات "
    "المخالف المخالفة مقدم مقدمة الطلب صاحبة السمسار البواب "
    "المزارع الفلاح البدوي المربي الأستاذة الدكتورة المهندسة الطالب الطالبة الصحفي "
    "الصحفية "
    "الممرض الممرضة الحاج الحاجة الأخ الأخت العم الخال المتورط المتورطة الموقوف الموقوفة "
    "المعتقل المدان المدانة المطلوب الهارب الضحية المشتكي المبلغ المزود المورد الموزع "
    "الزبون "
    "الزبونة العميل الخفير الحراس "
    "كلمني كلمته اتصل أخبرني قالي يقول سألت سلمت سلمها لقيت لقينا قابلنا شفنا كلمنا "
    "يسمى تسمى المدعوين المتهمون المتهمين السجين المموّل الممول المهربة البحارة "
    "الطبيبة العاملة الخادمة السكرتير السكرتيرة الوسيطة "
    "به إليه إفادة محضر المصدّر المستفيد الوسيط الشاهد الراكب المسافر"
)
#: After these any words are a name: "اسمه راجيش كومار".
INTRODUCING = _words("اسمه اسمها يدعى تدعى المدعو المدعوة المسمى المسماة يسمى تسمى")
#: "عبدالإله", in one word.
SERVANT = re.compile("[ولبف]?عبد(?:ال|ر)[\u0621-\u064a]{2,}$")
#: Words for a name, in labels of forms.
NAMES_OF = _words("اسم الاسم")
KNOWN = _words("المعروف المعروفة معروف يعرف تعرف")
#: Words before a nickname, which may be any word.
NICKNAMES = _words("الملقب بلقب المكنى")
#: Parts of names that another part must follow.
BEFORE_NAMES = _words("بن ابن بنت أبو ابو أبي أم ام عبد آل ال ولد")
#: Words for things that are named after persons.
THINGS = _words(
    "مطار مطاري ميناء شارع جامعة مدينة مستشفى مسجد جسر حديقة محمية ملك الملك الملكة "
    "الأمير "
    "الأميرة جزيرة منطقة حي ساحة مركز مدرسة قصر معبر سوق عيد يوم في من إلى على عن"
)
COMPANY = re.compile(
    r"(?<![\u0621-\u064a])[ولبف]?(?:شركة|مؤسسة|مزرعة|محلات|متجر|"
    r"مجموعة(?!\s+المستخدمين)|وكالة|معرض|"
    r"مكتب|مدبغة|منجرة|شركه|مؤسسه|تعاونية|محل|بقالة|عطارة|مصنع)\s+"
    r"(?P<name>[\u0621-\u064a]{3,}(?:\s(?:[اول]ل[\u0621-\u064a]{2,}|"
    r"لل[\u0621-\u064a]{2,}))"
    r"{0,3})(?![\u0621-\u064a])"
)
OF_COMPANIES = _words("شركة مؤسسة مزرعة محلات متجر مجموعة وكالة معرض مكتب")
#: What a shop is called without a word for one, behind the label of a party or a shop.
PARTY = re.compile(
    r"(?:المستورد|المصدر|المُصدّر|الشاحن|المرسل|المستلم|المرسل إليه|المورد|الناقل|"
    r"البائع|المشتري|المتجر|المحل|"
    r"اسم المحل|اسم المتجر|الاسم التجاري|المنشأة|الجهة)\s?:\s?"
    r"(?P<name>(?:بيت|ركن|دار|عالم|واحة|كنوز|درة|نجمة|زهرة|روائع|أسواق|سوق|قصر|مملكة|جنة|ملتقى|بوابة|خزائن|"
    r"تحف|نوادر|أقفاص|طيور|زينة|معارض|مصنع|ورشة|صيدلية|عطارة|مدبغة|منجرة|مناحل|حظيرة|مربط|مراعي)"
    r"(?: (?:ال|لل)?[\u0621-\u064a]{2,}){1,3})(?![\u0621-\u064a])"
)
GENERIC = _words(
    "الشحن النقل الطيران التأمين الخطوط البريد حكومية خاصة كبيرة أجنبية محلية التي "
    "الذي هذه "
    "وهمية في من على إلى تجارية اسمها السفر التخليص"
)
ENDS = _words(
    "في من إلى على عن أن إن التي الذي قال قالت غادر غادرت وصل وصلت باع باعت وقعت وقع "
    "يملك "
    "الماضي القادم الحالي الجاري الأولى الثاني الثانية الأول المحلي الدولي الوطني "
    "الجمركي السابق التجاري الرسمي "
    "تملك يعرض يعيش يحمل ليلا أمس اليوم ومعه أو ثم كان كانت لم لا هو هي مع بعد قبل عبر"
)
NO_NAMES = ENDS | ROLES | THINGS
NO_VALUES = NO_NAMES | OF_COMPANIES
LONGEST = 4


def names_in(text: str) -> Iterator[Span]:
    if not TEXT.search(text):
        return
    for match in COMPANY.finditer(text):
        first = _plain(match["name"].split()[0])
        if first not in GENERIC:
            yield Span(*match.span(), FindingKind.COMPANY, LIKELY)
    for match in PARTY.finditer(text):
        yield Span(*match.span("name"), FindingKind.COMPANY, CERTAIN)
    words = list(WORD.finditer(text))
    at = 0
    while at < len(words):
        end = _end_of_name(text, words, at)
        if end > at:
            start = words[at].start()
            yield Span(start, words[end - 1].end(), FindingKind.PERSON, LIKELY)
        at = max(end, at + 1)


def _end_of_name(text: str, words: list[re.Match[str]], start: int) -> int:
    """Index after the last word of a name that begins here; ``start`` if none does."""
    before = _word_before(text, words, start)
    if _is_of_thing(text, words, start, before):
        return start
    if before in NICKNAMES or _is_known_as(words, start):
        return start + 1
    said = _is_role(before) or _is_labelled(text, words, start)
    if said and ":" in _between(text, words, start):
        end = _end_of_value(text, words, start)
        if end > start:
            return end
    end, weight = _weighed(text, words, start, said, before in INTRODUCING)
    # So many words, of so much weight.
    least = 1 if said else 2
    return end if end - start >= least and weight >= least else start


def _weighed(
    text: str, words: list[re.Match[str]], start: int, said: bool, introduced: bool
) -> tuple[int, float]:
    """Index after the words that one name could hold, and what they weigh together.

    ``said`` as of ``_weight``; ``introduced``: a word before lets any words be a name.
    """
    end, weight = start, 0.0
    for index in range(start, min(len(words), start + LONGEST)):
        inside = index > start
        if inside and _between(text, words, index) not in (" ", "_"):
            break
        word = _plain(words[index][0])
        if not inside:
            word = _without_prefix(word)
        found = _weight(word, inside=inside, said=said)
        if not found and introduced and _may_be_any(word):
            found = 1.0
        if not found:
            break
        weight, end = weight + found, index + 1
    while end > start and _plain(words[end - 1][0]) in BEFORE_NAMES:
        end -= 1
    return end, weight


def _is_role(word: str) -> bool:
    """Whether it announces a person, perhaps with "و", "ل", "ب", "ف" or "لل" joined."""
    if any(_without(word, joined) in ROLES for joined in ("", "و", "ل", "ب", "ف")):
        return True
    return word.startswith("لل") and f"ال{word[2:]}" in ROLES


def _is_of_thing(text: str, words: list[re.Match[str]], start: int, before: str) -> bool:
    """Whether a thing is named so, also with the name's first part: "محمد بن سلمان"."""
    if before in THINGS:
        return True
    kin = _plain(words[start][0]) in BEFORE_NAMES and start > 1
    return kin and _word_before(text, words, start - 1) in THINGS


def _is_known_as(words: list[re.Match[str]], start: int) -> bool:
    """Whether "known by the name of" stands before: "المعروف باسم"."""
    said = [_plain(word[0]) for word in words[max(0, start - 2) : start]]
    return len(said) > 1 and said[1] == "باسم" and said[0] in KNOWN


def _may_be_any(word: str) -> bool:
    """Whether a word in no list may be of a name that is said to follow."""
    if word in NO_NAMES or word.startswith("ال") or len(word) < 3:
        return False
    return VERB.match(word) is None


def _without_prefix(word: str) -> str:
    """The word without "ل", "و" or "ب" before a part of a name: "لعبد", "وأبو"."""
    for joined in ("ل", "و", "ب"):
        if word.removeprefix(joined) in BEFORE_NAMES and word not in BEFORE_NAMES:
            return word.removeprefix(joined)
    return word


def _is_labelled(text: str, words: list[re.Match[str]], start: int) -> bool:
    """Whether it follows a form's label that begins with "name": "اسم المخالف:"."""
    if not start or ":" not in _between(text, words, start):
        return False
    return any(_plain(word[0]) in NAMES_OF for word in words[max(0, start - 3) : start])


def _end_of_value(text: str, words: list[re.Match[str]], start: int) -> int:
    """Index after the words of a form's value: a name that may be in no list."""
    end = start
    longest = min(len(words), start + LONGEST + 1)
    while end < longest and (end == start or _between(text, words, end) == " "):
        if _plain(words[end][0]) in NO_VALUES:
            return start
        end += 1
    rest = text[words[end - 1].end() :].lstrip(" ")
    ends = not rest or rest[0] in "\n،,؛;|."
    return end if ends and 1 < end - start <= LONGEST else start


def _word_before(text: str, words: list[re.Match[str]], start: int) -> str:
    """The word before, unless more than a mark separates them."""
    near = start and len(_between(text, words, start).strip()) < 2
    return _plain(words[start - 1][0]) if near else ""


def _between(text: str, words: list[re.Match[str]], index: int) -> str:
    return text[words[index - 1].end() : words[index].start()]


def _weight(word: str, *, inside: bool, said: bool) -> float:
    """How much a word speaks for a name. ``inside``: it is not the name's first.

    ``said``: the word before the name announces one.
    """
    if word in BEFORE_NAMES or SERVANT.match(word):
        return 1.0
    if word in NO_NAMES:
        return 0.0
    marks = _marks(word, first=not inside)
    if marks.startswith("g") or _is_family(word, inside, said):
        return 1.0
    if marks:
        return 0.8 if inside or said else 0.5
    # "فاطمة الزهراء بوعزة": an unlisted word may end an announced name.
    unlisted = inside and said and len(word) > 3
    return 0.5 if unlisted and _may_be_any(word) else 0.0


def _is_family(word: str, inside: bool, said: bool) -> bool:
    """Whether two of three signs tell a family name with the article: "الزهراني"."""
    return word.startswith("ال") and inside + said + word.endswith("ي") > 1


def _marks(word: str, first: bool) -> str:
    known = _names()
    for joined in JOINED if first else ("",):
        found = known.get(_without(word, joined), "")
        if found:
            return found
    return ""


def _without(word: str, joined: str) -> str:
    return word.removeprefix(joined) if joined and len(word) > 4 else word


def _names() -> dict[str, str]:
    if not _known:
        _known.update((_plain(name), marks) for name, marks in lists().arabic.items())
    return _known


_known: dict[str, str] = {}
