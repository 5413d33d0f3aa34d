"""Gives names in lines of small letters, or of capitals, their usual case.

Officers write chats without capitals, and manifests in capitals. Possible names there get
their capital back, so that the same rules find them: names after a word that announces
one, a given name before a family name, the words before a company's legal form. Each
character keeps its position.
"""

import re
from bisect import bisect_left
from cites.cug.nonnominal.branches import by_first_letter
from cites.cug.nonnominal.companies import dealings_with_companies
from cites.cug.nonnominal.companies import PARTY as PARTY_WORDS
from cites.cug.nonnominal.companies import TRADES as WORDS_OF_TRADES
from cites.cug.nonnominal.names import context, eastern, things
from cites.cug.nonnominal.names.around import (
    GREETING,
    LONGEST_GREETING,
    LONGEST_PAID,
    PAID,
    PHRASE_ENDS,
    SUBJECT_VERB,
)
from cites.cug.nonnominal.names.languages import (
    foreign_words,
    latin_language,
    names_and_words,
    SMALL_WORDS,
)
from cites.cug.nonnominal.names.likely import likely_names
from cites.cug.nonnominal.names.lists import lists, sections
from cites.cug.nonnominal.names.named_after import is_named_after
from cites.cug.nonnominal.names.pointing import (
    BODIES,
    ends_with_officer,
    LONGEST_POST,
    LONGEST_TIME,
    TIMED,
)
from cites.cug.nonnominal.names.spelling import fold, words
from cites.cug.nonnominal.names.tokens import Token, tokens_of
from itertools import pairwise


