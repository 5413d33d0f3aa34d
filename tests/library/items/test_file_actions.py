"""Files become documents, or parts of an alert."""

from cites.cug.core.validation.errors import InvalidValue
from cites.cug.library.items import file_actions
from cites.cug.web.confirmation.decisions import Decisions
from cites.cug.web.confirmation.requirement import NonNominal
from io import BytesIO
from tests.access.canaries import png
from tests.library.item_case import ItemCase


WHO = {"acting_user": "customs-xa"}
NAMING = "The driver, Chinedu Okonkwo"


class FileActionsTest(ItemCase):
    def test_a_file_becomes_a_part_of_an_alert(self):
        alert = self.item()
        for data, name, kind in (
            (png("crate"), "crate.png", "Image"),
            (b"note", "note.txt", "File"),
        ):
            made = file_actions.attach_file(
                alert, BytesIO(data), name, **WHO, description="Where it lay."
            )
            self.assertEqual((kind, name), (made.portal_type, made.title))
            self.assertEqual("Where it lay.", made.description)
            self.assertEqual(name, getattr(made, kind.lower()).filename)

    def test_what_is_refused_or_names_somebody_leaves_nothing(self):
        alert = self.item()
        before = list(self.library.objectIds())
        for error, data, name, more in (
            (InvalidValue, b"MZ", "crate.png", {}),
            (NonNominal, b"note", f"{NAMING}.txt", {}),
            (NonNominal, b"note", "note.txt", {"description": f"{NAMING}."}),
        ):
            for action, where in (
                (file_actions.attach_file, alert),
                (file_actions.add_document, self.library),
            ):
                with self.subTest(name=name, **more), self.assertRaises(error):
                    action(where, BytesIO(data), name, **WHO, **more)
        with self.assertRaises(NonNominal):
            title = {"title": f"{NAMING}."}
            file_actions.add_document(self.library, b"note", "note.txt", **WHO, **title)
        self.assertEqual([], list(alert.objectIds()))
        self.assertEqual(before, list(self.library.objectIds()))

    def test_who_confirms_it_may_name_a_company(self):
        alert, confirmed = self.item(), {"decisions": Decisions(rest="carrier")}
        name = f"{NAMING}.txt"
        made = file_actions.attach_file(alert, BytesIO(b"note"), name, **WHO, **confirmed)
        self.assertEqual([made.id], list(alert.objectIds()))
        made = file_actions.add_document(self.library, b"note", name, **WHO, **confirmed)
        self.assertEqual(name, made.title)

    def test_a_document_has_the_files_name_unless_another_title_is_given(self):
        self.item()
        made = file_actions.add_document(self.library, b"note", "guide.txt", **WHO)
        told = (made.portal_type, made.title, made.language, made.file.filename)
        self.assertEqual(("LibraryDocument", "guide.txt", "en", "guide.txt"), told)
        fields = {"title": "EXERCISE", "language": "fr", "description": None}
        name = f"{NAMING}.txt"  # the title stands for it
        made = file_actions.add_document(self.library, b"note", name, **WHO, **fields)
        self.assertEqual(("EXERCISE", "fr"), (made.title, made.language))

    def test_an_attachment_is_moved_among_the_others(self):
        alert = self.item()
        files = [
            file_actions.attach_file(alert, BytesIO(png(name)), f"{name}.png", **WHO)
            for name in ("one", "two")
        ]
        first, second = (file.id for file in files)
        for steps, order in ((-1, [second, first]), (1, [first, second])):
            file_actions.move_attachment(files[1], steps, **WHO)
            self.assertEqual(order, list(alert.objectIds()))
            self.assertEqual(order[0], self.row(alert)["picture"])
            self.assertEqual(("customs-xa", {}), self.recorded("library.edit", alert)[-1])
