"""A request that got no answer may be sent again: nothing is made twice."""

import transaction
from cites.cug.core.sql.session import RecordsBusy, session, write_session
from cites.cug.web.restapi.idempotency import DoneRequest, forget_done, HEADER, KEPT
from cites.cug.web.restapi.services import RestService
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, UTC
from sqlalchemy import select, update
from tests.access import addresses
from tests.core.sql.dying import dying_after_content
from tests.web.restapi.case import services, ServicesCase
from tests.web.restapi.test_services import MEMBERS, REFUSED
from unittest.mock import patch


KEY = {HEADER: "key-of-the-client 1"}
ALERT = {"@type": "Alert", "title": "EXERCISE", "alert_type": "seizure"}
ALERT["handling"] = "green"
#: Services that take no key, and why.
NOT_DONE_ONCE = {
    "@login": "each log-in is a session of its own",
    "@login-renew": "each log-in is a session of its own",
    "@non-nominal": "it makes nothing",
}
#: Plone's own, as we offer them, and why they need no key.
PLONES = {
    "@users": "a second account of the same name is refused",
    "@sharing": "closed",
    "@groups": "closed",
    "@tus-upload": "closed, but for libraries, where it is ours",
    "@tus-replace": "closed",
}


class EveryServiceTest(ServicesCase):
    def test_every_service_that_posts_is_done_once(self):
        """A new one is too, unless it stands above with a reason."""
        others = {one.name for one in services() if not one.factory.is_done_once}
        self.assertEqual(NOT_DONE_ONCE.keys(), others)
        posting = [one for one in services() if one.verb == "POST"]
        self.assertGreater(len(posting), 40)
        for service in posting:
            for name in ("reply_once", "replay", "check_unchanged"):
                mine, base = (
                    getattr(one, name) for one in (service.factory, RestService)
                )
                self.assertIs(base, mine, f"{service.name} has a {name} of its own")

    def test_no_service_that_posts_is_of_another_kind(self):
        found = set()
        for one in filter(addresses.is_ours, addresses.registrations()):
            verb, name = addresses.verb_and_name(one)
            if verb == "POST" and not issubclass(one.factory, RestService):
                found.add(name)
        self.assertEqual(PLONES.keys(), found)

    def test_every_service_that_posts_reads_the_key(self):
        bad, asked = {HEADER: "x" * 201}, 0
        for service in services():
            if service.verb != "POST" or not service.factory.is_done_once:
                continue
            url = f"{self.places[service.context]}/{service.path}".rstrip("/")
            with self.subTest(service[:3]):
                for user in MEMBERS:
                    answer = self.ask("POST", url, user, bad, json={})
                    if answer.status_code not in REFUSED:
                        break
                else:  # a transition that is for none of them in this state
                    self.assertIn("@workflow/", service.name)
                    continue
                self.assertEqual(400, answer.status_code, answer.text)
                fields = [one["field"] for one in answer.json()["errors"]]
                self.assertEqual([HEADER], fields)
            asked += 1
        self.assertGreater(asked, 40)


