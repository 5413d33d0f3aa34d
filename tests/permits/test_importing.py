"""Files are taken over whole or not at all, again and again without change."""

import transaction
from cites.cug.permits.formats.epermit import write
from cites.cug.permits.formats.raw_permit import UnreadableFile
from cites.cug.permits.importing import (
    import_permits,
    ImportedFile,
    preview,
    read_files,
    SHOWN,
)
from cites.cug.permits.managers import PermitManager
from cites.cug.permits.models import PermitSource
from cites.cug.permits.revisions import compare_permits, revisions_of
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from tests.permits.case import RegistryCase
from tests.permits.examples import permit, SOUND, with_line


EVERYBODY = PermitManager(True)
OF_XA = PermitManager(False, frozenset({"XA"}))
OTHER = permit(number="XA-2026-000124")


def silent(_done, _total):
    """Nobody waits for it."""


def files(*contents):
    return [
        ImportedFile(f"{number}.xml", BytesIO(content))
        for number, content in enumerate(contents, start=1)
    ]


class ImportCase(RegistryCase):
    def read(self, *permits, keeper=EVERYBODY):
        return read_files(files(*map(write, permits)), keeper, told=silent)

    def take(self, *permits):
        found = self.read(*permits)
        stored = import_permits(found, acting_user="contact-xa", told=silent)
        transaction.commit()
        return stored

    def refused(self, *contents, keeper=EVERYBODY):
        with self.assertRaises(UnreadableFile) as caught:
            read_files(files(*contents), keeper, told=silent)
        return caught.exception.faults


class TestImport(ImportCase):
    def test_new_then_the_same_then_changed(self):
        self.assertEqual((2, 0, 0), self.take(SOUND, OTHER))
        self.assertIs(PermitSource.IMPORT, self.found().source)
        before = self.found()
        self.assertEqual((0, 0, 2), self.take(SOUND, OTHER))
        self.assertEqual(before, self.found())
        changed = with_line({"quantity": Decimal(3)})
        self.assertEqual((0, 1, 1), self.take(changed, OTHER))
        self.assertEqual(2, self.found().revision)
        (earlier,) = revisions_of(before.id)
        self.assertEqual(
            [("lines[0].quantity", 2, 3)],
            compare_permits(earlier.permit, self.found().permit),
        )

    def test_it_is_told_how_far_it_is(self):
        told = []
        found = self.read(SOUND, OTHER)
        import_permits(
            found, acting_user="contact-xa", told=lambda *how_far: told.append(how_far)
        )
        self.assertEqual([(2, 2)], told)
        told = []
        read_files(files(write(SOUND)), EVERYBODY, told=lambda *one: told.append(one))
        self.assertEqual([(0, 0)], told)

    def test_one_bad_file_spoils_all(self):
        (fault,) = self.refused(write(SOUND), b"<CITESEPermit>")
        self.assertEqual(("2.xml", 1), (fault.file, fault.line))
        self.assertIsNone(self.found())

    def test_faults_of_all_files_are_told(self):
        faults = self.refused(b"<a/>", write(SOUND), b"<b/>")
        self.assertEqual(["1.xml", "3.xml"], [fault.file for fault in faults])


class TestTogether(ImportCase):
    def test_the_same_permit_twice_is_one(self):
        self.assertEqual((1, 0, 0), self.take(SOUND, SOUND))

    def test_one_number_with_two_contents(self):
        changed = write(permit(number="xa 2026 000123", purpose="T"))
        (fault,) = self.refused(write(OTHER), write(SOUND), changed)
        self.assertEqual(("3.xml", 2, "number"), (fault.file, fault.line, fault.field))
        self.assertEqual("2.xml:2", fault.message.mapping["place"])

    def test_permits_of_other_countries(self):
        foreign = permit(country="XB")
        self.assertEqual(1, len(self.read(SOUND, keeper=OF_XA)))
        (fault,) = self.refused(write(SOUND), write(foreign), keeper=OF_XA)
        self.assertEqual(("2.xml", 2, "country"), (fault.file, fault.line, fault.field))


class TestPreview(ImportCase):
    def look(self, *permits):
        seen = preview(self.read(*permits), acting_user="contact-xa")
        transaction.commit()
        return seen

    def test_what_would_change(self):
        self.store(SOUND, OTHER)
        kept = self.found()
        changed, new = permit(purpose="T"), permit(number="XA-2026-000125")
        seen = self.look(changed, OTHER, new)
        self.assertEqual([new], seen.created)
        self.assertEqual([(kept.id, SOUND, changed)], seen.changed)
        self.assertEqual((1, 1, 1), seen.counts)

    def test_the_look_is_in_the_trail(self):
        self.store(SOUND)
        self.look(permit(purpose="T"), OTHER)
        (event,) = self.events("preview")
        self.assertEqual("contact-xa", event.actor)
        counts = {"created": 1, "changed": 1, "unchanged": 0}
        self.assertEqual(counts | {"shown": [self.found().id]}, event.detail)

    def test_the_first_of_many(self):
        many = [permit(number=f"XA-{number}") for number in range(SHOWN + 5)]
        seen = self.look(*many)
        self.assertEqual(SHOWN, len(seen.created))
        self.assertEqual((SHOWN + 5, 0, 0), seen.counts)
        self.store(*many)
        seen = self.look(*(replace(one, purpose="T") for one in many))
        self.assertEqual(SHOWN, len(seen.changed))
        self.assertEqual((0, SHOWN + 5, 0), seen.counts)

    def test_it_changes_nothing(self):
        self.store(SOUND)
        before = self.found()
        self.look(permit(purpose="T"), OTHER)
        self.assertEqual(before, self.found())
        self.assertIsNone(self.found(OTHER))
        self.assertEqual(1, len(self.events("store")))
