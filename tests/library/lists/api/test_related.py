"""What has to do with an alert, over HTTP: its page, its form, and a permit's page."""

from base64 import b64encode
from io import BytesIO
from tests.library.case import LibraryCase, text_of
from tests.library.items.test_picture_hashes import drawn


PERMIT = {"country": "XA", "number": "XA-2026-EX-77"}
WAY = {"alleged_origin": "XC", "alleged_destination": "XB"}


def picture(size: tuple[int, int], kind: str) -> dict[str, str]:
    stream = BytesIO()
    drawn(1).resize(size).save(stream, kind)
    data = b64encode(stream.getvalue()).decode()
    name = f"p.{kind.lower()}"
    return {"data": data, "encoding": "base64", "filename": name}


class RelatedTest(LibraryCase):
    def related(self, user, alert):
        found = self.rest(user, "GET", f"{alert}/@related", 200)
        return {one["@id"]: (one["reasons"], one["score"]) for one in found["items"]}

    def add_picture(self, alert, size, kind):
        body = {"@type": "Image", "image": picture(size, kind)}
        return self.rest("secretariat", "POST", alert, 201, json=body)["@id"]

    def test_a_permit_and_the_same_picture_lead_from_one_to_the_other(self):
        one = self.published(permits=[PERMIT], **WAY)
        other = self.published(permits=[{**PERMIT, "number": "xa 2026 ex 77"}])
        self.assertEqual(self.related("police-xb", one), {other: (["permit"], 40)})
        self.add_picture(one, (800, 600), "PNG")
        copy = self.add_picture(other, (400, 300), "JPEG")
        both = (["permit", "picture"], 80)
        self.assertEqual(self.related("police-xb", one), {other: both})
        self.assertEqual(self.related("police-xb", other), {one: both})
        told = text_of(self.page("police-xb", one))
        self.assertIn("Related alerts", told)
        self.assertIn("same permit same picture", told)
        self.rest("secretariat", "DELETE", copy, 204)
        self.assertEqual(self.related("police-xb", one), {other: (["permit"], 40)})

    def test_what_one_may_not_see_is_related_to_nothing(self):
        one = self.published("share", permits=[PERMIT])
        hidden = self.published(permits=[PERMIT], title="EXERCISE: zqhidden")
        draft = self.make(permits=[PERMIT], title="EXERCISE: zqdraft")
        self.assertEqual(self.related("igo-unodc", one), {})
        self.assertNotIn("Related alerts", text_of(self.page("igo-unodc", one)))
        self.assertEqual(set(self.related("police-xb", one)), {hidden})
        self.assertEqual(set(self.related("customs-xa", one)), {hidden, draft})
        heads = {"Accept": "application/json"}
        url = f"{one}/@related"
        before = self.ask("igo-unodc", "GET", url, headers=heads).headers["ETag"]
        self.published(permits=[PERMIT])
        known = {**heads, "If-None-Match": before}
        self.assertEqual(
            self.ask("igo-unodc", "GET", url, headers=known).status_code, 304
        )
        self.rest("outsider", "GET", url, 404)

    def test_a_permit_names_the_alerts_on_it_that_are_open_to_the_reader(self):
        alert = self.published(permits=[PERMIT], title="EXERCISE: about a permit")
        url, asked = f"{self.group}/permits", {"country": "XA", "number": "xa2026ex77"}
        page = self.page("police-xb", url, **asked)
        self.assertIn("Alerts on this permit", text_of(page))
        self.assertIn(alert, page.xpath("//aside//a/@href"))
        page = self.page("igo-unodc", url, **asked)
        self.assertNotIn("about a permit", text_of(page))

    def test_the_form_shows_what_is_like_what_is_typed_and_saves_nothing(self):
        alert = self.published(title="EXERCISE: the first", **WAY)
        add = f"{self.library}/++add++Alert"
        page = self.page("customs-xb", add)
        way = {f"form.widgets.{name}": one for name, one in WAY.items()}
        (button,) = page.xpath("//button[contains(@name, 'compare')]/@name")
        (form,) = [one for one in page.forms if one.action.endswith("++add++Alert")]
        values = {**dict(form.form_values()), **way, button: "1"}
        answer = self.ask("customs-xb", "POST", form.action, data=values)
        shown = self.parse(answer)
        self.assertIn("This looks like", text_of(shown))
        self.assertIn(alert, shown.xpath("//*[@id='related']//a/@href"))
        self.assertIn("same route", text_of(shown))
        (origin,) = shown.xpath("//input[contains(@name, 'alleged_origin')]/@value")
        self.assertEqual("Pixieland (exercise)", origin)
        listed = self.rest(
            "customs-xb", "GET", f"{self.group}/@library?author=customs-xb", 200
        )
        self.assertEqual(listed["items_total"], 0)
        nothing = {**values, "form.widgets.alleged_origin": "XA"}
        answer = self.ask("customs-xb", "POST", form.action, data=nothing)
        self.assertIn("No similar alert that you can read", text_of(self.parse(answer)))
        (box,) = page.xpath("//*[@data-alike]")
        self.assertEqual(box.get("data-alike"), f"{self.library}/alike")
        answer = self.ask("customs-xb", "POST", box.get("data-alike"), data=values)
        part = self.parse(answer)
        self.assertFalse(part.xpath("//form | //nav"))
        self.assertIn(alert, part.xpath("//*[@id='related']//a/@href"))
        for button in ("save", "save_and_upload"):
            more = {**values, f"form.buttons.{button}": "1"}
            self.ask("customs-xb", "POST", f"{self.library}/alike", data=more)
        listed = self.rest(
            "customs-xb", "GET", f"{self.group}/@library?author=customs-xb", 200
        )
        self.assertEqual(listed["items_total"], 0)

    def test_the_form_of_an_alert_does_not_find_the_alert_itself(self):
        alert, other = self.published(**WAY), self.published(**WAY)
        page = self.page("secretariat", f"{alert}/edit")
        (box,) = page.xpath("//*[@data-alike]")
        self.assertEqual(box.get("data-alike"), f"{alert}/alike")
        form = page.get_element_by_id("form")
        values = {**dict(form.form_values()), "form.buttons.compare": "1"}
        part = self.parse(self.ask("secretariat", "POST", f"{alert}/alike", data=values))
        self.assertEqual(part.xpath("//*[@id='related']//li//a/@href"), [other])
        answer = self.ask("police-xb", "POST", f"{alert}/alike", data=values)
        self.assertEqual(answer.status_code, 403)
        answer = self.ask("igo-unodc", "POST", f"{alert}/alike", data=values)
        self.assertEqual(answer.status_code, 404)
