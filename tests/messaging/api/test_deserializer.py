"""What cannot be a message is refused, each mistake by its field; nothing is stored."""

import json
from tests.messaging.http import in_json, MessagesHttpCase, MISSING


GOOD = {"subject": "EXERCISE", "to": ["police-xb"]}
NO_TEXT = (7, None, True, ["x"], {"x": 1}, 1e308)
NO_FLAG = ("true", 1, 0, None, [], "yes")
NO_LIST = ("police-xb", 7, None, {"police-xb": 1}, True)
#: Field of a JSON object, values it must not have, and how the mistake names it.
JSON = (
    ("subject", (*NO_TEXT, "", " \n", "x" * 201, "a\0b", "a\nb", "\u202egpj.exe"), ""),
    ("subject", ("\ud800",), ""),
    ("body", (*NO_TEXT, "<script>1</script>", "x" * 200_001, "a\0b"), ""),
    ("body", ('<img src="https://elsewhere.example/x">', "<p onclick=1>x</p>"), ""),
    ("handling", (*NO_TEXT, "", "white", "RED", "x" * 10_000), ""),
    ("reply_to", (7, True, ["x"], MISSING, "x", "x" * 10_000, "a\0b"), ""),
    ("answer_by", (7, True, "soon", "2026-02-30", "01/02/2026", "2020-01-01"), ""),
    ("answer_by", ("20990101", "2099-01-01T00:00:00Z", ["2099-01-01"]), ""),
    ("receipt", NO_FLAG, ""),
    ("everyone", NO_FLAG, ""),
    ("draft", NO_FLAG, ""),
    ("igo_confirmed", NO_FLAG, ""),
    ("to", (*NO_LIST, [], ["x"] * 5001), ""),
    ("to", ([7], [None], [["x"]], [{"id": "x"}], ["x" * 201], ["a\0b"], [""]), "[0]"),
    ("to", (["outsider"], ["admin"], ["customs-xa"], ["nobody"], ["police-xb "]), "[0]"),
    ("to", (["police-xb", "customs-ivory"],), "[1]"),
    ("categories", NO_LIST, ""),
    ("categories", (["pirates"], ["Customs"], [7]), "[0]"),
    ("countries", NO_LIST, ""),
    ("countries", (["ZZ"], ["xa"], ["KE"], [True]), "[0]"),
    ("attachments", ("x", 7, None, {"filename": "a.txt"}), ""),
    ("attachments", (["x"], [7], [None], [["a.txt"]]), "[0]"),
    (
        "attachments",
        ([{"filename": "a.txt"}], [{"filename": "a.txt", "data": 7}]),
        "[0].data",
    ),
    ("attachments", ([{"filename": "a.txt", "data": "no base64!"}],), "[0].data"),
    ("attachments", ([{"filename": "a.txt", "data": "YQ"}],), "[0].data"),
    ("attachments", ([{"filename": "a.txt", "data": "YQ==\n"}],), "[0].data"),
    ("attachments", ([{"data": "YQ=="}], [in_json(7)]), "[0].filename"),
    ("attachments", ([in_json("")], [in_json("a.txt", b"")]), "[0]"),
    ("attachments", ([in_json("a\0.txt")], [in_json("a\u202etxt.exe")]), "[0]"),
    ("attachments", ([in_json("a.exe", b"MZ" + bytes(99))],), "[0]"),
    ("attachments", ([in_json("a.pdf")], [in_json("x" * 201 + ".txt")]), "[0]"),
    ("attachments", ([in_json("a.html", b"<html><script>1</script>")],), "[0]"),
    ("attachments", ([in_json(f"{n}.txt") for n in range(21)],), ""),
    ("forward_files_of", (7, MISSING, "x", ["x"], "a\0b"), ""),
    ("sender", ("customs-xb", None, {}), ""),
    ("sent", ("2020-01-01T00:00:00Z",), ""),
    ("id", (MISSING,), ""),
    ("thread", (MISSING,), ""),
    ("read", (True,), ""),
    ("folder", ("inbox",), ""),
)
NO_JSON = (b"", b"[]", b'"x"', b"7", b"null", b"{", b"\xff\xfe", b'{"a": NaN', b"\x80")
#: Of a form: a value that is no text cannot be sent, but another type can.
FORM = (
    ("subject", ""),
    ("subject:int", "7"),
    ("subject:list", "x"),
    ("body.x:record", "x"),
    ("handling", "white"),
    ("answer_by", "soon"),
    ("answer_by:date", "2099-01-01"),
    ("draft", "perhaps"),
    ("draft:boolean", "1"),
    ("receipt:int", "1"),
    ("everyone", "on"),
    ("igo_confirmed", "YES"),
    ("to:int", "7"),
    ("attachments", "text"),
    ("sender", "customs-xb"),
    ("reply_to", MISSING),
)


class InputCase(MessagesHttpCase):
    def setUp(self):
        super().setUp()
        self.post()
        self.before = self.stored()

    def tearDown(self):
        self.assertEqual(self.stored(), self.before)
        super().tearDown()

    def send(self, letter, **kw):
        headers = {"Content-Type": "application/json"}
        data = json.dumps(letter).encode()
        return self.ask("customs-xa", "POST", "", headers, data=data, **kw)


