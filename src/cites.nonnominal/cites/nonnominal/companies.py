"""Finds names of companies, by their legal form, their trade or the words before them."""

import re
from bisect import bisect_left
from cites.nonnominal.branches import accents_or_none, by_first_letter
from cites.nonnominal.findings import (
    Announced,
    CERTAIN,
    FindingKind,
    LIKELY,
    matches,
    POSSIBLE,
    Span,
)
from cites.nonnominal.names import context, things
from cites.nonnominal.names.lists import lists, sections
from cites.nonnominal.names.named_after import called_after
from cites.nonnominal.names.spelling import fold, in_small_letters, words
from collections.abc import Iterable, Iterator


def _of_trades(heading: str, separator: str = " ") -> str:
    """A pattern of the words in ``data/trades.txt``."""
    return "|".join(separator.join(sections("trades")[heading]).split(separator))


def dealings_with_companies() -> list[str]:
    """Patterns of what somebody does with a company, or it has, before its name."""
    # "call to" before "call"
    headings = ("pointing", "having", "dealing")
    return [pattern for heading in headings for pattern in sections("trades")[heading]]


#: One word of a name. Its length is bounded, which bounds the time of a search. The dot
#: of an abbreviation is part of the word, the dot of a sentence is not.
WORD = (
    r"(?:(?:[A-ZÀ-ÖØ-Þ]\w{0,2}|Hnos|Hnas|HNOS|Bros|Gral|Ind|Com|Comp)\.|"
    r"[A-Z0-9À-ÖØ-Þ][\w&'’\-]{0,40}(?:\.(?=\w)[\w&'’\-]{1,20}){0,4})"
)
#: Where a name may begin.
BEGIN = r"(?<![\w.@/\-])(?=[A-Z0-9À-ÖØ-Þ])"
#: Spaces inside a name, which ends with its line.
SPACES = r"[^\S\n\t]+"
JOINT = (
    rf"(?:{SPACES}(?:&|and|et|y|e|en(?=\s+Zo)|und|"
    rf"(?:of|de|del|des|du|dos?|das?)(?:{SPACES}(?:the|la|le|los|las))?|"
    rf"la|le|los|las|the){SPACES}|{SPACES}(?:de{SPACES})?[dlDL]['’]|{SPACES}-{SPACES}|"
    rf"\s?–\s?|{SPACES})"
)
NAME = rf"{WORD}(?:{JOINT}{WORD}){{0,5}}?"
#: Legal forms, from Ltd to Sp. z o.o.
FORM = (
    r"(?:\(?Pty\)?\.?\s+Ltd|\(?Pvt\)?\.?\s+Ltd|Private\s+Limited|(?:Co|Company)\.?,?\s+"
    r"(?:Ltd|Limited|Inc)|Ltd|LTD|Limited|LIMITED|L\.?L\.?C|L\.?L\.?P|Inc|INC|"
    r"Incorporated|"
    r"Corp|CORP|Corporation|P\.?L\.?C|Plc|GmbH(?:\s+&\s+Co\.?\s+KG)?|GMBH|mbH|AG|KG|OHG|"
    r"UG|"
    r"S\.?A\.?R\.?L(?:\.?U)?|Sarl|SÀRL|Sàrl|S\.?A\.?S(?:\.?U)?|EURL|E\.?I\.?R\.?L|SNC|"
    r"SCS|"
    r"GIE|"
    r"S\.?\s?A\.?\s+(?:de|DE)\s+C\.?\s?V|S\.?\s?de\s+R\.?\s?L\.?(?:\s+de\s+C\.?\s?V)?|"
    r"S\.A\.C|SAC|S\.A\.U|S\.L\.U|S\.R\.L|SRL|S\.r\.l|Srl|S\.L|SL|S\.p\.A|SpA|S\.A|SA|"
    r"Ltda|LTDA|Lda|LDA|Cía\.?\s+Ltda|B\.?V|N\.?V|Oy|OY|A/S|ApS|AB|Sp\.\s?z\s?o\.?\s?o|"
    r"s\.r\.o|"
    r"Kft|d\.o\.o|D\.O\.O|EOOD|OOD|OÜ|UAB|SIA|Sdn\.?\s+Bhd|SDN\.?\s+BHD|Tbk|FZE|FZCO|"
    r"FZ-?LLC|W\.?L\.?L|J\.?S\.?C|Joint\s+Stock\s+Company|Pte\.?\s+Ltd|Co\.?,\s*Ltd|"
    r"Bros|A\.?Ş|Ltd\.?\s+Şti|OOO|ООО|OAO|ZAO|PAO|SARLU|SARLAU|SARL\s+AU|SUARL|SASU|SPRL|"
    r"SCRL|SCOP|SNC|SCA|S\.C\.A|S\.C\.S|S\.N\.C|S\.C\.P|S\.A\.B\.?\s+de\s+C\.?V|"
    r"S\.A\.P\.I\.?\s+de\s+C\.?V|S\.\s?en\s+C|S\.\s?Coop|EIRELI|S/A|"
    r"Unipessoal\s+Lda|C\.\s?A|e\.\s?K|KGaA|e\.\s?V|BVBA|CVBA|v\.o\.f|V\.O\.F|a\.s|"
    r"spol\.\s+s\s+r\.o|d\.d|Zrt|Nyrt|EAD|ASA|Oyj|AŞ|Berhad|BHD|Bhd|L\.P|"
    r"\(?Pty\)?\.?\s+Limited|FZ\s?LLC|CC(?!:)|DMCC|FZCO|K\.K|S\.A\.L|QSC|Q\.S\.C|"
    r"P\.?J\.?S\.?C|O\.?J\.?S\.?C|C\.?J\.?S\.?C)"
)
FORM = by_first_letter(FORM)
#: Words of a trade that make a firm's name of the proper name before them.
TRADE = (
    r"(?:(?:(?:&\s+)?General\s+)?Trading|Traders|Enterprises?|Imports?(?:\s*(?:&|and|-|"
    r"/)\s*Exports?)?|"
    r"Exports?(?:\s*(?:&|and|-|/)\s*Imports?)?|Import-Export|Holdings?|Logistics|"
    r"(?:&|and|et)\s+(?:Sons|Co|Brothers|Daughters|Fils|Filles|Frères|Cie)|(?:y|e|&)\s+(?:Hijos|Hijas|Hermanos|"
    r"Cía)|"
    r"Forwarders|Freight(?:\s+Services)?|Agencies|Ventures|Industries|"
    r"(?:(?:&|et|y)\s+)?(?:Logistique|Logística|Négoce)|"
    r"Comercializadora|Exportaciones|Importaciones|Distribuidora|Group|"
    # Of wildlife trade, and of those who transport its goods.
    r"Safaris|Taxiderm(?:y|ie|ia|ists?)(?:\s+(?:Studio|Services))?|Exotics|Exotic\s+Pets|"
    r"Falconry|Fauconnerie|Cetrería|Supplies|Outfitters|Aquatics|Curios|Reptiles|"
    r"(?:Game|Trophy)\s+(?:Traders|Hunters)|Handicrafts?|Arts\s+(?:and|&)\s+Crafts|"
    r"Movers|"
    r"Clearing(?:\s+(?:(?:and|&)\s+Forwarding|Services|Agency|Agents))?|Transit|Fret|"
    r"Manutention|Transit\s+[A-Z]\w+|Expreso|Aquatiques?|Acuarios?|Aquários?|"
    r"Animalerie|Ménagerie|Mascotas|Artesanías|Artisanat|Transitários?|Exporters?|"
    r"Importers?|"
    r"Exportação|Importação|Importações|Exportações|Comércio|Cargas?|Fisheries|Pets|"
    r"Hides|Leathers?|Tanner(?:y|ies)|Hardwoods?|Timbers?|Sawmills?|Orchids|Nurser(?:y|"
    r"ies)|"
    r"Aviar(?:y|ies)|Corals?|Seafoods?|Antiques|Souvenirs|Ranch|"
    r"Shipping(?:\s+(?:Agency|Services))?|Brokers?|Brokerage|Couriers?|"
    r"Tannerie|Scierie|Maroquinerie|Oisellerie|Pépinières?|Antiquités|Courtage|"
    r"Messagerie|"
    r"Curtiembre|Aserradero|Maderera|Marroquinería|Peletería|Viveros?|Antigüedades|"
    r"Naviera|Aduaneros|Serraria|Curtume|Viveiros?|"
    r"Aquarium|Reptile\s+Farm|Crocodile\s+Farm|Import|Export|"
    rf"{_of_trades('behind')})"
)
TRADE = by_first_letter(accents_or_none(TRADE))
ONLY_TRADE = re.compile(TRADE)
#: Words of trades that are common in headings too.
TRADE_OF_NAME = by_first_letter(accents_or_none(_of_trades("behind-names")))
#: Words of trades, in the spelling of the lists.
TRADES = words(
    " ".join(
        line
        for heading in ("behind", "behind-names", "before", "weak")
        for line in sections("trades")[heading]
    )
)
END = r"(?![\w&])"
#: A match without this is a number or an abbreviation, and no name.
IN_NAME = re.compile(r"[^\W\d_][a-zà-ÿ]|[A-ZÀ-Þ]{4}")
#: The last dot of a form that is written with dots.
DOT = re.compile(r"(?<=\.[A-Za-z])\.|(?<=Ltd|Inc|Lda|LTD|LDA)\.|(?<=Ltda|Corp)\.")
BY_FORM = re.compile(rf"{BEGIN}(?P<name>{NAME}(?:\s+\({NAME}\))?),?\s+{FORM}{END}")
BY_TRADE = re.compile(
    rf"{BEGIN}(?P<name>{NAME}){SPACES}(?:{TRADE}|(?P<common>{TRADE_OF_NAME}{END}))"
    rf"(?:{SPACES}(?:(?P<sure>{TRADE})|{TRADE_OF_NAME}))?"
    rf"(?:{SPACES}(?:&|and|et|y){SPACES}(?:General{SPACES})?{TRADE})?{END}"
)
#: "Établissements Kaba", "Comercializadora del Sur", "PT Sumber", "OOO Vostok".
BEFORE = re.compile(
    r"(?<![\w.])(?:"
    + by_first_letter(
        accents_or_none(
            r"(?:[ÉE]ts\.?|[ÉE]tablissements?|Comercializadora|Distribuidora|"
            r"Importaciones|Exportaciones|Exportadora|Importadora|SARL|SASU?|EURL|St[ée]\.?|"
            r"Transportes|Inversiones|Transportadora|Criadero|"
            r"Zoocriadero|Acuarios?|Aquários?|Ménagerie|Animalerie|Fauconnerie|Cetrería|Safaris|"
            r"Tannerie|Scierie|Maroquinerie|Oisellerie|Pépinières?|Chasses?\s+et\s+Safaris|"
            r"Curtiembre|Aserradero|Maderera|Marroquinería|Peletería|Viveros?|Pajarería|"
            r"Cacerías?|"
            r"Curtume|Serraria|Pousada|Naviera|Agence\s+Maritime|Décor|Decoraciones|"
            r"Mascotas|Artesanías|Artisanat|Comptoir|Transitários?|Fret|"
            r"Ferme\s+aux|Madeiras|Pássaros|Agencia\s+de\s+Carga|Taxidermie|Taxidermia|"
            r"Comercial|Com[é]rcio|Importações|Exportações|Kampuni\s+ya|OOO|ООО|ZAO|OAO|TOO|PT|CV|"
            rf"Sociedad\s+An[óo]nima|{_of_trades('before')})"
        )
    )
    + rf"(?:\s+(?:et|y|e|&)\s+[A-ZÀ-Þ][\w\-]+)?{SPACES})"
    r"(?:(?:de|del|des|du|do|da)\s+(?:(?:la|los|las)\s+)?|"
    rf"(?:el|la|los|las|les)\s+|(?:de\s+)?[dl]['’])?[\"“«]?{WORD}(?:{JOINT}{WORD}){{0,3}}[\"”»]?"
)
#: "the company Blue Savannah", "la société Kola Bois", "la empresa Flora Andina".
CALLED = Announced(
    re.compile(
        r"\b"
        + by_first_letter(
            r"company|firm|broker|importer|exporter|consignee|soci[ée]t[ée]|entreprise|"
            r"compagnie|empresa|compañ[íi]a|sociedad|(?:la|una)\s+firma|agencia\s+aduanal|"
            r"comercializadora|importadora|exportadora|distribuidora|cooperativa|coopérative|"
            r"cooperative|"
            rf"{_of_trades('called', '|')}"
        )
        + r"[^\S\n\t]+(?:(?:is|est|es|é|c['’]\s?est|ni|"
        r"se\s+llama|s['’]appelle|se\s+nomme|chama-se|inaitwa)\s+|"
        r"called\s+|named\s+|nomm[ée]e\s+|d[ée]nomm[ée]e\s+|llamada\s+|"
        r"denominada\s+|:\s*)?"
    ),
    re.compile(
        rf"(?:(?:el|la|los|las|le|les)\s)?[\"“«]?(?P<name>{WORD}(?:{JOINT}{WORD}){{0,3}})[\"”»]?"
    ),
)
#: Parties of a transport, and other words before the name of a company.
PARTY = (
    r"(?:applicant|demandeur|solicitante|requerente|mwombaji|loader|chargeur|cargador|receptor|"
    r"réceptionnaire|consignee|consignor|shipper|exporter|importer(?:\s+of\s+record)?|holder|"
    r"(?:freight\s+)?forwarder|broker|clearing\s+agent|buyer|seller|vendor|acheteur|"
    r"acheteuse|"
    r"vendeur|client|comprador|vendedor|cliente|notif(?:y(?:\s+party)?|ier|iez|icar(?:\s+a)?)|sender|receiver|"
    r"supplier|(?:booked|shipped|handled|supplied|sent|packed)\s+by|in\s+the\s+name\s+of|"
    r"titulaire(?:\s+du\s+\w+)?|mandataire|déclarant|transitaire|"
    r"commissionnaire(?:\s+en\s+douane)?|agente\s+de\s+aduanas?|"
    r"destinataire|expéditeur|exportateur|importateur(?:\s+en\s+titre)?|fournisseur|au\s+nom\s+de|magasin|"
    r"boutique|remitente|consignatario|destinatario|titular(?:\s+del\s+\w+)?|despachante|"
    r"agencia\s+de\s+(?:carga|aduanas?)|agente\s+de\s+carga|proveedor|a\s+nombre\s+de|"
    r"tienda|"
    r"exportador|importador(?:\s+registrado)?|embarca|remetente|destinatário|consignatário|transitário|"
    r"fornecedor|loja|em\s+nome\s+d[ea]|"
    # What somebody did for or with a company.
    r"(?:paid|bought|sold|owned|run|operated|ordered|delivered|issued)\s+by|"
    r"belongs?\s+to|(?:let|leased|rented|sold)\s+to|(?:stored|leased|invoiced)\s+by|"
    r"(?:shareholder|partner)\s+in|(?:actionnaire|associée?)\s+(?:de|dans)|"
    r"(?:accionista|soci[oa])\s+de|"
    r"consigned\s+by|(?:consigned|addressed|invoiced|shipped|delivered)\s+to|on\s+behalf\s+of|"
    r"(?:booked|cleared|routed|forwarded)\s+through|(?:bought|ordered|invoice)\s+from|"
    r"(?:payé|réglé|vendu|acheté|livré|expédié|envoyé|emballé|fourni|réservé|"
    r"affrété)e?s?\s+par|"
    r"appartien(?:t|nent)\s+(?:à|aux)|pour\s+le\s+compte\s+de|adressée?s?\s+à|"
    r"pass(?:é|ée|és|ées)\s+par|lou[ée]e?s?\s+à|facturée?s?\s+(?:par|à)|(?:facture|"
    r"commande)\s+de|livrée?s?\s+à|"
    r"(?:pagad|vendid|comprad|despachad|enviad|embalad|suministrad|reservad|"
    r"facturad)[oa]s?\s+por|"
    r"pertenecen?\s+a|alquilad[oa]s?\s+a|facturad[oa]s?\s+a|por\s+cuenta\s+de|(?:dirigid|"
    r"consignad)[oa]s?\s+a|(?:factura|pedido)\s+de|"
    r"(?:pasó|pasaron|gestionad[oa]s?|tramitad[oa]s?)\s+por|lo\s+pagó|"
    r"(?:pag|vendid|comprad|enviad|embalad|fornecid)[oa]s?\s+(?:por|pela)|pertence\s+à|"
    r"(?:exp[eé]?d?|dest|rem|emb|imp|cons|shpr|cnee)\.?(?=\s?:)|"
    r"(?:dest|cons|consig|ntfy|notif|cnee|cne|shpr|shp|fwdr)\.?(?=\s[^\W\d_])|[ao]/[co]|[cp]/[co]|o/b/o|"
    r"aux\s+bons\s+soins\s+de|al\s+cuidado\s+de|[àa]\s+(?:l['’]|la\s+)?ord(?:re|en)\s+d(?:e|['’])|"
    r"to\s+(?:the\s+)?order\s+of|(?:invoice|owed|payable|paid|transferred|wired)\s+to|"
    r"(?:facture|versée?s?|virée?s?|réglée?s?|payée?s?)\s+à|"
    r"(?:factura|pagad[oa]s?|girad[oa]s?|transferid[oa]s?|comprad[oa]s?|compró)\s+a|"
    r"heard\s+of|who(?:['’]?s|\s+is)\s+behind|qui\s+est\s+derri[èe]re|entendu\s+parler\s+de|"
    r"qui[ée]n\s+est[áa]\s+detr[áa]s\s+de|(?:o[íi]|he\s+o[íi]do)\s+(?:hablar\s+)?de|"
    r"(?:re)?sold\s+on\s+by|cleared\s+by|(?:revendu|dédouané|acheminé|stocké|loué)e?s?\s+par|"
    r"(?:l[oae]s?\s+)(?:tramitó|reservó|(?:re)?vendió|despachó|compró)|"
    r"customers?\s+of|clientes?\s+de|clients?\s+de|"
    r"(?:leased|rented|hired|obtained)\s+from|(?:acheté|loué|obtenu)e?s?\s+(?:à|chez)|"
    r"(?:émis|établi)e?s?\s+par|destinée?s?\s+à|(?:emitid|elaborad)[oa]s?\s+por|"
    r"destinad[oa]s?\s+a|(?:meant|intended|destined)\s+for|(?:issued|made\s+out)\s+to|"
    r"trade\s+name|business\s+name|nom\s+commercial|raison\s+sociale|nombre\s+comercial|"
    r"razón\s+social|nome\s+(?:comercial|fantasia)|razão\s+social|jina\s+la\s+biashara|"
    # Labels of forms and columns only.
    r"(?:shop|stores?|outlet|firm|company|business|pet\s+shop|enseigne|commerce|"
    r"agents?|agentes?|landlord|lessor|bailleur|arrendadora?|respondent|mise?\s+en\s+cause|"
    r"denunciad[oa]|operators?|opérateur|operadora?|"
    r"établissement|entreprise|société|fournisseur|rótulo|letrero|cartel|comercio|negocio|establecimiento|empresa|"
    r"estabelecimento|kampuni|biashara|carrier|transporteur|transportista|transportador|"
    r"trading\s+as|name\s+of\s+(?:the\s+)?(?:premises|shop|business)|"
    r"employer|employeur|empleador|empregador|"
    r"exportatrice|importatrice)(?=\s?:)|"
    # "S: …", "D : …" at the beginning of a manifest's line.
    r"[scedrn](?<![^\n].)(?=\s?:)|"
    # Who owns a thing, in forms: "Owner of vehicle: ".
    r"(?:(?:registered\s+)?owner|propriétaire|propietari[oa]|dueñ[oa]|proprietári[oa])"
    r"(?:\s(?:of|d[eu]l?)(?:\s(?:the|la|l['’]))?\s?\w+)?"
    r"(?=\s?:)(?!\s?:\s?(?:see|voir|ver|unknown|inconnu|desconocid)\w?\b)|"
    r"(?:runs|owns|manages|opened|work(?:s|ed)\s+for|employed\s+by|"
    r"tient|gère|dirige|travaille\s+(?:chez|pour)|employée?\s+(?:chez|par)|regenta|administra|"
    r"trabaja\s+para|dueñ[oa]\s+de|propietari[oa]\s+de|gerente\s+de|encargad[oa]\s+de|trabalha\s+para|"
    r"don[oa]\s+da|gerente\s+da|gérante?\s+de|patronne?\s+de|propriétaire\s+de)(?=\s[^\W\d_])|"
    r"mtumaji|mpokeaji|msafirishaji|mwagizaji|(?<!wa )duka)"
)
PARTY = by_first_letter(PARTY)
OPENING_QUOTE = re.compile(r"[\"“«]\w")
CLOSING_QUOTES = '"”»'
#: "una pajarería", and what is said of any shop.
INDEFINITE = re.compile(r"\b(?i:une?|una|uma?|an?) $")
SWAHILI_DEED = re.compile(r"(?:ha)?(?:li|i|zi|ki)(?:li|na|me|ta|ka|ja)[a-z]{2,}[aeiu]")
SHUT = words(
    "closed open empty ferme fermee ouverte vide cerrada cerrado abierta abierto vacia "
    "vacio "
    "fechada fechado aberta vazia vazio"
)
#: "facture_AquaTropic_2024": a firm in the name of a file.
FILE_ENDS = re.compile(r"\w\.(?i:pdf|docx?|xlsx?|jpe?g|png|zip|csv|txt|msg|eml)\b")
IN_FILE = re.compile(
    r"(?<![^\W_])(?i:factur[ae]|fatura|invoice|albar[aá]n|devis|contrato?|recibo|re[cç]u|bl|guia|quote|"
    r"cotizacion|packing)[ _\-]"
    r"(?P<name>[A-ZÀ-Þ][a-zà-ÿ]{2,}[A-ZÀ-Þ][a-zà-ÿ]{2,})(?=[ _.\d\-])"
)
#: What ends a name in a manifest without signs.
NEXT_PARTY = r"(?i:notif\w*|ntfy|cnee|shpr|consignee|carrier|broker|fwdr)\b"
BY_PARTY = Announced(
    re.compile(rf"\b{PARTY}(?:(?:/\w+)?\s?:\s?|,?\s+|(?<=d['’]))"),
    re.compile(
        r"(?:(?i:is|was|est|était|es|era|fue|é|ni|la|le|a|o|the)\s+)?[\"“«]?\s?"
        rf"(?P<name>{WORD}(?:{JOINT}(?!{NEXT_PARTY}){WORD}){{1,4}})"
    ),
)
LETTER = re.compile(r"\w\s?:")
#: Words for companies and for public bodies.
AGENCY = re.compile(r"ag[eê]nci?[ae]|l['’]agence|operad")
#: Who deals with customs, and may have the word in the name.
BROKER = re.compile(r"agent|mandat|broker|transit|déclar|despach|clearing|fwdr|forward")
CUSTOMS = re.compile(r" (?:Douanes?|Aduanas?|Customs)$", re.IGNORECASE)
#: Societies of a country: "Sociedad Española de Ornitología".
SCIENCE = re.compile(
    r"(?:Español|Frances|Français|Nacional|National|Mexican|Argentin|Colombian|Peruan)"
    r"(?:a|e)?\s(?:de|pour)\b"
)
#: Who is a person rather than a company.
AGENT = re.compile(r"agent|operat|operad|opérat")
PEOPLE = context.ROLES | context.RANKS
LABEL = re.compile(r"\s?:")
TITLED = PEOPLE | context.TITLES | words("vda vve viuda veuve")
#: What follows a name in a manifest: "COMETA CARGA REF 8812", "PACIFIC REEF 14 CTNS".
TAIL = re.compile(
    r"(?: (?i:ref|réf|no|nr|tel|tél|nif|rut|ruc|cif|vat|unit|box|suite|po))?"
    r"(?: \d[\w.\-]*)+(?: (?i:ctns?|pkgs?|kgs?|bags|sacos|sacs))?$"
)
PLACED = re.compile(
    rf"{BEGIN}(?P<whole>(?P<name>{WORD}(?:{JOINT}{WORD}){{1,3}}) "
    r"\((?P<place>[A-ZÀ-Þ][\w\-]{1,20}(?: [A-ZÀ-Þ][\w\-]{1,20}){0,2})\))"
)
INITIAL = re.compile(r"[A-Z]\.")
#: Who may be a person as well as a company.
OF_ANYBODY = re.compile(r"broker|importer|exporter|consignee")
#: Between a person and the company: "Dr Roe of Highveld Vets CC".
OF_COMPANY = re.compile(r"\s(?:of|from|de|du|del|chez)\s(?=\S)")
DEED = re.compile(r" (?:(?:a|ha|has|had|have|ont|han) )?(?P<deed>[^\W\d_]{2,20})")
#: Words of bodies, people, animals and plants.
NOT_TRADED = things.THINGS_AFTER | things.SPECIES | things.NO_NAMES | PEOPLE
NOT_TRADED -= words("amber ebony teak")
#: Labels of a company's name, and of nothing else.
OF_TRADE = re.compile(
    r"(?:trade|business|nom|nombre|nome|jina|raison|razón|razão)\s+(?:name|com|soc|fan|la)"
)
#: Labels of forms and columns for companies only.
SHOP = re.compile(
    r"(?:shop|stores?|outlet|firm|company|business|pet\s+shop|enseigne|commerce|"
    r"établissement|entreprise|société|comercio|negocio|establecimiento|empresa|"
    r"estabelecimento|kampuni|duka|loja|tienda|magasin|boutique)\s?:"
)
#: Words of carriers, authorities, museums and other public bodies, which are no findings.
NOT_PARTIES = re.compile(
    r"\b(?:airlines?|airways|líneas|lignes|aerolíneas|(?<!carga\s)aérea|"
    r"air(?!\s+(?:handling|freight|parcels?|express|transit|forwarders|logistics|shipping))|maersk|msc|cma|cgm|dhl|"
    r"fedex|western|moneygram|mpesa|m-pesa|(?:orange|mobile|airtel|mtn)\s+money|"
    r"bank|banque|banco|ecobank|société\s+générale|barclays|chartered|crédit\s+agricole|bnp|"
    r"hsbc|bbva|santander|bancolombia|france-presse|presse|press|prensa|"
    r"ornitolog[íi]a|ornithologie|herpetolog[íi]a|protección|protection|conservación|"
    r"conservation|cruz\s+roja|croix-rouge|"
    r"parks|foundation|fondation|fundación|trust|society|ngo|ong|"
    r"airtel|wave|yape|nequi|daviplata|pix|paypal|visa|mastercard|"
    r"ups|tnt|ems|hapag|lloyd|evergreen|cosco|one|latam|avianca|copa|taag|lam|tap|klm|"
    r"iberia|"
    r"lufthansa|emirates|qatar|ethiopian|kenya|turkish|cathay|royal|chronopost|"
    r"servientrega|"
    r"colissimo|correos|poste?|post|office|wildlife|authority|ministry|ministère|"
    r"ministerio|"
    r"ministério|mamlaka|wizara|museum|muséum|musée|museo|museu|university|université|"
    r"universidad|universidade|institut[eo]?|institution|kew|"
    r"botanic(?:al)?\s+(?:gardens?|institute|society|research)|(?:jardins?|institut|conservatoire)\s+botanique|"
    r"botánico|botânico|zool[oó]gic[oa]|zoologique|jardim|jardin\s+des\s+plantes|zoo(?!-)|zoological|government|gouvernement|gobierno|governo|national|"
    r"nacional|customs|douanes?|aduanas?|alfândega|police|policía|polícia|directorate|"
    r"direction|dirección|department|département|departamento|agency|agence|bureau|"
    r"service|"
    r"services?\s+vétérinaires?|embassy|ambassade|embajada|secretariat|secrétariat|"
    r"vols?|vuelos?|flights?|courrier|secretaría|"
    r"tributaria|estatal|r[ée]gional(?:e|es)?|r[ée]gionaux|federal|fédérale?|nationale|nationaux|nacionales|publique|pública|"
    r"port|puerto|porto|airport|aéroport|aeropuerto|cites|interpol|secretary|"
    r"secretari[oa]|secrétaire|permanent|director|directeur|court|tribunal|commission|"
    r"comisión|board|committee|same|idem|to\s+order|à\s+ordre|a\s+la\s+orden|(?:le|el|"
    r"o)\s+m[êeí]mes?m?o?|mism[oa]|name|nom|nombre|"
    r"number|numéro|número|date|fecha)\b"
)
AIRLINES = re.compile(
    r"(?i:asky|rwandair|camair|ethiopian|kenya|qatar|emirates|turkish|latam|avianca|copa|maersk|msc|airlines?|"
    r"airways|aériennes?|aéreas?|aéreos?|ferries|railways)\b"
)
PART_OF_NAME = re.compile(
    r"(?:Agencia|Comercializadora|Importadora|Exportadora|Distribuidora|Cooperativa|"
    r"Coopérative|Cooperative|Société|Compagnie|Compañía|Sociedad)\b"
)
#: Words at the beginning that belong to the sentence.
LEADING = re.compile(
    r"(?:(?:Mr|Mrs|Ms|Dr|Mme|Mlle|M\.|Sr|Sra|Don|Doña|The|A|An|In|At|By|From|To|For|On|"
    r"Of|And|Le|La|Les|"
    r"L['’](?:exportateur|importateur|expéditeur|acheteur|entreprise|agence|enseigne)|L['’]|Un|Une|De|Des|Du|Chez|"
    r"Par|"
    r"Pour|Et|El|Los|Las|Una|Por|Para|Con|Y|Firm|Company|Importer|Exporter|Consignee|"
    r"Consignor|"
    r"Shipper|Sender|Broker|Owner|Société|Entreprise|Compagnie|Importateur|Exportateur|"
    r"Destinataire|Exp[ée]diteur|Empresa|Compañía|Sociedad|Importador|Exportador|"
    r"Consignatario|"
    r"Destinatario|Remitente|Both|Two|While|When|If|Our|This|That|Cette|Esta|Sa|Su|His|"
    r"Her|"
    r"Its|Their|Dans|Avec|En|Al|Del|Au|Aux)\b\s*)+"
)
#: A person before a company: "Ivan Petrov and Blue Savannah Ltd".
BESIDE = re.compile(
    r"(?P<name>\S+(?:\s\S+){1,3}?)\s(?:and|et|y|e|of|de)\s(?=\S+\s\S+\s\S)"
)
#: A small word before a name.
SMALL_WORD = re.compile(r"[^\W\d_A-ZÀ-Þ]['’]? ?$")
#: Words of a trade that authorities and other bodies have too.
GENERAL = re.compile(
    r"(?:Services?|Shops?|Stores?|Products?|Global|Commerce|Customs|Douane|Aduanas)$"
)
#: Words of public bodies, which are no findings.
PUBLIC = re.compile(
    r"\b(?:Working|Expert|Specialist|User|Task|Interpol|World|Wildlife|Trade|Customs|"
    r"National|African|European|International|R[ée]gional(?:e|es)?|Union|Kingdom|United|South|North|"
    r"Illegal|Legal|Annual|Total|Appendix|Species|Live|Animal|Permit|CITES|UN|EU|"
    r"Illicit|Online|Ivory|Christmas|Happy|Merry|Safe|Good|All|Any|No|New|Air|Sea|Land|Grade|Class|Type|Category|Lot|Item|"
    r"Lote|Clase|Tipo|Classe|Categoría|Catégorie|Annexe?s?|Anexos?|List[ae]?s?|Checklists?|"
    r"Reports?|Rapports?|Informes?|Fiches?|Fichas?|Factur[ae]s?|Invoices?|Permis|Permisos?|"
    r"Payable|Prepaid|Payée?s?|Pagad[ao]s?)\b"
)

