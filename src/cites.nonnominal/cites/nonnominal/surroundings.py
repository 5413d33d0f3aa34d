"""Words before a number that tell its kind."""

import re
from cites.nonnominal.branches import accents_or_none, by_first_letter
from collections.abc import Iterator


#: How many characters before a number are searched for a word.
REACH = 60


class Cue:
    """Words before a number, in the same clause, with only filling between."""

    FILLING = (
        r"(?:\b(?:of|de|du|do|da|from|in|à|en|ya|za)\s+[^\W\d_]\w+|[\s:=#.,()\"'“«/\-]|n\.?\s?[°ºo]\.?|nr\.?|"
        r"nos?\.?|nro\.?|num(?:ber|éro|ero)?s?\.?|número|"
        r"no\.|\b(?:is|was|are|were|with|under|on|in|at|of|the|a|an|and|or|to|his|her|"
        r"their|"
        r"holder|bearing|issued|ending|registered|registration|plates?|est|sont|avec|sous|"
        r"au|aux|le|la|les|du|des|de|d|l|et|ou|son|sa|leur|portant|titulaire|délivré|"
        r"immatriculée?|es|son|con|el|los|las|del|y|o|su|sus|al|en|titular|expedido|"
        r"em|com|sob|foi|é|era|no|na|nos|nas|matrícula|placas?|ya|za|la|wa|ni|yenye|lenye|yake|zake|namba|nambari|"
        r"usajili|tarehe|mwaka|siku|reads?|reading|shows?|showing|marked|displaying|plated|numbered|as|car|vehicle|id|code|serial|him|her|them|me|us|n)\b)*"
    )

    #: What may follow a word in Russian, Arabic or Chinese: its ending, and words about
    #: the number, which spaces need not separate.
    LOOSE = r"[^\d.。،؛;!?,\n]{0,24}"

    def __init__(self, words: str, free: int = 0, other: str = "", accents: bool = False):
        """Make a cue of alternative words.

        ``free``: how many other words may stand between the word and the number.
        ``other``: words in Russian, Arabic and Chinese, of which the beginning counts.
        ``accents``: whether a word without its accents is another, as "ne" and "né".
        """
        words = by_first_letter(words if accents else accents_or_none(words))
        free_words = rf"(?:[^\W\d_]+{self.FILLING}){{0,{free}}}" if free else ""
        # Searched in small letters, which takes a third of the time of IGNORECASE.
        words = rf"(?<!\w){by_first_letter(words)}(?!\w)"
        self.pattern = re.compile(rf"{words}{self.FILLING}{free_words}$")
        self.word = re.compile(words)
        loose = rf"(?:{other}){self.LOOSE}$" if other else r"(?!)"
        self.other = re.compile(loose)

    def before(self, text: str, start: int) -> bool:
        before = text[max(0, start - REACH) : start].lower()
        if self.pattern.search(before):
            return True
        return not before.isascii() and self.other.search(before) is not None

    def announced(self, text: str, number: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """Find numbers of a form that have such words before them."""
        return (one for one in number.finditer(text) if self.before(text, one.start()))

    def anywhere(self, text: str) -> bool:
        return self.word.search(text.lower()) is not None


PASSPORT = Cue(
    r"passports?|passeports?|pasaportes?|passp?t?|paspoti|pasap|pspt|pass\.?\s?no|ppt|travel\s+doc(?:ument)?s?|"
    r"pass?(?=\.\s\w+(?:an|eñ|en|in|ol|ais|ien|ienne)[oae]?\s$)|"
    r"laissez-passer|pp|travell?(?:ed|ing)\s+on|"
    r"titres?\s+de\s+voyage|documentos?\s+de\s+viaje|passaportes?|pasi(?:poti)?|"
    r"hati\s+ya\s+kusafiria",
    free=3,
    other=r"паспорт|جواز|جوازات|护照|旅行证件|回乡证|台胞证|往来港澳通行证|往来台湾通行证",
)
IDENTITY = Cue(
    r"cccd|citizenship(?:\s+no)?|trn|tpin|vrn|gst(?:in)?|abn|acn|f?ein|hkid|ic\s+(?:no|number|card)|nid|sin\s+card|social\s+insurance|"
    r"pps[n]?|alien\s+(?:file|no|number|registration)|uen|vat(?:\s+(?:no|number|reg))?|crn|epic|philhealth|"
    r"pag-?ibig|driv(?:er|ing)['’]?s?\s+lic|company\s+(?:no|number|registration)|"
    r"business\s+(?:registration|licen[cs]e)|trade\s+licen[cs]e|"
    r"siret|siren|rccm|registre\s+(?:de|du)\s+commerce|ifu|ice|nni|(?:num[ée]ro\s+(?:de\s+)?)?s[ée]cu|nui|stat|"
    r"matricule\s+fiscale?|identifiant\s+(?:fiscal|unique)|id\s?nat|nss|kbis|tva|"
    r"rtn|rif|rnc|ci(?=[\s:.nº°o]*$)|extranjer[íi]a|patente\s+de\s+comercio|"
    r"ie(?=\s?:\s?$)|inscri[çc][ãa]o\s+estadual|mpiga\s+kura|kura|"
    r"ghana\s+cards?|nas|(?<!wechat\s)(?<!line\s)(?<!qq\s)id(?:\s+cards?|\s+no|\s+number)?|identity(?:\s+(?:cards?|documents?|no))?|"
    r"national\s+(?:id|identity|identification|insurance)(?:\s+(?:cards?|number|no))?|nin|"
    r"nrc|"
    r"nic|cnic|cni|cin|cnib|nina?|ssn|social\s+security|aadhaar|aadhar|pan|bvn|tin|"
    r"(?:kra\s+)?pin|"
    r"driv(?:er|ing)['’]?s?\s+licen[cs]e|voter['’]?s?(?:\s+(?:id|card))?|omang|huduma|umid|philid|sss|emirates\s+id|civil\s+id|iqama|matric(?:ula|ule)?\s+fiscale?|"
    r"carte\s+nina|carte\s+biométrique|numéro\s+d['’]identification|cie|credencial(?:\s+para\s+votar)?|clave\s+de\s+elector|"
    r"cartilla|cné|ife|nuip|tarjeta\s+de\s+identidad|título\s+de\s+eleitor|cnh|"
    r"cartes?\s+(?:nationales?\s+)?d['’]identité(?:\s+nationale)?|pièces?\s+d['’]identité|"
    r"identité|permis\s+de\s+conduire|carte\s+(?:de\s+séjour|consulaire|d['’]électeur)|"
    r"(?:numéro|n°|registre)\s+(?:fiscal|national)|registro\s+nacional|national\s+register|sécurité\s+sociale|nir|niu|ninea|"
    r"dni|nie|nif|cif|cédula(?:\s+de\s+(?:identidad|ciudadanía))?|cedula|curp|rfc|rut|run|"
    r"cuil|"
    r"cuit|ruc|nit|cpf|rg|dui|dpi|ine|carn[eé](?:\s+de\s+(?:identidad|extranjer[íi]a))?|c\.c|c\.i|"
    r"identificación|"
    r"documento\s+(?:nacional\s+)?de\s+identidad|licencia\s+de\s+(?:conducir|manejo)|"
    r"seguridad\s+social|pesel|egn|cnp|jmbg|nric|mykad|tc\s+kimlik|nik|ktp|"
    r"tax(?:payer)?(?:\s+(?:id|identification|number|no))?|residence\s+(?:permit|card)|titres?\s+de\s+séjour|"
    r"(?:permiso|tarjeta)\s+de\s+residencia|nida|cnpj|nuit|bi(?=[\s:.nº°o]*$)|bilhete\s+de\s+identidade|"
    r"cartão\s+de\s+cidadão|carta\s+de\s+condução|contribuinte|kitambulisho|leseni",
    free=1,
    other=r"инн|рнокпп|иин|пинфл|внж|огрнип|снилс|удостоверен|огрн|водительск|الهوية|هوية|إقامة|الإقامة|اقامة|رقم\s+وطني|الرقم\s+الوطني|رقمه\s+الوطني|وطني|المدني|مدني|القومي|قومي|بطاقة\s+التعريف|بطاقة\s+وطنية|البطاقة\s+الوطنية|السجل\s+التجاري|"
    r"الضريبي|ب\.\s?ت\.\s?و|iqama|الأحوال|بطاقته|"
    r"رخصة\s+القيادة|身份证|证件号|驾驶证|社会信用代码|港澳通行证",
)
DEVICE = Cue(
    r"imei(?:\s?\d)?|imeisv|imsi|iccid|meid|esn|sim(?:\s+cards?)?|carte\s+sim|"
    r"tarjeta\s+sim|"
    r"mac(?:\s+address)?|adresse\s+mac|dirección\s+mac|device|handset|"
    r"serial|s/?n|n/s|serie|de\s+s[ée]rie|android\s+id|udid|advertising",
    other=r"серийн|имеи|الرقم\s+التسلسلي|序列号|串号",
)
#: Words before the coordinates that a device or a photograph holds.
PICTURE = Cue(
    r"(?!)",
    other=r"телефон|снимк|фото|геометк|геотег|هاتف|صورة|الصورة|جهاز|手机|相册|照片|定位|图片|拍摄",
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
    r"orange\s+money|wsp|wpp|wasap|whats|tlf|fono|"
    r"mobile\s+money|momo|wave|airtel|mtn|safaricom|ligne|línea|phone\s+number|fijo|fixe|"
    r"appelle(?:[ -]moi)?|llámame|llamame|telefone|telemóvel|telemovel|fone|zap|"
    r"lig(?:a|ar|ue|ou)|"
    r"contacto|contato|simu|mpigie|nipigie|piga|pigia|wasiliana|m-?koba",
    other=r"тел|мобильн|звон|номер|ватсап|вотсап|هاتف|جوال|الجوال|موبايل|اتصل|واتس|كلم|"
    r"电话|手机|拨打|联系方式|座机|打|号码|号系",
)
ACCOUNT = Cue(
    r"(?:till|paybill|pay\s?bill|lipa)(?:\s+(?:no|number|namba))?|cci|cvu|ahorros|ag[êe]ncia(?=\s$)|"
    r"ibans?|accounts?|a/c|acct|bank\s+accounts?|comptes?|compte\s+bancaire|rib|cuentas?|"
    r"cuenta\s+(?:bancaria|corriente)|clabe|cbu|swift|sort\s+code|acc|contas?|nib|akaunti",
    other=r"сч[её]т|р/с|الحساب|حسابه|آيبان|账号|帐号|账户|开户",
)
#: Of crypto-assets.
WALLET = Cue(
    r"wallets?|btc|usdt|eth|xmr|ltc|sol|bnb|crypto|bitcoins?|monero|litecoin|tether|trc-?20|erc-?20|"
    r"portefeuilles?|billeteras?|monederos?|carteiras?|addr(?:ess)?|adresse|dirección|endereço",
    free=2,
)
#: Of merchants, who are paid by telephone, and of branches of banks.
MERCHANT = Cue(
    r"(?:till|pay\s?bill|lipa)(?:\s+(?:no|number|na(?:mba)?))?|sort\s+code|ag[êe]ncia(?=\s\S{0,2}\s?$)",
)
CARD = Cue(
    r"(?:credit|debit|bank|payment|prepaid)\s+cards?|visa|mastercard|amex|maestro|cards?|"
    r"cartes?\s+(?:bancaires?|de\s+crédit|bleue|prépayées?|de\s+paiement)|"
    r"tarjetas?(?:\s+(?:de\s+crédito|de\s+débito|bancarias?|prepago))?|"
    r"cart(?:ão|ões)(?:\s+(?:de\s+crédito|de\s+débito))?|kadi",
    other=r"карт|بطاقة\s+(?:ائتمان|بنك|مصرف)|银行卡|信用卡|卡号",
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
    r"bmw|audi|opel|fiat|seat(?=\s+[a-z])|skoda|chevrolet|dacia|jeep|jimny|pilot[eo]?|"
    r"fortuner|corolla|rav\s?4|premio|axio|noah|harrier|navara|duster|logan|partner|"
    r"berlingo|kangoo|amarok|polo|golf|tucson|sportage|sorento|d-?max|tacoma|tundra|dyna|"
    r"hino|fuso|canter|iveco|daf|sinotruk|howo|bajaj|tuk[ -]?tuk|bakkie|boti|mashua|"
    r"jahazi|ngalawa|tela|trela|kombi|combi|jeep|camioneta|"
    r"carrinhas?|camião|camiões|caminhão|caminhões|carros?|motociclo|reboque|viatura|gari|"
    r"magari|lori|malori|pikipiki|basi|chapa|bodaboda|lenye|yenye|mobylette|moto-?taxi|mototaxi|semi-?remorques?|"
    r"semirremolques?|poids\s+lourds?|quads?|"
    r"bateau|yacht|aircraft|avionetas?|aéronef|cessna|h[ée]licopt[eè]res?|helicopter|helicóptero|aeronave|beechcraft|piper|antonov|fokker|embraer|pilatus|caravan|"
    r"monomotor|bimotor|avi[ãóo]n?o?|airplane|plane|heli|h[ée]lico|chopper|ultral[ei][gv][ée]r?o?|"
    r"autom[óo]vil|auto|tacot|bagnole|rickshaws?|[óo]mnibus|remolque|"
    r"tail|chasis|acoplado|patentes?|chapa\s+patente|taxi-moto|zémidjan|keke|okada|matatu|"
    r"daladala|vitz|alphard|coaster|carreta|trotro|tro-tro|furgón|rabón|tráiler|jetta|tsuru",
    free=1,
    other=r"машин|автомоб|грузовик|прицеп|госномер|г/н|номер|фур[аыеу]|мотоцикл|лодк|катер|"
    r"سيارة|السيارة|شاحنة|الشاحنة|مركبة|المركبة|لوحة|اللوحة|دراجة|车牌|汽车|卡车|货车|轿车|面包车|"
    r"摩托|挂车|越野车|车",
)
VESSEL = Cue(
    r"imo|omi|mmsi|inscri[çc][ãa]o|distintivo(?:\s+de\s+llamada)?|señal(?:\s+distintiva)?|call\s?sign|indicatif(?:\s+d['’]appel)?|indicativo|hull|pavillon|vessel",
    other=r"имо|ммси|бортов|позывной|النداء|呼号|海事",
)
BIRTH = Cue(
    r"born|b(?=\.\s?$)|yob|d\.?n(?=[.:]\s?$)|d\.?o\.?b|date\s+of\s+birth|birth\s?(?:date|day)|birth|née?s?|né\(e\)|"
    r"naissance|ddn|"
    r"nacid[oa]s?|naci[óo]|f\.?\s?nac|fecha\s+de\s+nacimiento|nacimiento|"
    r"nascid[oa]s?|nasceu|(?:data\s+de\s+)?nascimento|(?:tarehe\s+ya\s+)?kuzaliwa|"
    r"amezaliwa|alizaliwa|mzaliwa",
    accents=True,
    other=r"рожд|родил|г\.р|الميلاد|ميلاد|مواليد|ولد|ولادة|出生|生日|生于",
)
#: Words before numbers of documents and goods, which identify no person.
PAPERS = Cue(
    r"(?:export|import|re-?export|cites)?\s*permits?|certificat(?:e|es|s)?|"
    r"permis(?:\s+(?:cites|"
    r"d['’](?:exportation|importation)))?|permisos?|certificados?|cites|stamps?|timbres?|"
    r"seals?|"
    r"scell(?:é|és)|precintos?|containers?|conteneurs?|contenedor(?:es)?|awb|"
    r"air\s?way\s?bill|"
    r"waybill|lta|lettres?\s+de\s+transport(?:\s+aérien)?|bill\s+of\s+lading|b/l|connaissement|conocimiento(?:\s+de\s+embarque)?|"
    r"gu\u00eda(?:\s+aérea)?|tracking|suivi|flights?|vols?|vuelos?|case|file|dossiers?|"
    r"expedientes?|"
    r"affaires?|casos?|reference|ref|référence|referencia|réf|hs(?:\s+codes?)?|taric|regulation|"
    r"ob|règlement|reglamento|resolution|résolution|resolución|res|decision|decisión|article|"
    r"artículo|"
    r"law|loi|ley|act|decree|décret|decreto|section|invoice|factures?|facturas?|lots?|"
    r"lotes?|batch|"
    r"declaration|déclaration|declaración|manifest|page|annex|appendix|rings?\s+(?:no|"
    r"number)|leg\s+rings?|bague|anillas?|microchips?|tags?|"
    r"puces?|usd|eur|kes|us\$|kg|units?|seizure|saisie|incautación|alert|alerte|alerta|"
    r"report|rapport|informe|acta|procès-verbal|procès-verbaux|pv|selos?|contentor(?:es)?|"
    r"licenças?|processos?|voos?|faturas?|mizigo|muhuri|kontena|kesi|cheti|kibali",
    other=r"разрешен|тн\s?вэд|авиагруз|багаж|инвойс|посылк|трек|ведомост|коносамент|квитанц|кадастр|сертификат|пломб|контейнер|накладн|рейс|дел[оаеу]|протокол|счёт-фактур|"
    r"طرد|بريدي|طرود|بيان|بلاغ|ملف|ترخيص|رخصة\s+استيراد|تصريح|شهادة|ختم|حاوية|الحاوية|بوليصة|رحلة|قضية|محضر|فاتورة|许可证|证书|铅封|封条|集装箱|"
    r"提单|航班|案|发票|箱号|运单|报关单|报单|单号|税号|货号|批号",
)
