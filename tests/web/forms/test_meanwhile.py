"""Forms: nobody overwrites what they have not seen; what is sent twice is done once."""

import requests
import transaction
import unittest
from cites.cug.demo.testing import CUG_HTTP, CUG_INTEGRATION, PASSWORD
from cites.cug.web.forms.meanwhile import BASED_ON, comparable, differing, in_words, KEY
from cites.cug.web.forms.schema_form import SchemaForm
from concurrent.futures import ThreadPoolExecutor
from lxml import html
from plone.app.textfield.value import RichTextValue
from plone.locking.interfaces import ILockable
from plone.namedfile.file import NamedBlobFile
from zope import schema
from zope.i18n import translate


ALERT = {"@type": "Alert", "title": "EXERCISE", "alert_type": "seizure"}
ALERT["handling"] = "green"
#: Forms that begin with something and do not change it.
NOT_BASED = {
    "Accept": "it asks again if the alert was changed",
    "AddItemForm": "a resource adds, beginning with what is likely",
    "ForgetPage": "words are typed anew, and none of them is stored",
    "AddPage": "the same",
    "AnswerQuestionPage": "of the applicant alone",
    "ApproveForm": "the request is decided once",
    "AskForm": "it adds, about what it is asked from",
    "BulletinPage": "it adds a draft",
    "CommentForm": "it adds, beginning with what it answers",
    "ConfirmAddressPage": "it is confirmed once, by its owner",
    "ConfirmRequestPage": "of the applicant alone",
    "EndSessionsPage": "it ends what is open",
    "NewAddressForm": "it asks for a change, once",
    "ProposeAddressPage": "the same, of a member",
    "InviteForm": "it adds, with the usual role",
    "LinkPage": "of the applicant alone",
    "LostDevicePage": "it asks for a change, once",
    "MemberActionPage": "it asks for a change, once",
    "OwnTokenForm": "it adds a token",
    "ProfilePage": "of the member alone",
    "Propose": "it adds, beginning with what it says now",
    "RequestLinkPage": "of the applicant alone",
    "RowsForm": "it adds requests",
    "ServiceTokenForm": "it adds a token",
    "SightingsPage": "it adds, beginning with a country",
    "StopChangePage": "it ends what waits",
    "TokenForm": "it adds a token",
    "TranslationsPage": "it adds, beginning with a language",
}
MEANWHILE = "Somebody else has changed this in the meantime"


class FormsCase(unittest.TestCase):
    layer = CUG_HTTP

    def setUp(self):
        self.portal = self.layer["portal"].absolute_url()
        self.group = f"{self.portal}/cheetahs"

    def ask(self, verb, url, user, accept="application/json", **kw):
        headers = {"Accept": accept}
        auth = (user, PASSWORD)
        return requests.request(verb, url, auth=auth, headers=headers, timeout=60, **kw)

    def make(self, url, fields, user="customs-xa"):
        answer = self.ask("POST", url, user, json=fields)
        self.assertEqual(201, answer.status_code, answer.text)
        return answer.json()["@id"]

    def open(self, url, user, form_id=None):
        """The fields of the form that is shown there, and where it is sent."""
        answer = self.ask("GET", url, user, "text/html")
        self.assertEqual(200, answer.status_code)
        return self.form_of(answer)

    def form_of(self, answer):
        page = html.fromstring(answer.text)
        page.make_links_absolute(answer.url)
        (form,) = (one for one in page.forms if KEY in one.fields)
        fields = {
            name: value
            for name, value in form.form_values()
            if not isinstance(value, bytes)
        }
        return form.action, fields

    def send(self, action, fields, user, button="form.buttons.save"):
        sent = {**fields, button: "1"}
        return self.ask(
            "POST", action, user, "text/html", data=sent, allow_redirects=False
        )

    def free(self, url):
        """End the lock of whoever has the form open, as after ten minutes."""
        transaction.begin()
        name = url.rpartition("/")[2]
        ILockable(self.layer["portal"].cheetahs.library[name]).clear_locks()
        transaction.commit()

    def named(self, fields, end):
        (name,) = (one for one in fields if one.endswith(end))
        return name


def all_forms(base=SchemaForm):
    """Every form over a schema."""
    for one in base.__subclasses__():
        yield one
        yield from all_forms(one)


