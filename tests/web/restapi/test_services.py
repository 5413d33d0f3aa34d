"""Whatever service of ours is asked: what nobody knows is refused, in one shape."""

from cites.cug.web.restapi import etag
from cites.cug.web.restapi import services as rest_services
from cites.cug.web.restapi.content_post import ContentPost
from cites.cug.web.restapi.services import RestService
from cites.cug.web.restapi.tus import TusPatch
from hashlib import sha256
from Products.Five.browser import BrowserView
from tests.some import some
from tests.web.restapi.case import services, ServicesCase
from unittest import mock, TestCase


#: Who may use one of our services or another.
MEMBERS = ("secretariat", "customs-xa", "contact-xa")
REFUSED = (401, 403, 404)
JSON = {"Content-Type": "application/json"}
SENDING = ("POST", "PATCH", "DELETE")


def is_of_new_content(service):
    """Whether the body is the fields of a type."""
    factory = service.factory
    return issubclass(factory, ContentPost) and factory.keys is None


class ShapeTest(ServicesCase):
    def setUp(self):
        super().setUp()
        published, reported = self.published_and_reported()
        #: What nobody may do to the places themselves, in the state that they are in.
        self.elsewhere = {
            ("ILibraryContent", "@workflow/report"): published,
            ("ITopic", "@workflow/reinstate"): reported,
            ("ITopic", "@workflow/reinstate_closed"): reported,
        }

    def ask_as_who_may(self, service, **kw):
        place = self.places[service.context]
        place = self.elsewhere.get((service.context, service.name), place)
        url = f"{place}/{service.path}".rstrip("/")
        for user in MEMBERS:
            query = kw.get("query", "")
            sent = {name: value for name, value in kw.items() if name != "query"}
            answer = self.ask(service.verb, f"{url}{query}", user, **sent)
            if answer.status_code not in REFUSED:
                return answer
        raise AssertionError(f"{service[:3]}: {answer.status_code}")

    def assertRefused(self, answer, *fields):
        """400 in the one shape, which names the fields."""
        self.assertEqual(answer.status_code, 400, answer.text)
        said = answer.json()
        self.assertLessEqual({"type", "message", "errors"}, said.keys())
        self.assertTrue(said["message"])
        for error in said["errors"]:
            self.assertLessEqual({"field", "message"}, error.keys())
            self.assertTrue(error["message"])
        self.assertEqual(list(fields), [error["field"] for error in said["errors"]])

    def test_an_unknown_parameter(self):
        asked = 0
        for service in services():
            if service.factory.parameters is None:
                continue
            with self.subTest(service[:3]):
                accepted = next(iter(service.factory.media_types), "*/*")
                told = {"query": "?nonsense=1", "headers": {"Accept": accepted}}
                answer = self.ask_as_who_may(service, **told)
                self.assertRefused(answer, "nonsense")
            asked += 1
        self.assertGreater(asked, 60)

    def test_a_body_that_is_no_object(self):
        for service in some(
            one
            for one in services()
            if one.verb in SENDING and one.factory.keys is not None
        ):
            for body in (b"{", b"[]", b"7"):
                with self.subTest(service[:3], body=body):
                    answer = self.ask_as_who_may(service, data=body, headers=JSON)
                    self.assertRefused(answer)

    def test_an_unknown_key(self):
        for service in some(
            one
            for one in services()
            # A piece of a file is no object.
            if one.verb in SENDING and not issubclass(one.factory, TusPatch)
        ):
            with self.subTest(service[:3]):
                answer = self.ask_as_who_may(service, json={"nonsense": 1})
                if service.name == "@permits":
                    # All that is wrong with a permit is said at once.
                    self.assertEqual(answer.status_code, 400, answer.text)
                    fields = [one["field"] for one in answer.json()["errors"]]
                    self.assertIn("nonsense", fields)
                elif is_of_new_content(service):
                    self.assertRefused(answer, "@type")
                else:
                    self.assertRefused(answer, "nonsense")

    def test_new_content_with_an_unknown_field(self):
        library = f"{self.group}/library"
        body = {"@type": "Alert", "title": "EXERCISE", "alert_type": "seizure"}
        body |= {"handling": "green", "concealmnt": ["x"]}
        self.assertRefused(self.ask("POST", library, json=body), "concealmnt")

    def test_in_the_readers_language(self):
        url = f"{self.group}/@members?nonsense=1"
        cookies = {"I18N_LANGUAGE": "fr"}
        answer = self.ask("GET", url, cookies=cookies, headers={"Accept-Language": "fr"})
        self.assertRefused(answer, "nonsense")
        self.assertIn("n’existe pas", answer.json()["message"])

    def test_who_may_not_ask_learns_nothing(self):
        """Not even that a parameter is wrong."""
        for user in ("outsider", None):
            answer = self.ask("GET", f"{self.group}/@members?nonsense=1", user)
            never = self.ask("GET", f"{self.group}/@nothing?nonsense=1", user)
            self.assertEqual(answer.content, never.content)

    def test_other_answers_have_the_same_shape(self):
        for status, user, verb, url in (
            (401, None, "GET", f"{self.group}/@members"),
            (403, "police-xa", "GET", f"{self.group}/@limits"),
            (404, "police-xa", "GET", f"{self.group}/@members/nobody"),
            (404, "outsider", "GET", f"{self.group}/@members"),
        ):
            with self.subTest(status, user=user):
                answer = self.ask(verb, url, user)
                self.assertEqual(status, answer.status_code)
                said = answer.json()
                self.assertEqual({"type", "message", "errors"}, said.keys())
                self.assertEqual([], said["errors"])


