"""Names that the words right around them tell, and what these do not make a name."""

import unittest
from tests_nonnominal.finding import found


class TestPointing(unittest.TestCase):
    def test_somebody_is_meant(self):
        for text, name in (
            ("les peaux pour un nommé Badou.", "Badou"),
            ("Selon lui, c’est Zénabou qui pesait tout", "Zénabou"),
            ("9:40 Cárdenas sale del depósito", "Cárdenas"),
            ("9h40 Kablan sort du dépôt avec eux", "Kablan"),
            ("Ama and me did the count", "Ama"),
            ("il posait des pièges pour la famille Mboumba", "Mboumba"),
            ("À rappeler : Delroy (port), le labo", "Delroy"),
            ("hay dos nombres, Mamani y De la Vega, nada más", "De la Vega"),
        ):
            self.assertIn(name, found(text, "person"), text)

    def test_nobody_is_meant(self):
        for text in (
            "This is where I'm living and what I've seen",
            "kept in Hall B until the gate opens",
            "el de Aduanas de Bolívar quiere el sello",
            "Gillett, une ville au nord, et Constance est une ville",
            "le col du Perthus est fermé",
            "Lundi Saint, le convoi part",
            "vu devant le Leclerc de Tarnos",
            "National Police of XA (exercise)",
            "Mont Bélo et Lake Albert sont sur la carte",
        ):
            self.assertEqual([], found(text, "person"), text)


class TestSomebodyInAPhrase(unittest.TestCase):
    def assert_found(self, *cases: tuple[str, str]) -> None:
        for text, name in cases:
            self.assertIn(name, found(text, "person"), text)

    def assert_nobody(self, *texts: str) -> None:
        for text in texts:
            self.assertEqual([], found(text, "person"), text)

    def test_who_speaks(self):
        self.assert_found(
            ("subrayó Castellano ante los jueces", "Castellano"),
            ("Wazembe said the boat had left", "Wazembe"),
            ("Tchuenkam explique que le sac est à lui", "Tchuenkam"),
            ("kasimbo said the boat had left at dawn", "kasimbo"),
        )
        self.assert_nobody(
            "Crane no 3 broke, Harbour Master says Friday",
            "Bordeaux dit rien, Brest dit rien",
        )

    def test_who_is_told_or_met(self):
        self.assert_found(
            ("dites à Yao de laisser les cartons", "Yao"),
            ("told mutua to photograph every tusk", "mutua"),
            ("The accused paid Wazembe in two parts.", "Wazembe"),
            ("ndlovu can u send me the log", "ndlovu"),
        )
        self.assert_nobody("told kingsway couriers to hold the box till noon")

    def test_whose_relative_or_lawyer(self):
        self.assert_found(
            ("twice; his partner Senada declined.", "Senada"),
            ("l'avocat de mbemba veut les scellés", "mbemba"),
            ("il a vu son frère Armand l'autre soir", "Armand"),
        )

    def test_officers_of_a_body(self):
        self.assert_found(
            ("L'inspecteur des Eaux et Forêts Gbaguidi a signé.", "Gbaguidi"),
            ("El agente forestal Urdaneta levantó el acta.", "Urdaneta"),
            ("l'inspecteur des eaux et forêts gbaguidi a signé", "gbaguidi"),
        )
        self.assert_nobody(
            "le capitaine de Llanelli a pris la parole",
            "El gerente general de Musimundo lo niega.",
        )

    def test_a_name_of_a_place_with_whom(self):
        self.assert_found(
            ("she went there with Elizabeth and came back", "Elizabeth"),
            ("Il soutient que Hervé et un ami l'ont aidé.", "Hervé"),
        )
        self.assert_nobody("braconnage en recul dans la Lopé cette année")

    def test_lines_of_notes_letters_and_forms(self):
        self.assert_found(
            ("1430 hrs: Bongani arrives on a motorbike", "Bongani"),
            ("06h10 : Bachirou charge deux sacs", "Bachirou"),
            ("Please call the lab.\nMark", "Mark"),
            ("Témoin\tVille\nKimbembo\tNkayi", "Kimbembo"),
        )
        self.assert_nobody("Suspect: unknown male, blue overalls")

    def test_an_animal_is_called_so(self):
        self.assert_nobody(
            "Le gorille, surnommé Victor par les soigneurs, va mieux.",
            "La osa, llamada Frida por todos, llegó ayer.",
        )
        self.assert_found(
            ("two falcons and Anton drove the van", "Anton"),
            ("ya vino el dr. Iturbe, el jaguar va mejor", "Iturbe"),
        )


class TestWholeNames(unittest.TestCase):
    def test_ordinary_family_names(self):
        for text, name in (
            ("We met John Key at the gate", "John Key"),
            ("Dr. White signed the form", "White"),
            ("M. Boulanger, antiquaire, affirme tout ignorer.", "Boulanger"),
            ("Statement of Margaret Achieng Owuor: none", "Margaret Achieng Owuor"),
        ):
            self.assertIn(name, found(text, "person"), text)

    def test_several_in_a_list(self):
        text = "Présents : Mme Delcourt, M. Sawadogo, P. Iyenguet."
        self.assertEqual(
            ["Delcourt", "M. Sawadogo", "P. Iyenguet"], found(text, "person")
        )

    def test_an_owner_before_a_company(self):
        text = "Dr H. J. van der Merwe of Highveld Exotic Vets CC certified it"
        self.assertEqual(["H. J. van der Merwe"], found(text, "person"))
        self.assertEqual(["Highveld Exotic Vets CC"], found(text, "company"))

    def test_the_ends_of_what_is_no_name(self):
        for text in (
            "Cámara de Comercio y Congreso firmaron el acuerdo",
            "Tasking: Alpha North fence, Juliet OP and river crossing",
            "Item\tBrand\tMaterial\nBelt\tMario Rossini\tCaiman",
            "Des bouteilles de Château Margaux masquaient les civelles.",
            "Selon Dubois (2012), le braconnage recule.",
            "La patrulla subió por la calle Doctor Fleming ayer.",
        ):
            self.assertEqual([], found(text, "person"), text)
