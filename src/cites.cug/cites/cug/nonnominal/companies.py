"""Companies, by the form that stands in their name."""

import re
from cites.cug.nonnominal.findings import CERTAIN
from cites.cug.nonnominal.findings import Kind
from cites.cug.nonnominal.findings import LIKELY
from cites.cug.nonnominal.findings import Span
from collections.abc import Iterator


#: Bounded, as more words are tried from each quote within it.
WORD = r"[A-Z0-9À-ÖØ-Þ][\w&'’.\-]{0,40}"
JOINT = (
    r"(?:\s+(?:&|and|et|y|e|of|de|del|des|du|la|le|los|las|the|und|do|da)\s+|"
    r"\s+[dlDL]['’]|\s+-\s+|\s?–\s?|\s+)"
)
NAME = rf"{WORD}(?:{JOINT}{WORD}){{0,5}}?"
#: Forms that are no word of their own, from Ltd to Sp. z o.o.
FORM = (
    r"(?:\(?Pty\)?\.?\s+Ltd|\(?Pvt\)?\.?\s+Ltd|Private\s+Limited|(?:Co|Company)\.?,?\s+"
    r"(?:Ltd|Limited|Inc)|Ltd|LTD|Limited|LIMITED|L\.?L\.?C|L\.?L\.?P|Inc|INC|"
    r"Incorporated|"
    r"Corp|CORP|Corporation|P\.?L\.?C|Plc|GmbH(?:\s+&\s+Co\.?\s+KG)?|GMBH|mbH|AG|KG|OHG|"
    r"UG|"
    r"S\.?A\.?R\.?L(?:\.?U)?|Sarl|SÀRL|Sàrl|S\.?A\.?S(?:\.?U)?|EURL|E\.?I\.?R\.?L|SNC|SCS|"
    r"GIE|"
    r"S\.?\s?A\.?\s+(?:de|DE)\s+C\.?\s?V|S\.?\s?de\s+R\.?\s?L\.?(?:\s+de\s+C\.?\s?V)?|"
    r"S\.A\.C|SAC|S\.A\.U|S\.L\.U|S\.R\.L|SRL|S\.r\.l|Srl|S\.L|SL|S\.p\.A|SpA|S\.A|SA|"
    r"Ltda|LTDA|Lda|Cía\.?\s+Ltda|B\.?V|N\.?V|Oy|OY|A/S|ApS|AB|Sp\.\s?z\s?o\.?\s?o|"
    r"s\.r\.o|"
    r"Kft|d\.o\.o|D\.O\.O|EOOD|OOD|OÜ|UAB|SIA|Sdn\.?\s+Bhd|SDN\.?\s+BHD|Tbk|FZE|FZCO|"
    r"FZ-?LLC|W\.?L\.?L|J\.?S\.?C|Joint\s+Stock\s+Company|Pte\.?\s+Ltd|Co\.?,\s*Ltd|"
    r"Bros|A\.?Ş|Ltd\.?\s+Şti)"
)
#: Words that make a name a firm's where a proper name stands before them.
TRADE = (
    r"(?:Trading|Traders|Enterprises?|Imports?(?:\s*(?:&|and|-|/)\s*Exports?)?|"
    r"Exports?(?:\s*(?:&|and|-|/)\s*Imports?)?|Import-Export|Holdings?|Logistics|"
    r"(?:&|and|et)\s+(?:Sons|Co|Brothers|Fils|Frères|Cie)|(?:y|e|&)\s+(?:Hijos|Hermanos|"
    r"Cía)|"
    r"Forwarders|Freight(?:\s+Services)?|Agencies|Ventures|Industries|"
    r"Comercializadora|Exportaciones|Importaciones|Distribuidora|Group)"
)
END = r"(?![\w&])"
#: Without it, what stands before the form is a number or an abbreviation.
IN_NAME = re.compile(r"[^\W\d_][a-zà-ÿ]|[A-ZÀ-Þ]{4}")
#: The last dot of a form that is written with dots.
DOT = re.compile(r"(?<=\.[A-Z])\.|(?<=Ltd|Inc|Lda)\.|(?<=Ltda|Corp)\.")
BY_FORM = re.compile(rf"(?<![\w.@/\-])(?P<name>{NAME}),?\s+{FORM}{END}")
BY_TRADE = re.compile(rf"(?<![\w.@/\-])(?P<name>{NAME})\s+{TRADE}{END}")
#: "Établissements Kaba", "Comercializadora del Sur", "PT Sumber", "OOO Vostok".
BEFORE = re.compile(
    r"(?<![\w.])(?:(?:[ÉE]ts\.?|[ÉE]tablissements?|Comercializadora|Distribuidora|"
    r"Exportadora|Importadora|Transportes|Inversiones|OOO|ООО|ZAO|OAO|TOO|PT|CV|"
    rf"Sociedad\s+An[óo]nima)\s+)[\"“«]?{WORD}(?:{JOINT}{WORD}){{0,3}}[\"”»]?"
)
#: "the company Blue Savannah", "la société Kola Bois", "la empresa Flora Andina".
CALLED = re.compile(
    r"\b(?i:company|firm|broker|importer|exporter|consignee|soci[ée]t[ée]|entreprise|"
    r"compagnie|empresa|compañ[íi]a|sociedad|firma|agencia\s+aduanal|comercializadora|"
    r"importadora|exportadora|distribuidora|cooperativa|coopérative|cooperative)\s+"
    r"(?i:called\s+|named\s+|nomm[ée]e\s+|d[ée]nomm[ée]e\s+|llamada\s+|denominada\s+|"
    r":\s*)?"
    rf"[\"“«]?(?P<name>{WORD}(?:{JOINT}{WORD}){{0,3}})[\"”»]?"
)
#: Beginnings that belong to the sentence.
LEADING = re.compile(
    r"(?:(?:The|A|An|In|At|By|From|To|For|On|Of|And|Le|La|Les|L['’]|Un|Une|De|Des|Du|Chez|"
    r"Par|"
    r"Pour|Et|El|Los|Las|Una|Por|Para|Con|Y|Firm|Company|Importer|Exporter|Consignee|"
    r"Consignor|"
    r"Shipper|Sender|Broker|Owner|Société|Entreprise|Compagnie|Importateur|Exportateur|"
    r"Destinataire|Expéditeur|Empresa|Compañía|Sociedad|Importador|Exportador|"
    r"Consignatario|"
    r"Destinatario|Remitente|Both|Two|While|When|If|Our|This|That|Cette|Esta|Sa|Su|His|"
    r"Her|"
    r"Its|Their|Dans|Avec|En|Al|Del|Au|Aux)\b\s*)+"
)
#: Bodies of states and of the field are none.
PUBLIC = re.compile(
    r"\b(?:Working|Expert|Specialist|User|Task|Interpol|World|Wildlife|Trade|Customs|"
    r"National|African|European|International|Regional|Union|Kingdom|United|South|North|"
    r"Illegal|Legal|Annual|Total|Appendix|Species|Live|Animal|Permit|CITES|UN|EU|"
    r"Illicit|Online|Ivory|All|Any|No|New|Air|Sea|Land)\b"
)


def companies_in(text: str) -> Iterator[Span]:
    for match in BY_FORM.finditer(text):
        yield from _named(text, match.start("name"), match.end(), CERTAIN)
    for match in BY_TRADE.finditer(text):
        if not PUBLIC.search(match["name"]):
            yield from _named(text, match.start("name"), match.end(), LIKELY)
    for match in BEFORE.finditer(text):
        yield Span(*match.span(), Kind.COMPANY, LIKELY)
    for match in CALLED.finditer(text):
        if not PUBLIC.search(match["name"]):
            yield Span(*match.span("name"), Kind.COMPANY, LIKELY)


def _named(text: str, start: int, end: int, rank: int) -> Iterator[Span]:
    """The span without the words before the name that only begin the sentence."""
    leading = LEADING.match(text, start, end)
    if leading:
        start = leading.end()
    if DOT.match(text, end):
        end += 1
    words = text[start:end].split()
    if len(words) > 1 and not text[start].isdigit() and IN_NAME.search(text, start, end):
        yield Span(start, end, Kind.COMPANY, rank)