#: What a paper is, before the company that it is of: "Invoice Mnarani Curios".
PAPER = re.compile(
    r"^(?:Invoices?|Factur[ae]s?|Reports?|Rapports?|Informes?|Permis|Permisos?|Permits?|"
    r"Receipts?|Reçus?|Recibos?|Quotes?|Devis|Waybills?|Lista|Liste|List|Lots?|Lotes?) "
)

#: What tells one counter or box from another: "Comptoir Delta", "boîte Quatre".
NUMBERED = things.SPELLING | words(
    "one two three four five six seven eight nine ten un une deux trois quatre cinq sept "
    "huit neuf dix uno una dos tres cuatro cinco seis siete ocho nueve diez"
)
#: What is no company though it is called one.
BODIES = (PUBLIC, SCIENCE, AIRLINES)


def companies_in(text: str) -> Iterator[Span]:
    for match in BY_FORM.finditer(text):
        yield from _named(text, match.start("name"), match.end(), CERTAIN)
    yield from _by_trade(text)
    for match in BEFORE.finditer(text):
        said = match[0].split()
        if _is_public(match[0]) or fold(said[-1]) in NUMBERED or said[1][0].isdigit():
            continue
        if not _is_any_of_kind(text, match):
            opened = OPENING_QUOTE.search(match[0])
            end = match.end() - (not opened and match[0][-1] in CLOSING_QUOTES)
            yield Span(match.start(), end, FindingKind.COMPANY, LIKELY)
    if " (" in text:
        yield from _placed(text)
    if FILE_ENDS.search(text):
        yield from matches(text, FindingKind.COMPANY, LIKELY, IN_FILE)
    small = in_small_letters(text)
    yield from _parties(text, small)
    yield from _called(text, small)


