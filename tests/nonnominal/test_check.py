"""What the check finds, and what it leaves alone."""

import unittest
from cites.cug.nonnominal.check import check_text
from itertools import cycle
from itertools import islice
from tests.nonnominal.evaluation import sentences
from tests.nonnominal.evaluation import TUNING
from time import process_time


def repeated(text: str, length: int = 60_000) -> str:
    return "".join(islice(cycle(text), length))


def effort(text: str) -> float:
    started = process_time()
    check_text(text)
    return process_time() - started


class TestCheck(unittest.TestCase):
    def found(self, text: str, *allowed: str) -> list[tuple[str, str]]:
        return [(str(f.kind), f.text) for f in check_text(text, allowed)]

    def test_offsets_count_characters(self):
        text = "Été 2026 : écrire à rare.cats@example.org"
        (finding,) = check_text(text)
        self.assertEqual(text[finding.start : finding.end], finding.text)
        self.assertEqual(finding.text, "rare.cats@example.org")

    def test_nothing_in_nothing(self):
        for text in ("", "   ", "\n", "12", "…"):
            self.assertEqual(self.found(text), [])

    def test_checksums(self):
        iban = "GB82 WEST 1234 5698 7654 32"
        self.assertEqual(self.found(f"Sent to {iban} today"), [("iban", iban)])
        self.assertEqual(self.found("Sent to GB83 WEST 1234 5698 7654 32 today"), [])
        card = "4111 1111 1111 1111"
        self.assertEqual(self.found(f"Paid with {card}"), [("card", card)])
        self.assertEqual(self.found("Batch 4111 1111 1111 1112"), [])

    def test_one_finding_for_the_same_words(self):
        text = "IMEI 861457039123450, IBAN FR76 3000 6000 0112 3456 7890 189"
        kinds = [kind for kind, _text in self.found(text)]
        self.assertEqual(kinds, ["coordinates_device", "iban"])

    def test_papers_of_goods_are_none(self):
        for text in (
            "Export permit XA-2026-00417 and certificate FR2607500123-K",
            "Container MSKU 482913 6, seal 0048213, air waybill 176-48213390",
            "Flight QR 1369 at 06:40 on 2024-05-11 08:30",
            "Regulation (EC) No 338/97, article 4.2.1.3, HS 0106.19",
            "9.5624 N, 44.0770 E",
        ):
            self.assertEqual(self.found(text), [], text)

    def test_amounts_are_no_telephones(self):
        for text in (
            "Worth 12 345 678 USD, $12 345 678 or 123 456 789 francs",
            "12 345 678 kg, 12.500.000 pièces",
            "Procès-verbal n° 07 48 21 30 12",
        ):
            self.assertEqual(self.found(text), [], text)
        self.assertEqual(self.found("(77 482 13 90)"), [("phone", "77 482 13 90")])

    def test_nicknames(self):
        for text, name in (
            ("Alias El Tuerto vende loros", "El Tuerto"),
            ("apodado «el Gato Negro»", "el Gato Negro"),
            ("surnommé « Le Vieux »", "Le Vieux"),
            ("Somebody a.k.a. Shadow was there", "Shadow"),
        ):
            self.assertEqual(self.found(text), [("person", name)])

    def test_what_is_named_after_somebody_is_none(self):
        for text in (
            "Seized at Jomo Kenyatta International Airport",
            "Grevy's zebra, gacela de Cuvier, zèbre de Grévy",
            "Rue Victor Hugo, Calle Simón Bolívar, Nelson Mandela Avenue",
            "Tortue d'Hermann, Pallas's fish eagle, ciervo del padre David",
            "Lake Victoria, Murchison Falls, cataratas Murchison, Cabo Pulmo",
            "Dalbergia maritima R. Viguier; parc national de la Lopé",
            "The Jane Goodall Institute took them in",
        ):
            self.assertEqual(self.found(text), [], text)

    def test_parts_of_names(self):
        for text, name in (
            ("The driver was Lourens du Toit.", "Lourens du Toit"),
            ("Mme de La Rochetière a signé", "de La Rochetière"),
            ("Diallo, Mamadou (driver)", "Diallo, Mamadou"),
            ("Sent by PARK Min-jun yesterday", "PARK Min-jun"),
            ("Sent by W. Tchakounté yesterday", "W. Tchakounté"),
            ("El cabo Etxenike pesó la carga", "Etxenike"),
            ("Note: O'Driscoll came back", "O'Driscoll"),
            ("the seller, Nubia Esperanza Caicedo", "Nubia Esperanza Caicedo"),
        ):
            self.assertEqual(self.found(text), [("person", name)], text)

    def test_whoever_was_named_is_known_by_the_family_name(self):
        text = "El comisario Aramayo llegó; faltan las firmas de Aramayo."
        self.assertEqual(self.found(text), [("person", "Aramayo")] * 2)
        self.assertEqual(self.found("Faltan las firmas de Aramayo."), [])

    def test_several_of_one_kind(self):
        text = "Passports: A03918274 (torn), GX7719203 and P4819203"
        numbers = ["A03918274", "GX7719203", "P4819203"]
        self.assertEqual(self.found(text), [("passport", n) for n in numbers])
        text = "Seals: A03918274, GX7719203 and P4819203"
        self.assertEqual(self.found(text), [])

    def test_names_of_files_have_no_spaces(self):
        found = self.found("foto_Condori_placa_X4K-978_trasera.jpg")
        self.assertEqual(found, [("person", "Condori"), ("plate", "X4K-978")])

    def test_somebody_beside_a_company(self):
        found = self.found("Ivan Petrov and Blue Savannah Ltd paid")
        named = [("person", "Ivan Petrov"), ("company", "Blue Savannah Ltd")]
        self.assertEqual(found, named)

    def test_allowed_names_are_none(self):
        text = "Amina Yusuf wrote to Yusuf Abdullahi, see amina@example.org"
        names = [name for _kind, name in self.found(text)]
        self.assertEqual(names, ["Amina Yusuf", "Yusuf Abdullahi", "amina@example.org"])
        found = self.found(text, "Amina Yusuf", "amina@example.org")
        self.assertEqual(found, [("person", "Yusuf Abdullahi")])

    def test_a_part_of_an_allowed_name(self):
        text = "Thanks, Mr Okello, for the pictures"
        self.assertEqual(self.found(text), [("person", "Okello")])
        self.assertEqual(self.found(text, "Peter Okello"), [])

    def test_case_and_accents_do_not_matter(self):
        for text in ("JOSE HERNANDEZ SOTO paid", "the seller jose hernandez paid"):
            self.assertEqual([kind for kind, _name in self.found(text)], ["person"], text)


class TestEffort(unittest.TestCase):
    def test_no_text_takes_more_than_its_length(self):
        """Each of these took time by the square or a higher power of its length."""
        ordinary = effort(repeated(" ".join(s.text for s in sentences(TUNING))))
        for part in (
            *("Mohamed-", "A-", "MOHAMED ", "O'", "Xy&", "x@a.bc ", "Blue Nile Ltd "),
            *("Mr Smith ", "1 ", "12/", "GB82 ", "'", "@", " ", "\n", "<", "(at)"),
        ):
            self.assertLess(effort(repeated(part)), 8 * ordinary, part)
