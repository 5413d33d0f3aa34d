"""What members say is no name is no finding any more, in their group alone."""

import transaction
from cites.cug.core.settings.deployment import records_url
from cites.cug.core.sql.session import engine
from cites.cug.core.trail.trail import AuditEvent
from cites.cug.web.confirmation.models import NotAName
from collective.workspace.interfaces import IWorkspace
from sqlalchemy import delete, inspect, select, text, update
from tests.library.http import Form
from tests.web.confirmation.case import decisions, NAMED, NominalCase


WORDS = "Chinedu Okonkwo"
SAID = {"text": WORDS, "decision": "not_a_name"}
TABLE = NotAName.__table__


class LearnedCase(NominalCase):
    def setUp(self):
        super().setUp()
        self.words = f"{self.group}/@allowed-words"
        with engine(records_url()).begin() as records:
            records.execute(delete(TABLE))

    def send(self, user, *decided, status=201, group=None, to="police-xb"):
        body = {"subject": "EXERCISE", "body": f"<p>{NAMED}</p>", "to": [to]}
        url = f"{group or self.group}/@messages"
        answer = self.ask("POST", url, user, json={**body, "decisions": list(decided)})
        self.assertEqual(answer.status_code, status, answer.text)
        return answer.json()

    def found(self, user="wildlife-xa", group=None, words=NAMED):
        url = f"{group or self.group}/@non-nominal"
        answer = self.ask("POST", url, user, json={"text": words})
        self.assertEqual(answer.status_code, 200, answer.text)
        return [one["text"] for one in answer.json()["findings"]]

    def listed(self, **kw):
        answer = self.ask("GET", self.words, "secretariat", **kw)
        self.assertEqual(answer.status_code, 200, answer.text)
        return answer.json()["items"]


class TestMembers(LearnedCase):
    def test_two_members_spare_a_third_one(self):
        self.send("customs-xa", SAID)
        self.send("customs-xa", SAID)
        self.assertEqual(self.found(), [WORDS])
        self.send("customs-xa", status=400)
        self.send("police-xa", SAID, to="customs-xb")
        self.assertEqual(self.found(), [])
        self.assertEqual(self.found(words="CHINEDU  okonkwo."), [])
        self.send("wildlife-xa")
        # What one has said oneself would show that somebody else has said it.
        self.assertEqual(self.found("police-xa"), [WORDS])
        # In pages too.
        form = Form(self, f"{self.group}/library/++add++Alert", "customs-xb")
        typed = {"title": "EXERCISE", "alert_type": "seizure", "handling": "amber"}
        self.assertEqual(form.send(**typed, description=NAMED).status, 302)
        # But in no other group.
        other = {"group": f"{self.portal}/ivory"}
        self.assertEqual(self.found("police-xb", **other), [WORDS])
        self.send("police-xb", status=400, to="secretariat", **other)

    def test_pages_teach_as_well(self):
        for user in ("customs-xa", "police-xa"):
            form = Form(self, f"{self.group}/library/++add++Alert", user)
            typed = {"title": "EXERCISE", "alert_type": "seizure", "handling": "amber"}
            typed["description"] = NAMED
            refused = form.send(**typed)
            self.assertEqual(refused.status, 400)
            (select,) = refused.at("decision").xpath(".//ul//select")
            values = select.xpath(".//option/@value")
            self.assertEqual(values[:3], ["", "not_a_name", "keep official"])
            sent = {
                "decisions.text": WORDS,
                "decisions.decision": "not_a_name",
                "decisions.reason": "",
            }
            done = form.send(**typed, beside=sent)
            self.assertEqual(done.status, 302, done.text)
        self.assertEqual(self.found(), [])

    def test_a_form_that_is_held_back_keeps_no_decision(self):
        before = decisions()
        form = Form(self, f"{self.group}/library/++add++Alert", "customs-xa")
        typed = {"title": "EXERCISE", "alert_type": "seizure", "handling": "amber"}
        typed["description"] = f"{NAMED} Kofi Boateng followed."
        sent = {
            "decisions.text": WORDS,
            "decisions.decision": "not_a_name",
            "decisions.reason": "",
        }
        self.assertEqual(form.send(**typed, beside=sent).status, 400)
        self.assertEqual(decisions(), before)
        self.assertEqual(self.listed(), [])

    def test_the_check_itself_teaches(self):
        text = f"{NAMED} Kofi Boateng followed."
        url, answers = f"{self.group}/@non-nominal", []
        for user in ("customs-xa", "police-xa"):
            first, second = self.ask("POST", url, user, json={"text": text}).json()[
                "findings"
            ]
            made = [
                {**first, "decision": "not_a_name"},
                {**second, "decision": "replace"},
            ]
            sent = {"text": text, "decisions": made}
            answers.append(self.ask("POST", url, user, json=sent).json())
        for answer in answers:
            self.assertEqual(
                [one["text"] for one in answer["findings"]], ["Kofi Boateng"]
            )
            self.assertEqual(answer["replaced"], f"{NAMED} person 1 followed.")
        self.assertEqual(self.found(), [])

    def test_some_members_do_not_count(self):
        """IGOs, the suspended, those who left, and programs."""
        self.send("customs-xa", SAID)
        self.send("igo-unodc", SAID)
        self.assertEqual(self.found(), [WORDS])
        self.send("police-xa", SAID)
        self.assertEqual(self.found(), [])
        police = f"{self.group}/@members/police-xa"
        for verb, names in (("suspend", [WORDS]), ("reactivate", [])):
            body = {"reason": "EXERCISE"} if verb == "suspend" else {}
            answer = self.ask("POST", f"{police}/{verb}", "secretariat", json=body)
            self.assertEqual(answer.status_code, 200, answer.text)
            self.assertEqual(self.found(), names, verb)
        roster = IWorkspace(self.object_at(self.group))
        self.do(roster.note, "police-xa", service=True)
        self.assertEqual(self.found(), [WORDS])
        self.do(roster.note, "police-xa", service=False)
        self.do(roster.remove_from_team, "police-xa")
        self.assertEqual(self.found(), [WORDS])
        with engine(records_url()).connect() as records:
            left = records.scalars(select(TABLE.c.user_id)).all()
        self.assertEqual(left, ["customs-xa"])

    def test_a_row_that_the_portal_has_not_written_says_nothing(self):
        self.send("customs-xa", SAID)
        with engine(records_url()).begin() as records:
            records.execute(update(TABLE).values(user_id=""))
        self.assertEqual(self.found(), [WORDS])

    def test_what_institutions_are_called_is_known(self):
        name = "Nile Okonkwo Rescue Ltd"
        self.assertEqual(self.found(words=f"It went to {name} today."), [name])
        body = {"kind": "rescue_centre", "country": "XA", "name": name}
        body |= {"contact": "rescue@example.org", "non_nominal_confirmed": "published"}
        url = f"{self.group}/@directory"
        self.assertEqual(self.status("POST", url, "secretariat", json=body), 201)
        self.assertEqual(self.found(words=f"It went to {name} today."), [])