def _is_told_of(name: str) -> bool:
    """Whether it only says something of a shop: "fermée", "10 min", "ilifungwa"."""
    first = fold(name.split()[0]) if name.split() else ""
    return first[:1].isdigit() or first in SHUT or bool(SWAHILI_DEED.fullmatch(first))


def _is_any_of_kind(text: str, match: re.Match[str]) -> bool:
    """Whether it is one of many: "una pajarería de Tánger", "animalerie fermée"."""
    own = [fold(word) for word in match[0].split()[1:]]
    if _is_told_of(" ".join(own)):
        return True
    if not INDEFINITE.search(text, max(0, match.start() - 5), match.start()):
        return False
    return all(word in lists().places or word in context.LINKING for word in own)


def _by_trade(text: str) -> Iterator[Span]:
    """Companies with a word of trade, which are no bodies and no labels."""
    for match in BY_TRADE.finditer(text):
        name = PAPER.sub("", match["name"])
        if _is_body(name) or _is_label(text, match):
            continue
        sure = match["common"] is None or match["sure"]
        if sure or _has_proper_word(name) or _is_inside(text, match):
            start = match.end("name") - len(name)
            yield from _named(text, start, match.end(), LIKELY)


def _placed(text: str) -> Iterator[Span]:
    """Companies with their place that do something: "Baltic Amber (Gdansk) sent …"."""
    for match in PLACED.finditer(text):
        deed = DEED.match(text, match.end())
        if deed is None or fold(deed["deed"]) not in context.DEEDS:
            continue
        placed = fold(match["place"]) in lists().places
        if placed and _is_of_words(match["name"]) and not _is_body(match["name"]):
            yield Span(*match.span("whole"), FindingKind.COMPANY, LIKELY)


