"""The catalogues: up to the code, complete, and shown to their readers."""

import re
import requests
import sys
import unittest
from babel.messages.pofile import read_po
from cites.cug.core.plone_internals.plural_messages import say
from cites.cug.core.settings.languages import LANGUAGES, UNREVIEWED
from cites.cug.demo.testing import PASSWORD
from cites.cug.web.layout import page as shell
from contextlib import redirect_stdout
from html import unescape
from importlib import import_module
from io import StringIO
from lxml import html
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory
from tests.library.http import as_json, Form, HttpTestCase
from tests.library.samples import zipped
from tests.some import some
from tests_nonnominal.files.planted_pictures import jpeg
from unittest.mock import patch
from zope.i18nmessageid import Message


SCRIPTS = Path(__file__).resolve().parents[1] / "scripts"
#: In words, as the consortium calls itself.
ICCWC = {
    "en": "International Consortium on Combating Wildlife Crime (ICCWC)",
    "fr": "Consortium international de lutte contre la criminalité liée aux espèces"
    " sauvages (ICCWC)",
    "es": "Consorcio Internacional para Combatir los Delitos contra la Vida Silvestre"
    " (ICCWC)",
    "ar": "الاتحاد الدولي لمكافحة الجرائم المتعلقة بالأحياء البرية (ICCWC)",
}


