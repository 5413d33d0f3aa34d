"""A permit is looked at, and the trail knows of it."""

import transaction
from cites.cug.core.sql.session import session
from cites.cug.core.validation.errors import InvalidValues, Missing
from cites.cug.permits.actions.status import change_status
from cites.cug.permits.lookup import consult, open_permit, recent_lookups
from cites.cug.permits.permit import Status
from cites.cug.permits.query_parameters import PermitQuery, read_permit_query
from cites.cug.permits.verdict import Verdict
from datetime import date, datetime, timedelta, UTC
from sqlalchemy import event
from tests.permits.case import RegistryCase
from tests.permits.examples import permit


TODAY = date.today()
CURRENT = permit(
    valid_from=TODAY - timedelta(days=9), valid_until=TODAY + timedelta(days=9)
)


class TestConsulting(RegistryCase):
    def consult(self, number=CURRENT.number, stamp=None, country="XA"):
        answer = consult(country, number, stamp, today=TODAY, acting_user="customs-xa")
        transaction.commit()
        return answer

    def change(self, status):
        change_status(self.found().id, status, "EXERCISE", acting_user="secretariat")
        transaction.commit()

    def test_what_is_known_of_it_today(self):
        self.store(CURRENT)
        answer = self.consult("xa 2026-000123")
        self.assertEqual(
            (CURRENT, Verdict.VALID), (answer.registered.permit, answer.verdict)
        )
        self.assertEqual((), tuple(answer.warnings))
        codes = [one.code for one in self.consult(stamp="S 999").warnings]
        self.assertEqual(["stamp_mismatch"], codes)

    def test_what_it_has_been_before_is_a_warning(self):
        self.store(CURRENT)
        self.change(Status.REPLACED)
        self.change(Status.ISSUED)
        answer = self.consult()
        self.assertEqual(Verdict.VALID, answer.verdict)
        self.assertEqual(["replaced"], [one.code for one in answer.warnings])
        self.assertEqual(
            [Status.ISSUED, Status.REPLACED], [step.status for step in answer.history]
        )

    def test_what_most_permits_do_not_have_is_not_asked_for(self):
        self.store(CURRENT)
        self.assertEqual(["permit", "permit_line"], self.tables_read())
        self.change(Status.USED)
        self.assertEqual(["permit", "permit_line", "permit_status"], self.tables_read())

    def tables_read(self):
        statements = []

        def keep(_connection, _cursor, statement, *_more):
            statements.append(" ".join(statement.split()))

        engine = session().get_bind()
        event.listen(engine, "before_cursor_execute", keep)
        try:
            self.consult()
        finally:
            event.remove(engine, "before_cursor_execute", keep)
        selects = (one for one in statements if one.startswith("SELECT"))
        return [one.partition(" FROM ")[2].split()[0] for one in selects]

    def test_every_look_is_in_the_trail(self):
        self.store(CURRENT)
        self.consult(stamp="S 999")
        self.consult("XA-9", country="XB")
        open_permit(self.found().id, today=TODAY, acting_user="igo-unodc")
        transaction.commit()
        found, missing, opened = self.events("consult")
        key = {"country": "XA", "number": "XA2026000123"}
        told = {**key, "result": "valid"}
        self.assertEqual({**told, "stamp": True}, found.detail)
        self.assertEqual((told, "igo-unodc"), (opened.detail, opened.actor))
        self.assertEqual(self.found().id, opened.target_uid)
        result = {"country": "XB", "number": "XA9", "result": "not_found"}
        self.assertEqual({**result, "stamp": False}, missing.detail)
        self.assertEqual(("/plone/@permits", None), (missing.target, missing.target_uid))

    def test_what_one_has_looked_up_of_late(self):
        self.store(CURRENT)
        self.consult()
        self.consult("XA-9", country="XB")
        consult("XC", "8", today=TODAY, acting_user="police-xb")
        self.consult("xa 2026 000123")
        transaction.commit()
        recent = recent_lookups("customs-xa")
        keys = [(one.country, one.number) for one in recent]
        self.assertEqual([("XA", "XA2026000123"), ("XB", "XA9")], keys)
        self.assertLess(datetime.now(UTC) - recent[0].when, timedelta(minutes=5))
        self.assertEqual([], recent_lookups("igo-unodc"))

    def test_an_id_that_no_permit_has(self):
        with self.assertRaises(Missing):
            open_permit("0" * 32, today=TODAY, acting_user="customs-xa")


class TestQuestion(RegistryCase):
    def refused(self, **form):
        with self.assertRaises(InvalidValues) as raised:
            read_permit_query(form)
        return raised.exception.field

    def test_what_is_asked(self):
        form = {"country": " xa ", "number": " 12/3 ", "stamp": ""}
        self.assertEqual(PermitQuery("XA", "12/3", None), read_permit_query(form))
        form["stamp"] = "S 1"
        self.assertEqual("S 1", read_permit_query(form).stamp)

    def test_what_cannot_be_a_question(self):
        self.assertEqual("country", self.refused(number="1"))
        self.assertEqual("country", self.refused(country="QQ", number="1"))
        self.assertEqual("country", self.refused(country=["XA", "XB"], number="1"))
        self.assertEqual("number", self.refused(country="XA", number="- –"))
        self.assertEqual("number", self.refused(country="XA", number="1" * 71))
        self.assertEqual("number", self.refused(country="XA", number="1\x00"))
        wrong = {"country": "XA", "number": "1", "stamp": "1" * 71}
        self.assertEqual("stamp", self.refused(**wrong))