def _is_of_words(name: str) -> bool:
    """Whether ordinary words, and none of bodies and people, make a name."""
    known = lists()
    own = {fold(word) for word in name.split()}
    names = {word for word in own if known.names.get(word) in ("g", "s")}
    if not NOT_TRADED.isdisjoint(own) or not names <= known.seldom:
        return False
    return bool(names) or not known.words.isdisjoint(own)


def _parties(text: str, small: str) -> Iterator[Span]:
    """Companies after what they do: "shipped by …", "Consignee: …"."""
    for party, match in BY_PARTY.found_in(text, small):
        start, end = match.span("name")
        if LABEL.match(text, end):
            # "AGENT: SIERRA PARCEL LINK CONT: FISH"
            end = start + max(0, text[start:end].rfind(" "))
        tail = TAIL.search(text, start, end)
        end = tail.start() if tail else end
        name = text[start:end]
        if " " not in name or _is_office(party[0], name) or _is_told_of(name):
            continue
        if BROKER.match(party[0]):
            # "Mandataire : Porte Océane Douane"
            public = _is_public(CUSTOMS.sub("", name))
        else:
            public = _is_public(name)
        rank = _rank_of_party(party[0], name)
        lettered = rank == POSSIBLE and LETTER.match(party[0]) is not None
        if not (public or lettered or _is_place(name)):
            yield Span(start, end, FindingKind.COMPANY, rank)