class EveryFormTest(unittest.TestCase):
    layer = CUG_INTEGRATION

    def test_what_begins_with_something_tells_what_it_is_based_on(self):
        """A new form does too, or stands above with a reason."""
        beginning = {
            one.__name__: one.changes or one.current_state is not SchemaForm.current_state
            for one in all_forms()
            if one.__module__.startswith("cites.cug")
            and "declaration" not in vars(one)  # made of one that is here
            and one.initial_values is not SchemaForm.initial_values
        }
        without = {name for name, changes in beginning.items() if not changes}
        self.assertEqual(set(NOT_BASED), without)
        self.assertGreater(len(beginning), len(without) + 12)


class LostUpdateTest(FormsCase):
    def setUp(self):
        super().setUp()
        self.alert = self.make(f"{self.group}/library", ALERT)

    def title(self):
        return self.ask("GET", self.alert, "secretariat").json()["title"]

    def begin(self):
        """Somebody opens the form; meanwhile another changes the title."""
        action, fields = self.open(f"{self.alert}/edit", "customs-xa")
        self.free(self.alert)
        theirs, others = self.open(f"{self.alert}/edit", "secretariat")
        others[self.named(others, ".title")] = "EXERCISE: theirs"
        done = self.send(theirs, others, "secretariat")
        self.assertEqual(302, done.status_code, done.text)
        return action, fields

    def test_both_are_shown_and_what_was_typed_stays(self):
        action, fields = self.begin()
        title = self.named(fields, ".title")
        fields[title] = "EXERCISE: mine"
        answer = self.send(action, fields, "customs-xa")
        self.assertEqual(412, answer.status_code)
        self.assertIn(MEANWHILE, answer.text)
        (table,) = html.fromstring(answer.text).xpath(
            "//*[@id='changed-meanwhile']//tr[td]"
        )
        told = [cell.text_content().strip() for cell in table]
        self.assertEqual(["Title", "EXERCISE: theirs", "EXERCISE: mine"], told)
        self.assertEqual("EXERCISE: theirs", self.title())
        again, shown = self.form_of(answer)
        self.assertEqual("EXERCISE: mine", shown[title])
        self.assertNotEqual(fields[BASED_ON], shown[BASED_ON])
        self.assertEqual(302, self.send(again, shown, "customs-xa").status_code)
        self.assertEqual("EXERCISE: mine", self.title())

    def test_by_rest_too(self):
        action, fields = self.open(f"{self.alert}/edit", "customs-xa")
        self.free(self.alert)
        new = {"title": "EXERCISE: theirs"}
        self.assertEqual(
            204, self.ask("PATCH", self.alert, "secretariat", json=new).status_code
        )
        self.assertEqual(412, self.send(action, fields, "customs-xa").status_code)

    def test_the_same_text_is_no_conflict(self):
        action, fields = self.begin()
        fields[self.named(fields, ".title")] = "EXERCISE: theirs"
        self.assertEqual(302, self.send(action, fields, "customs-xa").status_code)

    def test_a_change_of_state_is_none(self):
        action, fields = self.open(f"{self.alert}/edit", "secretariat")
        for name in ("submit", "publish"):
            self.ask("POST", f"{self.alert}/@workflow/{name}", "secretariat", json={})
        fields[self.named(fields, ".title")] = "EXERCISE: mine"
        self.assertEqual(302, self.send(action, fields, "secretariat").status_code)

    def test_in_three_languages(self):
        action, fields = self.begin()
        for language, words in (("fr", "entre-temps"), ("es", "entretanto")):
            answer = requests.post(
                action,
                data={**fields, "form.buttons.save": "1"},
                auth=("customs-xa", PASSWORD),
                headers={"Accept": "text/html", "Accept-Language": language},
                cookies={"I18N_LANGUAGE": language},
                timeout=60,
            )
            self.assertIn(words, answer.text)

    def test_settings(self):
        url = f"{self.group}/member-rules"
        action, fields = self.open(url, "secretariat")
        _action, others = self.open(url, "secretariat")
        number = next(name for name, value in fields.items() if value.isdecimal())
        button = "buttons.save"
        others[number], fields[number] = "200", "300"
        done = self.send(action, others, "secretariat", button)
        self.assertEqual(302, done.status_code, done.text)
        behind = self.send(action, fields, "secretariat", button)
        self.assertEqual(412, behind.status_code)
        self.assertIn("200", behind.text)
        again, shown = self.form_of(behind)
        done = self.send(again, shown, "secretariat", button)
        self.assertEqual(302, done.status_code)
        self.assertEqual("300", self.open(url, "secretariat")[1][number])