class TestSecretariat(LearnedCase):
    def test_it_says_so_alone_and_takes_it_back(self):
        self.send("secretariat", SAID)
        self.assertEqual(self.found(), [])
        (one,) = self.listed()
        told = {name: one[name] for name in ("kind", "members", "secretariat", "allowed")}
        expected = {"kind": "person", "members": 0, "secretariat": True, "allowed": True}
        self.assertEqual(told, expected)
        self.assertEqual(self.status("DELETE", one["@id"], "secretariat"), 204)
        self.assertEqual(self.status("DELETE", one["@id"], "secretariat"), 404)
        self.assertEqual((self.found(), self.listed()), ([WORDS], []))

    def test_it_adds_words_and_finds_them_again(self):
        body = {"words": f" {WORDS.upper()} "}
        answer = self.ask("POST", self.words, "secretariat", json=body)
        self.assertEqual(answer.status_code, 201, answer.text)
        again = self.ask("POST", self.words, "secretariat", json=body)
        self.assertEqual(again.json()["@id"], answer.json()["@id"])
        self.assertEqual((self.found(), len(self.listed())), ([], 1))
        forget = f"{self.words}/forget"
        self.assertEqual(self.status("POST", forget, "secretariat", json=body), 204)
        self.assertEqual(self.found(), [WORDS])
        answer = self.ask("POST", forget, "secretariat", json=body)
        self.assertEqual(answer.status_code, 400, answer.text)
        self.assertEqual(answer.json()["errors"][0]["field"], "words")
        for wrong in ({}, {"words": ""}, {"words": "..."}, {"words": 1}):
            answer = self.ask("POST", self.words, "secretariat", json=wrong)
            self.assertEqual(answer.status_code, 400, wrong)

    def test_it_takes_back_what_members_said(self):
        self.send("customs-xa", SAID)
        (one,) = self.listed()
        self.assertEqual((one["members"], one["allowed"]), (1, False))
        self.send("police-xa", SAID)
        (one,) = self.listed()
        self.assertEqual((one["members"], one["allowed"]), (2, True))
        self.assertEqual(self.listed(params={"kind": "company"}), [])
        body = {"words": WORDS}
        self.ask("POST", f"{self.words}/forget", "secretariat", json=body)
        self.assertEqual(self.found(), [WORDS])
        with engine(records_url()).connect() as records:
            query = select(AuditEvent.detail).where(
                AuditEvent.action == "nonnominal.forget"
            )
            detail = records.scalars(query.order_by(AuditEvent.id.desc())).first()
        self.assertEqual(detail["members"], 2)

    def test_the_pages(self):
        place = f"{self.group}/allowed-words"
        form = Form(self, f"{place}/add", "secretariat")
        sent = form.send(beside={"words": WORDS})
        self.assertEqual(sent.status, 302, sent.text)
        self.assertEqual(self.found(), [])
        page = self.browse("GET", place, user="secretariat")
        self.assertIn("Added by the Secretariat", page.text)
        self.assertNotIn("Okonkwo", page.text)
        form = Form(self, f"{place}/forget", "secretariat")
        self.assertEqual(form.send(beside={"words": WORDS}).status, 302)
        self.assertEqual(self.found(), [WORDS])
        wrong = Form(self, f"{place}/forget", "secretariat").send(beside={"words": WORDS})
        self.assertEqual(wrong.status, 400)
        self.assertIn("Nobody has said", wrong.text)

    def test_nobody_else_sees_it(self):
        for user, status in (("customs-xa", 403), ("igo-unodc", 403), ("outsider", 404)):
            self.assertEqual(self.status("GET", self.words, user), status, user)
            body = {"words": WORDS}
            self.assertEqual(self.status("POST", self.words, user, json=body), status)
            forget = f"{self.words}/forget"
            self.assertEqual(self.status("POST", forget, user, json=body), status)