def _is_office(party: str, name: str) -> bool:
    """Whether a post stands behind the label of an agent: "Agente: Jefe de puesto"."""
    return AGENT.match(party) is not None and fold(name.split()[0]) in PEOPLE


def _rank_of_party(party: str, name: str) -> int:
    if SHOP.match(party):
        return CERTAIN
    own = fold(name).split()
    traded = "&" in name or own[-1] in TRADES
    if LETTER.match(party):
        traded = traded or own[0] in TRADES
    return LIKELY if traded or OF_TRADE.match(party) else POSSIBLE


def _called(text: str, small: str) -> Iterator[Span]:
    """Companies after a word for one: "the company …"."""
    for opening, match in CALLED.found_in(text, small):
        name = match["name"]
        public = AGENCY.match(opening[0]) and _is_public(name)
        if _is_none(name) or (OF_ANYBODY.match(opening[0]) and _is_listed_person(name)):
            continue
        if not (public or any(body.search(name) for body in BODIES)):
            own = PART_OF_NAME.match(text, opening.start())
            start = opening.start() if own else match.start("name")
            yield Span(start, match.end("name"), FindingKind.COMPANY, LIKELY)


def _is_none(name: str) -> bool:
    """Whether what is called a company is a number, a make or a trade alone."""
    if IN_NAME.search(name) is None or _is_make(name) or _is_told_of(name):
        return True
    return fold(name) in NUMBERED or _is_mere_trade(name)