LINE = re.compile(r"[^\n]+")
LETTERS = re.compile(r"[^\W\d_]{2,}")
#: Share of a line's words that must be in capitals.
MOST = 0.7
MOST_INITIALS = 3
#: Before a line that goes on it.
LONG_LINE = 40
LABELLED = re.compile(r"[^:\n]{1,25}:\s?[A-ZÀ-Þ]")
#: Endings of names of files.
EXTENSIONS = words(
    "pdf doc docx xls xlsx ppt pptx odt ods odp rtf txt csv jpg jpeg png gif tif tiff "
    "heic webp bmp mov avi wav opus zip rar eml msg"
)
#: A longer line that begins with a small letter is part of a text, and no chat.
LONGEST_CHAT = 400
#: Authors of works with their year, in small letters; and their end, found sooner.
OF_AUTHORS = re.compile(
    r"\s(?:(?:and|et|y|e|&)\s[^\W\d_]{2,25},?\s\(?(?:19|20)\d\d|et\sal\b)"
)
AUTHORS = re.compile(
    r"(?<![\w'’\-])(?:[^\W\d_]{2,25},\s){0,4}[^\W\d_]{2,25}(?:-[^\W\d_]{2,25})?(?:\s(?:and|et|y|e|&)\s[^\W\d_]{2,25},?\s"
    r"\(?(?:19|20)\d\d|,?\set\sal\b)"
)
#: A name over the end of a line.
BROKEN = re.compile(
    r"(?P<given>[A-ZÀ-Þ][^\W\d_]{2,30})\n(?P<family>[a-zà-ÿ]{3,30})(?=[ ,.])"
)
SPACE = re.compile(r"[ \t_]{1,2}(?:[dl]['’])?|[-'’]|\.[ ]?")
COLON = re.compile(r"\s?:\s*")
PARTY = re.compile(rf"(?<!\w){PARTY_WORDS}(?!\w)")
#: The same of what somebody does with a company, where the words are surer.
DEALING = re.compile(
    rf"(?<!\w){by_first_letter('|'.join(sections('trades')['dealing']))}(?!\w)"
)
#: The same, or what a company has, or whoever is pointed at: for these, a trade must be
#: in the name.
DEALING_OR_HAVING = re.compile(
    rf"(?<!\w){by_first_letter('|'.join(dealings_with_companies()))}(?!\w)"
)
#: Legal forms of companies after their names, and words of trades in such names.
FORMS = words(
    "ltd limited sarl sarlu sas sasu srl sac llc llp inc corp lda ltda gmbh plc eirl "
    "bv nv "
    "sl pty pvt bhd fze fzco spa eurl suarl cv"
)
TRADES = words(
    "safaris exotics traders trading aquatics taxidermy falconry supplies logistics "
    "freight "
    "curios outfitters exporters importers enterprises movers forwarders fret "
    "fauconnerie cetreria comptoir handicraft handicrafts artisanat madeiras "
    "passaros express "
    "expreso clearing acuarios criadero zoocriadero importadora exportadora "
    "comercializadora distribuidora "
    "transportadora menagerie animalerie negoce transitarios aquarios mascotas "
    "artesanias seafoods maroquinerie oisellerie maderera marroquineria "
    "peleteria pajareria "
    "taxidermie taxidermia"
)
#: Words of trades that are ordinary words: they count in what a party is called only.
WEAK_TRADES = TRADES | WORDS_OF_TRADES
#: Words of trades before a company's name.
BEFORE_NAMES = words(" ".join(sections("trades")["before"])) | words(
    "comptoir fret criadero zoocriadero importadora exportadora comercializadora "
    "distribuidora transportadora menagerie animalerie acuarios aquarios mascotas "
    "artesanias "
    "madeiras passaros fauconnerie cetreria transit oisellerie clearing maderera "
    "peleteria "
    "pajareria taxidermie taxidermia maroquinerie marroquineria artisanat negoce "
    "transitarios "
    "maderas pieles cueros peaux cuirs bois transports transportes boiseries"
)
#: Of those who carry or trade.
CARRYING = words(" ".join(sections("trades")["carrying"]))
#: The same and further trades, behind two words and more.
ENDINGS = words(
    " ".join(sections("trades")["behind"])
    + " carga aviary aviaries aviario nursery vivero reptiles reptile reptil exotics "
    "aquariums acuario aquarium deco orchids orquideas orchidees pets mascotas animalerie"
)
ENDINGS |= CARRYING
#: Words of what a company is called, and those of somebody who deals with one.
CALLED_SMALL = re.compile(
    r"(?<!\w)"
    + by_first_letter(
        r"(?:company|firm|outfit|shop|store|soci[ée]t[ée]|entreprise|bo[îi]te|"
        r"boutique|"
        r"magasin|empresa|compañ[íi]a|compania|tienda|loja|kampuni|duka)(?:\s(?:is|called|"
        r"named|"
        r"est|s['’]appelle|nommée|es|se\sllama|llamada|é|chama-se|inaitwa|la|ya)|"
        r"\s?c['’]?\s?est)?|"
        r"(?:works?|worked|drives?|drove|ships?)\s(?:for|with)|pay|paid|boss\sof|owner\sof|"
        r"(?:travaille|bosse|roule|conduit)\spour|pay(?:er|é|e|ez)|patron\sde|g[ée]rant\sde|"
        r"(?:trabaja|maneja)\s(?:para|con)|p[aá]g(?:ar|arle|ó|ale|uen?)\sa|due[ñn]o\sde|"
        r"jefe\sde|"
        r"trabalha\spara|pag(?:ar|ou)\s(?:à|a)|dono\sda|patr[ãa]o\sda|mmiliki\swa|"
        r"anafanya\skazi"
    )
    + r"\s(?:(?:the|los|las|les|la|le|l['’])\s?)?(?=\w)"
)
#: The same of companies in languages whose nouns do not stand side by side.
CALLED_AT_ONCE = re.compile(
    r"(?<!\w)"
    + by_first_letter(
        r"empresa|compañ[íi]a|agencia\sde\s(?:carga|aduanas?)|naviera|pajarer[íi]a|"
        r"importadora|exportadora|transportadora|comercializadora|galer[íi]a|tienda|acuario|"
        r"criadero|peleter[íi]a|maderera|ag[êe]ncia|loja|armaz[ée]m|soci[ée]t[ée]|entreprise|"
        r"compagnie|animalerie|oisellerie|galerie|agence|boutique|magasin"
    )
    + r"\s(?=\w)"
)
#: Where one finds a company, without an article: "chez jungle passion".
AT_COMPANY = re.compile(
    r"(?<!\w)"
    + by_first_letter(
        r"chez|(?:en|por|a)\s(?=(?:acuarios?|mascotas|reptiles|criadero|zoocriadero|vivero|"
        r"tienda|pajareria|pajarería|peleter[ií]a|maderera|taxidermia|artesan[ií]as|mensajer[ií]a|"
        r"fletes|encomiendas|transportes|courier|bodegas?|frigor[ií]fico|joyer[ií]a|galer[ií]a|"
        r"variedades|exotic[oa]s|comercial|importadora|exportadora|distribuidora)\s)|"
        r"par\s(?=(?:messagerie|transports|coursier|fret|transit|comptoir|animalerie|oisellerie|"
        r"menagerie|ménagerie)\s)"
    )
    + r"\s?(?=\w)"
)
#: Legal forms that are written with dots.
DOTTED_FORM = re.compile(
    r"(?<![\w.])(?:s\.\s?a\.(?:\s?[csub]\.)?(?:\sde\sc\.\s?v\.?)?|s\.\s?r\.\s?l\.?|"
    r"s\.\s?l\.(?:\s?u\.)?|s\.\sde\sr\.\s?l\.?|s\.p\.a\.?|e\.i\.r\.l\.?|"
    r"s\.a\.r\.l\.?|s\.a\.s\.?)(?!\w)"
)
#: Words of which a company's name has more than one: "la empresa exportadora local".
DESCRIBING = re.compile(
    r"(?:ais|ois|i?en)(?:ne|e)?s?$|(?:al|ial|onal|ar)e?s?$|(?:an|ens|eñ|es|er|iv|ic|ad|os)[ao]s?$|"
    r"(?:ier|ière|if|ive|ique|eux|euse|ee)s?$|ense$|(?:nuev|mism|otr|propi|nov)[oa]$|"
    r"(?:nouvelle|grande|petite|même|propre|grand|petit)$"
)
#: Forms that are ordinary words of a language.
FORMS_AND_WORDS = {"fr": words("sac sas spa"), "en": words("spa"), "es": words("cv")}
#: Words that are no part of a company's name, even before its form.
FUNCTION_WORDS = frozenset().union(*SMALL_WORDS.values()) | words(
    "tout toute tous toutes todo toda todos todas tudo all every cada chaque "
    "con avec com from c'est is be has have had was still encore otra outra que qui who "
    "this that these via chez ce cette ces esta este estos mon ma mes mi mis my our "
    "notre nuestra nuestro tienda magasin boutique loja duka shop store "
    "without sans sin sem bila are were will would can ont sont était étaient sera "
    "seront avait han está están "
    "estaba fueron será foram são estava antes después despues avant après before after "
    "hasta donde cuando quand when where then also only if but mais pero mas si still "
    "not "
    "ne pas no não never nunca jamais siempre always they we you ils elles nous vous "
    "ellos "
    "nosotros which whose dont cuyo yesterday today tomorrow hier aujourd'hui demain "
    "ayer "
    "tel ref attn instead anyway plutot "
    "hoy mañana ontem hoje amanhã first primero d'abord last ago during while pendant"
)
#: Small words inside such a name: "cueros del sur srl".
LINKS = context.LINKING | words("la los las le les do da dos das & y et and e ya")
#: Small words with an article in them: a noun follows.
ARTICLED = frozenset({"del", "du", "do", "da", "dos", "das", "al", "au"})
#: Labels before a name in a form: "nom complet :", "suspect: ".
LABELS = context.NAMING | context.ROLES | words("fio prenoms apellidos nombres")
#: Words for people: the next word may be a name.
PEOPLE = context.ROLES | context.RANKS
ADDRESSED = PEOPLE | context.TITLES
#: Words that end a name.
ENDS = (
    context.WHERE
    | context.SAYING
    | context.DEEDS
    | context.JOINING
    | context.TITLES
    | words(
        "today yesterday tomorrow now soon aujourd'hui hier demain maintenant hoy ayer "
        "manana ahora luego hoje ontem amanha agora logo cedo tarde tard late early "
        "per via again encore otra outra vez toujours same paid half pago pague "
        "is est es q x w "
        "the an viuda vda veuve widow"
    )
)
NO_VALUE = ENDS - context.PARTICLES
#: Words that end a company's name.
BROAD_ENDS = ENDS - context.TITLES
#: Words that begin no name.
NO_FIRST = context.NAMING | (ENDS - context.PARTICLES - context.TITLES)
#: Words before a company's name.
NO_COMPANY = ENDS | context.NAMING | context.ROLES | FUNCTION_WORDS
#: Words that no company's name has.
NO_COMPANY_HAS = FUNCTION_WORDS - LINKS
#: Of a family's company: "mariscos hermanos vega s.l.".
RELATIVES = words("hermanos hermanas hijos brothers sons freres fils irmaos filhos")
#: Several of a family, or of a trade that families have: the family name follows.
KINFOLK = words(
    "brothers sisters cousins freres soeurs cousines hermanos hermanas primos "
    "primas irmaos irmas comuneros famille familia family"
)
#: Whom a name is joined to, and what is said of somebody.
MYSELF = words("me i moi yo eu mimi myself")
STATES = words("is was has will wont isnt est va esta anda sigue no ne from")
#: What companies do, rather than goods.
SPEAKING = words(
    "says said sends claims denies refused refuses wants called asked confirms lost "
    "closed dit veut nie refuse envoie livre ferme dice dijo niega manda mando quiere "
    "pide cobra cerro"
)
#: What stands between an amount and whom it is for.
PAID_TO = words("for to pour a para al")
#: Spanish verbs with what they are joined to: "mándame", "díselo".
ENCLITIC = re.compile(r"[áéíóú][a-zñ]{1,8}(?:me|te|se|nos|les?|los?|la)$")
#: Whose relative, friend or lawyer somebody is.
CLOSE = context.cues("close")
#: What is said of somebody who speaks.
SPEECH = context.cues("speech")
#: Behind somebody of whom something is told or who is told something.
TOLD_OF = SPEECH | context.ASKED | context.TOLD_TO
HOURS = words("h hr hrs hs")
OF_SOMEBODY = words("de d a of")
#: Before a company's name that ends with its trade: "at gulf star shipping".
BEFORE_CARRIERS = words(
    "from at via with through by chez par avec via con por by to for pour para "
    "en agent agente transitaire"
)
ARTICLES = words("the la le el les los")
GENITIVE = words("of de du del d do da")
#: What bears the name of a company.
PAPERS_OF = words(
    "stamp seal letterhead invoice receipt client clients customer customers office "
    "account cachet tampon facture compte bureau sello factura membrete cliente clientes "
    "cuenta oficina"
)
#: Words that such a name does not have; "du" and the like stand inside.
NO_COMPANY_BEHIND = NO_COMPANY - words("of de du del d des da do dos das")
#: Articles behind which a trade is any of its kind.
INDEFINITE = words("un une una um uma a an des unos unas cette esta este ce this that")
#: Words that a company's name does not go over.
ENDS_OF_COMPANIES = BROAD_ENDS | NO_COMPANY_HAS
#: Small words inside the name of a party.
LINKED = LINKS | context.PARTICLES
#: Marks of names that are places too.
NAMES_OF_PLACES = frozenset({"g", "s", "gp", "sp"})
#: The last words of phrases before names.
LAST_SPOKEN = frozenset(phrase.rsplit("-", 1)[-1] for phrase in context.SPOKEN)
LAST_OF_NICKNAMES = frozenset(phrase.rsplit("-", 1)[-1] for phrase in context.NICKNAMES)
#: What somebody is called by, before the name.
BYNAMES = words("big fat lil skinny gros gordo gorda flaco flaca")
#: Family names that are rather other words behind a given name.
NO_FAMILY = NO_COMPANY | context.NEVER_SMALL
LONGEST = 4
#: Languages in whose texts a word of Swahili is rather a name.
FAR_FROM_SWAHILI = frozenset({"en", "fr", "es"})
#: Small words behind which a word that is seldom used is rather that word.
NO_GIVEN_BEHIND = words(
    "the a an le la les un une des el los las una unos unas o os as um uma this that ce "
    "cette este esta su sus son sa ses his her their my our your mi tu mon ma ton ta"
)
#: Given names that are also words which often stand before names.
VERBS = words(
    "will may mark hope art see per un so dit sale porte sol mar luz dice son que"
)
VESSEL = words("mv mt")
#: The label of a vessel's name in a form.
VESSEL_LABEL = re.compile(
    by_first_letter(
        r"name\sof\s(?:the\s)?(?:vessel|ship|boat)|(?:vessel|ship|boat)(?:['’]s)?\sname|"
        r"vessel|ship|boat|"
        r"nom\sdu\s(?:navire|bateau)|navire|bateau|nombre\sdel\s(?:buque|barco)|buque|barco|"
        r"nome\sd[oa]\s(?:navio|barco)|navio|jina\sla\s(?:meli|chombo)|meli"
    )
    + r"\s?:\s"
)
#: A nickname in quotes: "alias « billets »".
QUOTED_NICKNAME = re.compile(
    r"(?<!\w)(?:alias|dite?|a\.?k\.?a\.?|apodad[oa]|surnommée?|nicknamed|called|"
    r"known\sas|"
    r"llamad[oa]|conocid[oa]\scomo|conhecid[oa]\scomo)\s[\"“«‘']\s?(?=\w)"
)
QUOTATION = re.compile("[\"“«‘']")
#: The label of a nickname in a form.
NICKNAME_LABEL = re.compile(
    r"(?<!\w)(?:alias|nickname|surnom|sobriquet|apodo|alcunha|aka)\s?:\s"
)
#: Small words before family names.
NOBLE = frozenset({"de", "da", "di", "dos", "van"})
NOBLE_TOO = NOBLE | {"le", "do", "du"}
#: "his" and the like behind a word for a person in Swahili: "mjomba wake kalunde".
HIS = words("wake wangu yake yangu wao wetu yao yetu wako yako")
COPULAS = words("is was est etait es era e foi")
#: What somebody says that a company is called: any words.
NAMED_SMALL = re.compile(
    r"(?<!\w)"
    + by_first_letter(
        r"company|firm|shop|store|outfit|business|soci[ée]t[ée]|entreprise|bo[îi]te|boutique|magasin|animalerie|"
        r"empresa|tienda|negocio|local|loja|duka|kampuni"
    )
    + r"\s(?:is\s|was\s)?(?:called|named|s['’]appelle|se\sllama|chama-se|"
    r"llamada|appelée|nommée|chamada|inaitwa|linaitwa|iitwayo)\s(?=\w)"
)
#: Words of trades that a company's name ends with in small letters too.
TRADES_BEHIND = words(
    "jewellers jewelers gemstones woodcraft collectibles botanicals "
    "ornamentals tanners "
    "emporium hauliers haulers aquascapes terrariums oddities taxidermists upholstery "
    "apothecary"
)
#: Words of establishments that a company's name begins with in small letters too.
TRADES_BEFORE = words(
    "ets etablissements agropecuaria bijouterie joyeria joalheria jardinerie "
    "madeireira peixaria "
    "ervanaria criatorio aviario ranario quincaillerie curtiembre curtume "
    "aserradero "
    "serraria ferreteria imobiliaria inmobiliaria herboristerie ebenisterie cordonnerie"
)
#: "zafindravaka solo, né le 8 août", "obiora nweke, born 1979".
BORN = re.compile(
    r"(?<![\w'’\-])(?P<name>[^\W\d_]{3,25}(?:\s[^\W\d_]{2,25}){1,2}),?\s\(?(?:née?\sle|née?\sen|born|nacid[oa]\s|"
    r"nascid[oa]\s|d\.?o\.?b)"
)
BIRTH = re.compile(r"née?\s|born|nacid|nascid|d\.?o\.?b")
#: Two words and a verb of one: "feather & finn advertises", "plumes et griffes vend".
SELLING_PAIR = re.compile(
    r"(?P<one>[^\W\d_]{3,20}) (?:&|and|et|y|e) (?P<other>[^\W\d_]{3,20})"
    r"(?: (?:still|also|always|never|tjs|toujours|encore|ya|sigue|siempre))?"
    r" (?:advertises|sells|ships|imports|exports|offers|vend|livre|propose|importe|"
    r"exporte|"
    r"vende|vendiendo|ofrece|importa|exporta)\b"
)
#: "p. colque", "m. ostrowski".
INITIALED = re.compile(r"(?<![\w.'’])[a-z]\. (?=[^\W\d_]{4})")
#: Things that are called after persons, behind the name.
CALLED_AFTER = words(
    "airport hospital avenue street road university college school market bridge stadium "
    "island lake river museum foundation hotel square hall prize award act report"
)
#: What follows the name of a family in its firm's, behind "and"; some also without.
OFFSPRING = words(
    "sons daughters filles hijas filhas bros brothers fils freres hijos hermanos filhos "
    "irmaos hnos cie cia"
)
SIDE_BY_SIDE = words("bros hnos freres")
#: Words that are looked at although they are ordinary.
SPECIAL = (
    TRADES_BEHIND
    | TRADES_BEFORE
    | FORMS
    | VESSEL
    | things.NO_NAMES
    | TRADES
    | ENDINGS
    | NOBLE
    | OFFSPRING
    | words("cv rl")
)
#: A verb with its prefixes of person and tense, as in "alirudisha".
SWAHILI_VERB = re.compile(r"(?:a|wa|i|zi|ni|tu)(?:li|na|me|ta|ki)[a-z]{3,}")
#: Endings of Latin words, and of words that lists have in other forms only.
LATIN = re.compile(
    r"(?:us|um|is|i|ae|ensis|ens|ax|ops|oides|ii|s|ed|ing|ly|ment|mente|aron|ieron|"
    r"ando|iendo|"
    r"aban?|ait|aient|ée|é|er|ir)$"
)
QUOTE = re.compile('["“«]')
NICKNAMED = re.compile(
    r"(?<![\w'’\-])(?P<given>[^\W\d_]{3,30})(?:\s(?:dite?|alias|a\.?k\.?a\.?))?\s"
    r"[\"“«]\s?[^\"”»\n]{2,25}?\s?[\"”»]\s(?P<family>[^\W\d_]{3,30})"
)