class RepeatedTest(ServicesCase):
    def twice(self, url, body, user="customs-xa", **kw):
        """Ask twice with one key; both answers."""
        first, second = (self.ask("POST", url, user, KEY, json=body) for _time in "12")
        self.assertLess(first.status_code, 300, first.text)
        self.assertNotIn("Idempotent-Replayed", first.headers)
        self.assertEqual(first.status_code, second.status_code, second.text)
        self.assertEqual("true", second.headers["Idempotent-Replayed"])
        self.assertEqual(first.headers.get("Location"), second.headers.get("Location"))
        return first, second

    def total(self, url, user="customs-xa"):
        return self.ask("GET", url, user).json()["items_total"]

    def test_content_is_made_once(self):
        library = f"{self.group}/library"
        before = self.total(library)
        first, second = self.twice(library, ALERT)
        self.assertEqual(first.json(), second.json())
        self.assertEqual(before + 1, self.total(library))

    def test_content_is_made_once_if_its_records_are_still_in_the_journal(self):
        library = f"{self.group}/library"
        before = self.total(library)
        with dying_after_content() as lost:
            first = self.ask("POST", library, headers=KEY, json=ALERT)
        self.assertTrue(lost)
        second = self.ask("POST", library, headers=KEY, json=ALERT)
        self.assertEqual("true", second.headers["Idempotent-Replayed"])
        self.assertEqual(first.json(), second.json())
        self.assertEqual(before + 1, self.total(library))

    def test_records_that_cannot_be_written_are_waited_for(self):
        library = f"{self.group}/library"
        before = self.total(library)
        with dying_after_content():
            self.ask("POST", library, headers=KEY, json=ALERT)
        with patch("cites.cug.core.sql.replay.apply_entry", side_effect=RecordsBusy):
            second = self.ask("POST", library, headers=KEY, json=ALERT)
        self.assertEqual(503, second.status_code, second.text)
        self.assertIn("Retry-After", second.headers)
        self.assertEqual(before + 1, self.total(library))
        self.twice_done(library)

    def twice_done(self, library):
        again = self.ask("POST", library, headers=KEY, json=ALERT)
        self.assertEqual("true", again.headers["Idempotent-Replayed"])

    def test_another_host_name_is_no_other_address(self):
        library = f"{self.group}/library"
        before = self.total(library)
        first = self.ask("POST", library, headers=KEY, json=ALERT)
        other = library.replace("localhost", "127.0.0.1")
        second = self.ask("POST", other, headers=KEY, json=ALERT)
        self.assertEqual("true", second.headers["Idempotent-Replayed"])
        location = first.headers["Location"].replace("localhost", "127.0.0.1")
        self.assertEqual(location, second.headers["Location"])
        self.assertEqual(before + 1, self.total(library))

    def test_a_comment_is_written_once(self):
        comments = f"{self.topic}/@comments"
        self.twice(comments, {"text": "At the port."})
        self.assertEqual(1, self.total(comments))

    def test_a_transition_is_made_once(self):
        first, second = self.twice(f"{self.alert}/@workflow/submit", {})
        self.assertEqual(first.json(), second.json())

    def test_a_copy_is_made_once(self):
        library = f"{self.group}/library"
        before = self.total(library)
        uid = self.ask("GET", self.alert).json()["UID"]
        first, second = self.twice(f"{library}/@copy", {"source": uid})
        self.assertEqual(first.json(), second.json())
        self.assertEqual(before + 1, self.total(library))

    def test_a_member_is_suspended_once(self):
        member = f"{self.group}/@members/wildlife-xc"
        why = {"reason": "Left."}
        first, second = self.twice(f"{member}/suspend", why, "secretariat")
        self.assertEqual(first.json(), second.json())

    def test_an_invitation_is_made_once(self):
        url, body = f"{self.group}/@invitations", {"user": "outsider"}
        body["category"] = "customs"
        first, second = self.twice(url, body, "secretariat")
        self.assertEqual(first.json(), second.json())

    def test_the_secret_of_a_token_is_shown_once(self):
        url = f"{self.portal}/@tokens"
        login = {"login": "customs-xa", "password": "secret-for-tests"}
        body = {"name": "Statistics", "scopes": ["read:library"]}
        first = self.ask("POST", url, "customs-xa", KEY, json=body)
        if first.status_code == 403:  # made by who has just proved who they are
            self.assertNotIn("token", first.text.lower().replace("a token", ""))
            self.assertIsNotNone(login)
            return
        second = self.ask("POST", url, "customs-xa", KEY, json=body)
        self.assertIn("token", first.json())
        self.assertNotIn("token", second.json())
        self.assertEqual(first.json()["id"], second.json()["id"])

    def test_another_body_needs_another_key(self):
        library = f"{self.group}/library"
        self.twice(library, ALERT)
        other = {**ALERT, "title": "EXERCISE: other"}
        refused = self.ask("POST", library, headers=KEY, json=other)
        self.assertEqual(400, refused.status_code)
        self.assertEqual(HEADER, refused.json()["errors"][0]["field"])

    def test_a_key_counts_for_one_caller_at_one_address(self):
        library = f"{self.group}/library"
        self.twice(library, ALERT)
        note = {"@type": "Topic", "title": "EXERCISE"}
        for url, body, user in (
            (library, ALERT, "police-xa"),
            (self.workspace, note, "customs-xa"),
        ):
            answer = self.ask("POST", url, user, KEY, json=body)
            self.assertEqual(201, answer.status_code, answer.text)
            self.assertNotIn("Idempotent-Replayed", answer.headers)

    def test_what_was_refused_leaves_the_key_free(self):
        library = f"{self.group}/library"
        wrong = {**ALERT, "handling": "purple"}
        refused = self.ask("POST", library, headers=KEY, json=wrong)
        self.assertEqual(400, refused.status_code)
        self.twice(library, ALERT)

    def test_at_once(self):
        library = f"{self.group}/library"
        before = self.total(library)

        def post(_number):
            return self.ask("POST", library, headers=KEY, json=ALERT)

        with ThreadPoolExecutor(4) as pool:
            answers = list(pool.map(post, range(4)))
        made = {one.headers["Location"] for one in answers if one.status_code == 201}
        self.assertEqual(1, len(made), [one.text for one in answers])
        self.assertLessEqual({one.status_code for one in answers}, {201, 503})
        self.assertEqual(before + 1, self.total(library))

    def test_who_may_not_see_it_any_more_gets_the_address_alone(self):
        folder = {"@type": "LibraryFolder", "title": "EXERCISE"}
        folder = self.make(f"{self.group}/library", folder, "secretariat")
        first = self.ask("POST", folder, headers=KEY, json=ALERT)
        at = first.headers["Location"]
        self.assertEqual(204, self.ask("DELETE", at, "secretariat").status_code)
        again = self.ask("POST", folder, headers=KEY, json=ALERT)
        self.assertEqual(201, again.status_code)
        self.assertEqual({"@id": at}, again.json())
        self.ask("POST", f"{folder}/@workflow/restrict", "secretariat", json={})
        igo = self.ask("POST", folder, "igo-interpol", KEY, json=ALERT)
        self.assertEqual(404, igo.status_code)

    def test_what_is_kept_tells_nothing(self):
        self.twice(f"{self.group}/library", ALERT)
        transaction.begin()
        (row,) = session().execute(select(*DoneRequest.__table__.c)).all()
        told = repr(tuple(row))
        for part in ("customs-xa", KEY[HEADER], "EXERCISE", "seizure"):
            self.assertNotIn(part, told)

    def test_keys_are_forgotten_after_a_day(self):
        library = f"{self.group}/library"
        first, _second = self.twice(library, ALERT)
        transaction.begin()
        forget_done(datetime.now(UTC))
        past = datetime.now(UTC) - KEPT - timedelta(minutes=1)
        write_session().execute(update(DoneRequest).values(time=past))
        transaction.commit()
        for _time in range(2):
            forget_done(datetime.now(UTC))
            transaction.commit()
        self.assertIsNone(session().execute(select(DoneRequest.id)).first())
        transaction.abort()
        again = self.ask("POST", library, headers=KEY, json=ALERT)
        self.assertNotEqual(first.headers["Location"], again.headers["Location"])