def _is_mere_trade(name: str) -> bool:
    """Whether a single word of a trade stands there: "the broker Timber"."""
    alone = " " not in name
    return alone and (fold(name) in TRADES or ONLY_TRADE.fullmatch(name) is not None)


def _is_listed_person(name: str) -> bool:
    """Whether it is a given and a family name: "consignee BIRGIT HOLZMANN"."""
    own = [fold(word) for word in name.split() if not word.isdigit()]
    known = lists().names
    if not 1 < len(own) < 4 or not TRADES.isdisjoint(own):
        return False
    if any(word in lists().words for word in own):
        return False
    return known.get(own[0], "").startswith("g") and own[-1] in known


def _is_make(name: str) -> bool:
    """Whether it is a make: "une boîte Nike"."""
    return fold(name) in called_after() or fold(name) in things.NO_NAMES


def _is_label(text: str, match: re.Match[str]) -> bool:
    """Whether ordinary words label what follows: "Special Handling: live"."""
    labels = LABEL.match(text, match.end()) is not None
    return labels and all(map(is_usual, fold(match[0]).split()))


def _is_body(name: str) -> bool:
    """Whether it names a public body or another thing that is written so."""
    name = name.removesuffix(" Air")
    return PUBLIC.search(name) is not None or _is_public(name)