class Response(dict):
    setHeader = dict.__setitem__

    def __init__(self):
        self.status = 200

    def getStatus(self):
        return self.status

    def setStatus(self, status):
        self.status = status


class Request:
    method = "GET"

    def __init__(self, known=None):
        self.known, self.response = known, Response()

    def getHeader(self, name):
        return self.known if name == "If-None-Match" else None


class Asked(RestService, BrowserView):
    tagged = True
    #: Which source the answer follows from.
    stands = ""

    def check_permission(self):
        """Anybody may."""

    def check_names(self):
        """There are none."""

    def cache_source(self, ask):
        return [self.stands]

    def reply_once(self):
        self.replied = True
        return {"of": self.stands}


class KeptTest(TestCase):
    """What a process remembers of the answers that it has given."""

    def setUp(self):
        for place, name, value in (
            (rest_services, "_tags", {}),
            (rest_services, "MOST_TAGS", 3),
            (rest_services, "removed_from", lambda _request: {}),
            # The portal's own needs its keys.
            (
                etag,
                "keyed_digest",
                lambda _purpose, text: sha256(text.encode()).hexdigest(),
            ),
        ):
            patcher = mock.patch.object(place, name, value)
            self.addCleanup(patcher.stop)
            patcher.start()

    def ask(self, stands, known=None):
        """The tag of the answer, and whether it had to be made."""
        service = Asked(None, Request(known))
        service.stands, service.replied = stands, False
        service.render()
        return service.request.response["ETag"], service.replied

    def test_what_the_client_has_is_not_made_again(self):
        tag, made = self.ask("a")
        self.assertTrue(made)
        self.assertEqual(self.ask("a", known=tag), (tag, False))

    def test_no_more_are_kept_than_the_bound(self):
        for number in range(20):
            self.ask(str(number))
            self.assertLessEqual(len(rest_services._tags), 3)

    def test_a_client_is_answered_alike_when_its_tag_is_forgotten(self):
        tag, _made = self.ask("a")
        for stands in "bcde":
            self.ask(stands)
        self.assertNotIn(tag, rest_services._tags.values())
        self.assertEqual(self.ask("a", known=tag), (tag, True))

    def test_a_known_one_drops_no_other(self):
        tags = [self.ask(stands)[0] for stands in "abc"]
        self.ask("c")
        made = [self.ask(stands, tag)[1] for stands, tag in zip("abc", tags, strict=True)]
        self.assertEqual(made, [False] * 3)