class CataloguesTest(unittest.TestCase):
    def setUp(self):
        with patch.object(sys, "path", [str(SCRIPTS), *sys.path]):
            self.translations = import_module("translations")

    def messages(self, language):
        found = {}
        for domain in self.translations.DOMAINS:
            with domain.catalogue(language).open("rb") as file:
                found |= {one.id: one.string for one in read_po(file) if one.id}
        return found

    def changed(self, **places):
        """With other places of the portal's own catalogues."""
        portal, *others = self.translations.DOMAINS
        domains = (portal._replace(**places), *others)
        return patch.object(self.translations, "DOMAINS", domains)

    def complaints(self):
        with redirect_stdout(StringIO()) as said:
            status = self.translations.check()
        return status, said.getvalue()

    def test_they_say_all_that_the_code_says(self):
        self.assertEqual(self.complaints(), (0, "Translations are complete.\n"))

    def test_a_page_that_names_iccwc_spells_it_out_once(self):
        """A page has the messages of one module or template."""
        portal, *_others = self.translations.DOMAINS
        with portal.catalogue("en").open("rb") as file:
            pages = {
                one.id: [place for place, _line in one.locations] for one in read_po(file)
            }
        for language, name in ICCWC.items():
            named = {
                key: text
                for key, text in self.messages(language).items()
                if "ICCWC" in text
            }
            spelled = [
                place
                for key, text in named.items()
                if name in text
                for place in pages[key]
            ]
            self.assertGreaterEqual(len(spelled), 5)
            self.assertEqual(len(spelled), len(set(spelled)), language)
            for key in named:
                self.assertLessEqual(set(pages[key]), set(spelled), (language, key))

    def test_faults_are_found(self):
        faults = {
            'msgstr "Bibliothèque"': (
                'msgstr ""',
                "not translated: 'common_library_link'",
            ),
            'msgstr "Éléments\u202f: ${count}"': (
                'msgstr "Éléments\u202f: ${n}"',
                "other variables than in English: 'library_items_heading'",
            ),
            'msgstr "Brouillon"': (
                'msgstr "Draft"',
                "the same as in English: 'common_draft_text'",
            ),
            "le journal d’audit garde": (
                "la piste d’audit garde",
                "'web_below_deleted_good_audit_trail_text':"
                " 'piste d’audit' is called 'journal d’audit'",
            ),
            'msgstr "Rechercher"': (
                'msgstr "Recherche(s)"',
                "'common_search_button': '(s)' is called 'no such mark'",
            ),
            "cette correction\u202f?": (
                "cette correction?",
                "'library_corrections_accept_this_correction_title':"
                " 'n?' is not set as the language sets it",
            ),
            'msgid "common_search_button"': (
                '#, fuzzy\nmsgid "common_search_button"',
                "not translated: 'common_search_button'",
            ),
        }
        for right, (wrong, complaint) in faults.items():
            with self.subTest(complaint), TemporaryDirectory() as folder:
                locales = copytree(self.translations.LOCALES, Path(folder) / "locales")
                path = locales / "fr" / "LC_MESSAGES" / "cites.cug.po"
                text = path.read_text(encoding="utf-8")
                self.assertIn(right, text)
                path.write_text(text.replace(right, wrong, 1), encoding="utf-8")
                with self.changed(locales=locales):
                    status, said = self.complaints()
                self.assertEqual(status, 1)
                self.assertIn(f"fr: {complaint}\n", said)

    def test_a_translation_whose_english_has_changed_is_confirmed_or_rewritten(self):
        key = "workspaces_topic_nobody_has_commented_yet_text"
        with TemporaryDirectory() as folder:
            locales = copytree(self.translations.LOCALES, Path(folder) / "locales")
            catalogues = Path("LC_MESSAGES", "cites.cug.po")
            for path, old, new in (
                (
                    locales / "en" / catalogues,
                    '"Nobody has commented yet."',
                    '"No comment was allowed."',
                ),
                (
                    locales / "es" / catalogues,
                    '"Nadie ha comentado todavía."',
                    '"No se permitió ningún comentario."',
                ),
                (
                    locales / "en" / "letters.toml",
                    "you have access",
                    "you have no access",
                ),
            ):
                text = path.read_text(encoding="utf-8")
                self.assertIn(old, text)
                path.write_text(text.replace(old, new), encoding="utf-8")
            with self.changed(locales=locales):
                status, said = self.complaints()
                self.assertEqual(status, 1)
                self.assertIn(f"fr: other English above it: {key!r};", said)
                self.translations.update()
                found = re.findall(
                    "(.+): the English has changed .+ confirm (.+)", self.complaints()[1]
                )
                self.assertEqual(
                    [
                        *(f"fr: {key}", "fr: letters.toml", "es: letters.toml"),
                        *(f"ar: {key}", "ar: letters.toml"),
                    ],
                    [place.partition("#")[0] for place, _key in found],
                )
                self.translations.confirm(*(key for _place, key in found))
                self.assertEqual((0, "Translations are complete.\n"), self.complaints())

    def test_a_number_before_a_noun_has_all_forms(self):
        with TemporaryDirectory() as folder:
            locales = copytree(self.translations.LOCALES, Path(folder) / "locales")
            for language, old, new in (
                (
                    "en",
                    "made for {days, plural, one {# day} other {# days}}",
                    "made for ${days} days",
                ),
                ("ar", "few {# أيام} ", ""),
            ):
                path = locales / language / "LC_MESSAGES" / "cites.cug.po"
                text = path.read_text(encoding="utf-8")
                self.assertIn(old, text)
                path.write_text(text.replace(old, new), encoding="utf-8")
            with self.changed(locales=locales):
                status, said = self.complaints()
        self.assertEqual(status, 1)
        self.assertIn(
            "en: 'operations_upkeep_no_backup_made_days_text': a number stands before a"
            " noun: give it forms\n",
            said,
        )
        self.assertRegex(said, "ar: .+: no form for few: days\n")

    def test_ids_of_the_code_and_of_the_catalogue_are_the_same(self):
        for old, new, complaints in (
            (
                'msgid "common_library_link"',
                'msgid "Shelf"',
                (
                    "Only in the code: 'common_library_link'",
                    "Not in the code: 'Shelf'",
                    "en: an id has only a-z, 0-9 and _: 'Shelf'",
                ),
            ),
            ('msgstr "Library"', 'msgstr ""', ("en: no text: 'common_library_link'",)),
            ('msgstr "Library"', 'msgstr "Li"\n"brary"', ("en: not one line for each",)),
        ):
            with self.subTest(new), TemporaryDirectory() as folder:
                locales = copytree(self.translations.LOCALES, Path(folder) / "locales")
                path = locales / "en" / "LC_MESSAGES" / "cites.cug.po"
                text = path.read_text(encoding="utf-8")
                self.assertIn(old, text)
                path.write_text(text.replace(old, new), encoding="utf-8")
                with self.changed(locales=locales):
                    status, said = self.complaints()
                self.assertEqual(status, 1)
                for complaint in complaints:
                    self.assertIn(complaint, said)

    def test_a_message_in_an_f_string_is_found(self):
        """Extraction does not see it, so that no reader would be told it in their own."""
        line = "one = f\"{say(_('Shelf'))}: {count}\"\n"
        with TemporaryDirectory() as folder:
            path = Path(folder) / "shelf.py"
            path.write_text(f"from cites.cug import _\n\n\n{line}", encoding="utf-8")
            found = [*self.translations._unseen(Path(folder))]
        self.assertEqual(
            found, ["shelf.py:4: 'Shelf' stands in an f-string: put it outside"]
        )

    def test_values_that_a_template_puts_together_are_found(self):
        """Arabic has a comma of its own, and French a space before a colon."""
        lines = "<p>${one/a}, ${one/b}</p>", "${python: ', '.join(names)}", "<p>a, b</p>"
        with TemporaryDirectory() as folder:
            path = Path(folder) / "shelf.pt"
            path.write_text("\n".join(lines), encoding="utf-8")
            found = [one.split(": ")[0] for one in self.translations._joined(path.parent)]
        self.assertEqual(found, ["shelf.pt:1", "shelf.pt:2"])

    def test_punctuation_of_the_demo_is_looked_at(self):
        with TemporaryDirectory() as folder:
            path = Path(folder) / "alerts.toml"
            path.write_text(
                'language = "fr"\n[[alert]]\ntitle = "Saisie: trois"\n'
                'translations = [{ language = "en", title = "Seizure: three" }]\n',
                encoding="utf-8",
            )
            with patch.object(self.translations, "DEMO", Path(folder)):
                status, said = self.complaints()
        self.assertEqual(status, 1)
        self.assertEqual(
            said,
            "fr: alerts.toml: 'Saisie: trois': 'e:' is not set as the language sets it\n",
        )

    def test_punctuation_is_each_language_s_own(self):
        for message, text in some(self.messages("fr").items()):
            self.assertNotIn("'", text, message)
        for message, text in some(self.messages("es").items()):
            self.assertEqual(text.count("?"), text.count("¿"), message)
            self.assertEqual(text.count("!"), text.count("¡"), message)