def _is_inside(text: str, match: re.Match[str]) -> bool:
    """Whether two capitalised words and a trade follow a small word of a sentence."""
    if len(match["name"].split()) < 2 or GENERAL.search(match[0]):
        return False
    return SMALL_WORD.search(text, max(0, match.start() - 12), match.start()) is not None


def _has_proper_word(name: str) -> bool:
    """Whether a word is no ordinary word and no place."""
    known = lists()
    return any(
        len(word) > 2
        and word not in known.words
        and word not in known.places
        and "o" not in known.names.get(word, "")
        for word in map(fold, name.split())
    )


def _is_public(name: str) -> bool:
    return NOT_PARTIES.search(name.lower()) is not None


def _is_place(name: str) -> bool:
    words = [fold(word) for word in name.split()]
    return " ".join(words) in lists().places or all(w in lists().places for w in words)


def _is_person(name: str) -> bool:
    known = lists()
    words = [fold(word) for word in name.split()]
    given = INITIAL.match(name) or known.names.get(words[0], "").startswith("g")
    return given and not any(word in known.words for word in words)


def _named(text: str, start: int, end: int, rank: int) -> Iterator[Span]:
    """The span of a name, without words before it that only begin the sentence."""
    leading = LEADING.match(text, start, end)
    if leading:
        start = leading.end()
    person = BESIDE.match(text, start, end)
    if person and _is_person(person["name"]):
        start = person.end()
    if DOT.match(text, end):
        end += 1
    words = text[start:end].split()
    if len(words) > 1 and not text[start].isdigit() and IN_NAME.search(text, start, end):
        yield Span(start, end, FindingKind.COMPANY, rank)