class JsonTest(InputCase):
    def test_each_field(self):
        for name, values, place in JSON:
            for value in values:
                with self.subTest(name, value=str(value)[:60]):
                    answer = self.send({**GOOD, name: value})
                    self.assertBad(answer, f"{name}{place}")

    def test_everything_at_once(self):
        letter = {"subject": "", "to": ["outsider"], "handling": "white"}
        answer = self.send({**letter, "body": "<script>", "attachments": [in_json("")]})
        self.assertBad(answer, "body", "handling", "subject", "to[0]", "attachments[0]")
        wrong = {"subject": 7, "to": [1, "police-xb", 2], "draft": "x", "id": "x"}
        # What nobody can set is said first.
        self.assertBad(self.send(wrong), "id")
        del wrong["id"]
        self.assertBad(self.send(wrong), "subject", "to[0]", "to[2]", "draft")

    def test_no_recipient(self):
        self.assertBad(self.send({"subject": "EXERCISE"}), "to")

    def test_no_json_object(self):
        for body in NO_JSON[1:]:
            for url in ("", MISSING):
                with self.subTest(body, url=url):
                    headers = {"Content-Type": "application/json"}
                    method = "PATCH" if url else "POST"
                    answer = self.ask("customs-xa", method, url, headers, data=body)
                    self.assertEqual(answer.status_code, 400, answer.text)
                    self.assertTrue(answer.json()["message"])

    def test_other_types_of_content(self):
        body = json.dumps(GOOD)
        for kind in ("text/plain", "application/x-www-form-urlencoded", "x"):
            with self.subTest(kind):
                headers = {"Content-Type": kind}
                answer = self.ask("customs-xa", "POST", "", headers, data=body)
                self.assertEqual(answer.status_code, 400, answer.text)

    def test_deep(self):
        body = b'{"to":' + b"[" * 100_000 + b"]" * 100_000 + b"}"
        headers = {"Content-Type": "application/json"}
        answer = self.ask("customs-xa", "POST", "", headers, data=body)
        self.assertEqual(answer.status_code, 400, answer.text[:300])

    def test_said_in_the_readers_language(self):
        headers = {"Content-Type": "application/json", "Accept-Language": "fr"}
        cookies = {"I18N_LANGUAGE": "fr"}
        body = json.dumps({**GOOD, "subject": ""})
        answer = self.ask("customs-xa", "POST", "", headers, data=body, cookies=cookies)
        (error,) = answer.json()["errors"]
        self.assertNotEqual(error["message"], "This must be filled in.")


class FormTest(InputCase):
    def form(self, *fields):
        good = [("subject", "EXERCISE"), ("to", "police-xb")]
        names = {name.partition(":")[0] for name, _value in fields}
        kept = [(name, (None, value)) for name, value in good if name not in names]
        return self.ask("customs-xa", "POST", "", files=[*kept, *fields])

    def test_each_field(self):
        for name, value in FORM:
            with self.subTest(name, value=value):
                field = name.partition(":")[0].partition(".")[0]
                place = {"to": "to[0]"}.get(field, field)
                self.assertBad(self.form((name, (None, value))), place)

    def test_files_where_none_belong(self):
        for name in ("subject", "file", "body", "to"):
            with self.subTest(name):
                answer = self.form((name, ("a.txt", b"found: cubs")))
                said = [error["field"] for error in answer.json()["errors"]]
                self.assertEqual(answer.status_code, 400)
                self.assertIn(name, said[-1])

    def test_broken_form(self):
        for kind in ("multipart/form-data", "multipart/form-data; boundary=x"):
            with self.subTest(kind):
                headers = {"Content-Type": kind}
                answer = self.ask("customs-xa", "POST", "", headers, data=b"--y\r\nz")
                self.assertEqual(answer.status_code, 400, answer.text[:300])


class FilingInputTest(InputCase):
    FILING = (
        ("read", NO_FLAG),
        ("starred", NO_FLAG),
        ("folder", (7, None, "nowhere", "gone", "recalled", ["inbox"], "")),
        ("id", (MISSING,)),
        ("sender", ("customs-xb",)),
    )

    def test_one_and_many(self):
        (message,) = self.ids("police-xb")
        for name, values in self.FILING:
            for value in values:
                with self.subTest(name, value=value):
                    change = {name: value}
                    self.assertBad(
                        self.ask("police-xb", "PATCH", message, json=change), name
                    )
                    many = {"ids": [message], "read": True, name: value}
                    self.assertBad(self.ask("police-xb", "PATCH", "", json=many), name)
        self.assertEqual(self.listed("police-xb")["unread_total"], 1)

    def test_ids(self):
        for value in ("x", 7, None, {}, []):
            with self.subTest(value):
                many = {"ids": value, "read": True}
                self.assertBad(self.ask("police-xb", "PATCH", "", json=many), "ids")
        many = {"ids": [7, None], "read": True}
        answer = self.ask("police-xb", "PATCH", "", json=many)
        self.assertBad(answer, "ids[0]", "ids[1]")
        many = {"ids": [f"{n:032x}" for n in range(501)], "read": True}
        self.assertBad(self.ask("police-xb", "PATCH", "", json=many), "ids")
        answer = self.ask("police-xb", "PATCH", "", json={"subject": "x"})
        self.assertBad(answer, "subject")
        answer = self.ask("police-xb", "PATCH", "", json={"ids": ["x"]})
        self.assertBad(answer, "read")

    def test_confirmation_and_keys(self):
        (message,) = self.ids("police-xb")
        answer = self.ask(
            "customs-xa", "POST", f"{message}/send", json={"igo_confirmed": 1}
        )
        self.assertBad(answer, "igo_confirmed")
        for key in ("", "x" * 201, "a\tb", "é".encode("latin-1")):
            with self.subTest(key):
                headers = {"Idempotency-Key": key}
                answer = self.ask("customs-xa", "POST", "", headers, json=GOOD)
                self.assertBad(answer, "Idempotency-Key")
