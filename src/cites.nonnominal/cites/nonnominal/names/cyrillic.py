"""Finds names and companies in Cyrillic letters: by patronymic, ending, role and list.

The list is the Latin one: Russian names are transliterated before looking them up.
"""

import re
from cites.nonnominal.findings import (
    CERTAIN,
    FindingKind,
    LIKELY,
    matches,
    POSSIBLE,
    Span,
)
from cites.nonnominal.names.lists import keep_words, lists
from collections.abc import Iterator
from functools import cache


LETTER = r"[А-Яа-яЁёІіЇїЄєҐґЎўҚқҒғҲҳӘәӨөҮүҰұҺһҢң]"
TEXT = re.compile(LETTER)
WORD = re.compile(rf"(?:[А-ЯЁІЇЄ]\.|{LETTER}{{2,}}(?:-{LETTER}{{2,}})*)")
PATRONYMIC = re.compile(
    r"(?:[оеё]вич|ьич|мич|тич|[оеё]вн|иничн|ичн)(?:[аеуыой]|ем|ой|ою)?$|"
    r"(?:оглы|углы|улы|уулу|угли|кызы|кизи|[а-яё]{3}[ынл]ыч(?:а|у|ем|е)?)$"
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
#: Endings of words in all cases, and what their first case may end in.
OF_WORDS = (
    "а я о е у ю и ы ой ей ем ом ам ям ами ями ах ях ов ев ого его ому ему ым им ыми "
    "ими ых их ую юю ая яя "
    "ое ее ые ие ть л ла ло ли ет ют ит ят ешь ишь ся сь лся лась лись ется ются ится "
    "ий ый ией ию ии ия "
    "ал ала али ил ила или ел ела ели нул нула нули ает яет ует ают яют уют"
)
NOMINATIVES = (
    "а я о е ь й ый ий ой ть ать ять ить еть ия ие ться аться иться ок ец нуть овать"
)
ROLES = re.compile(
    r"(?:водител|подозреваем|обвиняем|задержан|арестован|получател|отправител|"
    r"грузополучател|"
    r"грузоотправител|импортёр|импортер|экспортёр|экспортер|следовател|инспектор|капитан|"
    r"майор|лейтенант|полковник|сержант|прокурор|судь|адвокат|нотариус|директор|"
    r"бухгалтер|"
    r"охотник|продав|покупател|владел|хозя|курьер|посредник|перевозчик|пассажир|"
    r"гражданин|"
    r"гражданк|господин|госпож|г-н|г-ж|тов(?=(?:арищ\w*)?\.?$)|свидетел|потерпевш|браконьер|скупщик|"
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
    r"(?:кто\s+так(?:ой|ая)|говорил[аи]?\s+с|поговори\s+с|видел[аи]?|верь|зовут|звони|пиши|спроси\s+у|у|это|"
    r"со?\s+слов|по\s+словам|сказал[аи]?|передай|встретил[аи]?|для)\s$"
)
#: Words before a place or a thing that is named after a person.
NAMED_AFTER = re.compile(
    r"(?:имени|им\.|аэропорт\w*|улиц\w*|ул\.|площад\w*|проспект\w*|пр\.|порт\w*|город\w*|"
    r"г\.|остров\w*|посёлок|посел\w*|село|деревн\w*|озер\w*|рек[аеиу]|гор[аеы]|област\w*|"
    r"район\w*|край|мыс|залив\w*|театр\w*|музе\w*|парк\w*|заповедник\w*|в|во|из|до|под|"
    r"около|верхн\w+|нижн\w+|нов\w{2,3}|стар\w{2,3}|больш\w+|мал\w{2,3}|премии|стипендии|памяти|библиотек\w*|больниц\w*|школ\w*|институт\w*|университет\w*|академи\w*|станци\w*|стадион\w*|шоссе|переул\w*|бульвар\w*|"
    r"набережн\w*|сквер\w*|метро|заставе?|дворц\w*|завод\w*|ущель\w*|перевал\w*|ледник\w*|пик\w?|ул|пр-т\w?|пер\.|пл\.|наб\.|б-р)\s"
    r"(?:(?:академика|генерала|маршала|адмирала|героя|доктора|профессора|космонавта|капитана|лейтенанта|святого|святой|братьев|полковника|имени|им\.)\s)?$"
)
#: Streets are called after them: "на углу Карла Маркса".
FAMOUS = re.compile(
    r"(?:ленин|маркс|энгельс|люксембург|гагарин|киров|пушкин|горьк|чехов|толст|калинин|свердлов|дзержинск|фрунзе|куйбышев|чапаев|лермонтов|"
    r"абая|сатпаев|ауэзов|мичурин|ломоносов|менделеев|вернадск|павлов|скрябин|тимирязев|суворов|кутузов|нахимов|невельск|муравьёв-амурск|арсеньев)(?:а|у|е|ого|ой|ому)?$"
)
COMPANY = re.compile(
    r"(?<!\w)(?:ООО|АО|ЗАО|ОАО|ПАО|НАО|ИП|ТОО|ОсОО|ТД|ЧП|ООД|ГК|КФХ|МУП|[Фф]ирм[аеуы]|"
    r"[Кк]омпани[яией]+|[Зз]оомагазин[аеу]?|[Пп]итомник[аеу]?|[Мм]астерск(?:ая|ой|ую)|[Пп]редпринимател[ьяю]|"
    r"предприяти[еяю]|[Мм]агазин[ауе]?|ТК|ПК|СПК|[Фф]ерм[аеуы]|[Аа]ртел[ьи]|[Тт]урфирм[аеуы]|[Сс]алон[ае]?|[Лл]авк[аеуи]|"
    r"[Тт]оргов(?:ый|ого|ому) дом[ау]?|[Кк]линик[аеуи])\s+"
    r"(?:[«\"“„]\s?[^»\"”“\n]{2,40}[»\"”“]|"
    r"[А-ЯЁ][\w\-]+(?: [А-ЯЁ][\w\-]+){0,2}(?: [А-ЯЁ]\. ?[А-ЯЁ]\.)?)"
)
#: "фабрика «Северянка»", "директор «Каспий Фиш»": the quotes tell the name.
QUOTED_COMPANY = re.compile(
    r"(?<!\w)(?:[Фф]абрик|[Зз]авод|[Кк]омбинат|[Бб]аз|[Хх]олдинг|[Кк]луб|[Кк]афе|[Рр]есторан|[Сс]клад|[Бб]утик|[Оо]рганизаци|[Кк]омпани|[Цц]ех|[Аа]птек|"
    r"[Дд]иректор|[Гг]ендиректор|[Уу]чредител|[Пп]редставител|[Вв]ладел|[Бб]ухгалтер|[Сс]отрудник|[Мм]енеджер|[Лл]огист|[Тт]уроператор|[Оо]тел|[Сс]ервис|[Хх]озяйств)\w*\s+"
    r"[«\"“„]\s?(?P<name>[А-ЯЁ][^»\"”“\n]{2,40}?)\s?[»\"”“]"
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
#: The same in small letters: "по кличке «седой»".
QUOTED_NICKNAME = re.compile(
    r"(?:прозвищ|кличк|погонял|известн\w+\s+как)\w*\s+[«\"“„]\s?"
    r"(?P<name>[^»\"”“\n]{2,25}?)\s?[»\"”“]"
)
#: Endings of family names beside initials, and those of their cases.
ENDS_OF_FAMILY = r"(?:ов|ев|ёв|ин|ын|ск|цк|енко|чук|юк|ян|дзе|швили)"
OF_CASES = r"(?:а|ий|ая|у|ой|ого|ому|ым|ом)?"
#: "Шапошникова ЛВ".
WITH_INITIALS = re.compile(
    rf"(?<!\w)(?P<name>[А-ЯЁ][а-яё]+{ENDS_OF_FAMILY}"
    r"(?:а|ий|ая|у|ой|ого)?[ _][А-ЯЁ]\.?\s?[А-ЯЁ]\.?)(?![а-яё\w])"
)
#: "шапошникова л.в.", "л. в. шапошникова", and "шапошникова лв" in names of files.
WITH_SMALL_INITIALS = re.compile(
    rf"(?<![\w-])(?P<behind>[а-яё]{{2,}}{ENDS_OF_FAMILY}{OF_CASES}"
    r"[ _](?:[а-яё]\.\s?[а-яё]\.|"
    r"(?!он|не|на|по|за|из|от|до|во|со|ко|но|да|ни|же|ли|бы|то|та|те|ты|мы|вы|их|ей|им|"
    r"ну|об|ип|ао)[а-яё]{2}(?=[ _.]?(?:\d|[a-z]{3}|$))))(?![а-яё\w])|"
    r"(?<![\w.])(?P<before>[а-яё]\.\s?[а-яё]\.\s?[а-яё]{2,}"
    rf"{ENDS_OF_FAMILY}{OF_CASES})"
    r"(?!\w)"
)
#: Endings of verbs, which end a name in small letters.
VERB = re.compile(r"(?:[юуая]т|[еи]т|[аиеяоу]л[аио]?|[аеиыо]ть|л[аи]?с[яь])$")
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
#: Short given names in all their cases, as "наташка", "вадику".
SHORT = re.compile(
    r"(?<![\w-])(?:вади(?:к|м)|жор|наташк|серёж|сереж|олеж|андрюш|алёш|алеш|антош|ванюш|володь|"
    r"генк|гош|гриш|дашк|дашень|дим(?=[аеуык])|димк|егорк|женьк|иришк|ирк(?=[аеуио])|катьк|катюш|кирюх|"
    r"кольк|костик|костян|ксюш|лёньк|леньк|лёх|лех(?=[аеуио])|лёньчик|ленчик|любк|людк|людмилк|макс(?=ик|а$|у$|ом$)|максик|"
    r"маринк|машк|миш(?=[аеуик])|мишк|митьк|митяй|надьк|настьк|никит(?=[аеуы])|ольк|оксанк|пашк|петьк|петрух|"
    r"рашидик|рустик|ромк|русик|санёк|саньк|сашк|сашок|светк|славик|стасик|стёпк|степк|сёмк|семк|таньк|танюш|"
    r"темк(?=[аеуио])|тёмк|тимох|тимур|толик|толян|тохик|федьк|филя|шурк|эдик|юрк|юрик|юльк|яшк|арсенчик|ашотик|гоги|"
    r"гиви|гурам|вахтанг|резо|зураб|мага|магомедик|муса|аслан|асланбек|руслан|рустам|тагир|шамиль|ибраг|камиль)"
    r"(?:а|у|ом|е|и|ы|ой|ей|ю|я|ок|ка|ку|ке|кой|ики?)?(?![\w-])",
    re.IGNORECASE,
)
#: A nickname behind it, and what says that animals are called so.
CALLED = re.compile(r" [А-ЯЁ][а-яё]{2,}(?!\w)")
OF_ANIMALS = re.compile(r"это (?:клички|кличка|имена зверей)|клички")
#: Names of China, Korea and Viet Nam: "Ли Гуанхуа", "Ким Ён Су", "Нгуен Ван Хай".
EASTERN = re.compile(
    r"(?<![\w-])(?P<name>(?:(?:Ли|Ван|Чжан|Лю|Чэнь|Ян|Чжао|Хуан|Чжоу|Сюй|Сунь|Ху|Чжу|Гао|Линь|Хэ|Го|Ма|Ло|Лян|Сун|Чжэн|Хань|Тан|Фэн|Юй|Дун|Сяо|Чэн|Цао|"
    r"Юань|Дэн|Сюэ|Фу|Шэнь|Цзэн|Пэн|Люй|Су|Лу|Цзян|Цай|Цзя|Дин|Вэй|Ду|Дай|Ся|Чжун|Тянь|"
    r"Жэнь|Фань|Фан|Яо|Тань|Цзинь|Цуй) "
    r"[А-ЯЁ][а-яё]{0,5}(?:ань|ян|ин|инь|ун|унь|ан|эн|энь|юнь|юн|он|уй|ай|ао|яо|оу|хуа|фэй|лэй|вэй|нь|жу|цзе|ли|бо|хай|тао|чжи|цзы|ци|ню|на|юй)"
    r"|(?:Ким|Пак|Цой|Чон|Чхве|Кан|Юн|Чан|Лим|Син|Квон|Хван|Хон|Сон|Нам|О|Ли) "
    r"[А-ЯЁ][а-яё]{0,4}[ -][А-ЯЁа-яё][а-яё]{0,4}"
    r"|(?:Нгуен|Чан|Фам|Хоанг|Буй|Данг|Динь|Выонг|Зыонг)(?: "
    r"[А-ЯЁ][а-яё]{1,6}){1,3}))(?!\w)"
)
#: A family name in no list, with two initials: "Рябоконь С. Ю.", "С. Ю. Рябоконь".
ANY_WITH_INITIALS = re.compile(
    r"(?<![\w.-])(?:(?P<behind>[А-ЯЁ][а-яё]{1,}(?:-[А-ЯЁ][а-яё]+)?|[а-яё]{3,}|[А-ЯЁ]{3,})"
    r"[ _](?!т\.\s?[дпке]\.|г\.\s?р\.|н\.\s?э\.|и\.\s?о\.)[А-ЯЁа-яё]\.\s?[А-ЯЁа-яё]\.|"
    r"[А-ЯЁ]\.\s?[А-ЯЁ]\.\s?(?P<before>[А-ЯЁ][а-яё]{2,}))(?!\w)"
)
#: A family name alone, by its ending.
FAMILY_ALONE = re.compile(
    r"(?:[бвгдзклмнпрстфхцчшщж][оеё]в|[еиьаоуя]ев|[бвгдзклмнпрстхцчшщж]ин|енко|чук|швили|дзе|[аяи]н?ян)"
    r"(?:а|у|ым|ом|е|ой)?$"
)
#: Verbs before the name of who does it: "капканы ставил Дерсу".
DOING = re.compile(
    r"(?:^|\s)(?:ставил|вез[её]т|в[её]з|прив[её]з|привез[её]т|продал|прода[её]т|купил|покупает|сказал|говорит|"
    r"приехал|звонил|передал|взял|бер[её]т|поймал|отдал|заказал|заплатил|платит|жив[её]т|торгует|варит|прячет|"
    r"принял|подписал|хранил|хранит|забрал|встретил|встречает)[аи]?\s$"
)
#: Animals whose plurals end like family names, and that bear somebody's name.
ANIMALS = re.compile(
    r"(?:кречет|балобан|сапсан|ирбис|стерх|дроф|манул|орлан|беркут|архар|сайгак|ос[её]тр|черепах|попуга|удав|питон|"
    r"варан|гекк?он|крокодил|изюбр|марал|джейран|панголин|трепанг|хамелеон|какаду|олен|лошад|зебр|газел|антилоп)"
    r"(?:а|у|ом|е|ы|и|ов|ей|ев|ам|ами|ах|ь|я|ю|ем|ью|й)?$"
)
#: Further ones that bear somebody's name: "баран Марко Поло".
KINDS = re.compile(
    r"(?:баран|коз[её]л|козл|сокол|тигр|волк|кит|акул|гриф|журавл|аист|утк|цапл|фазан|лемур|лягушк|змея|кобр|орхиде)"
    r"(?:а|у|ом|е|ы|и|ов|ей|ам|ами|ах|ь|я|ю|ем|ью|й)?$"
)
#: Family names that no list needs to have.
SURE_FAMILY = re.compile(
    r"(?:динов|баев|беков|ханов|жанов|уллин|гулов|кулов|мамедов|енко|швили|шоев)(?:а|у|ым|ом|е|ой)?$"
)
#: Lines in capitals.
LINE = re.compile(r"[^\n]+")
#: Second words of places: "Советская Гавань".
OF_PLACES = re.compile(
    r"(?:гаван|полян|горк|речк|яр|бор|слобод|посад|песк|ключ|руч|земл|балк|коса|пад|сопк|бухт|луг|пристан)(?:а|у|ом|е|ы|и|ь|я|ю|ем|ью|ой|ей)?$"
)
#: Words in names of companies without a legal form.
OF_TRADE = re.compile(
    r"^(?:зоо|экзот|агро|транс|рыбпром|лесхоз|леспром|антиквар|сувенир|экспедиц|брокер|"
    r"терминал|шиппинг|снаб)|"
    r"(?:сервис|транс|трейд(?:инг)?|логистик[аи]?|карго|экспорт|импорт|торг|групп|холдинг|"
    r"строй|промысел|плюс|люкс|фиш|фуд|трофей|фарм|продукты?|маркет)$"
)
#: Value of a party's label that has such a word.
PARTY = re.compile(
    r"(?<!\w)(?:экспедитор|грузоотправитель|грузополучатель|отправитель|получатель|импорт[её]р|экспорт[её]р|"
    r"перевозчик|поставщик|продавец|покупатель|декларант|брокер|заявитель|заказчик|"
    r"магазин|торговая точка|"
    r"наименование|лавка|павильон)\s?:\s?(?P<name>[А-ЯЁа-яё][\w«»\"-]*(?: "
    r"[\w«»\"-]+){0,3})",
    re.IGNORECASE,
)
#: "судно «Берег Надежды»".
VESSEL = re.compile(
    r"(?<!\w)(?:судн[оаеу]м?|теплоход\w{0,2}|сейнер\w{0,2}|шхун\w{1,2}|катер\w{0,2}|траулер\w{0,2}|паром\w{0,2}|"
    r"танкер\w{0,2}|барж\w{1,2}|яхт\w{1,2}|рефрижератор\w{0,2}|т/х|краболов\w{0,2}|сухогруз\w{0,2}|"
    r"контейнеровоз\w{0,2}|РШ|МРС|СТР)\s+(?P<name>[«\"“„][^»\"”“\n]{2,40}[»\"”“])",
    re.IGNORECASE,
)
#: How many characters before a name are looked at.
REACH = 40
#: Carriers and bodies, which are no persons.
BODIES = re.compile(
    r"(?:аэрофлот|победа|росс\w+надзор\w*|роспр\w+надзор\w*|росгварди\w|роспотр\w+|росрыбол\w+|гос\w+(?:надзор|инспекци)\w*|"
    r"интерпол|сибирск\w+|экоинспекц\w+|рыбоохран\w+|пограничн\w+|почта|ржд|сбербанк|мид|мвд|фсб|фтс|таможн\w+|полици\w+|министерств\w+)$"
)
PAIRS = (
    ("щ", "shch"), ("ш", "sh"), ("ч", "ch"), ("ж", "zh"), ("х", "kh"), ("ц", "ts"),
    ("ю", "yu"), ("я", "ya"), ("ё", "e"), ("э", "e"), ("ы", "y"), ("ь", ""), ("ъ", ""),
)  # fmt: skip
SINGLE = str.maketrans("абвгдезийклмнопрстуфіїєґ", "abvgdeziyklmnoprstufiieg")


def names_in(text: str) -> Iterator[Span]:
    if not TEXT.search(text):
        return
    yield from matches(text, FindingKind.COMPANY, LIKELY, COMPANY)
    yield from matches(text, FindingKind.COMPANY, CERTAIN, QUOTED_COMPANY)
    if any(c.islower() and TEXT.match(c) for c in text):
        yield from _named_in(LINE.sub(_in_small_letters, text))
    else:
        # As in chats: capitals of a whole text tell nothing.
        yield from _named_in(text.lower() if len(text.lower()) == len(text) else text)


def _in_small_letters(match: re.Match[str]) -> str:
    """A line of two words and more in capitals, in small letters; any other as it is."""
    line = match[0]
    words = [word for word in WORD.findall(line) if len(word) > 2]
    small = line.lower()
    told = len(words) > 2 and all(word.isupper() for word in words)
    return small if told and len(small) == len(line) else line


def _named_in(text: str) -> Iterator[Span]:
    yield from matches(text, FindingKind.COMPANY, LIKELY, SMALL_COMPANY)
    yield from matches(
        text,
        FindingKind.PERSON,
        LIKELY,
        NICKNAME,
        QUOTED_NICKNAME,
        WITH_INITIALS,
        WITH_SMALL_INITIALS,
    )
    for pattern in (FAMILIAR, SHORT):
        for match in pattern.finditer(text):
            # "Лёха Рыжий"
            called = CALLED.match(text, match.end()) if match[0][0].isupper() else None
            end = called.end() if called else match.end()
            if not OF_ANIMALS.search(text, match.end(), match.end() + REACH):
                yield Span(match.start(), end, FindingKind.PERSON, POSSIBLE)
    yield from matches(text, FindingKind.PERSON, LIKELY, EASTERN)
    yield from matches(text, FindingKind.PLATE, LIKELY, VESSEL)
    for match in ANY_WITH_INITIALS.finditer(text):
        if _is_no_word(match["behind"] or match["before"]):
            yield Span(*match.span(), FindingKind.PERSON, LIKELY)
    for match in PARTY.finditer(text):
        if any(map(OF_TRADE.search, match["name"].lower().replace("-", " ").split())):
            yield Span(*match.span("name"), FindingKind.COMPANY, CERTAIN)
    words = list(WORD.finditer(text))
    at = 0
    while at < len(words):
        end = _end_of_run(text, words, at)
        rank = _rank(text, words[at:end]) if end > at else None
        if rank is not None:
            yield Span(words[at].start(), words[end - 1].end(), FindingKind.PERSON, rank)
            at = end
        else:
            at += 1


def _is_no_word(word: str) -> bool:
    """Whether it is no ordinary word, though it may be a given name."""
    small = word.lower()
    if ROLES.match(small) or BODIES.match(small) or len(small) < 2:
        return False
    return not is_ordinary(small) or bool(_marks(small))


def _end_of_run(text: str, words: list[re.Match[str]], start: int) -> int:
    """Index after the words that one name could hold: up to four, none ordinary.

    ``start`` if none could.
    """
    end = start
    for index in range(start, min(start + 4, len(words))):
        between = text[words[index - 1].end() : words[index].start()]
        if index > start and between not in (" ", "", "  "):
            break
        word = words[index][0]
        if not _may_be_name(word):
            break
        if index > start and (_changes_case(words, index) or _is_verb(word)):
            break
        end = index + 1
    return end


def _is_verb(word: str) -> bool:
    """Whether a word in small letters ends as verbs do, and is no given name."""
    if not word.islower() or VERB.search(word) is None:
        return False
    return not (_is_given(word) or _is_patronymic(word))


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
    if word == small and ANIMALS.match(small):
        return False
    if PATRONYMIC.search(small):
        return True
    if word == small:
        # In small letters only what a list or an ending tells.
        family = _is_listed(word) and small not in lists().russian
        return family or _is_given(word)
    return small not in lists().russian or _is_given(word)


def _rank(text: str, run: list[re.Match[str]]) -> int | None:
    """The rank of a run of words as a person's name; None if it is no name."""
    words = [match[0] for match in run]
    whole = [word for word in words if not word.endswith(".")]
    if not whole or _is_abbreviation(whole):
        return None
    if OF_ANIMALS.search(text, run[-1].end(), run[-1].end() + REACH):
        return None
    before = text[max(0, run[0].start() - REACH) : run[0].start()].lower()
    if _is_of_another(before, whole):
        return None
    if FAMOUS.match(whole[-1].lower()) and not ROLES.search(before.rstrip()):
        return None
    if len(whole) == 1 and _stands_alone(words[0], before):
        return POSSIBLE
    patronymic = any(map(_is_patronymic, whole))
    if NAMED_AFTER.search(before) and not patronymic:
        return None
    raised = all(word[0].isupper() for word in whole)
    rank_of = _rank_in_capitals if raised else _rank_in_small_letters
    return rank_of(before, words, whole, patronymic)


def _is_abbreviation(whole: list[str]) -> bool:
    """Whether the only word is one: "гражданин КНДР"."""
    return len(whole) == 1 and whole[0].isupper() and len(whole[0]) <= ABBREVIATION


def _is_of_another(before: str, whole: list[str]) -> bool:
    """Whether it is a place, or an animal is called so: "олень Давида"."""
    said = before.split()
    kind = said[-1] if said and before.endswith(" ") else ""
    if ANIMALS.match(kind) or KINDS.match(kind):
        return True
    return len(whole) > 1 and OF_PLACES.match(whole[-1].lower()) is not None


def _stands_alone(word: str, before: str) -> bool:
    """Whether a single word is a person's family name, or of who does something."""
    small = word.lower()
    if small in lists().russian or _is_place(small) or NAMED_AFTER.search(before):
        return False
    capital = word[0].isupper() and not word.isupper()
    if capital and DOING.search(before):
        return len(word) > 3
    if capital and len(small) > 3 and (_marks(word) == "g" or _is_patronymic(word)):
        return True
    if word.isupper() or len(small) < 5 or not FAMILY_ALONE.search(small):
        return False
    if word.islower() and is_ordinary(word):
        return False
    listed = bool(_marks(word)) or SURE_FAMILY.search(small) is not None
    return listed or (capital and not _ends_sentence(before))


def _ends_sentence(before: str) -> bool:
    """Whether a capital behind these words tells nothing."""
    said = before.rstrip()
    return not said or said[-1] in '.!?:;«"('


@keep_words(4096)
def _is_place(word: str) -> bool:
    """Whether it is a place, in whatever grammatical case."""
    places = lists().places
    return any(
        _in_latin(word.removesuffix(ending) + more) in places
        for ending in ENDINGS
        if word.endswith(ending) and len(word) - len(ending) > 2
        for more in ("", "а", "ь", "я")
    )


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
    announced = _is_announced(before, words[0])
    known = lists()
    if announced and whole[0] in known.russian_given and whole[0] not in known.russian:
        return LIKELY
    if _are_given_and_family(whole) and "g" in map(_marks, whole):
        return POSSIBLE
    if all(map(is_ordinary, whole)):
        return None
    if announced:
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


@keep_words(4096)
def _marks(word: str) -> str:
    """The marks of a name in the lists, in whatever grammatical case it stands."""
    low, known = word.lower(), lists()
    forms = list(_nominatives(low))
    ordinary = "o" if is_ordinary(low) else ""
    if any(form in known.russian_given for form in forms):
        return "g" + ordinary
    if ordinary:
        return ""
    if any(form in known.russian_family for form in forms):
        return "s"
    for form in forms:
        found = known.names.get(_in_latin(form), "")
        if found[:1] in ("g", "s"):
            return found
    return ""


def _nominatives(low: str) -> Iterator[str]:
    """What a word in some grammatical case may be, among it what is none."""
    for ending in ENDINGS:
        if low.endswith(ending) and len(low) - len(ending) >= 3:
            stem = low.removesuffix(ending)
            for nominative in ("", "а", "я", "й", "ь"):
                yield stem + nominative


@cache
def _endings() -> tuple[str, ...]:
    return ("", *OF_WORDS.split())


@keep_words(4096)
def is_ordinary(low: str) -> bool:
    """Whether it is a word in use, in whatever grammatical case."""
    known = lists().russian
    if low in known:
        return True
    for ending in _endings():
        if low.endswith(ending) and len(low) - len(ending) >= 3:
            stem = low.removesuffix(ending)
            if any(stem + more in known for more in ("", *NOMINATIVES.split())):
                return True
    return False


def _in_latin(word: str) -> str:
    for letter, latin in PAIRS:
        word = word.replace(letter, latin)
    return word.translate(SINGLE)
