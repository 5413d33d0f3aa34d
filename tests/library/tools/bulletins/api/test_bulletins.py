"""``@bulletins`` and its page: what goes into a bulletin, and what becomes of it."""

from io import BytesIO
from pikepdf import Pdf
from tests.library.case import LibraryCase, text_of
from tests.library.tools.bulletins.test_paper import shown


class BulletinsTest(LibraryCase):
    def setUp(self):
        super().setUp()
        self.bulletins = f"{self.group}/@bulletins"

    def item(self, *transitions, **fields):
        """UID of a published alert."""
        url = self.published(*transitions, **fields)
        return self.rest("secretariat", "GET", url, 200)["UID"]

    def bulletin(self, status, *items, user="secretariat", **changes):
        given = {
            "title": "EXERCISE: cheetahs by sea",
            "language": "fr",
            "handling": "amber_strict",
            "items": items,
        }
        url = self.bulletins
        return self.rest(user, "POST", url, status, json={**given, **changes})

    def mistakes(self, *items, **changes):
        answer = self.bulletin(400, *items, **changes)
        return {one["field"]: one["message"] for one in answer["errors"]}

    def test_items_become_a_draft_that_the_secretariat_publishes(self):
        first = self.item(
            incident_date="2026-02-28",
            incident_country="XA",
            alleged_origin="XC",
            alleged_destination="XB",
            description="<b>Cubs</b> & skins",
            specimens=[{"species": "Acinonyx jubatus", "term": "LIV", "quantity": 3}],
            hide_country=True,
        )
        second = self.item(incident_country="XB", handling="amber")
        made = self.bulletin(201, first, second, first)
        self.assertEqual("draft", made["review_state"])
        self.assertEqual("bulletin", made["document_type"]["token"])
        self.assertEqual("amber_strict", made["handling"]["token"])
        self.assertEqual("fr", made["language"]["token"])
        self.assertEqual(["Acinonyx jubatus"], made["species"])
        countries = {one["token"] for one in made["countries"]}
        self.assertEqual({"XA", "XB"}, countries)
        self.assertNotIn("removed", made)
        download = made["file"]["download"]
        self.assertEqual("application/pdf", made["file"]["content-type"])
        data = self.ask("secretariat", "GET", download).content
        with Pdf.open(BytesIO(data)) as pdf:
            self.assertEqual("fr", str(pdf.Root.Lang))
        text = "".join(shown(data))
        for words in ("<b>Cubs</b> & skins", "Alertes par espèce", "EXERCISE"):
            self.assertIn(words, text)
        for secret in ("customs-xa", "Customs officer"):
            self.assertNotIn(secret, text)
        for user in ("customs-xa", "police-xb", "igo-unodc"):
            self.rest(user, "GET", made["@id"], 404)
        query = "action=library.bulletin"
        trail = f"{self.group}/@audit?{query}"
        event = self.rest("secretariat", "GET", trail, 200)["items"][0]
        self.assertEqual([first, second], event["detail"]["items"])
        self.move(made["@id"], "publish")
        self.rest("police-xb", "GET", made["@id"], 200)

    def test_what_may_not_go_into_it_is_named(self):
        draft = self.rest("secretariat", "GET", self.make(), 200)["UID"]
        alert = self.item()
        named = self.make(title="EXERCISE: for one")
        body = {"readers": ["country:XB"]}
        self.move(named, "submit")
        choose = f"{named}/@workflow/choose"
        self.rest("secretariat", "POST", choose, 200, json=body)
        named = self.rest("secretariat", "GET", named, 200)["UID"]
        found = self.mistakes(alert, draft, "nonsense", named)
        self.assertEqual({"items[1]", "items[2]", "items[3]"}, found.keys())
        self.assertEqual(found["items[1]"], found["items[2]"], "it tells of no draft")
        self.assertIn("EXERCISE: for one", found["items[3]"])
        self.assertEqual({"items[0]"}, self.mistakes(alert, audience="shared").keys())
        self.bulletin(201, alert, named, audience="chosen")
        self.assertEqual({"items"}, self.mistakes().keys())
        self.assertEqual({"items"}, self.mistakes(*[alert] * 31).keys())

    def test_red_goes_into_none(self):
        red = self.make(handling="red")
        self.move(red, "submit")
        choose, body = f"{red}/@workflow/choose", {"readers": ["member:police-xb"]}
        self.rest("secretariat", "POST", choose, 200, json=body)
        uid = self.rest("secretariat", "GET", red, 200)["UID"]
        wanted = {"audience": "chosen", "handling": "red"}
        self.assertIn("items[0]", self.mistakes(uid, **wanted))

    def test_its_handling_code_is_as_strict_as_that_of_its_items(self):
        amber = self.item("share", handling="amber")
        found = self.mistakes(amber, handling="green")
        self.assertIn("TLP:AMBER", found["handling"])
        shared = {"audience": "shared"}
        self.assertIn("handling", self.mistakes(amber, handling="amber_strict", **shared))
        self.bulletin(201, amber, handling="amber", **shared)

    def at_fault(self, url, name, **body):
        method, url = ("POST", f"{url}/@workflow/{name}") if name else ("PATCH", url)
        answer = self.rest("secretariat", method, url, 400, json=body)
        return [one["field"] for one in answer["errors"]]

    def state(self, url):
        return self.rest("secretariat", "GET", url, 200)["review_state"]

    def test_it_stays_as_strict_as_its_items_whatever_is_done_later(self):
        alert = self.published(handling="amber_strict")
        uid = self.rest("secretariat", "GET", alert, 200)["UID"]
        made = self.bulletin(201, uid)["@id"]
        self.assertEqual(["handling"], self.at_fault(made, None, handling="green"))
        igos = {"readers": ["category:igo"]}
        self.assertEqual(["readers"], self.at_fault(made, "choose", **igos))
        self.move(made, "publish")
        self.assertEqual(["handling"], self.at_fault(made, None, handling="green"))
        self.assertEqual(["handling"], self.at_fault(made, "share"))
        self.rest("secretariat", "DELETE", alert, 204)
        self.assertEqual(["handling"], self.at_fault(made, None, handling="green"))
        page = self.page("secretariat", f"{made}/edit")
        given = {"form.widgets.handling": "green", "form.buttons.save": "1"}
        answer = self.send("secretariat", page, "edit", **given)
        self.assertEqual(400, answer.status_code)

    def test_it_has_no_readers_that_its_items_do_not_have(self):
        alert = self.published(handling="amber")
        uid = self.rest("secretariat", "GET", alert, 200)["UID"]
        made = self.bulletin(201, uid, handling="amber")["@id"]
        self.move(made, "publish")
        self.assertEqual(["state"], self.at_fault(made, "share"))
        igos = {"readers": ["category:igo"]}
        self.assertEqual(["readers"], self.at_fault(made, "choose", **igos))
        self.move(alert, "share")
        self.move(made, "share")
        look = f"{alert}/@audience?transition=restrict"
        told = self.rest("secretariat", "GET", look, 200)["dependents"]
        self.assertEqual([{"kind": "bulletins", "total": 1, "follow": 0}], told)
        self.move(alert, "archive")
        self.assertEqual("shared", self.state(made))
        self.move(alert, "restore")
        self.assertEqual("draft", self.state(made))
        self.rest("igo-unodc", "GET", made, 404)

    def test_a_stricter_code_of_an_item_closes_it_for_its_paper_has_the_old_one(self):
        alert = self.published(handling="green")
        uid = self.rest("secretariat", "GET", alert, 200)["UID"]
        made = self.bulletin(201, uid, handling="green")["@id"]
        self.move(made, "publish")
        self.rest("secretariat", "PATCH", alert, 204, json={"handling": "amber"})
        told = self.rest("secretariat", "GET", made, 200)
        self.assertEqual(
            ("draft", "amber"), (told["review_state"], told["handling"]["token"])
        )

    def test_a_title_that_may_name_somebody_waits_for_a_reason(self):
        alert, title = self.item(), "Seen by Chinedu Okonkwo"
        answer = self.bulletin(400, alert, title=title)
        self.assertEqual(["title"], [one["field"] for one in answer["findings"]])
        self.bulletin(201, alert, title=title, non_nominal_confirmed="An official.")

    def test_it_is_made_once_for_a_key(self):
        body = {"items": [self.item()], "title": "EXERCISE", "language": "en"}
        body["handling"] = "amber"
        heads = {"Accept": "application/json", "Idempotency-Key": "zq-bulletin"}
        first, second = (
            self.ask("secretariat", "POST", self.bulletins, json=body, headers=heads)
            for _time in "12"
        )
        self.assertEqual([201, 201], [first.status_code, second.status_code])
        self.assertEqual(first.json()["@id"], second.json()["@id"])

    def test_the_page_makes_it_of_what_is_ticked(self):
        alert = self.item(title="EXERCISE: ticked", handling="amber")
        draft = self.rest("secretariat", "GET", self.make(), 200)["UID"]
        url = f"{self.group}/bulletin"
        self.page("customs-xa", url, 403)
        self.bulletin(403, alert, user="customs-xa")
        page = self.page("secretariat", url)
        self.assertIn("Nothing is selected yet.", text_of(page))
        self.assertFalse([one for one in page.forms if "title" in one.fields])
        # The library's own filters come along, and mean nothing here.
        asked = {"items": [alert, draft, "?"], "handling": ["green", "red"]}
        page = self.page("secretariat", url, **asked, language="fr", b_start="-1")
        ticks = page.xpath("//input[@name='items'][@checked]/@value")
        self.assertEqual([alert], ticks)
        given = {"title": "EXERCISE: page", "language": "es", "handling": "amber"}
        (form,) = [one for one in page.forms if "title" in one.fields]
        values = dict(form.form_values())
        self.assertEqual(("en", "amber"), (values["language"], values["handling"]))
        values = {**values, **given}
        wrong = self.parse(self.ask("secretariat", "POST", url, data=values))
        self.assertIn("Choose at least one item.", text_of(wrong))
        values["items"] = alert
        answer = self.ask("secretariat", "POST", url, data=values)
        self.assertEqual(302, answer.status_code, answer.text)
        made = self.rest("secretariat", "GET", answer.headers["Location"], 200)
        self.assertEqual("EXERCISE: page", made["title"])
        self.assertEqual("es", made["language"]["token"])

    def test_what_is_ticked_is_put_in_order_by_buttons(self):
        uids = [self.item(title=f"EXERCISE: {name}") for name in ("a", "b", "c")]
        url = f"{self.group}/bulletin"
        page = self.page("secretariat", url, items=uids)
        self.assertEqual(uids, page.xpath("//input[@name='items'][@checked]/@value"))
        (form,) = [one for one in page.forms if "title" in one.fields]
        values = {**dict(form.form_values()), "title": "EXERCISE: order"}
        for way, uid, expected in (
            ("down", uids[0], [uids[1], uids[0], uids[2]]),
            ("up", uids[2], [uids[1], uids[2], uids[0]]),
            ("up", uids[1], [uids[1], uids[2], uids[0]]),
        ):
            values["items"] = uids
            values["bulletin.move"] = f"{way}:{uid}"
            page = self.parse(self.ask("secretariat", "POST", url, data=values))
            uids = page.xpath("//input[@name='items'][@checked]/@value")
            self.assertEqual(expected, uids, way)
            self.assertEqual(
                ["EXERCISE: order"], page.xpath("//input[@name='title']/@value")
            )
        ups = page.xpath("//button[starts-with(@value, 'up:')]/@value")
        self.assertEqual([f"up:{uid}" for uid in uids[1:]], ups)
        # More are ticked in the library, which knows these.
        values |= {"items": uids[:2], "bulletin.move": "add"}
        answer = self.ask("secretariat", "POST", url, data=values)
        expected = f"{self.library}?items={uids[0]}&items={uids[1]}"
        self.assertEqual(expected, answer.headers["Location"])
