"""The words around a number that say what it is."""

import re


#: How many characters before a number are looked at for its word.
REACH = 60


class Cue:
    """A word before a number, in the same clause, with nothing between but filling."""

    FILLING = (
        r"(?:\b(?:of|de|du|from|in|à|en)\s+[A-ZÀ-Þ]\w+|[\s:=#.,()\"'“«/\-]|n\.?\s?[°ºo]\.?|nr\.?|"
        r"nos?\.?|num(?:ber|éro|ero)?s?\.?|número|"
        r"no\.|\b(?:is|was|are|were|with|under|on|in|at|of|the|a|an|and|or|to|his|her|"
        r"their|"
        r"holder|bearing|issued|ending|registered|registration|plates?|est|sont|avec|sous|"
        r"au|aux|le|la|les|du|des|de|d|l|et|ou|son|sa|leur|portant|titulaire|délivré|"
        r"immatriculée?|es|son|con|el|los|las|del|y|o|su|sus|al|en|titular|expedido|"
        r"matrícula|placas?|as|car|vehicle|id|code|serial|him|her|them|me|us|n)\b)*"
    )

    def __init__(self, words: str, free: int = 0):
        """``free`` other words may stand between the word and the number."""
        free_words = rf"(?:[^\W\d_]+{self.FILLING}){{0,{free}}}" if free else ""
        self.pattern = re.compile(
            rf"(?<!\w)(?:{words})(?!\w){self.FILLING}{free_words}$", re.IGNORECASE
        )

    def before(self, text: str, start: int) -> bool:
        return self.pattern.search(text[max(0, start - REACH) : start]) is not None