def usual_case(text: str, language: str) -> str:
    """Give names their capitals, in lines that are all small or all in capitals.

    The text keeps its length, and each character its position. ``language``: that of the
    text; each of several lines may have another.
    """
    if "\n" not in text:
        return _line(text, language)
    cased = LINE.sub(_line_of_several, text)
    return BROKEN.sub(_whole, cased) if cased != text else cased


def _line_of_several(match: re.Match[str]) -> str:
    # A line that goes on a long one is no chat, though it begins with a small letter.
    before = match.string.rfind("\n", 0, max(0, match.start() - 1)) + 1
    goes_on = match.start() - before > LONG_LINE
    return _line(match[0], None, chat=not goes_on)


def _whole(match: re.Match[str]) -> str:
    """A line's last name with the family name that begins the next line."""
    folded = fold(match["family"])
    known = lists()
    named = known.names.get(folded, "") in ("g", "s") and folded not in known.words
    if not named or fold(match["given"]) not in known.names:
        return match[0]
    return f"{match['given']}\n{_titled(match['family'])}"


def _line(line: str, language: str | None, *, chat: bool = True) -> str:
    """One line; ``language``: None if that of the line has still to be told.

    ``chat``: whether some of its words may have capitals.
    """
    found = LETTERS.findall(line)
    if len(found) < 2:
        return line
    big = sum(word.isupper() for word in found)
    if big > MOST * len(found):
        return (
            _Line(line, language, big=True).text()
            if len(line.lower()) == len(line)
            else line
        )
    # Telephones write the first word with a capital.
    if all(word.islower() for word in found[1:]):
        return _Line(line, language, big=False).text()
    if chat and _is_chat(line, found[0]):
        # Chat with a capital here and there: "pls add Sunita and rajesh"
        cased = _Line(line.lower(), language, big=False).text()
        return _with_own_capitals(line, cased)
    return line


def _with_own_capitals(line: str, cased: str) -> str:
    """The line with its own capitals and those of ``cased``.

    A small word right beside one with a capital stays: a name has capitals in all words.
    """
    both = list(map(min, zip(line, cased, strict=True)))
    words_of_line = list(LETTERS.finditer(line))
    for one, other in pairwise(words_of_line):
        if (
            line[one.end() : other.start()] != " "
            or one[0].islower() == other[0].islower()
        ):
            continue
        start, end = (one if one[0].islower() else other).span()
        both[start:end] = line[start:end]
    return "".join(both)


def _is_chat(line: str, first: str) -> bool:
    """Whether a line begins as chat does, and with no label before a capital."""
    if not first.islower() or len(line) >= LONGEST_CHAT or LABELLED.match(line):
        return False
    return len(line.lower()) == len(line)


