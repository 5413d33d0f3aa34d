"""Words around a name that announce a person's, and small words inside names."""

import re
from cites.nonnominal.names.lists import sections
from cites.nonnominal.names.spelling import words
from collections.abc import Sequence
from functools import lru_cache


def cues(heading: str) -> frozenset[str]:
    """The words of a list in ``data/cues.txt``."""
    return words(" ".join(sections("cues")[heading]))


#: Titles: the next word is a person's name, whatever it looks like.
TITLES = words(
    "mr mrs ms miss mister messrs dr prof professor sir madam madame mme mlle "
    "mademoiselle monsieur mm maître señor señora señorita sr sra srta don doña dra lic "
    "licenciado ing alhaji alhaja hajj el-hadj elhadj hadja sheikh cheikh shaykh imam "
    "mullah maulana pastor abbé sgt sergeant sergent sargento cpl corporal lt "
    "lieutenant teniente capt captain capitaine capitán cmdt commandant comandante "
    "major maj col colonel coronel gen général const constable inspector inspecteur "
    "insp mzee mama baba bwana ndugu herr frau signor sheriff rev reverend judge juge "
    "juez det adj asp dsp supt dci tte cnel tcnel gral cmte brig lt-col lt-colonel "
    "lieutenant-colonel sous-lieutenant adjudant-chef maréchal-des-logis"
) | cues("titles")
#: Titles of several persons.
SEVERAL = words(
    "messrs mm messieurs mmes mesdames sieurs nommés señores señoras srs sres sras"
)
#: Titles that are ordinary words: a next word that could be another thing is no name.
RANKS = words(
    "alcalde alcaldesa maire mayor minister ministre ministro ministra gobernador "
    "gobernadora governor gouverneur senator sénateur senador senadora député députée "
    "diputado diputada préfet préfète prefecto motorista pisteur tracker fisherman "
    "pêcheur pescador guide guía éco-garde brigadier brigadière adjudant adjudante "
    "gendarme caporal commissaire commissar comisario comisaria subcomisario "
    "inspectrice inspectora subinspector subinspectora superintendent detective officer "
    "agent agente ranger warden guard guardia cabo subteniente alférez alguacil deputy "
    "policeman policewoman policier policière douanier douanière aduanero aduanera "
    "garde écogarde guardaparque guardaparques guardabosques fiscal procureur "
    "procureure procurador procuradora prosecutor magistrat magistrate magistrada "
    "magistrado lawyer avocat avocate abogado abogada greffier notaire notario "
    "vétérinaire veterinario veterinaria docteur docteure doctor doctora pastora tonton "
    "tantine compadre"
) | cues("ranks")
#: Titles that are also words or abbreviations: they count in this spelling only.
SPELLED_TITLES = frozenset(
    {"M.", "Mr.", "D.", "Dª", "Me", "Pr", "Fr.", "Cap.", "Cb.", "Ofl.", "Of."}
)
#: "named X", "alias X", "name: X": any capitalised next word is the name.
NAMING = words(
    "named called nicknamed alias aka a.k.a surnamed name names surname firstname "
    "lastname fullname nommé nommée nommés dénommé dénommée dénommés surnommé surnommée "
    "dit dite appelé appelée prénommé nom prénom noms patronyme llamado llamada "
    "llamados apodado apodada nombrado nombrada nombre apellido apellidos nombres "
    "conocido identified identifié identifiée identificado identificada regards "
    "sincerely cordialement salutations saludos atentamente hello hi dear hey thanks "
    "bonjour bonsoir salut coucou cher chère merci hola estimado estimada querido "
    "querida compa gracias tal certain certaine wanted recherché recherchée busca"
) | cues("naming")
#: Roles of persons in texts on wildlife crime.
ROLES = words(
    "chief driver suspect suspects passenger owner consignee consignor shipper importer "
    "exporter sender recipient addressee courier carrier trafficker traffickers "
    "smuggler dealer broker trader poacher poachers buyer seller defendant accused "
    "arrested detained convicted sentenced kingpin ringleader accomplice associate wife "
    "husband brother sister son daughter father mother cousin nephew uncle national "
    "citizen man woman men women merchant hunter fixer middleman pilot skipper crewman "
    "agent informant witness businessman businesswoman farmer director manager clerk "
    "employee mule receiver tenant landlord partner against by contact mr attn "
    "attention chauffeur suspecte passager passagère propriétaire destinataire "
    "importateur exportateur expéditeur transporteur trafiquant trafiquants trafiquante "
    "passeur courtier commerçant commerçante braconnier acheteur vendeur prévenu accusé "
    "arrêté arrêtée interpellé interpellée condamné condamnée complice épouse époux "
    "mari frère soeur fils fille père mère neveu oncle ressortissant ressortissante "
    "homme femme gérant gérante directeur employé pilote convoyeur inculpé mis receleur "
    "homme-clé patron par sieur contre conductor conductora sospechoso sospechosa "
    "pasajero pasajera propietario propietaria dueño dueña destinatario importador "
    "exportador remitente transportista traficante traficantes contrabandista "
    "comerciante cazador furtivo comprador vendedor vendedora acusado acusada detenido "
    "detenida imputado imputada condenado condenada cómplice esposa esposo marido "
    "hermano hermana hijo hija padre madre primo sobrino tío ciudadano ciudadana hombre "
    "mujer gerente directora empleado empleada piloto cabecilla líder contra señalado "
    "capturado capturada arrestado driver's hermanos hermanas brothers sisters firmado "
    "signed signé"
) | cues("roles")
#: Roles that a company or a place may follow as well.
TRADING = words(
    "chief owner consignee consignor shipper importer exporter sender recipient "
    "addressee carrier dealer broker trader buyer seller national citizen man men women "
    "merchant agent partner against by contact mr attn attention manager receiver "
    "landlord tenant propriétaire destinataire importateur exportateur expéditeur "
    "transporteur courtier commerçant commerçante acheteur vendeur gérant gérante mis "
    "patron par contre propietario propietaria dueño dueña destinatario importador "
    "exportador remitente transportista comerciante comprador vendedor vendedora contra "
    "señalado firmado signed signé convicted arrested detained sentenced"
)
#: The same, of one person: a given name follows that may be an ordinary word too.
CALLED = words(
    "named called nicknamed nommé nommée dénommé dénommée surnommé surnommée prénommé "
    "prénommée appelé appelée s'appelle appelle llamado llamada apodado apodada llama "
    "chamado chamada chama-se anaitwa aitwaye anayeitwa"
)
#: What is said to somebody who is asked for something.
PLEASE = words("porfa porfis please pls plz stp svp xfa porfavor")
#: Behind somebody who begins a phrase and is asked for something: "ndlovu can u send".
ASKED = PLEASE | words("can could tu peux puedes podrias pasame mandame enviame dime")
#: Before somebody who is told to do something, and behind: "told mutua to wait".
TELLING = words(
    "told ask asked tell dis-à dites-à dit-à dire-à demande-à demander-à dile-a dígale-a "
    "díganle-a pídele-a avisa-a avísale-a pregunta-a diles-a rappelle-à"
)
TOLD_TO = words("to that about if not de que qu si q d")
#: Words for deeds and states of a person, right after the name.
DEEDS = words(
    "said says told admitted confessed claimed denied stated paid bought sold sent fled "
    "travelled traveled drove carried owns owned lives works called phoned contacted "
    "received booked checked alias aka aged born a avait aurait vit travaille possède "
    "déclare déclaré dit affirme reconnaît vend achète né née âgé âgée dijo declaró "
    "admitió confesó negó vendió compró envió pagó viajó condujo vive trabaja posee "
    "huyó llamó recibió nacido nacida transportaba llevaba ofrece vende tiene portait "
    "transportait conduisait détenait keeps runs pays recruits sells buys ships sends "
    "handles travels arrives left met asked refused denies hid hides drives books knows "
    "wants offers offered ordered signed signs packed hired rented flew recruited "
    "supplied supplies recrute paie paye achemine expédie envoie livre stocke garde "
    "cache conduit voyage propose refuse nie ment travaillait vendait achetait livrait "
    "payait signait recrutait organise finance prépare réceptionne embarque compra "
    "embarca recibe paga recluta envía transporta guarda esconde maneja conduce viaja "
    "trabajaba vendía compraba pagaba firmó firma alquiló alquila niega miente coordina "
    "financia prepara entrega entregó recogió recoge organiza dice contesta contestó "
    "confirma confirmó responde espera confirme attend répond confirms waits answers "
    "answered reminded asks wrote writes écrit demande demandait escribe escribió pidió "
    "preguntó recuerda"
) | cues("deeds")
#: Words between a thing and its name: "parc de la", "University of".
LINKING = words("de of du del la d l des the")
#: Words between a role and the name: "the suspect was Ahmed".
SAYING = words("as is was comme est como es era of de the le la el")
#: Words before a place: a single name after one of these counts as a place.
WHERE = words(
    "in at to from via near through towards toward into around within outside of à au "
    "aux en vers depuis dans près entre sur desde hacia hasta por cerca between for "
    "pour para de del du"
) | cues("where")
#: Words before places only.
LOCATIVE = words(
    "in at near via through towards toward into around outside en dans vers près depuis "
    "sur desde hacia hasta cerca em até kutoka katika kwenye huko from to"
)
#: Words between two names.
JOINING = words("and or nor et ou ni y e o u") | cues("joining")
#: What is written in chats, and is no name there.
CHAT = cues("chat")
#: Names that are other words in small letters, though lists have them only as names.
NEVER_SMALL = CHAT | words(
    "clara claire constance violette prudence clemence felicite charite celeste modeste "
    "blanca blanche pura perla paloma luz nieves rocio "
    "amber aras bill boas campos caras carrière casillas dejan delle der dias do du "
    "dudas fall filas forman han he headings into ko lee leen firman suman hamza borg "
    "nascimento "
    "leída login long lu mark "
    "ping pide pudo rosa rose ruff said sido sturgeon tengan titi toman valen ven vu"
)
#: Small words inside names.
PARTICLES = words(
    "bin bint ben ibn abu abou oum um al el ul ud ur ad as ould uld mint ag ait aït ap "
    "i du dos das di da de los las del della des do la le van von der den ter ten zu "
    "mac mc o' abd abdul wa ole arap nga sidi si binti binte"
)
#: Particles that are never other words.
KIN = words(
    "van von der den binti binte bin bint ben ibn abu abou ould uld mint ag arap ole "
    "abdul abd"
)
#: Titles that stand between two names as well: "Ali Mzee Juma".
HONOURS = words("mzee hajj haji sheikh baba mama")
DIGIT = re.compile(r"\d ?$")
#: Phrases of speech before a name; their words are joined by "-".
SPOKEN = cues("spoken")
#: The same before a nickname, which may be an ordinary word.
NICKNAMES = cues("nicknames")


def is_measure(text: str, word: str, start: int) -> bool:
    """Whether a title is a unit: "took 15.9 ms". ``start``: where the word is."""
    return word == "ms" and DIGIT.search(text, max(0, start - 2), start) is not None


def ends_with_phrase(said: Sequence[str], phrases: frozenset[str]) -> bool:
    """Whether words end with one of the phrases."""
    if not said or said[-1].rpartition("-")[2] not in _last_words(phrases):
        return False
    return any("-".join(said[at:]) in phrases for at in range(len(said)))


@lru_cache
def _last_words(phrases: frozenset[str]) -> frozenset[str]:
    return frozenset(phrase.rpartition("-")[2] for phrase in phrases)
