"""Nobody overwrites what somebody else has changed meanwhile: ETag and If-Match."""

import threading
import unittest
from cites.cug.access.plone_views import NoService
from cites.cug.web.restapi.content import without_query
from cites.cug.web.restapi.etag import is_known, make_tag
from cites.cug.web.restapi.services import RestService
from tests.access import addresses
from tests.library.samples import PDF
from tests.some import some
from tests.web.restapi.case import services, ServicesCase
from tests.web.restapi.test_documentation import file, PERMIT
from types import SimpleNamespace
from typing import NamedTuple


#: Changes of what has no tag, and why.
NOT_GUARDED = {
    "PATCH @messages": "marks in one's own mailbox, which become what is said",
    "PATCH @messages/{key}": "of its owner alone: marks, and a draft",
    "PATCH @tus-upload/{key}": "of who uploads alone: a piece says where it begins",
}
#: Plone's own, as we offer them, and why they need no tag.
PLONES = {
    "PATCH @users": "as Plone has it, for site managers alone, whom no tag is told",
}
NEVER = '"00000000000000000000-00000000000000000000"'


class Kind(NamedTuple):
    """A thing with a tag: where it is read and changed, by whom and how."""

    url: str
    verb: str
    at: str
    body: dict | None
    user: str


class EveryChangeTest(ServicesCase):
    """A new service that changes something is guarded too, or named above."""

    def test_a_change_is_compared_with_what_its_get_has_told(self):
        offered = list(services())
        told = {one.factory.current_state for one in offered if one.factory.tagged}
        told.remove(RestService.current_state)
        changes = [one for one in offered if one.verb in ("PATCH", "PUT")]
        self.assertGreater(len(changes), 10)
        without = {
            f"{one.verb} {one.name}"
            for one in changes
            if one.factory.current_state not in told
        }
        self.assertEqual(NOT_GUARDED.keys(), without)

    def test_nothing_has_a_comparison_of_its_own(self):
        for one in some(services()):
            for name in ("reply_once", "check_unchanged"):
                of_all = getattr(RestService, name)
                self.assertIs(of_all, getattr(one.factory, name), one)

    def test_no_change_is_of_another_kind(self):
        found = set()
        for one in filter(addresses.is_ours, addresses.registrations()):
            verb, name = addresses.verb_and_name(one)
            known = issubclass(one.factory, (RestService, NoService))
            if verb in ("PATCH", "PUT") and not known:
                found.add(f"{verb} {name}")
        self.assertEqual(PLONES.keys(), found)