class _Line:
    """One line, with the positions of words to capitalise and of words in capitals."""

    def __init__(self, line: str, language: str | None, *, big: bool):
        self.big = big
        self.small = line.lower() if big else line
        self.language = latin_language(line) if language is None else language
        foreign = foreign_words(self.language)
        no_forms = FORMS_AND_WORDS.get(self.language, frozenset())
        self.forms = FORMS - no_forms
        self.tokens = tokens_of(self.small, foreign, names_and_words(self.language))
        #: Whether a word that is in no list can be taken for a name.
        self.sure = not foreign
        self.raised: set[int] = set()
        self.whole: set[int] = set()

    def text(self) -> str:
        for pattern in (PARTY, CALLED_SMALL, DEALING_OR_HAVING):
            for match in pattern.finditer(self.small):
                behind = self._at(match.end())
                if not 0 < behind < len(self.tokens):
                    continue
                if pattern is DEALING_OR_HAVING and not DEALING.fullmatch(match[0]):
                    self._raise_had(behind)
                else:
                    self._raise_party(behind)
        self._raise_selling_pair()
        self._raise_named()
        nouns = self._raise_called()
        self._raise_dotted()
        for index, token in enumerate(self.tokens):
            plain = token.ordinary and self._is_plain(index, token)
            if not (plain or index in nouns):
                self._look_at(index, token)
        self._raise_nicknamed()
        self._raise_born()
        self._raise_initialed()
        self._raise_values()
        for start, end in eastern.names_at(self.small, self.tokens, small=True):
            self.raised.update(range(start, end))
        for index in sorted(self.raised):
            self._raise_initials(index)
        self.raised |= self._likely()
        self.raised |= self._bodies()
        self.raised -= self._quoted()
        return self._written()

    def _written(self) -> str:
        """The line in small letters, with those words in capitals that were found."""
        letters = list(self.small)
        for index in self.raised | self.whole:
            token = self.tokens[index]
            word = self.small[token.start : token.end]
            changed = word.upper() if index in self.whole else _titled(word)
            if len(changed) == len(word):
                letters[token.start : token.end] = changed
        return "".join(letters)

    def _is_plain(self, index: int, token: Token) -> bool:
        """Whether it is an ordinary word inside a phrase, and never part of a name."""
        if not index or token.marks or token.folded in SPECIAL:
            return False
        before = self.tokens[index - 1]
        return token.start == before.end + 1 and before.folded not in LAST_OF_NICKNAMES

    def _look_at(self, index: int, token: Token) -> None:
        if token.folded in SPECIAL and self._raise_special(index, token):
            return
        named = self._named_by_label(index)
        if named is not None:
            self.raised.update(named)
        elif self._is_nickname(index):
            self.raised.update((index, self._end_of_nickname(index)))
        elif self.big and self._stands_out(index):
            self.raised.add(index)
        elif self._begins_name(index):
            self.raised.update(self._run(index, LONGEST))
            end = eastern.end_of_announced(self.small, self.tokens, index)
            self.raised.update(range(index, end))
            self._raise_rest(index)

    def _raise_family_firm(self, index: int) -> bool:
        """Raise "nkomo & sons", "ndiaye et fils", "hargreaves bros"; False if none."""
        at = index - 1
        if self._between(index).strip() not in ("&", "+"):
            if not self._joined(index):
                return False
            linked = self.tokens[at].folded in context.JOINING
            if not linked and self.tokens[index].folded not in SIDE_BY_SIDE:
                return False
            at -= linked
        if at < 0 or not (at == index - 1 or self._joined(at + 1)):
            return False
        family = self.tokens[at]
        if not (_is_sure_name(family) or self._is_of_no_language(family)):
            return False
        self.raised.update((at, index))
        if at and self._joined(at) and _is_only_name(self.tokens[at - 1]):
            self.raised.add(at - 1)
        return True

    def _raise_special(self, index: int, token: Token) -> bool:
        """Raise what a word of a company, a vessel or a make tells; False if nothing."""
        folded = token.folded
        if index and (folded in self.forms or self._is_mexican(index)):
            self._raise_company(index)
        elif index and folded in OFFSPRING and self._raise_family_firm(index):
            return True
        elif folded in VESSEL:
            self.whole.update(range(index, min(len(self.tokens), index + 3)))
        elif folded in things.NO_NAMES:
            # "g eu mamadou au tel"
            if len(folded) > 2:
                self.whole.add(index)
        elif folded in TRADES:
            self._raise_traded(index)
        elif not self._raise_beside_trade(index, folded):
            if not self._is_noble(index):
                return False
            self.raised.update(self._run(index + 1, LONGEST))
        return True

    def _raise_beside_trade(self, index: int, folded: str) -> bool:
        """Raise a company's name at one of whose ends a trade stands; False if none."""
        if folded in TRADES_BEHIND and index and self._joined(index):
            self._raise_behind(index)
            return True
        if folded in TRADES_BEFORE and self._joined(index + 1):
            self._raise_begun(index)
            return True
        carrier = self._carrier(index) if folded in CARRYING else []
        if not carrier and folded in ENDINGS:
            carrier = self._carrier_behind(index) or self._carrier_speaking(index)
        self.raised.update(carrier)
        return bool(carrier)

    def _raise_behind(self, index: int) -> None:
        """Raise a company's name with the trade at its end: "jade palace antiques"."""
        before = self.tokens[index - 1]
        if before.folded in RELATIVES or not (
            before.folded in NO_COMPANY or before.folded.endswith("ing")
        ):
            self._raise_before(index)
            self.raised.add(index)

    def _raise_begun(self, index: int) -> None:
        """Raise a company's name with its trade before: "agropecuária boi gordo"."""
        if self._is_of_somebody(index):
            return
        end = self._without_links(index, self._end_of_called(index, index + 1))
        own = [t for t in self.tokens[index + 1 : end] if t.folded not in LINKED]
        if 0 < len(own) < LONGEST and _names_company(own[:1]):
            self._raise_linked(index, end)

    def _is_of_somebody(self, index: int) -> bool:
        """Whether a trade is no name: "una joyería", "la curtiembre de giovanni"."""
        if index and self.tokens[index - 1].folded in INDEFINITE:
            return True
        own = [t for t in self.tokens[index + 1 : index + 3] if t.folded not in LINKS]
        linked = self.tokens[index + 1].folded in LINKS
        return linked and bool(own) and _is_only_given(own[0], self.language)

    def _raise_named(self) -> None:
        """Raise what a company is said to be called: "shop called feathers and fins"."""
        for match in NAMED_SMALL.finditer(self.small):
            start = self._at(match.end())
            end = self._without_links(start, self._end_of_called(start, start))
            self._raise_linked(start, end)

    def _raise_selling_pair(self) -> None:
        """Raise what begins a line and sells as one, though it has two words."""
        match = SELLING_PAIR.match(self.small)
        if match and not PEOPLE & words(match[0]):
            self.raised.update(self._at(match.start(name)) for name in ("one", "other"))

    def _end_of_called(self, start: int, end: int) -> int:
        """Index after the words that what a company is called may have, from ``end``."""
        while self._goes_on(start, end) and self._is_of_company(start, end):
            end += 1
        return end

    def _without_links(self, start: int, end: int) -> int:
        """Index after the last word that is no small one."""
        while end > start and self.tokens[end - 1].folded in LINKS:
            end -= 1
        return end

    def _begins_name(self, index: int) -> bool:
        """Whether a word begins a name, by what it is or by the words around it."""
        token = self.tokens[index]
        if token.ordinary and not token.marks:
            return False
        rules = _Line.BEGINNINGS_OF_LISTED if token.marks else _Line.BEGINNINGS
        if any(begins(self, index) for begins in rules):
            return True
        return token.marks.startswith("g") and self._is_personal(index)

    def _is_greeted(self, index: int) -> bool:
        """Whether a greeting and a given name are a phrase: "ok neema, will do"."""
        token = self.tokens[index]
        if not index or "g" not in token.marks or token.folded in FUNCTION_WORDS:
            return False
        if not PHRASE_ENDS.match(self.small, token.end):
            return False
        first = max(0, token.start - LONGEST_GREETING)
        return GREETING.search(self.small, first, token.start) is not None

    def _is_told_to(self, index: int) -> bool:
        """Whether somebody is told to do something: "told mutua to photograph it"."""
        token = self.tokens[index]
        if not index or len(token.text) < 3 or token.folded in FUNCTION_WORDS:
            return False
        after = self.tokens[index + 1 : index + 2]
        if (
            not after
            or after[0].folded not in context.TOLD_TO
            or not self._joined(index + 1)
        ):
            return False
        if not (token.marks or self._is_of_no_language(token)):
            return False
        said = [t.folded for t in self.tokens[max(0, index - 2) : index]]
        return context.ends_with_phrase(said, context.TELLING) and self._joined(index)

    def _is_close(self, index: int) -> bool:
        """Whether somebody's relative or lawyer is told of: "l'avocat de mbemba"."""
        token = self.tokens[index]
        if index < 2 or token.folded in FUNCTION_WORDS or _is_word(token):
            return False
        close, link = self.tokens[index - 2 : index]
        if link.folded not in OF_SOMEBODY or close.folded not in CLOSE:
            return False
        return bool(token.marks) or (self.sure and self._is_of_no_language(token))

    def _begins_and_acts(self, index: int) -> bool:
        """Whether a given name begins a phrase and does something, or is joined to "me".

        "leticia knows more", "mandla and me"
        """
        token = self.tokens[index]
        if not _is_given_alone(token) or (index and self._joined(index)):
            return False
        after = [t.folded for t in self.tokens[index + 1 : index + 3]]
        if not after or not self._joined(index + 1):
            return False
        if after[0] in context.JOINING:
            return after[-1] in MYSELF
        if len(token.text) < 4:
            return False
        return after[0] in context.DEEDS or (token.marks == "g" and after[0] in STATES)

    def _is_told_of(self, index: int) -> bool:
        """Whether a name, perhaps of no list, is told of by the words around it."""
        after = self.tokens[index + 1 : index + 2]
        if after and after[0].folded in TOLD_OF:
            if self._is_told_to(index) or self._is_asked(index):
                return True
            if self._says(index):
                return self._may_be_somebody(self.tokens[index])
        if not index:
            return False
        if self.tokens[index - 1].folded in OF_SOMEBODY:
            return self._is_close(index)
        noted = self._is_of_body(index) or self._is_timed(index)
        return noted and self._may_be_somebody(self.tokens[index])

    def _says(self, index: int) -> bool:
        """Whether a word begins a phrase and says something."""
        after = self.tokens[index + 1 : index + 2]
        if not after or after[0].folded not in SPEECH or not self._joined(index + 1):
            return False
        return not (index and self._joined(index))

    def _is_timed(self, index: int) -> bool:
        """Whether a note tells what somebody did at a time: "06h10 : bachirou charge"."""
        token, before = self.tokens[index], self.tokens[index - 1]
        if token.start == before.end + 1 and before.folded not in HOURS:
            return False
        first = max(0, token.start - LONGEST_TIME)
        if (
            not self._joined(index + 1)
            or TIMED.search(self.small, first, token.start) is None
        ):
            return False
        behind = self.tokens[index + 1]
        return not behind.marks and behind.folded not in NO_COMPANY_BEHIND

    def _is_of_body(self, index: int) -> bool:
        """Whether an officer's body stands before: "l'agent forestal urdaneta"."""
        if self.tokens[index - 1].folded not in BODIES:
            return False
        before = self.tokens[max(0, index - LONGEST_POST) : index]
        return ends_with_officer([t.folded for t in before])

    def _may_be_somebody(self, token: Token) -> bool:
        """Whether a word is a name and nothing else, or in no list of any language."""
        if not self.sure or len(token.text) < 4 or token.folded in FUNCTION_WORDS:
            return False
        if token.marks:
            return not _is_word(token) and not _is_elsewhere(token.folded)
        return self._is_of_no_language(token) and len(token.text) > 4

    def _is_asked(self, index: int) -> bool:
        """Whether a name begins a phrase in which one asks for something."""
        token = self.tokens[index]
        if not _is_sure_name(token) or len(token.text) < 4 or not self._joined(index + 1):
            return False
        if index and self._joined(index):
            return False
        return self.tokens[index + 1].folded in context.ASKED

    def _is_paid(self, index: int) -> bool:
        """Whether an amount is for somebody: "300 pour sissoko"."""
        token = self.tokens[index]
        if not _is_sure_name(token):
            return False
        first = max(0, token.start - LONGEST_PAID)
        return PAID.search(self.small, first, token.start) is not None

    def _stands_out(self, index: int) -> bool:
        """Whether a word in a line of capitals is a name, a place or in no list."""
        token = self.tokens[index]
        if token.ordinary or len(token.text) < 3:
            return False
        if not token.marks:
            unlisted = self.sure and LATIN.search(token.folded) is None
            unlisted = unlisted and self._is_of_no_language(token)
            return token.place or unlisted or self._is_behind_given(index)
        if "o" in token.marks:
            return self._said_before(index)
        if token.marks == "g" or self._is_name_beside(index):
            return True
        return self._said_before(index)

    def _raise_nicknamed(self) -> None:
        """Raise the names around nicknames: 'bartholomew "skinny" achieng'."""
        if not QUOTE.search(self.small):
            return
        at = {token.start: i for i, token in enumerate(self.tokens)}
        for match in NICKNAMED.finditer(self.small):
            around = [at.get(match.start(name)) for name in ("given", "family")]
            sure = [i for i in around if i is not None and not self.tokens[i].ordinary]
            if len(sure) == 2 and any(self.tokens[i].marks for i in sure):
                self.raised.update(sure)

    def _raise_born(self) -> None:
        """Raise two or three words before a birth, of which one is a name or no word."""
        for match in BORN.finditer(self.small) if BIRTH.search(self.small) else ():
            run = range(self._at(match.start("name")), self._at(match.end("name")))
            named = [i for i in run if self._may_be_born(self.tokens[i])]
            if named and not any(self.tokens[i].folded in NO_COMPANY for i in run):
                self.raised.update(run)

    def _may_be_born(self, token: Token) -> bool:
        return _is_sure_name(token) or self._is_of_no_language(token)

    def _raise_initialed(self) -> None:
        """Raise a name behind an initial with its dot, that is no scientific name."""
        for match in INITIALED.finditer(self.small) if "." in self.small else ():
            index = self._at(match.end())
            if index >= len(self.tokens) or not _is_sure_name(self.tokens[index]):
                continue
            folded = self.tokens[index].folded
            if folded.endswith("ski") or not LATIN.search(folded):
                self.raised.update((index - 1, *self._run(index, LONGEST)))

    def _likely(self) -> set[int]:
        """Positions of words that are likely of a name, by what was learnt.

        No small words, nor what comes before a name: "fat tony".
        """
        known = self.raised | self.whole
        open_ones = (
            index
            for index, token in enumerate(self.tokens)
            if index not in known and token.folded not in LINKED
        )
        likely = likely_names(self.small, self.tokens, open_ones)
        return {index for index in likely if not self._is_byname(index)}

    def _is_byname(self, index: int) -> bool:
        """Whether a word that is no given name stands before a name."""
        token = self.tokens[index]
        if token.folded in BYNAMES:
            return True
        if "g" in token.marks or not token.is_word_too or not self._joined(index + 1):
            return False
        return _is_sure_name(self.tokens[index + 1])

    def _bodies(self) -> set[int]:
        """Positions of words that make bodies and places of names: "albert dock"."""
        behind = {index + 1 for index in self.raised} - self.raised
        return {
            index
            for index in behind
            if self._joined(index)
            and self.tokens[index].folded in things.PARTS_OF_BODIES
            and not self.tokens[index].marks
        }

    def _quoted(self) -> set[int]:
        """Positions of authors: "delorme et kassi 1997", "ndiaye et al."."""
        if not (self.raised and OF_AUTHORS.search(self.small)):
            return set()
        found: set[int] = set()
        for match in AUTHORS.finditer(self.small):
            found.update(range(self._at(match.start()), self._at(match.end())))
        return found

    def _raise_initials(self, index: int) -> None:
        """Raise the initials before a name: "b. k. sharma"."""
        for _initial in range(MOST_INITIALS):
            if not (index and self._joined(index)):
                return
            before = self.tokens[index - 1]
            if len(before.text) > 1 or self.small[before.end : before.end + 1] != ".":
                return
            index -= 1
            self.raised.add(index)

    def _raise_values(self) -> None:
        """Raise vessels and nicknames behind the labels of a form, or in quotes."""
        patterns = [VESSEL_LABEL, NICKNAME_LABEL] if ":" in self.small else []
        if QUOTATION.search(self.small):
            patterns.append(QUOTED_NICKNAME)
        for pattern in patterns:
            for match in pattern.finditer(self.small):
                start = self._at(match.end())
                end = self._end_of_joined(start, LONGEST)
                self._raise_value(start, min(end, len(self.tokens)))

    def _raise_value(self, start: int, end: int) -> None:
        """Raise words, the first even if it is a small one: "Le Perroquet d'Or"."""
        run = range(start, end)
        self.raised.update(
            i for i in run if i == start or self.tokens[i].folded not in LINKS
        )

    def _end_of_joined(self, start: int, longest: int) -> int:
        """Index after the words side by side: one more than ``longest`` at most."""
        end = start + 1
        while self._joined(end) and end - start <= longest:
            end += 1
        return end

    def _at(self, place: int) -> int:
        """Index of the first word at or behind a position."""
        return bisect_left(self.tokens, place, key=lambda token: token.start)

    def _raise_traded(self, index: int) -> None:
        """Raise a word of a trade with the words of the name before or behind it."""
        self._raise_company(index)
        alone = index - 1 not in self.raised
        self.raised.add(index)
        if alone or self.tokens[index].folded in BEFORE_NAMES:
            behind = self._behind_trade(index)
            self.raised.update(self._run(behind, LONGEST, any_word=True))

    def _behind_trade(self, index: int) -> int:
        """The word after a trade's, which may be two: "clearing and forwarding"."""
        behind = [token.folded for token in self.tokens[index + 1 : index + 3]]
        if len(behind) < 2 or behind[0] not in context.JOINING:
            return index + 1
        if behind[1] not in TRADES | {"forwarding"}:
            return index + 1
        self.raised.add(index + 2)
        return index + 3

    def _is_noble(self, index: int) -> bool:
        """Whether a small word begins a family name: "my boss de souza"."""
        if not index or self.tokens[index].folded not in NOBLE:
            return False
        before = self.tokens[index - 1].folded
        if before not in (ADDRESSED | PAID_TO | context.JOINING):
            return False
        if not (self._joined(index) and self._joined(index + 1)):
            return False
        return _is_sure_name(self.tokens[index + 1])

    def _is_given_and_unlisted(self, index: int) -> bool:
        """Whether a word of no language follows a given name: "clarisse etoundi"."""
        token = self.tokens[index]
        if token.marks != "g" or token.place or not self._joined(index + 1):
            return False
        family = self.tokens[index + 1]
        if len(family.text) < 5 or LATIN.search(family.folded):
            return False
        if self.small[family.end : family.end + 1].isdigit():
            return False
        return self.sure and self._is_of_no_language(family)

    def _named_by_label(self, index: int) -> list[int] | None:
        """Positions of a name in the form's value that begins here; None if none does."""
        if not index or not self._has_label(index):
            return None
        if value := self._value(index):
            return value
        return self._run(index, LONGEST) if self._begins_value(index) else None

    def _value(self, start: int) -> list[int]:
        """Positions of the words of a form's value, if it is a name: "driver: le thi"."""
        end = self._end_of_joined(start, LONGEST)
        value = self.tokens[start:end]
        rest = self.small[value[-1].end :].lstrip(" .")
        if len(value) > LONGEST or (rest and rest[0] not in ",;|\t("):
            return []
        if not self._may_be_value(start, value):
            return []
        # "van rooyen" has its capital too where it begins the value.
        particles = context.PARTICLES - {value[0].folded}
        return [i for i in range(start, end) if self.tokens[i].folded not in particles]

    def _may_be_value(self, start: int, value: list[Token]) -> bool:
        """Whether the words have a name, or are no words where the label says "name"."""
        if any(token.folded in NO_VALUE for token in value):
            return False
        if any(map(_is_only_name, value)):
            return True
        if len(value) > 1 and all(token.marks for token in value):
            # "driver: gift banda"
            return True
        named = context.NAMING & self._label(start)
        return bool(named) and not all(map(_is_word, value))

    def _has_label(self, index: int) -> bool:
        """Whether a word follows the label of a name."""
        between = self._between(index)
        if ":" not in between or not COLON.fullmatch(between):
            return False
        label = self._label(index)
        return bool(label & LABELS) and not label & things.LABELS

    def _label(self, index: int) -> set[str]:
        return {token.folded for token in self.tokens[max(0, index - LONGEST) : index]}

    def _is_behind_given(self, index: int) -> bool:
        """Whether an unlisted word may be the family name of a given one."""
        if index - 1 not in self.raised or not self._joined(index):
            return False
        return self.tokens[index - 1].marks.startswith("g") and not (
            self.tokens[index].folded in ENDS or len(self.tokens[index].text) < 4
        )

    def _begins_value(self, index: int) -> bool:
        """Whether a word behind a label may be a name: "nombre completo: …"."""
        token = self.tokens[index]
        return not token.ordinary and (bool(token.marks) or index <= LONGEST)

    def _is_beside(self, index: int) -> bool:
        """Whether it is joined to a name: "talked to peter and grace mutua"."""
        token = self.tokens[index]
        if index < 2 or self.tokens[index - 1].folded not in context.JOINING:
            return False
        if index - 2 not in self.raised:
            return False
        if index > 2 and self.tokens[index - 3].folded in context.SEVERAL:
            return not _is_word(token)
        if not token.marks.startswith("g"):
            # "les deux prévenus, bakayoko et tchuente"
            unlisted = self.sure and self._is_of_no_language(token)
            return _is_sure_name(token) or unlisted
        return not token.ordinary and token.folded not in VERBS

    def _is_before_joined(self, index: int) -> bool:
        """Whether a name stands before "and" and a given name: "issouf et aminata"."""
        both = self.tokens[index : index + 3]
        if len(both) < 3 or both[1].folded not in context.JOINING:
            return False
        if not both[0].marks or _is_word(both[0]):
            return False
        near = self._joined(index + 1) and self._joined(index + 2)
        return near and _is_only_given(both[2], self.language)

    def _raise_rest(self, index: int) -> None:
        """Raise the given name behind a family name and a comma: "kiplagat, edwin"."""
        at = index + 1
        if at >= len(self.tokens) or index not in self.raised:
            return
        token = self.tokens[at]
        if self._between(at) == ", " and token.marks[:1] == "g" and not _is_word(token):
            self.raised.update(self._run(at, LONGEST))

    def _is_kin(self, index: int) -> bool:
        """Whether a word of no language follows kin: "los hermanos ashuco"."""
        if not index or self.tokens[index - 1].folded not in KINFOLK:
            return False
        token = self.tokens[index]
        named = _is_sure_name(token) or self._is_of_no_language(token)
        return named and self._joined(index)

    def _said_before(self, index: int) -> bool:
        """Whether the word before announces a name."""
        if not index:
            return False
        token = self.tokens[index]
        if len(self._between(index)) > 3 or token.folded in NO_FIRST:
            return False
        if token.ordinary:
            return self._is_name_and_word(index)
        linked = index > 1 and self._links(index)
        return self._is_announced(index, self.tokens[index - 2 if linked else index - 1])

    def _is_announced(self, index: int, before: Token) -> bool:
        """Whether a word announces a name that begins here."""
        token = self.tokens[index]
        if before.folded in context.CALLED and self._may_be_called(token):
            refused = token.folded in context.NEVER_SMALL if token.marks else token.place
            return not refused
        if before.folded in context.TITLES:
            return self._is_titled(token, before)
        if token.place:
            # "agente rodríguez": a family name that is a place too.
            if token.marks not in NAMES_OF_PLACES:
                return False
            if before.folded in PEOPLE or self._is_given_before_name(index):
                return True
            # "un certain hervé", "vi a nelson"
            announced = before.folded in context.NAMING or self._spoken(index)
            return token.marks == "g" and announced
        return self._is_introduced(index, before, token)

    def _is_titled(self, token: Token, before: Token) -> bool:
        """Whether a title before a word is no unit, and the word no place alone."""
        if context.is_measure(self.small, before.folded, before.start):
            return False
        return bool(token.marks) or not token.place

    def _links(self, index: int) -> bool:
        """Whether a word between a role and a name stands before: "dereva ni juma"."""
        between = self.tokens[index - 1].folded
        if self.language == "sw" and (between in HIS or between == "ni"):
            return True
        return between in COPULAS and self.tokens[index - 2].folded in PEOPLE

    def _is_name_and_word(self, index: int) -> bool:
        """Whether a given name that is a word too stands after a title or a role.

        A name follows: "el guardaparque amado batista".
        """
        token = self.tokens[index]
        if token.folded in VERBS or self.tokens[index - 1].folded not in ADDRESSED:
            return False
        return self._is_given_before_name(index)

    def _may_be_called(self, token: Token) -> bool:
        """Whether it is a given name, or a word that is in no list of names."""
        return token.marks.startswith("g") or (self.sure and not token.marks)

    def _is_introduced(self, index: int, before: Token, token: Token) -> bool:
        """Whether a word for a name, for a person or of speech stands before."""
        naming = before.folded in context.NAMING
        if naming and token.folded in context.PARTICLES:
            return False
        if (naming and token.marks) or self._spoken(index):
            return "o" not in token.marks or self._is_given_in_swahili(token)
        return before.folded in PEOPLE and self._is_behind_person(index, token)

    def _is_given_in_swahili(self, token: Token) -> bool:
        return self.language == "sw" and token.marks.startswith("g")

    def _is_behind_person(self, index: int, token: Token) -> bool:
        """Whether a word behind one for a person may be the name."""
        if token.marks[:1] not in ("g", "s"):
            if self.language == "pt":
                # "o fiscal nhampossa assinou": in no language of the lists.
                return self._is_of_no_language(token) and self._acts(index)
            if not self.sure:
                return False
            if self._are_unlisted(index) or self._acts(index):
                return True
            return self._is_alone_behind(index, token)
        if self._is_given_in_swahili(token) or not _is_word(token):
            return True
        return self._is_given_before_name(index)

    def _is_alone_behind(self, index: int, token: Token) -> bool:
        """Whether one word of no language follows a role, and then another phrase.

        "es el cabo urrutikoetxea, habla inglés", "su cousin demba au marché"
        """
        if len(token.text) < 5 or LATIN.search(token.folded):
            return False
        if token.marks:
            return not _is_word(token)
        return self._is_of_no_language(token) and not self._joined(index + 1)

    def _is_nickname(self, index: int) -> bool:
        """Whether a phrase before it announces a nickname, and it is no small word."""
        if not index or self.tokens[index - 1].folded not in LAST_OF_NICKNAMES:
            return False
        token = self.tokens[index]
        if token.folded in NO_COMPANY or len(token.text) < 3:
            return False
        return self._spoken(index, context.NICKNAMES) and self._joined(index)

    def _end_of_nickname(self, index: int) -> int:
        """Index of a nickname's last word, its second only where a phrase ends there."""
        after = index + 1
        if not self._joined(after) or self.tokens[after].folded in NO_COMPANY:
            return index
        return index if self._joined(after + 1) else after

    def _is_unlisted_pair(self, index: int) -> bool:
        """Whether two words of no language stand side by side, not as in Latin names."""
        if self.tokens[index].marks or not (self.sure and self._joined(index + 1)):
            return False
        pair = self.tokens[index : index + 2]
        if pair[0].folded == pair[1].folded:
            # "tuk tuk"
            return False
        if self._between(index + 1) != " " or LATIN.search(pair[1].folded):
            return False
        # "smutsia temminckii", and words with a mistake
        return all(len(t.text) > 4 and self._is_of_no_language(t) for t in pair)

    def _is_subject(self, index: int) -> bool:
        """Whether a given name stands before a verb in Swahili: "rajabu alipita"."""
        if self.language != "sw" or not self.tokens[index].marks:
            return False
        after = self.tokens[index + 1 : index + 2]
        return bool(after) and SUBJECT_VERB.match(after[0].folded) is not None

    def _is_sure_given(self, index: int) -> bool:
        """Whether it is a given name and nothing else in any language of the lists."""
        token = self.tokens[index]
        before = self.tokens[index - 1].folded if index else ""
        if _is_double_given(token):
            return True
        if not _is_only_given(token, self.language):
            # "tras el allanamiento, maruja llamó a su abogado"
            seldom = token.marks == "g" and token.folded in lists().seldom
            return seldom and before not in NO_GIVEN_BEHIND and self._acts(index)
        if token.place:
            # "hassan keeps", "pagarle a eusebio"
            return self._is_personal(index) or self._does(index)
        if token.folded in lists().swahili and before in context.WHERE:
            return False
        # "lake edward"
        return before not in things.THINGS_BEFORE and not self._is_before_thing(index)

    def _is_before_thing(self, index: int) -> bool:
        """Whether a place or a body is called so: "prince edward island"."""
        after = [t.folded for t in self.tokens[index + 1 : index + 2]]
        return bool(after) and after[0] in things.THINGS_AFTER and self._joined(index + 1)

    def _is_personal(self, index: int) -> bool:
        """Whether a Spanish verb with a pronoun stands before: "pagarle a eusebio"."""
        before = [t.folded for t in self.tokens[max(0, index - 2) : index]]
        if len(before) < 2 or self.language != "es":
            return False
        return before[1] == "a" and before[0].endswith(("le", "les"))

    def _does(self, index: int) -> bool:
        """Whether a verb for what people do follows."""
        after = self.tokens[index + 1 : index + 2]
        return (
            bool(after) and after[0].folded in context.DEEDS and self._joined(index + 1)
        )

    def _opens_and_acts(self, index: int) -> bool:
        """Whether a name opens a line and does something: "mutasa phoned"."""
        token = self.tokens[index]
        if index or not self.sure or not _is_sure_name(token):
            return False
        return not _is_elsewhere(token.folded) and self._acts(index)

    def _are_unlisted(self, index: int) -> bool:
        """Whether two words that are no words of a language follow a role."""
        pair = self.tokens[index : index + 2]
        if len(pair) < 2 or not self._joined(index + 1):
            return False
        return not any(_is_word(t) or len(t.text) < 3 or t.folded in ENDS for t in pair)

    def _acts(self, index: int) -> bool:
        """Whether a word of no language does something: "old nzila keeps the tusks"."""
        token = self.tokens[index]
        if _is_word(token) or len(token.text) < 4 or token.folded in ENDS:
            return False
        return self._does(index)

    def _is_reversed(self, index: int) -> bool:
        """Whether a family name before its given name begins here: "kiplagat, edwin"."""
        if index + 1 >= len(self.tokens):
            return False
        family, given = self.tokens[index : index + 2]
        if self._between(index + 1) != ", ":
            return False
        sure = family.marks[:1] in ("s", "w") and given.marks[:1] == "g"
        return sure and not (_is_word(family) or _is_word(given))

    def _is_given_before_name(self, index: int) -> bool:
        """Whether it is a given name, perhaps a word as well, before a sure name."""
        if not (self.tokens[index].marks.startswith("g") and self._joined(index + 1)):
            return False
        after = self.tokens[index + 1]
        return after.is_name and not _is_word(after)

    def _spoken(self, index: int, phrases: frozenset[str] = context.SPOKEN) -> bool:
        """Whether a phrase of up to three words stands before the word."""
        lasts = LAST_SPOKEN if phrases is context.SPOKEN else LAST_OF_NICKNAMES
        if not index or self.tokens[index - 1].folded not in lasts:
            return False
        said = [token.folded for token in self.tokens[max(0, index - 3) : index]]
        return context.ends_with_phrase(said, phrases)

    def _is_pair(self, index: int) -> bool:
        """Whether a given name before a family name begins here, and none is a word."""
        if not self._is_given_before_word(index):
            return False
        token, after = self.tokens[index], self._family_behind(index)
        if after.is_word_too or after.folded in context.NEVER_SMALL:
            return False
        if after.place:
            return self._is_before_place(index, token)
        if self._is_called_after(index):
            return False
        # "florence nakoulma", not "in florence nakoulma"
        word = token.is_word_too or (token.place and self._is_where(index))
        return after.marks[:1] in (("g", "s") if word else ("g", "s", "w"))

    def _is_given_before_word(self, index: int) -> bool:
        """Whether it is a given name, and none of the words that stand before names."""
        token = self.tokens[index]
        if not token.marks.startswith("g") or token.ordinary:
            return False
        if token.folded in VERBS and _is_word(token):
            return False
        return self._joined(index + 1)

    def _family_behind(self, index: int) -> Token:
        """The word behind a given name, or the one behind "bin" or "van"."""
        after = self.tokens[index + 1]
        if index + 2 >= len(self.tokens):
            return after
        family = self.tokens[index + 2]
        if after.folded in context.KIN:
            return family
        # "jean-marie le bihan", "jose da silva"
        noble = after.folded in NOBLE_TOO and self._joined(index + 2)
        return family if noble and _is_sure_name(family) else after

    def _is_before_place(self, index: int, given: Token) -> bool:
        """Whether a place may be the family name of a given one.

        "beatrice machakos", and not "in florence nairobi".
        """
        return not (given.is_word_too or self._is_where(index))

    def _is_where(self, index: int) -> bool:
        """Whether a word follows one before places."""
        return bool(index) and self.tokens[index - 1].folded in context.WHERE

    def _is_called_after(self, index: int) -> bool:
        """Whether something is called after two names: "aga khan hospital"."""
        behind = self.tokens[index + 2 : index + 3]
        return bool(
            behind and behind[0].folded in CALLED_AFTER and self._joined(index + 2)
        )

    def _is_name_beside(self, index: int) -> bool:
        near = [i for i in (index - 1, index + 1) if 0 <= i < len(self.tokens)]
        return any(_is_only_name(self.tokens[i]) for i in near)

    def _joined(self, index: int) -> bool:
        """Whether the word before and this one may be of one name."""
        if index >= len(self.tokens):
            return False
        between = self._between(index)
        return between == " " or SPACE.fullmatch(between) is not None

    def _between(self, index: int) -> str:
        """The characters between a word and the word before it."""
        return self.small[self.tokens[index - 1].end : self.tokens[index].start]

    def _run(self, start: int, longest: int, any_word: bool = False) -> list[int]:
        """Positions of the words of one name, from its first."""
        end = start
        for index in range(start, min(len(self.tokens), start + longest)):
            if index > start and not self._joined(index):
                break
            if self._stops(index, first=index == start, any_word=any_word):
                break
            end = index + 1
        run = range(start, end)
        return [i for i in run if self.tokens[i].folded not in context.PARTICLES]

    def _stops(self, index: int, *, first: bool, any_word: bool) -> bool:
        """Whether a word cannot be part of a name, or of a company's (``any_word``)."""
        token = self.tokens[index]
        if token.folded in context.PARTICLES or self._is_honour(index):
            return False
        if self._is_of_no_name(token):
            return True
        if any_word:
            return token.folded in ENDS_OF_COMPANIES
        if token.folded in ENDS:
            return True
        if first or token.folded.startswith(("al-", "el-")):
            return False
        return token.is_word_too and not self._is_family_and_word(index)

    def _is_of_no_name(self, token: Token) -> bool:
        """Whether no name of any kind has the word: "v2", "box7", the end of a file's."""
        if self.small[token.end : token.end + 1].isdigit() or token.folded in EXTENSIONS:
            return True
        if self.language == "sw" and SWAHILI_VERB.match(token.folded):
            return True
        return not token.marks and ENCLITIC.search(token.text) is not None

    def _is_family_and_word(self, index: int) -> bool:
        """Whether a family name that is a word too follows a given: "daniel flores"."""
        token, given = self.tokens[index], self.tokens[index - 1]
        if token.marks[:1] not in ("g", "s") or token.folded in NO_FAMILY:
            return False
        known = given.marks[:1] in ("g", "w") and not _is_word(given)
        return known and self.language != "sw"

    def _is_honour(self, index: int) -> bool:
        """Whether it is an honour between two names: "ali mzee juma"."""
        if self.tokens[index].folded not in context.HONOURS or not index:
            return False
        after = self.tokens[index + 1 : index + 2]
        return bool(after and after[0].marks and self.tokens[index - 1].marks)

    def _raise_company(self, index: int) -> None:
        """Raise the words before a company's legal form or trade."""
        if self._is_mexican(index):
            self.whole.update((index - 2, index))
            index -= 2
        elif self.tokens[index].folded in self.forms:
            self.whole.add(index)
        self._raise_before(index)

    def _raise_before(self, index: int) -> None:
        """Raise the words of a company's name before its form or its trade."""
        for at in range(index - 1, max(-1, index - 1 - LONGEST), -1):
            token = self.tokens[at]
            # "curtidos del turia, s.l."
            if not (
                self._joined(at + 1)
                or self._is_and(at + 1)
                or (at == index - 1 and self._between(index) == ", ")
            ):
                break
            if token.folded in LINKS and self.language != "sw":
                continue
            if token.folded in NO_COMPANY and not self._is_noun(at):
                break
            self.raised.add(at)

    def _is_and(self, index: int) -> bool:
        """Whether "&" stands before a word: "hides & skins ltd"."""
        return self._between(index).strip() in ("&", "+")

    def _is_noun(self, at: int) -> bool:
        """Whether a small word is a noun here: "étoile de l'est", "estrella del este"."""
        token = self.tokens[at]
        if token.folded in RELATIVES or self.small[token.start - 1] in ("'", "’"):
            return True
        return at > 0 and self.tokens[at - 1].folded in ARTICLED

    def _carrier(self, index: int) -> list[int]:
        """Positions of a trade and a word of no language beside it: "sotraf haulage"."""
        for other in (index - 1, index + 1):
            if not 0 <= other < len(self.tokens):
                continue
            beside = self._between(max(index, other)) == " "
            if beside and self._is_of_no_language(self.tokens[other]):
                return [index, other]
        return []

    def _carrier_behind(self, index: int) -> list[int]:
        """Positions of a name with its trade, behind a small word and to a phrase's end.

        "trying deepak at gulf star shipping instead"
        """
        start = self._start_of_carrier(index)
        own = [i for i in range(start, index) if self.tokens[i].folded not in LINKS]
        if len(own) < 2 or not start or not self._joined(start):
            return []
        if self.language != "en" and self._is_described(own[-1:]):
            return []
        before = self._word_before_carrier(start, own)
        cues = BEFORE_CARRIERS | GENITIVE | ({"a"} if self.language == "es" else set())
        if before in PEOPLE or (before in cues and self._ends_at(index)):
            return [*own, index]
        return []

    def _start_of_carrier(self, index: int) -> int:
        """Index of the first word that may be of the name before a trade."""
        start = index
        while start and index - start < LONGEST and self._joined(start):
            before = self.tokens[start - 1].folded
            if before in NO_COMPANY_BEHIND or before.endswith("ing"):
                break
            if before in GENITIVE and self.tokens[start - 2].folded in PAPERS_OF:
                # "the stamp of protea fauna brokers"
                break
            start -= 1
        return start

    def _word_before_carrier(self, start: int, own: list[int]) -> str:
        """The word before the name; before its article, if no word of it describes."""
        before = self.tokens[start - 1].folded
        if before not in ARTICLES or self._is_described(own):
            return before
        # "pour la cage dorée import"
        return self.tokens[start - 2].folded if start > 1 else ""

    def _is_described(self, words: list[int]) -> bool:
        return any(DESCRIBING.search(self.tokens[i].folded) for i in words)

    def _carrier_speaking(self, index: int) -> list[int]:
        """Positions of a name with its trade that begins a phrase and says something.

        "jumbo parcels says …", "flecha norte carga mandó …"
        """
        start, end = index, index + 1
        while start and index - start < LONGEST and self._joined(start):
            start -= 1
        if start == index and self._joined(end):
            end += 1
        run = range(start, end)
        if end - start < 2 or not self._joined(end):
            return []
        if self.tokens[end].folded not in SPEAKING:
            return []
        other = any(self.tokens[i].folded in NO_COMPANY_BEHIND for i in run)
        return [] if other else list(run)

    def _ends_at(self, index: int) -> bool:
        """Whether a phrase ends behind a word, or a small word or a deed follows."""
        if not self._joined(index + 1):
            return True
        return self.tokens[index + 1].folded in NO_COMPANY

    def _is_of_no_language(self, token: Token) -> bool:
        word = token.folded
        if token.marks or _is_word(token) or len(word) < 4 or word in ENDS:
            return False
        return not _is_elsewhere(word)

    def _end_of_telling(self, start: int, end: int) -> int:
        """Index after the last word of no language in a company's name; 0 if none is."""
        for at in range(end - 1, start - 1, -1):
            token = self.tokens[at]
            if _is_only_name(token) or self._is_of_no_language(token):
                return at + 1 if at > start or end - start > 1 else 0
        return 0

    def _is_mexican(self, index: int) -> bool:
        """Whether it ends a legal form of three words: "sa de cv", "s de rl"."""
        form = [token.folded for token in self.tokens[max(0, index - 2) : index + 1]]
        return form in (["sa", "de", "cv"], ["s", "de", "rl"])

    def _raise_party(self, start: int) -> None:
        """Raise what stands behind a party: a form's value, or a company's name."""
        end = self._end_of_joined(start, LONGEST + 1)
        if COLON.fullmatch(self._between(start)) and self._fills_field(start, end):
            self._raise_value(start, end)
        elif self.tokens[start].folded in COPULAS and self._joined(start + 1):
            # "consignee is golden lotus herbs"
            end = self._end_of_company(start + 1)
            if end and self._is_traded(self.tokens[end - 1].folded):
                self._raise_linked(start + 1, end)
        elif end := self._end_of_company(start):
            self._raise_linked(start, end)

    def _raise_had(self, start: int) -> None:
        """Raise a company with a trade behind what it has: "stamp of umoja skins"."""
        end, traded = start, 0
        while self._goes_on(start, end) and self._is_of_company(start, end):
            end += 1
            if end - start > 1 and self._is_traded(self.tokens[end - 1].folded):
                traded = end
        begun = traded or end
        if not traded and end - start > 1 and self._is_traded(self.tokens[start].folded):
            traded = begun
        own = self.tokens[start:traded]
        # "inspection of old trophies"
        if any(map(_tells_company, (t for t in own if t.folded not in WEAK_TRADES))):
            self._raise_linked(start, traded)

    def _raise_linked(self, start: int, end: int) -> None:
        run = range(start, end)
        self.raised.update(i for i in run if self.tokens[i].folded not in LINKED)

    def _raise_called(self) -> set[int]:
        """Raise what is called a company; positions of the words that call it so."""
        nouns = set()
        for match in AT_COMPANY.finditer(self.small):
            start = self._at(match.end())
            end = self._without_links(start, self._end_of_called(start, start))
            own = [t for t in self.tokens[start:end] if t.folded not in LINKED]
            if 1 < len(own) <= LONGEST and not any(map(_is_sure_name, own)):
                self._raise_linked(start, end)
        for match in CALLED_AT_ONCE.finditer(self.small):
            start = self._at(match.end())
            end = self._end_at_once(start)
            if end > start:
                self._raise_linked(start, end)
                nouns.add(start - 1)
        return nouns

    def _raise_dotted(self) -> None:
        """Raise companies by a legal form with dots: "cueros andinos s.a.c."."""
        for match in DOTTED_FORM.finditer(self.small) if "." in self.small else ():
            first, end = self._at(match.start()), self._at(match.end())
            if first:
                self.whole.update(
                    i for i in range(first, end) if self.tokens[i].folded != "de"
                )
                self._raise_before(first)

    def _end_at_once(self, start: int) -> int:
        """Index after the name of what is called a company; ``start`` if none begins.

        It goes to a verb, as in "la transportadora rotas do sul levou …", or to the end
        of a phrase, if small words join it, as in "la naviera vientos del norte".
        """
        end = self._end_of_called(start, start)
        run = self.tokens[start:end]
        own = [token for token in run if token.folded not in LINKED]
        if len(own) < 2 or not _names_company(own) or run[-1].folded in LINKS:
            return start
        if end < len(self.tokens) and self._joined(end):
            return end if self.tokens[end].folded in context.DEEDS else start
        return end if len(own) < len(run) else start

    def _is_of_company(self, start: int, index: int) -> bool:
        folded = self.tokens[index].folded
        if folded not in NO_COMPANY or folded in RELATIVES:
            return True
        # "pieles del sur"
        linked = folded in LINKS or self.tokens[index - 1].folded in ARTICLED
        return index > start and linked

    def _fills_field(self, start: int, end: int) -> bool:
        """Whether words are the whole value of a form's field."""
        rest = self.small[self.tokens[end - 1].end :].lstrip(" .")
        return (not rest or rest[0] in ",;|\t(") and end - start <= LONGEST + 1

    def _end_of_company(self, start: int) -> int:
        """Index after a company's name of two words and more; 0 if none begins here.

        It goes to the end of a phrase, as in "transitaire golfe fret, …", or to a word
        of a trade, as in "booked by pelican point cargo and …".
        """
        end, traded = start, 0
        while self._goes_on(start, end):
            folded = self.tokens[end].folded
            if end - start > 1 and self._is_another_deed(end):
                # "shipped by kilimanjaro ornamental fish and cleared by …"
                return self._end_of_told(start, end) or traded
            if not self._is_of_company(start, end):
                return traded or self._end_of_trade(start, end)
            end += 1
            if end - start > 1 and self._is_traded(folded):
                traded = end
        if self._ends_phrase(start, end):
            # "buyer very happy, …"
            return self._end_of_told(start, end) or traded
        return traded or self._end_of_begun(start, end)

    def _end_of_begun(self, start: int, end: int) -> int:
        """Index after the last word that tells, if a trade begins the name; else 0."""
        begun = self.tokens[start].folded in BEFORE_NAMES
        return self._end_of_telling(start, end) if begun else 0

    def _end_of_told(self, start: int, end: int) -> int:
        """Index after words of which one tells that they name a company; else 0."""
        return end if any(map(_tells_company, self.tokens[start:end])) else 0

    def _is_another_deed(self, index: int) -> bool:
        """Whether "and" joins a further deed of or with a company."""
        if self.tokens[index].folded not in context.JOINING:
            return False
        after = self.tokens[index + 1 : index + 2]
        if not after:
            return False
        return (
            after[0].folded in context.DEEDS
            or after[0].folded in NO_COMPANY
            or PARTY.match(self.small, after[0].start) is not None
        )

    def _end_of_trade(self, start: int, end: int) -> int:
        """Index after a company's name before a small word, if it begins with a trade."""
        telling = self._end_of_telling(start, end)
        if telling or end - start < 2 or self.tokens[end - 1].folded in LINKS:
            return telling
        # "facturado a pieles del sur por …"
        return end if self.tokens[start].folded in BEFORE_NAMES else 0

    def _is_traded(self, folded: str) -> bool:
        return folded in WEAK_TRADES or folded in self.forms

    def _goes_on(self, start: int, end: int) -> bool:
        """Whether the next word may be of the same company's name."""
        if end >= len(self.tokens) or end - start > LONGEST:
            return False
        return end == start or self._joined(end) or self._is_and(end)

    def _ends_phrase(self, start: int, end: int) -> bool:
        """Whether a phrase of two words and more ends here, and not with a small word."""
        if not 1 < end - start <= LONGEST or self.tokens[end - 1].folded in LINKS:
            return False
        return end >= len(self.tokens) or not self._joined(end)

    #: What says that a name begins at a word, in lists of names or not.
    FOR_ALL = (_is_kin, _said_before, _is_beside, _is_sure_given, _is_told_of)
    BEGINNINGS = (*FOR_ALL, _is_unlisted_pair)
    BEGINNINGS_OF_LISTED = (
        *FOR_ALL,
        _is_pair,
        _is_before_joined,
        _is_reversed,
        _is_subject,
        _opens_and_acts,
        _is_given_and_unlisted,
        _is_paid,
        _is_greeted,
        _begins_and_acts,
    )