class SentTwiceTest(FormsCase):
    def total(self):
        url = f"{self.group}/library"
        return self.ask("GET", url, "customs-xa").json()["items_total"]

    def opened(self):
        action, fields = self.open(f"{self.group}/library/++add++Alert", "customs-xa")
        fields[self.named(fields, ".title")] = "EXERCISE: twice"
        fields[self.named(fields, ".alert_type")] = "seizure"
        fields[self.named(fields, ".handling")] = "green"
        return action, fields

    def test_sent_twice_it_is_made_once(self):
        before = self.total()
        action, fields = self.opened()
        first, second = (self.send(action, fields, "customs-xa") for _time in "12")
        self.assertEqual((302, 302), (first.status_code, second.status_code), first.text)
        self.assertEqual(first.headers["Location"], second.headers["Location"])
        self.assertEqual(before + 1, self.total())

    def test_at_once(self):
        before = self.total()
        action, fields = self.opened()
        with ThreadPoolExecutor(3) as pool:
            sent = [
                pool.submit(self.send, action, fields, "customs-xa") for _time in "123"
            ]
        answers = [one.result() for one in sent]
        self.assertEqual([302] * 3, [one.status_code for one in answers])
        self.assertEqual(1, len({one.headers["Location"] for one in answers}))
        self.assertEqual(before + 1, self.total())

    def test_with_other_values_it_is_asked_about(self):
        before = self.total()
        action, fields = self.opened()
        self.send(action, fields, "customs-xa")
        fields[self.named(fields, ".title")] = "EXERCISE: another"
        answer = self.send(action, fields, "customs-xa")
        self.assertEqual(400, answer.status_code)
        self.assertIn("was sent already", answer.text)
        again, shown = self.form_of(answer)
        self.assertNotEqual(fields[KEY], shown[KEY])
        self.assertEqual(302, self.send(again, shown, "customs-xa").status_code)
        self.assertEqual(before + 2, self.total())

    def test_after_a_mistake_the_key_is_free(self):
        action, fields = self.opened()
        wrong = {**fields, self.named(fields, ".title"): ""}
        answer = self.send(action, wrong, "customs-xa")
        self.assertEqual(400, answer.status_code)
        self.assertEqual(fields[KEY], self.form_of(answer)[1][KEY])
        self.assertEqual(302, self.send(action, fields, "customs-xa").status_code)


class ValuesTest(unittest.TestCase):
    layer = CUG_INTEGRATION

    def test_what_differs(self):
        standing = {"title": "a", "text": RichTextValue("<p>a</p>"), "list": []}
        self.assertEqual([], differing(standing, {"title": "a", "list": None}))
        new = {"title": "b", "text": RichTextValue("<p>b</p>"), "list": ["x"]}
        self.assertEqual(["title", "text", "list"], differing(standing, new))

    def test_files_by_name_and_content(self):
        one = NamedBlobFile(b"one", filename="a.txt")
        self.assertEqual(
            comparable(one), comparable(NamedBlobFile(b"one", filename="a.txt"))
        )
        self.assertNotEqual(
            comparable(one), comparable(NamedBlobFile(b"two", filename="a.txt"))
        )
        self.assertEqual(
            "a.txt", in_words(schema.Object(schema.interfaces.IField), one, None, "en")
        )

    def test_in_words(self):
        choice = schema.Choice(values=("a", "b"))
        for field, value, words in (
            (schema.Text(), None, "–"),
            (schema.Text(), RichTextValue("<p>One <b>two</b></p>"), "One two"),
            (schema.Bool(), True, "Yes"),
            (schema.Bool(), False, "–"),
            (choice, "a", "a"),
            (choice, "z", "z"),
            (schema.List(value_type=choice), ["a", "b"], "a\nb"),
            (schema.Float(), 2.0, "2"),
            (schema.Dict(), {"a": "x", "b": None}, "x"),
        ):
            with self.subTest(words):
                self.assertEqual(words, translate(in_words(field, value, None, "en")))
