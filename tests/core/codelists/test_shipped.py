import csv
import unittest
from cites.cug.core.codelists.entry import LANGUAGES
from cites.cug.core.codelists.shipped import DATA, descriptions, shipped_entries
from cites.cug.core.settings.languages import CONVENTION
from tests.some import some


OURS = {
    "age_class",
    "alert_type",
    "category",
    "concealment",
    "condition",
    "detecting_agency",
    "detection_method",
    "disposal",
    "document_type",
    "information_grade",
    "handling_meaning",
    "location_type",
    "position_precision",
    "reason_for_seizure",
    "sanction",
    "sex",
    "source_grade",
    "species",
    "transport_mode",
}


#: Codes whose names in common speech or CLDR are other ones: English, French, Spanish.
UNITED_NATIONS = (
    (
        "BO",
        "Bolivia (Plurinational State of)",
        "Bolivie (État plurinational de)",
        "Bolivia (Estado Plurinacional de)",
    ),
    ("BW", "Botswana", "Botswana", "Botswana"),
    ("BY", "Belarus", "Bélarus", "Belarús"),
    (
        "CD",
        "Democratic Republic of the Congo",
        "République démocratique du Congo",
        "República Democrática del Congo",
    ),
    ("CG", "Congo", "Congo", "Congo"),
    ("CI", "Côte d’Ivoire", "Côte d’Ivoire", "Côte d’Ivoire"),
    ("CV", "Cabo Verde", "Cabo Verde", "Cabo Verde"),
    ("CZ", "Czechia", "Tchéquie", "Chequia"),
    ("DE", "Germany", "Allemagne", "Alemania"),
    (
        "IR",
        "Iran (Islamic Republic of)",
        "Iran (République islamique d’)",
        "Irán (República Islámica del)",
    ),
    ("KE", "Kenya", "Kenya", "Kenya"),
    (
        "KP",
        "Democratic People’s Republic of Korea",
        "République populaire démocratique de Corée",
        "República Popular Democrática de Corea",
    ),
    ("KR", "Republic of Korea", "République de Corée", "República de Corea"),
    (
        "LA",
        "Lao People’s Democratic Republic",
        "République démocratique populaire lao",
        "República Democrática Popular Lao",
    ),
    (
        "MD",
        "Republic of Moldova",
        "République de Moldova",
        "República de Moldova",
    ),
    ("MM", "Myanmar", "Myanmar", "Myanmar"),
    ("PS", "State of Palestine", "État de Palestine", "Estado de Palestina"),
    (
        "RU",
        "Russian Federation",
        "Fédération de Russie",
        "Federación de Rusia",
    ),
    (
        "SY",
        "Syrian Arab Republic",
        "République arabe syrienne",
        "República Árabe Siria",
    ),
    ("SZ", "Eswatini", "Eswatini", "Eswatini"),
    ("TR", "Türkiye", "Türkiye", "Türkiye"),
    (
        "TW",
        "Taiwan, Province of China",
        "Taïwan, Province de Chine",
        "Taiwán, Provincia de China",
    ),
    (
        "TZ",
        "United Republic of Tanzania",
        "République-Unie de Tanzanie",
        "República Unida de Tanzanía",
    ),
    (
        "VE",
        "Venezuela (Bolivarian Republic of)",
        "Venezuela (République bolivarienne du)",
        "Venezuela (República Bolivariana de)",
    ),
    ("VN", "Viet Nam", "Viet Nam", "Viet Nam"),
    ("ZW", "Zimbabwe", "Zimbabwe", "Zimbabwe"),
)


def current(list_name):
    return [entry.code for entry in shipped_entries(list_name) if entry.current]


class TestFiles(unittest.TestCase):
    def test_no_code_occurs_twice_in_a_file(self):
        for path in some(DATA.glob("*.csv")):
            with self.subTest(path.name), path.open(encoding="utf-8") as lines:
                key = "name" if path.stem == "lists" else "code"
                codes = [row[key] for row in csv.DictReader(lines)]
                self.assertEqual(sorted(set(codes)), sorted(codes))

    def test_each_file_is_a_list_and_each_list_has_entries(self):
        files = {path.stem for path in DATA.glob("*.csv")} - {"lists"}
        self.assertEqual(set(descriptions()), files | {"currency"})
        for name in descriptions():
            self.assertGreater(len(current(name)), 3, name)

    def test_each_title_is_there_in_each_language(self):
        for name, description in some(descriptions().items()):
            for language in LANGUAGES:
                self.assertTrue(description.titles[language].strip(), name)
            self.assertNotIn("'", description.titles["fr"])
            for entry in shipped_entries(name):
                for language in LANGUAGES:
                    title = entry.title(language)
                    self.assertTrue(title, (name, entry.code, language))
                    self.assertEqual(title, title.strip())
                    self.assertNotIn("|", title)
                self.assertNotIn("'", entry.title("fr"))

    def test_cites_codes_are_told_from_our_own(self):
        origins = {name: each.origin for name, each in descriptions().items()}
        cites = {name for name, origin in origins.items() if origin == "cites"}
        ours = {name for name, origin in origins.items() if origin == "ours"}
        self.assertEqual({"term", "unit", "source", "purpose"}, cites)
        self.assertEqual(OURS, ours)


