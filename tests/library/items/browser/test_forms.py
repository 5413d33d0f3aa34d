"""Forms as a browser without scripts sends them."""

from tests.library.http import Form, HttpTestCase


SHORT = {
    "title": "EXERCISE: two cubs",
    "description": "Found in a crate.",
    "alert_type": "seizure",
    "handling": "amber",
}
LINE = {"species": "Guépard", "term": "LIV", "quantity": "2"}


def row(number, **cells):
    """A specimen line as the form names its inputs."""
    return {f"specimens.{number}.{name}": value for name, value in cells.items()}


class AlertFormTest(HttpTestCase):
    def add_form(self, query="", **kw):
        return Form(self, f"{self.library}/++add++Alert{query}", **kw)

    def saved(self, screen):
        """The item that a form has made."""
        self.assertEqual(screen.status, 302, screen.mistakes or screen.text[:500])
        url = screen.location.removesuffix("/view").removesuffix("/upload")
        return self.ask("GET", url).json()

    def test_the_short_form_makes_a_draft(self):
        item = self.saved(self.add_form().send(**SHORT, **row(0, **LINE)))
        self.assertEqual(item["title"], SHORT["title"])
        self.assertEqual(item["handling"]["token"], "amber")
        self.assertEqual(item["review_state"], "draft")
        (line,) = item["specimens"]
        self.assertEqual(line["species"], "Acinonyx jubatus")
        self.assertEqual((line["term"], line["quantity"], line["unit"]), ("LIV", 2, None))

    def test_a_new_alert_is_light_for_long_lists_are_typed(self):
        url = f"{self.library}/++add++Alert"
        page = self.browse("GET", url)
        self.assertLess(len(page.content), 90_000)
        asked = self.browse("GET", f"{url}?codes=country&q=COTE D").json()
        self.assertEqual([{"token": "CI", "title": "Côte d’Ivoire"}], asked["items"])
        unknown = self.browse("GET", f"{url}?codes=secrets&q=a")
        self.assertEqual(404, unknown.status_code)

    def test_a_title_stands_for_its_code_in_any_language(self):
        typed = {"incident_country": "tanzan", "transit_countries": "Kenya; Ouganda"}
        item = self.saved(self.add_form().send(**SHORT, **typed))
        self.assertEqual("TZ", item["incident_country"]["token"])
        codes = [code["token"] for code in item["transit_countries"]]
        self.assertEqual(["KE", "UG"], codes)

    def test_what_is_on_no_list_is_refused_and_kept(self):
        refused = self.add_form().send(**SHORT, incident_country="Congo or so")
        self.assertEqual(400, refused.status)
        (shown,) = Form.values.fget(refused)["form.widgets.incident_country"]
        self.assertEqual("Congo or so", shown)
        self.assertIn("form-widgets-incident_country", refused.mistakes)

    def test_a_new_one_begins_at_its_title_and_a_refused_one_at_what_is_wrong(self):
        begins = "//*[@autofocus]/@name"
        form = self.add_form()
        self.assertEqual(["form.widgets.title"], form.tree.xpath(begins))
        refused = form.send(**{**SHORT, "title": ""})
        self.assertEqual([], refused.tree.xpath(begins))

    def test_every_field_is_kept(self):
        typed = {
            **SHORT,
            **row(0, **LINE, age_class="cub_lt3m", sex="", condition="alive"),
            "body": "<p>Seen <b>twice</b>.</p>",
            "incident_date": "2026-02-03",
            "incident_country": "XA",
            "location": "Port of Exercise",
            "location_type": "seaport",
            "latitude": "-12.5",
            "longitude": "45,25",
            "detecting_agency": "customs",
            "detection_method": "x_ray_scanner",
            "reason_for_seizure": ["import_no_permit", "misdeclared"],
            "alleged_origin": "XB",
            "transit_countries": ["KE", "XC"],
            "alleged_destination": "XC",
            "transport_mode": ["sea_container"],
            "concealment": ["crate_or_cage", "other"],
            "offender_count": "3",
            "offender_nationalities": ["XB"],
            "disposal": "rescue_centre",
            "sanction": "pending",
            "legal_provision": "Law 1",
            "estimated_value": "1500.5",
            "currency": "EUR",
            "seizure_id": "XA-1",
            "share_iccwc": "1",
        }
        item = self.saved(self.add_form().send(**typed))
        for name in ("incident_date", "location", "legal_provision", "seizure_id"):
            self.assertEqual(item[name], typed[name])
        for name, value in (
            ("latitude", -12.5),
            ("longitude", 45.25),
            ("offender_count", 3),
            ("estimated_value", 1500.5),
            ("share_iccwc", True),
        ):
            self.assertEqual(item[name], value)
        for name in ("location_type", "alleged_origin", "disposal", "currency"):
            self.assertEqual(item[name]["token"], typed[name])
        for name in ("reason_for_seizure", "transit_countries", "concealment"):
            self.assertEqual([code["token"] for code in item[name]], typed[name])
        self.assertEqual(item["body"]["data"], typed["body"])
        # The edit form shows and keeps all of it.
        shown = Form(self, f"{item['@id']}/edit")
        self.assertEqual(shown.send().status, 302)
        again = self.ask("GET", item["@id"]).json()
        changing = ("modified", "lock", "@components", "version")
        for key in item.keys() - changing:
            self.assertEqual(item[key], again[key], key)

    def test_a_refused_form_keeps_what_was_typed(self):
        before = self.stored()
        bad = {**SHORT, "title": "", "latitude": "91", "transit_countries": ["KE"]}
        refused = self.add_form().send(
            **bad, **row(0, species="Cat", term="", quantity="-1", unit="KIL")
        )
        self.assertEqual(refused.status, 400)
        self.assertEqual(self.stored(), before)
        shown = Form.values.fget(refused)
        self.assertEqual(shown["form.widgets.description"], [SHORT["description"]])
        self.assertEqual(shown["form.widgets.handling"], ["amber"])
        self.assertEqual(shown["form.widgets.latitude"], ["91"])
        self.assertEqual(shown["form.widgets.transit_countries"], ["KE", ""])
        self.assertEqual(shown["form.widgets.specimens.0.species"], ["Cat"])
        self.assertEqual(shown["form.widgets.specimens.0.quantity"], ["-1"])
        self.assertEqual(shown["form.widgets.specimens.0.unit"], ["KIL"])

    def test_each_mistake_is_linked_and_stands_at_its_field(self):
        refused = self.add_form().send(
            **{**SHORT, "title": "", "latitude": "91"},
            **row(0, species="Cat", term="SKI", quantity="-1"),
        )
        self.assertEqual(
            list(refused.mistakes),
            [
                "form-widgets-title",
                "form-widgets-specimens-0-quantity",
                "form-widgets-latitude",
            ],
        )
        for element_id, text in refused.mistakes.items():
            self.assertEqual(refused.at(element_id).get("aria-invalid"), "true")
            said = text.rpartition(": ")[2]
            self.assertIn(said, refused.described(element_id))
        # A folded part with a mistake is open, the others are not.
        self.assertIsNotNone(refused.at("part-place").get("open"))
        self.assertIsNone(refused.at("part-outcome").get("open"))
        self.assertIsNone(refused.at("form-widgets-description").get("aria-invalid"))

    def test_the_form_is_in_the_readers_language(self):
        for lang, live in (("fr", "vivant"), ("es", "vivo")):
            form = self.add_form(lang=lang)
            self.assertEqual(form.tree.get("lang"), lang)
            (option,) = form.tree.xpath("//option[@value='LIV']/text()")[:1]
            self.assertEqual(option, live)

    def test_every_input_has_a_label_and_says_whether_it_is_needed(self):
        form = self.add_form()
        (body,) = form.tree.xpath("//form[@id='form']")
        labels = {label.get("for") for label in body.xpath(".//label")}
        inputs = body.xpath(".//input[@type!='hidden'] | .//select | .//textarea")
        self.assertGreater(len(inputs), 80)
        for element in inputs:
            if not element.get("aria-label"):
                self.assertIn(element.get("id"), labels)
        required = body.xpath(".//*[@required]/@name")
        self.assertLessEqual({"form.widgets.title", "form.widgets.handling"}, {*required})
        (label,) = body.xpath(".//label[@for='form-widgets-title']")
        self.assertIn("(required)", label.text_content())

    def test_handling_codes_are_explained(self):
        form = self.add_form()
        for radio in form.tree.xpath("//input[@name='form.widgets.handling']"):
            self.assertTrue(form.described(radio.get("id")))
        self.assertEqual(form.values["form.widgets.handling"], ["amber_strict"])

    def test_the_reminder_stands_on_top(self):
        (reminder,) = self.add_form().tree.xpath(
            "//form/p[1][contains(@class,'warning')]"
        )
        self.assertIn("Only non-nominal information", reminder.text_content())

    def test_switching_to_all_fields_keeps_what_was_typed(self):
        form = self.add_form()
        self.assertFalse(form.tree.xpath("//details[@open]"))
        long = form.send("form.switch=long", title="Half typed", **row(0, species="Cat"))
        self.assertEqual(long.status, 200)
        self.assertEqual(long.mistakes, {})
        self.assertEqual(
            len(long.tree.xpath("//main//details[@open]")),
            len(form.tree.xpath("//main//details")),
        )
        shown = Form.values.fget(long)
        self.assertEqual(shown["form.widgets.title"], ["Half typed"])
        self.assertEqual(shown["form.widgets.specimens.0.species"], ["Cat"])
        self.assertTrue(self.add_form("?form=long").tree.xpath("//details[@open]"))

    def test_rows_are_added_and_removed_without_scripts(self):
        form = self.add_form()
        two = form.send("form.widgets.specimens.add", **row(0, **LINE))
        self.assertEqual((two.status, two.mistakes), (200, {}))
        shown = Form.values.fget(two)
        self.assertEqual(shown["form.widgets.specimens.0.species"], ["Guépard"])
        self.assertEqual(shown["form.widgets.specimens.1.species"], [""])
        second = row(1, species="Panthera leo", term="SKI", quantity="1")
        one = form.send("form.widgets.specimens.remove=0", **row(0, **LINE), **second)
        shown = Form.values.fget(one)
        self.assertEqual(shown["form.widgets.specimens.0.species"], ["Panthera leo"])
        self.assertNotIn("form.widgets.specimens.1.species", shown)

    def test_blank_rows_are_left_out_and_rows_keep_their_order(self):
        lines = {
            **row(0, species="", term="", quantity=""),
            **row(3, species="Panthera leo", term="SKI", quantity="1.5", unit="KIL"),
            **row(12, **LINE),
        }
        item = self.saved(self.add_form().send(**SHORT, **lines))
        self.assertEqual(
            [(line["species"], line["quantity"]) for line in item["specimens"]],
            [("Panthera leo", 1.5), ("Acinonyx jubatus", 2)],
        )

    def test_text_without_markup_becomes_paragraphs(self):
        item = self.saved(self.add_form().send(**SHORT, body="One < two.\r\n\r\nThree"))
        self.assertEqual(item["body"]["data"], "<p>One &lt; two.</p>\n<p>Three</p>")

    def test_saving_can_go_on_to_the_files(self):
        sent = self.add_form().send("form.buttons.save_and_upload", **SHORT)
        self.assertTrue(sent.location.endswith("/upload"))
        self.assertEqual(self.browse("GET", sent.location).status_code, 200)

    def test_cancelling_stores_nothing(self):
        before = self.stored()
        self.assertEqual(self.add_form().send("form.buttons.cancel", **SHORT).status, 302)
        self.assertEqual(self.stored(), before)

    def test_a_form_from_elsewhere_is_refused(self):
        before = self.stored()
        form = self.add_form()
        forged = {f"form.widgets.{name}": value for name, value in SHORT.items()}
        forged["form.buttons.save"] = "1"
        answer = self.browse("POST", form.url, data=forged)
        self.assertEqual(answer.status_code, 403)
        self.assertEqual(self.stored(), before)

    def test_what_all_members_read_cannot_become_red(self):
        url = self.make(self.alert())["@id"]
        for name in ("submit", "publish", "share"):
            user = self.author if name == "submit" else "secretariat"
            self.ask("POST", f"{url}/@workflow/{name}", user=user, json={})
        refused = Form(self, f"{url}/edit", user="secretariat").send(handling="red")
        self.assertEqual(refused.status, 400)
        self.assertIn("TLP:RED", refused.mistakes["form-widgets-handling-0"])
        self.assertEqual(self.ask("GET", url).json()["handling"]["token"], "green")

    def test_two_do_not_overwrite_each_other(self):
        url = self.make(self.alert())["@id"]
        mine = Form(self, f"{url}/edit")
        theirs = Form(self, f"{url}/edit", user="secretariat")
        self.assertIn("customs-xa", theirs.text)
        self.assertFalse(theirs.tree.xpath("//button[@name='form.buttons.save']"))
        theirs.send(title="Overwritten")
        self.assertEqual(mine.send(title="Mine").status, 302)
        self.assertEqual(self.ask("GET", url).json()["title"], "Mine")
        later = Form(self, f"{url}/edit", user="secretariat")
        self.assertEqual(later.send(title="Later").status, 302)
        self.assertEqual(self.ask("GET", url).json()["title"], "Later")