class ReadersTest(HttpTestCase):
    """Each reader is spoken to in the language they asked for."""

    def reader(self, language, user="customs-xa"):
        """A browser that prefers a language and keeps its cookies."""
        session = requests.Session()
        session.auth = (user, PASSWORD)
        session.headers.update({"Accept": "text/html", "Accept-Language": language})
        return session

    def assertSaid(self, words, answer):
        self.assertTrue(words in unescape(answer.text), f"not on {answer.url}: {words}")

    def test_the_browser_s_language(self):
        for language, library, form in (
            ("fr-CH, fr;q=0.9", "Nouvelle alerte", "Code de diffusion"),
            ("es-MX, es;q=0.9", "Nueva alerta", "Código de difusión"),
            ("de", "New alert", "Handling code"),
        ):
            reader = self.reader(language)
            self.assertSaid(library, reader.get(self.library))
            self.assertSaid(form, reader.get(f"{self.library}/++add++Alert"))

    def test_a_chosen_language_is_kept(self):
        reader = self.reader("fr")
        self.assertSaid("Bibliothèque", reader.get(self.library))
        chosen = reader.get(self.library, params={"set_language": "es"})
        self.assertSaid('lang="es"', chosen)
        self.assertSaid("Buscar en títulos, textos y archivos adjuntos", chosen)
        self.assertSaid("Biblioteca", reader.get(self.library))

    def test_all_that_a_filter_leaves_is_said_in_the_gender_of_its_label(self):
        group = self.library.rpartition("/")[0]
        for path, name, french, spanish in (
            ("members", "country", "Tous", "Todos"),
            ("members", "category", "Toutes", "Todas"),
            ("directory", "kind", "Tous", "Todos"),
            ("messages", "handling", "Tous", "Todos"),
            ("permits/search", "status", "Tous", "Todos"),
        ):
            for language, words in (("fr", french), ("es", spanish)):
                page = html.fromstring(
                    self.browse("GET", f"{group}/{path}", lang=language).text
                )
                (option,) = page.xpath(f"//select[@name='{name}']/option[@value='']")
                self.assertEqual(words, option.text, (path, name))

    def test_the_foot_says_that_nobody_has_reviewed_a_translation(self):
        key = "web_main_template_not_yet_reviewed_text"
        said = {one: say(Message(key, "cites.cug"), one) for one in LANGUAGES}
        self.assertEqual(len(LANGUAGES), len(set(said.values())))

        def noted(language):
            page = html.fromstring(self.browse("GET", self.library, lang=language).text)
            self.assertEqual(language, page.get("lang"))
            notes = page.xpath(f"//p[normalize-space() = '{said[language]}']")
            self.assertTrue(all(one.getparent().tag == "footer" for one in notes))
            return len(notes)

        self.assertEqual(
            {one: int(one in UNREVIEWED) for one in LANGUAGES},
            {one: noted(one) for one in LANGUAGES},
        )
        self.assertNotIn("en", UNREVIEWED)
        with patch.object(shell, "UNREVIEWED", UNREVIEWED - {"fr"}):
            self.assertEqual(0, noted("fr"))

    def test_mistakes_in_a_form(self):
        for language, title, why in (
            ("fr", "Titre : ", "Ce champ doit être rempli."),
            ("es", "Título: ", "Este campo debe rellenarse."),
        ):
            form = Form(self, f"{self.library}/++add++Alert", lang=language)
            said = form.send(title="").mistakes
            self.assertEqual(said["form-widgets-title"], title + why)

    def test_values_of_an_alert(self):
        alert = self.make(self.alert(latitude=10.5, longitude=-45.25))["@id"]
        page = self.browse("GET", alert, lang="fr")
        self.assertSaid("10,5° N 45,25° O", page)
        self.assertSaid("Saisie", page)
        self.assertSaid("Brouillon", page)

    def test_sizes_of_files(self):
        alert = self.make(self.alert())["@id"]
        file = as_json(b"1 " * 1000, "a.txt")
        self.make({"@type": "File", "title": "EXERCISE", "file": file}, alert)
        form = self.browse("GET", f"{alert}/edit", lang="fr")
        self.assertSaid("2 ko", form)

    def test_files_that_cannot_be_cleaned(self):
        """The check of files has catalogues of its own."""
        alert = self.make(self.alert())["@id"]
        file = as_json(jpeg() + zipped({"a.txt": b"a"}), "a.jpg")
        answer = self.ask(
            "POST",
            alert,
            headers={"Accept-Language": "fr"},
            json={"@type": "File", "title": "EXERCISE", "file": file},
        )
        self.assertEqual(answer.status_code, 400)
        words = "Le fichier est de deux types à la fois."
        self.assertIn(words, answer.json()["message"])

    def test_the_editor_s_styles(self):
        form = self.browse("GET", f"{self.library}/++add++Alert", lang="es")
        # JSON in an attribute.
        self.assertSaid('"subheading": "Subtítulo"', form)

    def test_the_library_above_a_list_of_files(self):
        page = self.browse("GET", f"{self.library}/upload", lang="es")
        self.assertSaid(f'<a href="{self.library}">Biblioteca</a>', page)

    def test_refusals(self):
        page = self.browse("GET", f"{self.portal}/nowhere", lang="es")
        self.assertEqual(page.status_code, 404)
        self.assertSaid("No hay nada en esta dirección.", page)
        answer = self.ask(
            "GET", f"{self.portal}/nowhere", headers={"Accept-Language": "fr"}
        )
        self.assertEqual(answer.json()["message"], "Il n’y a rien à cette adresse.")

    def test_bad_input_of_a_program(self):
        answer = self.ask(
            "POST",
            self.library,
            headers={"Accept-Language": "es"},
            json=self.alert(title=None),
        )
        self.assertEqual(answer.status_code, 400)
        self.assertIn("title: Este campo debe rellenarse.", answer.json()["message"])
