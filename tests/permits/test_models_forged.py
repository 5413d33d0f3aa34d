"""Whoever can write to the database makes no permit that an officer takes for valid."""

import transaction
from cites.cug.core.settings.deployment import records_url
from cites.cug.core.sql.session import engine
from cites.cug.core.validation.errors import Missing, Refusal
from cites.cug.permits.actions.scans import add_scans, open_scan
from cites.cug.permits.actions.status import change_status
from cites.cug.permits.lookup import consult, open_permit
from cites.cug.permits.permit import Status
from cites.cug.permits.queries import PermitSearch, search
from cites.cug.permits.registry import status_history
from cites.cug.permits.revisions import revisions_of
from cites.cug.permits.verdict import Verdict
from cites.cug.web.uploads.files import Upload
from dataclasses import replace
from datetime import date
from io import BytesIO
from sqlalchemy import text
from tests.library.samples import PDF
from tests.permits.case import RegistryCase
from tests.permits.examples import SOUND


TODAY = SOUND.valid_from
OFFICER = {"today": TODAY, "acting_user": "customs-xa"}


class ForgedPermitsTest(RegistryCase):
    def setUp(self):
        self.store(SOUND)
        self.permit_id = self.found().id

    def forge(self, statement):
        with engine(records_url()).begin() as connection:
            self.assertTrue(connection.execute(text(statement)).rowcount)

    def verdict(self, permit=SOUND):
        answer = consult(permit.country, permit.number, **OFFICER)
        transaction.commit()
        self.assertEqual(answer.verdict is Verdict.VALID, answer.registered is not None)
        return answer.verdict

    def test_another_value(self):
        changes = (
            "permit SET valid_until = '2099-01-01'",
            "permit SET number = 'XA-1', key = 'XA1'",
            "permit SET status = 'used'",
            'permit SET importer = \'{"name": "A"}\'',
            "permit SET digest = 'a'",
            "permit_line SET quantity = 100",
            "permit_line SET scientific_name = 'Panthera leo'",
        )
        for change in changes:
            with self.subTest(change):
                self.assertIs(Verdict.VALID, self.verdict())
                self.forge(f"UPDATE {change}")
                asked = replace(SOUND, number="XA-1") if "key" in change else SOUND
                self.assertIs(Verdict.UNVERIFIED, self.verdict(asked))
                with self.assertRaises(Missing):
                    open_permit(self.permit_id, **OFFICER)
                self.assertEqual([], list(search(PermitSearch(), acting_user="a").rows))
                transaction.commit()
                self.forge("DELETE FROM permit")
                self.store(SOUND)
                self.permit_id = self.found().id

    def test_lines_that_are_left_out_or_added(self):
        self.forge("DELETE FROM permit_line")
        self.assertIs(Verdict.UNVERIFIED, self.verdict())

    def test_nothing_makes_it_valid_again(self):
        self.forge("UPDATE permit SET valid_until = '2099-01-01'")
        with self.assertRaises(Missing):
            change_status(self.permit_id, Status.USED, "a", acting_user="contact-xa")
        transaction.abort()
        with self.assertRaises(Refusal):
            self.store(replace(SOUND, purpose="T"))
        transaction.abort()
        self.assertIs(Verdict.UNVERIFIED, self.verdict())

    def test_what_the_portal_changes_stays_valid(self):
        self.store(replace(SOUND, purpose="P", valid_until=date(2099, 1, 1)))
        self.assertIs(Verdict.VALID, self.verdict())
        change_status(self.permit_id, Status.USED, "Box", acting_user="contact-xa")
        transaction.commit()
        answer = consult(SOUND.country, SOUND.number, **OFFICER)
        self.assertIs(Verdict.USED, answer.verdict)
        self.assertEqual(1, len(answer.history))

    def test_history_and_earlier_values(self):
        self.store(replace(SOUND, purpose="P"))
        change_status(self.permit_id, Status.USED, "Box", acting_user="contact-xa")
        transaction.commit()
        self.assertEqual(1, len(status_history(self.found())))
        self.assertEqual(1, len(revisions_of(self.permit_id)))
        transaction.commit()
        self.forge("UPDATE permit_status SET changed_by = 'x'")
        self.forge("UPDATE permit_revision SET replaced_by = 'x'")
        self.assertEqual([], status_history(self.found()))
        self.assertEqual([], revisions_of(self.permit_id))

    def test_a_scan(self):
        upload = Upload("a.pdf", BytesIO(PDF))
        add_scans(self.permit_id, [upload], acting_user="contact-xa")
        transaction.commit()
        open_scan(self.permit_id, 0, acting_user="customs-xa")
        transaction.commit()
        self.forge("UPDATE permit_attachment_chunk SET data = CAST('x' || data AS BLOB)")
        with self.assertRaises(Refusal):
            open_scan(self.permit_id, 0, acting_user="customs-xa")
        transaction.abort()
        self.forge("UPDATE permit_attachment SET filename = 'b.pdf'")
        self.assertEqual((), self.found().attachments)