def whole_companies(text: str, spans: list[Span]) -> Iterator[Span]:
    """Possible companies whose words a likely person has in part, as likely ones.

    "El Arca" of "El Arca Tropical" is nobody.
    """
    persons = sorted(
        s for s in spans if s.kind is FindingKind.PERSON and s.rank == LIKELY
    )
    for span in spans if persons else ():
        possible = span.kind is FindingKind.COMPANY and span.rank == POSSIBLE
        if possible and any(
            _is_more(text, span, person) for person in _parts(persons, span)
        ):
            yield span._replace(rank=LIKELY)


def without_traders(spans: list[Span]) -> Iterator[Span]:
    """Leave out persons whose words have a company's: "Invoice Wazembe Curios July"."""
    traders = sorted(
        s for s in spans if s.kind is FindingKind.COMPANY and s.rank <= LIKELY
    )
    for span in spans:
        person = span.kind is FindingKind.PERSON
        if not (person and any(_parts(traders, span))):
            yield span


def without_owners(text: str, spans: Iterable[Span]) -> list[Span]:
    """Leave the end of a person's name out of a company: "Dr J. Roe of Vets CC"."""
    found = list(spans)
    persons = sorted(s for s in found if s.kind is FindingKind.PERSON)
    return [_behind_person(text, span, persons) for span in found]


def _behind_person(text: str, span: Span, persons: list[Span]) -> Span:
    """A company without the end of the person's name that stands before it."""
    if span.kind is not FindingKind.COMPANY:
        return span
    at = bisect_left(persons, (span.start,)) - 1
    if at < 0 or not span.start < persons[at].end < span.end:
        return span
    linked = OF_COMPANY.match(text, persons[at].end)
    return span._replace(start=linked.end()) if linked else span


def _parts(spans: list[Span], whole: Span) -> Iterator[Span]:
    """Those of sorted spans that are a part of another, and not all of it."""
    at = bisect_left(spans, (whole.start,))
    while at < len(spans) and spans[at].start < whole.end:
        part = spans[at]
        shorter = part.end - part.start < whole.end - whole.start
        if part.end <= whole.end and shorter:
            yield part
        at += 1


def _is_more(text: str, whole: Span, part: Span) -> bool:
    """Whether a company has the doubtful words of a person, and ordinary ones."""
    before, after = text[whole.start : part.start], text[part.end : whole.end]
    own, rest = _folded(text[part.start : part.end]), _folded(f"{before} {after}")
    if not TITLED.isdisjoint(rest) or any(map(_is_given, own + rest)):
        return False
    return any(map(is_usual, rest)) and (len(own) == 1 or any(map(is_usual, own)))


def _folded(name: str) -> list[str]:
    """The words of a name but for small ones, in the lists' spelling."""
    words = (fold(word.strip(".,")) for word in name.split())
    return [word for word in words if len(word) > 2 and word not in context.PARTICLES]


def _is_given(word: str) -> bool:
    return lists().names.get(word) == "g" and word not in lists().seldom


def is_usual(word: str) -> bool:
    """Whether it is an ordinary word, perhaps a name as well."""
    return word in lists().words or "o" in lists().names.get(word, "")
