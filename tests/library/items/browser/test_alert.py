"""An alert's page."""

import base64
import io
import transaction
from PIL import Image
from tests.library.case import LibraryCase, text_of
from tests.library.fields import TEXT_FIELDS


EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
FULL = {
    "title": "EXERCISE: nine cubs",
    "description": "Found under sacks.",
    "handling": "amber",
    "incident_date": "2026-03-01",
    "incident_country": "XA",
    "location": "Port of Nowhere",
    "location_type": "seaport",
    "latitude": 10.4396,
    "longitude": -45.0164,
    "detecting_agency": "customs",
    "detection_method": "risk_profiling",
    "reason_for_seizure": ["export_no_permit", "welfare_transport"],
    "specimens": [
        {"species": "Acinonyx jubatus", "term": "LIV", "quantity": 9.0, "source": "W"},
        {"species": "spotted cat", "term": "SKI", "quantity": 2.0},
    ],
    "alleged_origin": "XB",
    "transit_countries": ["SO"],
    "alleged_destination": "XC",
    "transport_mode": ["road"],
    "concealment": ["boat_hold"],
    "offender_count": 3,
    "offender_nationalities": ["XA"],
    "disposal": "rescue_centre",
    "sanction": "pending",
    "legal_provision": "Wildlife Act",
    "estimated_value": 90000.5,
    "currency": "USD",
    "seizure_id": "XA-7",
    "share_iccwc": False,
}


def picture() -> str:
    data = io.BytesIO()
    Image.new("RGB", (800, 600)).save(data, "PNG")
    return base64.b64encode(data.getvalue()).decode()