class ETagTest(ServicesCase):
    def status(self, *args, **kw):
        return self.ask(*args, **kw).status_code

    def tag(self, url, user="customs-xa", **kw):
        answer = self.ask("GET", url, user, **kw)
        self.assertEqual(200, answer.status_code, answer.text)
        return answer.headers["ETag"]

    def kinds(self):
        """A way to change each kind of thing that has a tag."""
        title = {"title": "EXERCISE: changed"}
        group, office = self.group, "secretariat"
        folder = self.make(
            f"{group}/library", {"@type": "LibraryFolder", "title": "EXERCISE"}, office
        )
        document = {"@type": "LibraryDocument", "title": "EXERCISE"}
        document |= {"document_type": "report", "handling": "green"}
        document["file"] = {**file("a.pdf", PDF), "encoding": "base64"}
        document = self.make(f"{group}/library", document)
        comments = f"{self.topic}/@comments"
        self.ask("POST", comments, json={"text": "At the port."})
        (comment,) = self.ask("GET", comments).json()["items"]
        self.ask("POST", f"{self.workspace}/@roster", json={"id": "police-xa"})
        made = self.ask("POST", f"{self.portal}/@permits", office, json=PERMIT).json()
        permit = f"{self.portal}/@permits/{made['id']}"
        member = f"{group}/@members/wildlife-xc"
        roster = f"{self.workspace}/@roster"
        subscription = f"{self.topic}/@subscription"
        choice = f"{self.portal}/@notifications"
        me = "customs-xa"
        yield Kind(group, "PATCH", group, title, office)
        yield Kind(folder, "PATCH", folder, title, office)
        yield Kind(folder, "DELETE", folder, None, office)
        yield Kind(document, "PATCH", document, title, me)
        yield Kind(self.note, "PATCH", self.note, title, me)
        yield Kind(self.alert, "PATCH", self.alert, title, me)
        yield Kind(self.alert, "POST", f"{self.alert}/@workflow/submit", {}, me)
        yield Kind(self.workspace, "PATCH", self.workspace, title, me)
        yield Kind(self.topic, "PATCH", self.topic, title, me)
        text = {"text": "At the old port."}
        yield Kind(comment["@id"], "PATCH", comment["@id"], text, me)
        yield Kind(comment["@id"], "DELETE", comment["@id"], None, me)
        yield Kind(self.topic, "POST", f"{self.topic}/@workflow/close", {}, me)
        yield Kind(roster, "DELETE", f"{roster}/police-xa", None, me)
        yield Kind(subscription, "POST", subscription, {"level": "all"}, me)
        yield Kind(choice, "PATCH", choice, {"choice": "off"}, me)
        police = {"category": "police"}
        yield Kind(member, "PATCH", member, police, office)
        yield Kind(member, "POST", f"{member}/suspend", {"reason": "Left."}, office)
        used = {"status": "used", "reason": "Box 14"}
        yield Kind(permit, "PATCH", permit, used, office)

    def test_each_kind_has_a_tag_that_guards_it(self):
        for kind in some(self.kinds()):
            with self.subTest(f"{kind.verb} {kind.at}"):
                self.assert_guarded(kind)

    def assert_guarded(self, kind):
        user, body = kind.user, kind.body
        tag = self.tag(kind.url, user)
        known = {"If-None-Match": tag}
        answer = self.ask("GET", kind.url, user, headers=known)
        self.assertEqual((304, b""), (answer.status_code, answer.content))
        self.assertEqual(tag, answer.headers["ETag"])

        refused = self.ask(kind.verb, kind.at, user, {"If-Match": NEVER}, json=body)
        self.assertEqual(412, refused.status_code, refused.text)
        said = refused.json()
        self.assertEqual("PreconditionFailed", said["type"])
        self.assertTrue(said["message"])
        self.assertEqual([], said["errors"])
        again = {"If-None-Match": "*"}
        self.assertEqual(412, self.status(kind.verb, kind.at, user, again, json=body))
        self.assertEqual(tag, self.tag(kind.url, user), "a refused change changed it")

        done = self.ask(kind.verb, kind.at, user, {"If-Match": f"W/{tag}"}, json=body)
        self.assertEqual(412, done.status_code, "a weak tag is no tag to change by")
        several = {"If-Match": f"{NEVER}, {tag}"}
        done = self.ask(kind.verb, kind.at, user, several, json=body)
        self.assertLess(done.status_code, 300, done.text)
        late = self.ask(kind.verb, kind.at, user, {"If-Match": tag}, json=body)
        new = self.ask("GET", kind.url, user, headers=known)
        self.assertEqual(404 if new.status_code == 404 else 412, late.status_code)
        self.assertNotEqual(tag, new.headers.get("ETag"))
        self.assertIn(new.status_code, (200, 404))

    def test_any_tag_fits_what_is_there(self):
        new = {"title": "EXERCISE: new"}
        star = {"If-Match": "*"}
        self.assertEqual(204, self.status("PATCH", self.alert, headers=star, json=new))
        missing = f"{self.group}/library/nothing"
        self.assertEqual(404, self.status("PATCH", missing, headers=star, json=new))

    def test_where_nothing_has_a_tag_none_fits(self):
        letter = {"to": ["police-xb"], "subject": "EXERCISE", "body": "At dawn."}
        url = f"{self.group}/@messages"
        answer = self.ask("POST", url, headers={"If-Match": NEVER}, json=letter)
        self.assertEqual(412, answer.status_code)

    def test_who_was_slower_overwrites_nothing(self):
        mine, theirs = self.tag(self.alert), self.tag(self.alert, "secretariat")
        first, second = {"title": "EXERCISE: first"}, {"title": "EXERCISE: second"}
        seen = {"If-Match": theirs}
        done = self.status("PATCH", self.alert, "secretariat", seen, json=first)
        self.assertEqual(204, done)
        seen = {"If-Match": mine}
        self.assertEqual(412, self.status("PATCH", self.alert, headers=seen, json=second))
        shown = self.ask("GET", self.alert).json()
        self.assertEqual("EXERCISE: first", shown["title"])

    def test_of_two_at_once_one_is_refused(self):
        headers = {"If-Match": self.tag(self.alert)}
        found, ready = [], threading.Barrier(4)

        def change(number):
            ready.wait()
            new = {"title": f"EXERCISE: {number}"}
            found.append(self.status("PATCH", self.alert, headers=headers, json=new))

        threads = [threading.Thread(target=change, args=(one,)) for one in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual([204, 412, 412, 412], sorted(found))

    def test_a_tag_is_for_one_reader(self):
        shared = f"{self.group}/library"
        self.assertNotEqual(self.tag(shared), self.tag(shared, "police-xa"))

    def test_a_query_changes_what_is_known_and_not_what_is_guarded(self):
        plain, short = self.tag(self.alert), self.tag(f"{self.alert}?include_items=0")
        self.assertNotEqual(plain, short)
        new = {"title": "EXERCISE: new"}
        headers = {"If-Match": short}
        self.assertEqual(204, self.status("PATCH", self.alert, headers=headers, json=new))

    def test_a_lock_is_told_and_keeps_nobody_from_a_change(self):
        tag = self.tag(self.alert)
        lock = self.ask("POST", f"{self.alert}/@lock", json={}).json()["token"]
        known = {"If-None-Match": tag}
        self.assertEqual(200, self.status("GET", self.alert, headers=known))
        new, headers = {"title": "EXERCISE: new"}, {"If-Match": tag, "Lock-Token": lock}
        self.assertEqual(204, self.status("PATCH", self.alert, headers=headers, json=new))

    def test_who_may_not_see_it_learns_nothing_by_tags(self):
        tag = self.tag(self.alert)
        new = {"title": "EXERCISE: new"}
        for headers in ({"If-Match": tag}, {"If-Match": NEVER}, {"If-Match": "*"}):
            for user in ("police-xa", "outsider"):
                answer = self.ask("PATCH", self.alert, user, headers, json=new)
                never = self.ask("PATCH", f"{self.alert}x", user, headers, json=new)
                self.assertEqual(404, answer.status_code)
                self.assertEqual(never.content, answer.content)
                self.assertNotIn("ETag", answer.headers)
        answer = self.ask("GET", self.alert, "police-xa", {"If-None-Match": "*"})
        self.assertEqual(404, answer.status_code)

    def test_in_the_language_of_the_reader(self):
        headers = {"If-Match": NEVER, "Accept-Language": "fr"}
        url, cookies = self.alert, {"I18N_LANGUAGE": "fr"}
        answer = self.ask("PATCH", url, headers=headers, json={}, cookies=cookies)
        self.assertIn("entre-temps", answer.json()["message"])


class QueryTest(unittest.TestCase):
    def test_the_query_is_back_after_a_failure_too(self):
        request = SimpleNamespace(form={"include_items": "0"})
        with self.assertRaises(ValueError), without_query(request):
            self.assertEqual({}, request.form)
            raise ValueError
        self.assertEqual({"include_items": "0"}, request.form)


class TagTest(ServicesCase):
    def test_a_list_of_tags(self):
        tag = make_tag({"title": "x"}, "text")
        for header, known in (
            (None, False),
            ("", False),
            ("*", True),
            (tag, True),
            (f"W/{tag}", True),
            (f'"other" , {tag}', True),
            (tag.strip('"'), False),
            (tag[:-2] + '"', False),
        ):
            with self.subTest(header):
                self.assertEqual(known, is_known(header, tag))