PASSPORT = Cue(
    r"passports?|passeports?|pasaportes?|pass\.?\s?no|ppt|travel\s+documents?|"
    r"laissez-passer|pp|travell?(?:ed|ing)\s+on|"
    r"titres?\s+de\s+voyage|documentos?\s+de\s+viaje",
    free=3,
)
IDENTITY = Cue(
    r"ghana\s+cards?|nas|id(?:\s+cards?|\s+no|\s+number)?|identity(?:\s+(?:cards?|documents?|no))?|"
    r"national\s+(?:id|identity|identification|insurance)(?:\s+(?:cards?|number|no))?|nin|"
    r"nrc|"
    r"nic|cnic|cni|cin|cnib|nina?|ssn|social\s+security|aadhaar|aadhar|pan|bvn|tin|"
    r"(?:kra\s+)?pin|"
    r"driv(?:er|ing)['’]?s?\s+licen[cs]e|voter['’]?s?(?:\s+(?:id|card))?|"
    r"cartes?\s+(?:nationales?\s+)?d['’]identité(?:\s+nationale)?|pièces?\s+d['’]identité|"
    r"identité|permis\s+de\s+conduire|carte\s+(?:de\s+séjour|consulaire|d['’]électeur)|"
    r"(?:numéro|n°|registre)\s+(?:fiscal|national)|registro\s+nacional|national\s+register|sécurité\s+sociale|nir|niu|ninea|"
    r"dni|nie|nif|cif|cédula(?:\s+de\s+(?:identidad|ciudadanía))?|cedula|curp|rfc|rut|run|"
    r"cuil|"
    r"cuit|ruc|nit|cpf|rg|dui|dpi|ine|carn[eé](?:\s+de\s+identidad)?|c\.c|c\.i|"
    r"identificación|"
    r"documento\s+(?:nacional\s+)?de\s+identidad|licencia\s+de\s+(?:conducir|manejo)|"
    r"seguridad\s+social|pesel|egn|cnp|jmbg|nric|mykad|tc\s+kimlik|nik|ktp|"
    r"tax(?:payer)?(?:\s+(?:id|identification|number|no))?|residence\s+(?:permit|card)|titres?\s+de\s+séjour|"
    r"(?:permiso|tarjeta)\s+de\s+residencia|nida",
    free=1,
)
DEVICE = Cue(
    r"imei(?:\s?\d)?|imeisv|imsi|iccid|meid|esn|sim(?:\s+cards?)?|carte\s+sim|"
    r"tarjeta\s+sim|"
    r"mac(?:\s+address)?|adresse\s+mac|dirección\s+mac|device|handset|"
    r"serial|s/n|n/s|serie|de\s+s[ée]rie|android\s+id|udid|advertising"
)
PHONE = Cue(
    r"tel|téls?|tél|tels|telephone|téléphone|teléfono|telefono|telf|tfno|phones?|mobile|"
    r"mob|"
    r"cell(?:phone)?|portable|móvil|movil|celular|whats\s?app|viber|signal|telegram|imo|"
    r"wechat|"
    r"call(?:ed|s|ing)?|dial(?:led)?|rang|ring|text(?:ed)?|sms|sim|line|hotline|fax|"
    r"contact(?:ed|s)?|"
    r"reach(?:ed|able)?|appel(?:er|é|ée|le|ez)?|joindre|joignable|contacter|numéro|"
    r"llam(?:ar|ó|ado|ada|e|en)|marcar|comun[ií](?:carse|quese)|contactar|contacto|número|m-pesa|mpesa|"
    r"orange\s+money|"
    r"mobile\s+money|momo|wave|airtel|mtn|safaricom|ligne|línea|phone\s+number|fijo|fixe"
)
ACCOUNT = Cue(
    r"ibans?|accounts?|a/c|acct|bank\s+accounts?|comptes?|compte\s+bancaire|rib|cuentas?|"
    r"cuenta\s+(?:bancaria|corriente)|clabe|cbu|swift|sort\s+code"
)
CARD = Cue(
    r"(?:credit|debit|bank|payment|prepaid)\s+cards?|visa|mastercard|amex|maestro|cards?|"
    r"cartes?\s+(?:bancaires?|de\s+crédit|bleue|prépayées?|de\s+paiement)|"
    r"tarjetas?(?:\s+(?:de\s+crédito|de\s+débito|bancarias?|prepago))?"
)
PLATE = Cue(
    r"plates?|number\s?plates?|licen[cs]e\s+plates?|reg(?:istration|istered|"
    r"\.)?(?:\s+(?:no|number|mark))?|"
    r"vehicles?|cars?|trucks?|lorr(?:y|ies)|trailers?|pick-?ups?|vans?|(?:motor)?bikes?|tractocamión|motor(?:cycles?|"
    r"bikes?)|buse?s?|"
    r"boda(?:\s?boda)?|taxis?|suvs?|minibus|tractor|"
    r"immatricul(?:é|ée|és|ées|ation)|immat|plaques?(?:\s+d['’]immatriculation)?|"
    r"véhicules?|"
    r"voitures?|camions?|camionnettes?|remorques?|fourgons?|motos?|"
    r"matrículas?|matriculad[oa]s?|placas?|patente|vehículos?|coches?|carros?|camion(?:es|"
    r"eta|etas)?|"
    r"camión|remolques?|furgonetas?|motocicletas?|"
    r"toyota|nissan|mitsubishi|isuzu|land\s?cruiser|hilux|prado|hiace|mercedes|sprinter|"
    r"scania|"
    r"ford|ranger|peugeot|renault|hyundai|kia|honda|suzuki|volvo|mazda|subaru|probox|l200|"
    r"boats?|vessels?|dhow|pirogue|navires?|bateaux?|buques?|lanchas?|"
    r"embarcaci[óo]n(?:es)?|sedan|pickup|4x4|todoterreno|turismo|berlina|berline|"
    r"bmw|audi|opel|fiat|seat|skoda|chevrolet|dacia|jeep|jimny|pilot[eo]?|"
    r"fortuner|corolla|rav\s?4|premio|axio|noah|harrier|navara|duster|logan|partner|"
    r"berlingo|kangoo|amarok|polo|golf|tucson|sportage|sorento|d-?max|tacoma|tundra|dyna|"
    r"hino|fuso|canter|iveco|daf|sinotruk|howo|bajaj|tuk-?tuk|semi-?remorques?|"
    r"semirremolques?|poids\s+lourds?|quads?|"
    r"bateau|yacht|aircraft|avionetas?|aéronef|cessna|h[ée]licopt[eè]res?|helicopter|helicóptero|aeronave|beechcraft|piper|antonov|fokker|embraer|pilatus|caravan|"
    r"tail",
    free=1,
)
VESSEL = Cue(
    r"imo|omi|mmsi|distintivo(?:\s+de\s+llamada)?|señal(?:\s+distintiva)?|call\s?sign|indicatif(?:\s+d['’]appel)?|indicativo|hull|pavillon|vessel"
)
BIRTH = Cue(
    r"born|d\.?o\.?b|date\s+of\s+birth|birth\s?(?:date|day)|birth|née?s?|né\(e\)|"
    r"naissance|ddn|"
    r"nacid[oa]s?|naci[óo]|f\.?\s?nac|fecha\s+de\s+nacimiento|nacimiento"
)
#: Numbers of papers and goods, of which none says who somebody is.
PAPERS = Cue(
    r"(?:export|import|re-?export|cites)?\s*permits?|certificat(?:e|es|s)?|"
    r"permis(?:\s+(?:cites|"
    r"d['’](?:exportation|importation)))?|permisos?|certificados?|cites|stamps?|timbres?|"
    r"seals?|"
    r"scell(?:é|és)|precintos?|containers?|conteneurs?|contenedor(?:es)?|awb|"
    r"air\s?way\s?bill|"
    r"waybill|lta|lettres?\s+de\s+transport(?:\s+aérien)?|bill\s+of\s+lading|b/l|connaissement|conocimiento(?:\s+de\s+embarque)?|"
    r"guía(?:\s+aérea)?|tracking|suivi|flights?|vols?|vuelos?|case|file|dossiers?|"
    r"expedientes?|"
    r"affaires?|casos?|reference|ref|référence|referencia|réf|hs(?:\s+codes?)?|taric|regulation|"
    r"règlement|reglamento|resolution|résolution|resolución|res|decision|decisión|article|"
    r"artículo|"
    r"law|loi|ley|act|decree|décret|decreto|section|invoice|factures?|facturas?|lots?|"
    r"lotes?|batch|"
    r"declaration|déclaration|declaración|manifest|page|annex|appendix|rings?\s+(?:no|"
    r"number)|leg\s+rings?|bague|anillas?|microchips?|tags?|"
    r"puces?|usd|eur|kes|us\$|kg|units?|seizure|saisie|incautación|alert|alerte|alerta|"
    r"report|rapport|informe|acta|procès-verbal|procès-verbaux|pv"
)