class AlertPageTest(LibraryCase):
    def facts(self, page) -> dict[str, str]:
        return {text_of(dt): text_of(dt.getnext()) for dt in page.xpath("//dl/dt")}

    def test_it_tells_everything_in_words(self):
        page = self.page("customs-xa", self.make(**FULL))
        facts = self.facts(page)
        for title, words in {
            "Kind of place": "Seaport",
            "Coordinates": "10.4396° N 45.0164° W",
            "Reason for seizure": (
                "Export without a permit, Breach of live transport rules"
            ),
            "Means of transport": "Road",
            "Number of offenders": "3",
            "Estimated value in the country": "90,000.50 US dollars",
            "May be shared with members of the International Consortium on Combating"
            " Wildlife Crime (ICCWC)": "no",
        }.items():
            self.assertEqual(facts[title], words)
        headline = [text_of(one) for one in page.xpath("//*[@class='headline']/span")]
        self.assertEqual(
            headline,
            [
                *("1 Mar 2026", FULL["location"], "Neverland (exercise)"),
                *("Cheetah (live: 9)", "spotted cat (skins: 2)"),
            ],
        )
        stops = [text_of(stop) for stop in page.xpath("//ol[@class='route']/li")]
        self.assertEqual(
            stops,
            [
                "Alleged origin Wonderland (exercise)",
                "Transit Somalia",
                "Alleged destination Pixieland (exercise)",
            ],
        )

    def test_it_shows_what_was_written(self):
        words = {name: f"Words of {name}" for name in TEXT_FIELDS}
        page = text_of(self.page("customs-xa", self.make(**words)))
        for text in words.values():
            self.assertIn(text, page)

    def test_handling_and_readers_come_first(self):
        page = self.page("police-xb", self.published(**FULL))
        head = text_of(page.xpath("//article")[0])
        self.assertTrue(head.startswith("TLP:AMBER Recipients and their organizations"))
        (readers,) = page.xpath("//article/p[@class='readers']")
        self.assertEqual(
            text_of(readers),
            "Who can read this the Secretariat"
            " customs, police and wildlife law enforcement Members: 8",
        )

    def test_specimens_say_whose_codes_and_names_they_are(self):
        page = self.page("customs-xa", self.make(**FULL))
        (table,) = page.xpath("//table")
        headings = [text_of(cell) for cell in table.xpath("thead//th")]
        self.assertEqual(headings[1], "Specimen (CITES code)")
        self.assertIn("Source", headings)
        self.assertNotIn("Sex", headings, "no line tells it")
        first, second = table.xpath("tbody/tr")
        self.assertIn("Cheetah", text_of(first))
        self.assertIn("live (LIV) 9 Wild (W)", text_of(first))
        self.assertIn("not on the species list", text_of(second))
        self.assertNotIn("not on the species list", text_of(first))
        self.assertEqual(text_of(table.xpath("tfoot//td")[0]), "11")

    def test_lines_in_different_units_have_no_total(self):
        lines = [
            {"species": "Acinonyx jubatus", "term": "SKI", "quantity": 2.0},
            {
                "species": "Acinonyx jubatus",
                "term": "MEA",
                "quantity": 2.5,
                "unit": "KIL",
            },
        ]
        page = self.page("customs-xa", self.make(specimens=lines))
        self.assertFalse(page.xpath("//tfoot"))
        self.assertIn("2.5 kg", text_of(page.xpath("//tbody")[0]))

    def test_an_alert_that_says_little_has_no_empty_parts(self):
        page = self.page("customs-xa", self.make())
        self.assertFalse(page.xpath("//article//h2"))
        self.assertFalse(page.xpath("//article//dl[not(ancestor::*[@class='item-bar'])]"))

    def test_nothing_that_members_write_is_markup(self):
        fields = {
            **dict.fromkeys(TEXT_FIELDS, EVIL),
            "specimens": [{"species": EVIL, "term": "LIV", "quantity": 1.0}],
        }
        alert = self.make(**fields)
        self.rest(
            "customs-xa",
            "POST",
            alert,
            201,
            json={
                "@type": "Image",
                "title": EVIL,
                "description": EVIL,
                "image": {"data": picture(), "encoding": "base64", "filename": "a.png"},
            },
        )
        pages = [
            self.page("customs-xa", url, **query)
            for url, query in (
                (alert, {}),
                (self.library, {"q": EVIL}),
                (self.library, {"species": EVIL}),
                (f"{self.group}/overview", {}),
                (f"{alert}/delete", {}),
                (f"{alert}/versions", {"version": "1"}),
                (f"{alert}/a.png/view", {}),
            )
        ]
        self.move(alert, "publish")
        share = self.page("secretariat", f"{alert}/choose-readers")
        for page in (*pages, share):
            self.assertFalse(page.xpath("//*[@onerror]"))
            self.assertFalse(page.xpath("//script[not(@src)]"))
        self.assertIn(EVIL, pages[0].text_content())

    def test_text_is_shown_without_what_runs_or_loads(self):
        page = self.page("customs-xa", self.make(body="<p>Seen at <b>sea</b>.</p>"))
        (text,) = page.xpath("//section[@class='text']")
        self.assertIn("Seen at sea.", text_of(text))
        self.assertTrue(text.xpath(".//b"))

    def test_pictures_and_files(self):
        alert = self.published(**FULL)
        for kind, name, field, data in (
            ("Image", "boat.png", "image", picture()),
            ("File", "report.txt", "file", "d29yZHM="),
        ):
            file = {"data": data, "encoding": "base64", "filename": name}
            body = {"@type": kind, "title": f"EXERCISE {name}", field: file}
            self.rest("secretariat", "POST", alert, 201, json=body)
        page = self.page("police-xb", alert)
        (image,) = page.xpath("//figure//img")
        self.assertEqual(image.get("alt"), "EXERCISE boat.png")
        self.assertEqual((image.get("width"), image.get("height")), ("400", "300"))
        widths = [part.split()[1] for part in image.get("srcset").split(", ")]
        self.assertEqual(widths, ["400w", "800w"])
        self.assertEqual(self.ask("police-xb", "GET", image.get("src")).status_code, 200)
        _page, link = page.xpath("//ul[@class='files']//a/@href")
        self.assertEqual(self.ask("police-xb", "GET", link).content, b"words")
        self.assertIn("TXT", text_of(page.xpath("//ul[@class='files']")[0]))
        self.assertEqual(self.ask("igo-unodc", "GET", link).status_code, 404)

    def test_opening_marks_it_as_read(self):
        alert = self.published()
        for unread in (True, False):
            listed = self.rest("police-xb", "GET", f"{self.group}/@library", 200)
            self.assertEqual(listed["items"][0]["unread"], unread)
            self.page("police-xb", alert)

    def test_an_author_without_account_is_named_by_id(self):
        alert = self.published()
        portal = self.layer["portal"]
        transaction.begin()
        portal.acl_users.userFolderDelUsers(["customs-xa"])
        transaction.commit()
        self.assertEqual(
            self.facts(self.page("police-xb", alert))["Author"], "customs-xa"
        )

    def test_hidden_alerts_are_as_if_they_did_not_exist(self):
        alert = self.published(**FULL)
        hidden = self.ask("igo-unodc", "GET", alert)
        name = alert.rpartition("/")[2]
        absent = "0123456789abcdef"
        missing = self.ask("igo-unodc", "GET", f"{self.library}/{absent}")
        self.assertEqual((hidden.status_code, missing.status_code), (404, 404))
        self.assertEqual(hidden.text, missing.text.replace(absent, name))

    def test_the_page_is_light(self):
        fields = {**FULL, "specimens": FULL["specimens"] * 20}
        answer = self.ask("police-xb", "GET", self.published(**fields))
        self.assertLess(len(answer.content), 60_000)