class TestCitesLists(unittest.TestCase):
    def test_terms_are_the_published_list_and_the_newer_codes(self):
        newer = {
            "CSM",
            "DFN",
            "ESH",
            "FFN",
            "FPL",
            "FPS",
            "GIL",
            "IJW",
            "JWL",
            "KEY",
            "KNL",
            "PRL",
            "PUP",
            "ROS",
            "RUG",
            "TRU",
            "TRW",
            "WPR",
        }
        codes = {entry.code for entry in shipped_entries("term")}
        self.assertEqual(105, len(codes - newer))
        self.assertEqual(newer, newer & codes)

    def test_merged_terms_are_not_offered_but_keep_their_title(self):
        merged = {
            "SHO",
            "SKO",
            "BEL",
            "HAN",
            "WAL",
            "WAT",
            "LEA",
            "FRA",
            "CST",
            "BPR",
            "HOS",
            "IVS",
            "QUI",
            "SCR",
            "SKS",
            "TIC",
            "TIP",
            "WOO",
            "TIS",
            "VNM",
            "HEA",
            "FRN",
            "PKY",
            "SKD",
        }
        self.assertEqual(set(), merged & set(current("term")))
        self.assertTrue(merged <= {entry.code for entry in shipped_entries("term")})

    def test_the_current_terms(self):
        # 84 of the suspension row, 9 beside it, OTH and UNS of the shortlist
        self.assertEqual(84 + 9 + 2, len(current("term")))

    def test_units_sources_and_purposes_are_complete(self):
        units = {entry.code for entry in shipped_entries("unit")}
        self.assertEqual(38, len(units - {""}))
        self.assertEqual(set("ACIUWDFROXY"), set(current("source")))
        self.assertEqual(set("BEGHLMNPQSTZ"), set(current("purpose")))

    def test_slips_of_the_published_files_are_corrected(self):
        units = {entry.code: entry for entry in shipped_entries("unit")}
        self.assertEqual("centímetros cuadrados", units["SQC"].title("es"))
        self.assertEqual("decímetros cuadrados", units["SQD"].title("es"))
        terms = {entry.code: entry for entry in shipped_entries("term")}
        self.assertIn("huevo", terms["SHE"].title("es"))


class TestCountries(unittest.TestCase):
    def setUp(self):
        self.countries = {entry.code: entry for entry in shipped_entries("country")}

    def test_countries_are_the_assigned_iso_codes_and_the_named_extras(self):
        extras = {"EU", "XX", "ZZ", *(f"X{chr(n)}" for n in range(65, 91))}
        self.assertEqual(249, len(set(self.countries) - extras))
        self.assertEqual(extras, extras & set(self.countries))

    def test_other_territories_of_cldr_are_not_countries(self):
        for code in ("QO", "UN", "EZ", "AC", "IC"):
            self.assertNotIn(code, self.countries)

    def test_names_of_special_codes_are_ours(self):
        self.assertEqual("High seas", self.countries["ZZ"].title("en"))
        self.assertEqual("Neverland (exercise)", self.countries["XA"].title("en"))
        self.assertEqual("Exercise country XD", self.countries["XD"].title("en"))
        self.assertIn("1244 (1999)", self.countries["XK"].title("fr"))

    def test_countries_are_named_as_the_united_nations_name_them(self):
        for code, *names in UNITED_NATIONS:
            country = self.countries[code]
            self.assertEqual(names, [country.title(each) for each in CONVENTION])

    def test_no_name_is_shortened_or_of_common_speech_alone(self):
        for country in some(self.countries.values()):
            for language in LANGUAGES:
                title = country.title(language)
                for word in ("&", "St. ", "Burma", "Corée du", "Corea del", "U.S."):
                    self.assertNotIn(word, title)

    def test_every_currency_of_the_countries_is_there(self):
        currencies = {entry.code for entry in shipped_entries("currency")}
        self.assertLess({"USD", "EUR", "XOF", "KES", "AED", "SOS", "ETB"}, currencies)
        self.assertGreater(len(currencies), 140)