class TestSecrecy(LearnedCase):
    """Whoever reads the databases learns no word."""

    WORDS = "Mirembe Xolani"

    def everything(self):
        """All that the databases hold, as text."""
        transaction.abort()
        storage = self.layer["app"]._p_jar.db().storage
        for change in storage.iterator():
            for record in change:
                yield record.data or b""
        with engine(records_url()).connect() as records:
            for table in inspect(records).get_table_names():
                for row in records.execute(text(f'SELECT * FROM "{table}"')):
                    for value in row:
                        yield value if isinstance(value, bytes) else str(value).encode()

    def test_no_word_is_stored(self):
        body = {"text": f"The driver, {self.WORDS}, left."}
        url = f"{self.group}/@non-nominal"
        (found,) = self.ask("POST", url, json=body).json()["findings"]
        self.assertEqual(found["text"], self.WORDS)
        body["decisions"] = [{**found, "decision": "not_a_name"}]
        for user in ("customs-xa", "police-xa"):
            self.assertEqual(self.ask("POST", url, user, json=body).status_code, 200)
        self.assertEqual(self.found(words=body["text"]), [])
        allowed = {"words": f"{self.WORDS} Limited"}
        self.assertEqual(
            self.status("POST", self.words, "secretariat", json=allowed), 201
        )
        kept = {"subject": "EXERCISE", "body": "<p>x</p>", "to": ["police-xb"]}
        reason = f"{self.WORDS} Kagiso is the director."
        kept |= {"body": f"<p>{NAMED}</p>", "non_nominal_confirmed": reason}
        answer = self.ask("POST", f"{self.group}/@messages", json=kept)
        self.assertEqual(answer.status_code, 400, answer.text)
        stored = b"".join(self.everything()).lower()
        self.assertIn(b"nonnominal.decide", stored)
        for word in self.WORDS.lower().split():
            self.assertNotIn(word.encode(), stored)


class TestReasons(LearnedCase):
    def test_a_reason_of_the_list_is_recorded_with_the_rule(self):
        before = decisions()
        self.send("customs-xa", {"text": WORDS, "decision": "keep", "reason": "official"})
        (event,) = decisions()[len(before) :]
        self.assertEqual(event.detail["reasons"], ["official"])
        (rule,) = event.detail["keep"]
        self.assertRegex(rule, r"^person/[a-z]+/en$")

    def test_a_reason_may_name_nobody(self):
        before = decisions()
        reason = "Kofi Boateng is the director."
        decided = {"text": WORDS, "decision": "keep", "reason": reason}
        told = self.send("customs-xa", decided, status=400)
        self.assertEqual(told["type"], "BadRequest")
        self.assertEqual(told["errors"][0]["field"], "decisions")
        self.assertNotIn("Boateng", str(told))
        self.assertEqual(decisions(), before)

    def test_what_is_left_is_held_back(self):
        body = {"text": f"{NAMED} Kofi Boateng followed."}
        url = f"{self.make_topic()}/@comments"
        body["decisions"] = [{"text": WORDS, "decision": "keep", "reason": "author"}]
        (left,) = self.assertHeldBack(self.ask("POST", url, json=body), "text")
        self.assertEqual((left["text"], left["neutral"]), ("Kofi Boateng", "person 2"))
        body["decisions"].append({"text": left["text"], "decision": "replace"})
        self.assertHeldBack(self.ask("POST", url, json=body), "text")
