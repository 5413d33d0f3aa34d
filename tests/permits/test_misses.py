"""Whoever tries out numbers of permits has to wait, and the Secretariat is told."""

import requests
import transaction
from cites.cug.core.sql.rate import left_of, Use
from cites.cug.core.sql.session import autonomous_transaction, session
from cites.cug.demo.testing import PASSWORD
from cites.cug.mailing.models import Notice
from cites.cug.permits.notices import USED_UP, UsedUpNotices
from cites.cug.permits.outside import PURPOSE, RATE
from cites.cug.web.limits.use import Limit
from datetime import datetime, UTC
from plone import api
from sqlalchemy import select
from tests.permits.outside import Hub
from tests.permits.rest import CURRENT, PermitsHttpCase
from tests.web.limits.test_use import set_limit


JSON = {"Accept": "application/json"}
IGO = "igo-interpol"
LIMIT = Limit.MISSING_PERMITS


class MissesTest(Hub, PermitsHttpCase):
    def setUp(self):
        super().setUp()
        set_limit(LIMIT, 3)

    def try_number(self, number, user=IGO, path="", country="XA"):
        return self.ask(user, path=path, params={"country": country, "number": number})

    def told(self):
        transaction.abort()
        query = select(Notice).where(Notice.kind == USED_UP).order_by(Notice.user_id)
        return session().scalars(query).all()

    def questions_left(self):
        with autonomous_transaction() as connection:
            use = Use(PURPOSE, IGO, RATE)
            return left_of(connection, use, datetime.now(UTC)).remaining

    def assert_waits(self, answer):
        self.assertEqual(429, answer.status_code, answer.text[:500])
        self.assertGreater(int(answer.headers["Retry-After"]), 0)

    def test_after_so_many_everything_has_to_wait(self):
        self.store(CURRENT)
        for number in "123":
            self.assertEqual([], self.try_number(number).json()["items"])
        refused = [self.try_number(number) for number in ("4", CURRENT.number)]
        for answer in refused:
            self.assert_waits(answer)
            self.assertEqual(LIMIT.value, answer.json()["limit"]["name"])
        # An answer tells nothing of whether the permit exists.
        one, other = (answer.json() for answer in refused)
        self.assertEqual(one["message"], other["message"])
        # Others may go on, and what was found never counts.
        for _time in range(5):
            self.assertTrue(self.look_up("customs-xa"))

    def test_what_is_found_does_not_count(self):
        self.store(CURRENT)
        for _time in range(5):
            self.assertTrue(self.look_up(IGO))
        self.assertEqual(200, self.try_number("1").status_code)

    def test_the_same_question_counts_once(self):
        for number in ("X 1", "x-1", "X1", "x1", "x1"):
            self.assertEqual(200, self.try_number(number).status_code)
        self.assertEqual(200, self.try_number("2").status_code)
        self.assertEqual(200, self.try_number("2", country="XB").status_code)
        self.assert_waits(self.try_number("3"))

    def test_the_outside_source_counts_too(self):
        self.configure()
        with self.hub():
            for number in ("nothing.1", "nothing.2"):
                answer = self.try_number(number, path="/outside")
                self.assertEqual("missing", answer.json()["refusal"]["type"])
            # What it gives does not, nor what the registry was asked for before.
            for _time in range(3):
                self.assertTrue(
                    self.try_number("gives.1", path="/outside").json()["items"]
                )
            self.try_number("nothing.1")
            self.assertEqual(200, self.try_number("nothing.3").status_code)
            asked, left = len(self.asked()), self.questions_left()
            for path in ("", "/outside"):
                self.assert_waits(self.try_number("nothing.4", path=path))
            self.assertEqual(asked, len(self.asked()))
            self.assertEqual(left, self.questions_left())
            # The paper in hand may be asked for outside as well.
            self.assertEqual(
                200, self.try_number("nothing.3", path="/outside").status_code
            )

    def test_the_secretariat_is_told_once(self):
        for number in "12":
            self.try_number(number)
        self.assertEqual([], self.told())
        for number in "345":
            self.try_number(number)
        (notice,) = self.told()
        self.assertEqual(("secretariat", IGO), (notice.user_id, notice.reference))
        group = api.portal.get().cheetahs
        kind = UsedUpNotices()
        self.assertTrue(kind.wanted(notice, group))
        text, url = kind.lines([notice], group, "en")
        self.assertIn("find no permit: 1.", text)
        self.assertTrue(url.endswith("/cheetahs/limits"))
        self.assertNotIn(IGO, text)
        # That page says who it is.
        url, office = f"{self.portal}/cheetahs/@limits", ("secretariat", PASSWORD)
        answer = requests.get(url, auth=office, headers=JSON, timeout=60).json()
        self.assertIn(
            (IGO, LIMIT.value), [(x["id"], x["limit"]) for x in answer["items"]]
        )
