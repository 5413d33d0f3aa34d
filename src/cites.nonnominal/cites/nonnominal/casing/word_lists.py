"""Words of which names are told in small letters."""

import re
from cites.nonnominal.companies import TRADES as WORDS_OF_TRADES
from cites.nonnominal.names import context
from cites.nonnominal.names.languages import SMALL_WORDS
from cites.nonnominal.names.lists import sections
from cites.nonnominal.names.spelling import words


#: Legal forms of companies after their names, and words of trades in such names.
FORMS = words(
    "ltd limited sarl sarlu sas sasu srl sac llc llp inc corp lda ltda gmbh plc eirl bv "
    "nv sl slu sau pty pvt bhd fze fzco spa eurl suarl cv"
)
TRADES = words(
    "safaris exotics traders trading aquatics taxidermy falconry supplies logistics "
    "freight curios outfitters exporters importers enterprises movers forwarders fret "
    "fauconnerie cetreria comptoir handicraft handicrafts artisanat madeiras passaros "
    "express expreso clearing acuarios criadero zoocriadero importadora exportadora "
    "comercializadora distribuidora transportadora menagerie animalerie negoce "
    "transitarios aquarios mascotas artesanias seafoods maroquinerie oisellerie maderera "
    "marroquineria peleteria pajareria taxidermie taxidermia"
)
#: Words of trades that are ordinary words: they count in what a party is called only.
WEAK_TRADES = TRADES | WORDS_OF_TRADES
#: Words of trades before a company's name.
BEFORE_NAMES = words(" ".join(sections("trades")["before"])) | words(
    "comptoir fret criadero zoocriadero importadora exportadora comercializadora "
    "distribuidora transportadora menagerie animalerie acuarios aquarios mascotas "
    "artesanias madeiras passaros fauconnerie cetreria transit oisellerie clearing "
    "maderera peleteria pajareria taxidermie taxidermia maroquinerie marroquineria "
    "artisanat negoce transitarios maderas pieles cueros peaux cuirs bois transports "
    "transportes boiseries"
)
#: Words of which a company's name has more than one: "la empresa exportadora local".
DESCRIBING = re.compile(
    r"(?:ais|ois|i?en)(?:ne|e)?s?$|(?:al|ial|onal|ar)e?s?$|(?:an|ens|eñ|es|er|iv|ic|ad|os)[ao]s?$|"
    r"(?:ier|ière|if|ive|ique|eux|euse|ee)s?$|ense$|(?:nuev|mism|otr|propi|nov)[oa]$|"
    r"(?:nouvelle|grande|petite|même|propre|grand|petit)$"
)
#: Words that are no part of a company's name, even before its form.
FUNCTION_WORDS = frozenset().union(*SMALL_WORDS.values()) | words(
    "tout toute tous toutes todo toda todos todas tudo all every cada chaque con avec "
    "com from c'est is be has have had was still encore otra outra que qui who this that "
    "these via chez ce cette ces esta este estos mon ma mes mi mis my our notre nuestra "
    "nuestro tienda magasin boutique loja duka shop store without sans sin sem bila are "
    "were will would can ont sont était étaient sera seront avait han está están estaba "
    "fueron será foram são estava antes después despues avant après before after hasta "
    "donde cuando quand when where then also only if but mais pero mas si still not ne "
    "pas no não never nunca jamais siempre always they we you ils elles nous vous ellos "
    "him them nosotros which whose dont "
    "cuyo yesterday today tomorrow hier aujourd'hui demain "
    "ayer tel ref attn instead anyway plutot hoy mañana ontem hoje amanhã first primero "
    "d'abord last ago during while pendant"
)
#: Small words inside such a name: "cueros del sur srl".
LINKS = context.LINKING | words("la los las le les do da dos das & y et and e ya")
#: Words for people: the next word may be a name.
PEOPLE = context.ROLES | context.RANKS
#: Words that end a name.
ENDS = (
    context.WHERE
    | context.SAYING
    | context.DEEDS
    | context.JOINING
    | context.TITLES
    | words(
        "today yesterday tomorrow now soon aujourd'hui hier demain maintenant hoy ayer "
        "manana ahora luego hoje ontem amanha agora logo cedo tarde tard late early per "
        "via again encore otra outra vez toujours same paid half pago pague is est es q "
        "x w the an viuda vda veuve widow"
    )
)
#: Words before a company's name.
NO_COMPANY = ENDS | context.NAMING | context.ROLES | FUNCTION_WORDS
#: Of a family's company: "mariscos hermanos vega s.l.".
RELATIVES = words("hermanos hermanas hijos brothers sons freres fils irmaos filhos")
#: Words that such a name does not have; "du" and the like stand inside.
NO_COMPANY_BEHIND = NO_COMPANY - words("of de du del d des da do dos das")
#: Small words inside the name of a party.
LINKED = LINKS | context.PARTICLES
LAST_OF_NICKNAMES = frozenset(phrase.rsplit("-", 1)[-1] for phrase in context.NICKNAMES)
#: Given names that are also words which often stand before names.
VERBS = words(
    "will may mark hope art see per un so dit sale porte sol mar luz dice son que"
)
#: Small words before family names.
NOBLE = frozenset({"de", "da", "di", "dos", "van"})
COPULAS = words("is was est etait es era e foi")
#: Endings of Latin words, and of words that lists have in other forms only.
LATIN = re.compile(
    r"(?:us|um|is|i|ae|ensis|ens|ax|ops|oides|ii|s|ed|ing|ly|ment|mente|aron|ieron|"
    r"ando|iendo|"
    r"aban?|ait|aient|ée|é|er|ir)$"
)