def _is_word(token: Token) -> bool:
    if token.is_word_too:
        return True
    return token.folded in context.NEVER_SMALL or token.place


def _is_given_alone(token: Token) -> bool:
    """Whether it is a given name, and no word or verb."""
    if "o" in token.marks or token.ordinary or token.folded in VERBS:
        return False
    return token.marks.startswith("g")


def _is_only_given(token: Token, language: str) -> bool:
    """Whether it is a given name, and no word of the language or of one beside it."""
    if token.marks != "g" or token.ordinary or len(token.text) < 4:
        return False
    if token.folded in context.NEVER_SMALL or is_named_after(token):
        return False
    known = lists()
    if token.folded in known.seldom or token.folded in known.portuguese:
        return False
    return language in FAR_FROM_SWAHILI or token.folded not in known.swahili


def _is_double_given(token: Token) -> bool:
    """Whether it is two given names with a hyphen: "jean-luc"."""
    if "-" not in token.text:
        return False
    known = lists().names
    return all("g" in known.get(part, "") for part in token.folded.split("-"))


def _is_only_name(token: Token) -> bool:
    """Whether it is in a list of names, and no word and no place."""
    return bool(token.marks) and not _is_word(token)


def _is_sure_name(token: Token) -> bool:
    """The same of a well-known name."""
    return token.marks[:1] in ("g", "s") and not _is_word(token)


def _is_in_another_language(word: str) -> bool:
    """Whether it is a word in a list other than that of ordinary words."""
    known = lists()
    return word in known.portuguese or word in known.swahili or word in known.seldom


def _is_elsewhere(word: str) -> bool:
    """The same, or an animal."""
    return word in things.SPECIES or _is_in_another_language(word)


def _names_company(run: list[Token]) -> bool:
    """Whether words are not only such as describe: "la empresa exportadora local"."""
    return any(DESCRIBING.search(token.folded) is None for token in run)


def _tells_company(token: Token) -> bool:
    """Whether it is of a trade, or no ordinary word and no place."""
    if token.folded in WEAK_TRADES:
        return True
    return not (token.ordinary or token.place or len(token.text) < 4)


def _titled(word: str) -> str:
    return "-".join(part[:1].upper() + part[1:] for part in word.split("-"))
