"""What the documentation shows of each service is what it answers.

``make rest-examples`` writes the pages anew, and with them the shapes of the answers that
this test compares: status, keys and types.
"""

import json
import os
import transaction
from App.config import getConfiguration
from base64 import b64encode
from cites.cug.access.roles import Category
from cites.cug.core.settings.deployment import SECTION
from cites.cug.core.sql.proofs import change_proven
from cites.cug.core.sql.session import session, write_session
from cites.cug.core.trail.sealing import seal_waiting
from cites.cug.core.trail.trail import AuditEvent
from cites.cug.exchange.openapi.document import RECORDED
from cites.cug.exchange.openapi.registrations import PLACES
from cites.cug.membership.access_requests.models import AccessRequest, RequestState
from cites.cug.membership.service_accounts import make_service_account
from collections.abc import Iterator
from json import dumps
from jsonschema import Draft202012Validator, validate
from sqlalchemy import func, select
from tempfile import TemporaryDirectory
from tests.codelist_editor.taxon_lists.case import put_in
from tests.codelist_editor.taxon_lists.made_up import CHEETAH
from tests.library.samples import PDF
from tests.library.tools.group_shares.case import add_account
from tests.web.restapi.case import services, ServicesCase
from tests.web.restapi.recording import (
    called,
    documented,
    lists_of_groups,
    named,
    Page,
    PAGES,
)
from typing import Any
from unittest.mock import patch


RENEW = os.environ.get("RENEW_REST_EXAMPLES") == "yes"
SITE, GROUP, TOPIC = "IPloneSiteRoot", "IClosedUserGroup", "ITopic"
LIBRARY, ITEM, CONTENT = "ILibraryFolder", "ILibraryItem", "ILibraryContent"
CONTENTISH, FILE = "IContentish", "IFile"
ALERT, TEAM, TEAMS = "IAlert", "ITeamWorkspace", "IWorkspaces"
PERMIT = {
    "country": "XA",
    "number": "XA-2026-EX-0900",
    "type": "E",
    "lines": [{"scientific_name": "Acinonyx jubatus", "term": "LIV", "quantity": 2}],
}
OFFERED = {
    "@type": "Alert",
    "title": "EXERCISE: tusks in a crate",
    "alert_type": "seizure",
    "handling": "amber",
}
APPLICATION = {
    "country": "XA",
    "last_name": "EXERCISE",
    "first_name": "Ada",
    "organisation": "Customs of XA",
    "function": "Officer",
    "telephone": "+254 20 1234567",
    "email": "ada@customs.example",
    "category": "customs",
}


#: What changes something and is not in the trail, and why not.
MARKS, DRAFT = "marks of one's own, which say what one reads", "nothing is sent yet"
SILENT = {
    "PATCH {cug}/@messages": MARKS,
    "PATCH {cug}/@messages/{key}": MARKS,
    "DELETE {cug}/@messages/{key}": MARKS,
    "POST {cug}/@messages/{key}/attachments": DRAFT,
    "DELETE {cug}/@messages/{key}/attachments/{n}": DRAFT,
    "POST {cug}/@topics": MARKS,
    **{f"{verb} {{topic}}/@seen/{{id}}": MARKS for verb in ("POST", "DELETE")},
    **{f"{verb} {{topic}}/@subscription": MARKS for verb in ("POST", "DELETE")},
    **{f"{verb} {{workspace}}/@subscription": MARKS for verb in ("POST", "DELETE")},
    "PATCH {portal}/@notifications": "when one's own mails come, and in which language",
    "POST {cug}/@non-nominal": "nothing is stored without a decision",
    "DELETE {cug}/@alert-imports/{key}": "how one's own tables are read",
    "POST {cug}/@members/{id}/remove-second-factor": "there is none in the example",
    **{
        f"{verb} {{library}}/@tus-upload{key}": "the trail has the document, when it is"
        for verb, key in (("POST", ""), ("PATCH", "/{key}"), ("DELETE", "/{key}"))
    },
    "POST {cug}/@notices": "no notice has failed in the example",
}


#: Words of a request that its event may repeat: why it was made, and who somebody is.
REPEATED = frozenset({"comment", "function", "name", "note", "organisation", "reason"})
#: What lets somebody in, and the content of files, as requests and answers call them;
#: shorter ones are words of a list.
SECRETS = frozenset({"codes", "data", "key", "password", "secret", "token"})
SHORTEST_SECRET = 12


def newest_event() -> int:
    transaction.begin()
    return session().scalar(select(func.max(AuditEvent.id))) or 0


def told_since(newest: int) -> str:
    """What the trail was told since that event."""
    transaction.begin()
    events = session().scalars(select(AuditEvent).where(AuditEvent.id > newest))
    return "\n".join(f"{one.target} {one.detail}" for one in events)


def texts_in(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """All texts of a body, each with the name that it stands under."""
    match value:
        case str():
            yield name, value
        case dict():
            for key, one in value.items():
                yield from texts_in(one, key)
        case list():
            for one in value:
                yield from texts_in(one, name)


def untold(sent: Any, answered: Any) -> Iterator[str]:
    """What is no business of the trail: sentences that were sent, and secrets."""
    for name, text in texts_in(sent):
        if " " in text and name not in REPEATED:
            yield text
    for name, text in texts_in([sent, answered]):
        if name in SECRETS and len(text) >= SHORTEST_SECRET:
            yield text


def file(name, content):
    return {"filename": name, "data": b64encode(content).decode()}


class ExamplesTest(ServicesCase):
    def begin(self, name, title):
        self.name, self.page = name, Page(title, self.portal)
        self.described = self.ask("GET", f"{self.portal}/@openapi").json()

    def do(
        self,
        verb,
        place,
        name="",
        json=None,
        user="customs-xa",
        query="",
        form=None,
        token=None,
        **named,
    ):
        """Ask, and record it; what was answered."""
        path = name
        for part, value in named.items():
            path = path.replace(f"{{{part}}}", str(value))
        url = f"{self.places[place]}/{path}".rstrip("/") + query
        address = f"{RECORDED[place]}/{name}".rstrip("/")
        newest = newest_event()
        sent = {"json": json} if form is None else form
        if token is None:
            answer = self.ask(verb, url, user, **sent)
        else:
            shown = {"Accept": "*/*", "Authorization": f"Bearer {token}"}
            answer = self.ask(verb, url, None, shown)
        self.page.add(verb, address, user, answer)
        if verb != "GET":
            service, told = f"{verb} {address}", told_since(newest)
            if answer.ok:
                self.assertTrue(told or service in SILENT, service)
            is_json = answer.headers.get("Content-Type", "").startswith(
                "application/json"
            )
            for text in untold(sent, answer.json() if is_json else {}):
                self.assertNotIn(text, told, service)
        self.check_described(verb, place, name, answer)
        return answer

    def check_described(self, verb, place, name, answer):
        """The answer is one that ``@openapi`` describes."""
        status, kind = answer.status_code, answer.headers.get("Content-Type", "")
        # Transitions are registered by the names of their parts.
        path = f"{PLACES[place]}/{name}".rstrip("/") or "/"
        answers = self.described["paths"][path][verb.lower()]["responses"]
        said = answers.get(str(status)) or answers[f"{status // 100}XX"]
        if "$ref" in said:
            said = self.described["components"]["responses"]["Refusal"]
        if kind.partition(";")[0] == "application/json":
            schema = said["content"]["application/json"]["schema"]
            schema = {**schema, "components": self.described["components"]}
            validate(answer.json(), schema, Draft202012Validator)

    def end(self):
        for name in lists_of_groups(self.name):
            if f"GET {RECORDED[GROUP]}/{name}" not in self.page.shapes:
                self.do("GET", GROUP, name)
        page = PAGES / f"{self.name}.md"
        shapes = PAGES / f"{self.name}.json"
        if RENEW:
            PAGES.mkdir(exist_ok=True)
            page.write_text(self.page.text(), encoding="utf-8")
            told = json.dumps(self.page.shapes, indent=1, sort_keys=True)
            shapes.write_text(f"{told}\n", encoding="utf-8")
        expected = json.loads(shapes.read_text(encoding="utf-8"))
        self.assertEqual(expected, json.loads(json.dumps(self.page.shapes)))

    def confirm_requests(self):
        """As whoever asks does with the link in the letter."""
        transaction.begin()
        change_proven(write_session(), AccessRequest, state=RequestState.PENDING.value)
        transaction.commit()

    def test_account(self):
        self.begin("account", "One’s own account")
        login = {"login": "customs-xa", "password": "wrong"}
        self.do("POST", SITE, "@login", login, user=None)
        self.do("POST", SITE, "@login-renew", {})
        self.do("GET", SITE, "@tokens")
        self.do("GET", SITE, "@openapi", query="?nonsense=1")
        self.do(
            "POST", SITE, "@tokens", {"name": "Statistics", "scopes": ["read:library"]}
        )
        self.do("DELETE", SITE, "@tokens/{id}", id="nobody")
        self.do("GET", SITE, "@notifications")
        self.do("PATCH", SITE, "@notifications", {"language": "fr"})
        self.do("GET", SITE, "@invitations")
        self.do("POST", SITE, "@invitations/{id}/accept", {}, id="nobody")
        self.do("POST", SITE, "@invitations/{id}/decline", {}, id="nobody")
        self.do("GET", SITE, "@account-changes")
        address = {"email": "office@customs.example"}
        self.do("POST", SITE, "@account-changes", address)
        key = {"key": "from-the-letter"}
        self.do("POST", SITE, "@account-changes/{id}/confirm", key, id="nobody")
        self.do("POST", SITE, "@account-changes/{id}/stop", {}, id="nobody")
        self.do("GET", SITE, "@own-events", query="?b_size=1")
        self.do("POST", SITE, "@logout")
        self.end()

    def test_exchange(self):
        self.begin("exchange", "What has changed, STIX, MISP, the illegal trade report")
        self.do("GET", GROUP, "@changes", query="?since=yesterday")
        self.do("GET", GROUP, "@changes", query="?b_size=1")
        self.do("GET", GROUP, "@stix", query="?b_size=1")
        self.read_as_programs()
        self.do("POST", GROUP, "@feed-key", {})
        feed = {"form": {"headers": {"Accept": "application/atom+xml"}}}
        self.do("GET", GROUP, "@feed", query="?b_size=1", **feed)
        self.do("DELETE", GROUP, "@feed-key")
        self.keep_hooks()
        self.do("GET", ALERT, "@stix")
        self.do("GET", ALERT, "@misp")
        report, asked = "@illegal-trade-report", "?country=XA&year=2026"
        self.do("GET", GROUP, report, query=asked, user="secretariat")
        table = ("seizures.csv", "Species;Specimen;Quantity\nAcinonyx jubatus;LIV;2\n")
        columns = {"Specimen": "term", "Species": "species", "Quantity": "quantity"}
        mapping = dumps({"columns": columns, "save_as": "Register"})
        form = {"data": {"mapping": mapping}, "files": {"file": table}}
        self.do("POST", GROUP, "@alert-imports", form=form)
        kept = self.do("GET", GROUP, "@alert-imports").json()["matchings"][0]["id"]
        self.do("DELETE", GROUP, "@alert-imports/{key}", key=kept)
        chosen = {"share_iccwc": False}
        self.do("PATCH", GROUP, report, chosen, query=asked, user="contact-xa")
        self.end()

    def read_as_programs(self):
        """What takes a token."""
        made = {"name": "TAXII", "scopes": ["read:library"]}
        token = self.ask("POST", f"{self.portal}/@tokens", json=made).json()["token"]
        who = {"token": token}
        self.do("GET", SITE, "@taxii2", **who)
        self.do("GET", GROUP, "@taxii2", **who)
        one = self.do("GET", GROUP, "@taxii2/collections", **who).json()["collections"][0]
        below = "@taxii2/collections/{collection}"
        who["collection"] = one["id"]
        self.do("GET", GROUP, below, **who)
        page = self.do("GET", GROUP, f"{below}/objects", query="?limit=3", **who).json()
        who["id"] = page["objects"][0]["id"]
        self.do("GET", GROUP, f"{below}/objects/{{id}}", **who)
        self.do("GET", GROUP, f"{below}/objects/{{id}}/versions", **who)
        self.do("GET", GROUP, f"{below}/manifest", query="?limit=3", **who)
        told = self.do("GET", GROUP, "@misp/manifest.json", token=token).json()
        self.do("GET", GROUP, "@misp/hashes.csv", token=token)
        event = f"{min(told)}.json"
        self.do("GET", GROUP, "@misp/{event}", token=token, event=event)

    def keep_hooks(self):
        office = {"user": "secretariat"}
        group = self.layer["portal"].cheetahs
        more = {"country": "XB", "organisation": "Customs of XB"}
        who = {**more, "acting_user": "secretariat"}
        account = make_service_account(group, "Risk system", Category.CUSTOMS, **who)
        transaction.commit()
        section = getConfiguration().product_config[SECTION]
        address = "https://risk.xb.example/cites"
        with patch.dict(section, {"hook-addresses": address}):
            body = {"account": account, "address": address}
            made = self.do("POST", GROUP, "@hooks", body, **office).json()
            self.do("GET", GROUP, "@hooks", **office)
        self.do("POST", GROUP, "@hooks/{key}/test", {}, key=made["id"], **office)
        self.do("DELETE", GROUP, "@hooks/{key}", key=made["id"], **office)

    def test_members(self):
        self.begin("members", "Members, requests for access, invitations")
        office = {"user": "secretariat"}
        self.do("POST", GROUP, "@access-requests", APPLICATION, user=None)
        listed = self.do("GET", GROUP, "@access-requests", **office).json()["items"]
        one = {"id": listed[0]["id"]}
        self.confirm_requests()
        self.do("GET", GROUP, "@access-requests/{id}", **one, **office)
        at = "@access-requests/{id}"
        self.do("POST", GROUP, f"{at}/endorse", {}, user="contact-xa", **one)
        question = {"question": "Which office is it?"}
        self.do("POST", GROUP, f"{at}/question", question, **one, **office)
        self.do("POST", GROUP, f"{at}/approve", {"category": "customs"}, **one, **office)
        self.do("POST", GROUP, f"{at}/decline", {"reason": "No."}, **one, **office)
        self.do("GET", GROUP, "@members", query="?q=customs&b_size=2")
        self.do("GET", GROUP, "@members/{id}", id="police-xa")
        member = {"id": "wildlife-xc", **office}
        at = "@members/{id}"
        self.do("PATCH", GROUP, at, {"category": "police"}, **member)
        self.do("POST", GROUP, f"{at}/suspend", {"reason": "Left."}, **member)
        self.do("POST", GROUP, f"{at}/reactivate", {}, **member)
        self.do("POST", GROUP, f"{at}/revalidate", {}, **member)
        self.do("POST", GROUP, f"{at}/end-sessions", {"reason": "Lost."}, **member)
        factor = {"reason": "Called back."}
        proposed = {"email": "office@wildlife.example", "reason": "A new office"}
        self.do("POST", GROUP, f"{at}/propose-address", proposed, **member)
        self.do("POST", GROUP, f"{at}/remove-second-factor", factor, **member)
        self.do("POST", GROUP, f"{at}/remove", {"reason": "Left."}, **member)
        self.keep_directory()
        invitation = {"user": "outsider", "category": "customs"}
        made = self.do("POST", GROUP, "@invitations", invitation, **office).json()
        self.do("GET", GROUP, "@invitations", **office)
        self.do("DELETE", GROUP, "@invitations/{id}", id=made["id"], **office)
        self.do("GET", GROUP, "@account-changes", **office)
        nobody = {"id": "nobody", **office}
        self.do("POST", GROUP, "@account-changes/{id}/agree", {}, **nobody)
        self.do("POST", GROUP, "@account-changes/{id}/stop", {}, **nobody)
        self.do("GET", GROUP, "@limits", **office)
        told = self.do("GET", GROUP, "@audit", query="?b_size=2", **office).json()
        while seal_waiting():
            pass
        roots = self.do("GET", GROUP, "@audit/checkpoints", query="?b_size=1", **office)
        size = roots.json()["items"][0]["size"]
        query = f"?event={told['items'][0]['id']}"
        self.do("GET", GROUP, "@audit/proof", query=query, **office)
        self.do("GET", GROUP, "@audit/event", query=query, **office)
        view = {"name": "Refused this year", "filters": {"result": "refused"}}
        kept = self.do("POST", GROUP, "@audit/views", view, **office).json()["id"]
        self.do("GET", GROUP, "@audit/views", **office)
        self.do("DELETE", GROUP, "@audit/views/{key}", key=kept, **office)
        query = f"?first={size}&second={size}"
        self.do("GET", GROUP, "@audit/consistency", query=query, **office)
        self.do("GET", GROUP, "@audit/verify", **office)
        self.do("GET", GROUP, "@audit/unusual", **office)
        speaker = {"user": "contact-xa"}
        self.do("GET", GROUP, "@country-events", query="?b_size=2", **speaker)
        self.do(
            "GET", GROUP, "@country-events/proofs", query="?until=2020-01-01", **speaker
        )
        self.do("GET", GROUP, "@use", query="?from=2025-01-01", **office)
        self.do("GET", GROUP, "@notices", **office)
        self.do("POST", GROUP, "@notices", {"users": ["police-xa"]}, **office)
        self.end()

    def test_library(self):
        self.begin("library", "The library")
        office = {"user": "secretariat"}
        alert = {"@type": "Alert", "title": "EXERCISE: cubs", "alert_type": "seizure"}
        alert["handling"] = "amber"
        made = self.do("POST", LIBRARY, "", alert).json()
        self.places |= dict.fromkeys((ITEM, CONTENT, ALERT, CONTENTISH), made["@id"])
        picture = {"@type": "File", "title": "EXERCISE: list"}
        picture["file"] = {**file("list.txt", b"exercise"), "encoding": "base64"}
        self.places[FILE] = self.do("POST", ALERT, "", picture).json()["@id"]
        self.do("GET", ITEM)
        self.do("GET", FILE)
        self.places["IInsideGroup"] = self.places[LIBRARY]
        self.do("GET", "IInsideGroup")
        self.do("GET", GROUP)
        self.do("PATCH", CONTENTISH, "", {"title": "EXERCISE: five cubs"})
        self.do("GET", ITEM, "@audience")
        after = {"query": "?transition=publish", "user": "secretariat"}
        self.do("GET", ITEM, "@audience", **after)
        like = {**alert, "alleged_origin": "XC", "alleged_destination": "XB"}
        self.ask("POST", self.places[LIBRARY], json=like)
        self.ask("PATCH", made["@id"], json={k: like[k] for k in like if "alleged" in k})
        self.do("GET", ITEM, "@related")
        self.do("GET", ITEM, "@conversation")
        self.do("POST", CONTENT, "@workflow", {})
        self.do("POST", CONTENT, "@workflow/{id}", {}, id="nonsense")
        self.do("POST", CONTENT, "@workflow/submit", {"comment": "Done."})
        self.do("PATCH", ITEM, "@history", {"version": 99}, **office)
        self.do("POST", CONTENT, "@copy", {"source": "nothing"})
        self.do("POST", CONTENT, "@move", {"source": "nothing"})
        self.send_in_pieces()
        self.do("GET", GROUP, "@library", query="?type=Alert&b_size=1")
        self.do("GET", GROUP, "@statistics", query="?species=zebra")
        followed = {"field": "species", "value": "cheetah"}
        one = self.do("POST", GROUP, "@follows", followed).json()
        self.do("GET", GROUP, "@follows")
        self.do("DELETE", GROUP, "@follows/{key}", key=one["id"])
        self.do("GET", GROUP, "@search-all", query="?q=zebra")
        # Not all words are found, and one is mistyped.
        self.do("GET", GROUP, "@library", query="?q=exercise+seizuer&b_size=1")
        self.do("GET", GROUP, "@home", user="igo-interpol")
        week = "?period=week&from=2026-11-16"
        self.do("GET", GROUP, "@summary", user="igo-interpol", query=week)
        self.do("GET", SITE, "@home", user="igo-interpol")
        text = {"text": "Seen by Chinedu Okonkwo"}
        self.do("POST", GROUP, "@non-nominal", text)
        said = {"start": 8, "end": 23, "decision": "not_a_name"}
        self.do("POST", GROUP, "@non-nominal", text | {"decisions": [said]})
        self.do("GET", GROUP, "@allowed-words", **office)
        words = {"words": "Chinedu Okonkwo"}
        one = self.do("POST", GROUP, "@allowed-words", words, **office).json()
        self.do("DELETE", GROUP, "@allowed-words/{key}", key=one["id"], **office)
        self.do("POST", GROUP, "@allowed-words", words, **office)
        self.do("POST", GROUP, "@allowed-words/forget", words, **office)
        self.do("POST", CONTENT, "@workflow/retract", {})
        self.move_on(made["@id"])
        self.do("DELETE", CONTENTISH, **office)
        self.end()

    def send_in_pieces(self):
        document = {"@type": "LibraryDocument", "title": "EXERCISE: guide"}
        document |= {"document_type": "report", "handling": "green"}
        announced = {"filename": "guide.pdf", "json": dumps(document)}
        values = {k: b64encode(v.encode()).decode() for k, v in announced.items()}
        version = {"Tus-Resumable": "1.0.0"}
        begun = {**version, "Upload-Length": str(len(PDF))}
        begun["Upload-Metadata"] = ",".join(f"{k} {v}" for k, v in values.items())
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        half, at = len(PDF) // 2, "@tus-upload/{key}"
        with patch.dict(os.environ, {"TUS_TMP_FILE_DIR": folder.name}):
            form = {"headers": begun}
            made = self.do("POST", LIBRARY, "@tus-upload", form=form).json()["@id"]
            one = {"key": made.rpartition("/")[2]}
            for offset, piece in ((0, PDF[:half]), (half, PDF[half:])):
                place = {**version, "Upload-Offset": str(offset)}
                place["Content-Type"] = "application/offset+octet-stream"
                form = {"headers": place, "data": piece}
                self.do("PATCH", LIBRARY, at, form=form, **one)
            self.do("GET", LIBRARY, at, form={"headers": version}, **one)
            other = self.ask("POST", f"{self.places[LIBRARY]}/@tus-upload", headers=begun)
            one["key"] = other.headers["Location"].rpartition("/")[2]
            self.do("DELETE", LIBRARY, at, form={"headers": version}, **one)

    def make_bulletin(self, item):
        uid = self.ask("GET", item).json()["UID"]
        bulletin = {"items": [uid], "title": "EXERCISE: cubs", "language": "en"}
        bulletin["handling"] = "amber"
        self.do("POST", GROUP, "@bulletins", bulletin, user="secretariat")

    def move_on(self, item):
        """Through all states that the Secretariat decides on, and back to a draft."""
        because = {"comment": "It names somebody."}
        self.do("POST", CONTENT, "@workflow/publish", {}, user="secretariat")
        self.make_bulletin(item)
        self.add_sighting()
        self.add_translation()
        self.propose_corrections()
        self.share_with_groups()
        for name in ("share", "restrict", "archive", "restore"):
            self.do("POST", CONTENT, f"@workflow/{name}", {}, user="secretariat")
        self.do("POST", CONTENT, "@workflow/report", because, user="police-xb")
        for back, onward in {"": "share", "_shared": "archive"}.items():
            way = f"@workflow/reinstate{back}"
            self.do("POST", CONTENT, way, {}, user="secretariat")
            self.ask("POST", f"{item}/@workflow/{onward}", "secretariat", json={})
            self.ask("POST", f"{item}/@workflow/report", "police-xb", json=because)
        self.do("POST", CONTENT, "@workflow/reinstate_archived", {}, user="secretariat")
        named = {"readers": ["country:XB", "organisation:INTERPOL"]}
        self.do("POST", ITEM, "@workflow/choose", named, user="secretariat")
        self.ask("POST", f"{item}/@workflow/report", "police-xb", json=because)
        self.do("POST", CONTENT, "@workflow/reinstate_chosen", {}, user="secretariat")
        self.do("POST", CONTENT, "@workflow/archive_chosen", {}, user="secretariat")
        self.ask("POST", f"{item}/@workflow/report", "police-xb", json=because)
        back = "@workflow/reinstate_archived_chosen"
        self.do("POST", CONTENT, back, {}, user="secretariat")
        self.do("POST", CONTENT, "@workflow/restore_chosen", {}, user="secretariat")
        self.ask("POST", f"{item}/@workflow/report", "police-xb", json=because)
        self.do("POST", CONTENT, "@workflow/return", {}, user="secretariat")

    def keep_directory(self):
        entry = {
            "kind": "rescue_centre",
            "country": "XA",
            "name": "EXERCISE: Rescue centre",
            "contact": "centre@example.org",
            "languages": ["en", "fr"],
            "species": ["Felidae"],
            "services": "Takes live cats by day and night.",
        }
        keeper, at = {"user": "contact-xa"}, "@directory/{key}"
        made = self.do("POST", GROUP, "@directory", entry, **keeper).json()
        found = "?species=Acinonyx%20jubatus&kind=rescue_centre"
        self.do("GET", GROUP, "@directory", query=found, user="igo-unodc")
        one = {"key": made["id"], **keeper}
        self.do("GET", GROUP, at, **one)
        self.do("PATCH", GROUP, at, {"services": "By day."}, **one)
        self.do("DELETE", GROUP, at, **one)

    def add_sighting(self):
        seen = {"date": "2026-11-02", "quantity": 4, "note": "The same crates."}
        reader, at = {"user": "police-xb"}, "@sightings/{key}"
        made = self.do("POST", ALERT, "@sightings", seen, **reader).json()
        self.do("GET", ALERT, "@sightings")
        one = {"key": made["id"], **reader}
        self.do("GET", ALERT, at, **one)
        workflow = f"{self.places[ALERT]}/@workflow"
        self.ask("POST", f"{workflow}/share", "secretariat", json={})
        self.do("POST", ALERT, f"{at}/open", {}, **one)
        self.ask("POST", f"{workflow}/restrict", "secretariat", json={})
        self.do("PATCH", ALERT, at, {"quantity": 5}, **one)
        self.do("DELETE", ALERT, at, **one)

    def add_translation(self):
        texts = {"title": "EXERCICE : petits dans une caisse", "language": "fr"}
        office, at = {"user": "secretariat"}, "@translations/{id}"
        self.do("POST", ITEM, "@translations", texts, **office)
        self.do("GET", ITEM, "@translations")
        one = {"id": "fr", **office}
        self.do("GET", ITEM, at, **one)
        self.do("PATCH", ITEM, at, {"title": "EXERCICE : cinq petits"}, **one)
        self.do("DELETE", ITEM, at, **one)

    def propose_corrections(self):
        reader, author = {"user": "police-xb"}, {"user": "customs-xa"}
        wanted = {"field": "location", "value": "Port of Somewhere", "note": "Papers."}
        made = self.do("POST", ALERT, "@corrections", wanted, **reader).json()
        self.do("GET", ALERT, "@corrections", **reader)
        at, key = "@corrections/{key}", made["id"]
        self.do("GET", ALERT, at, key=key, **author)
        self.do("POST", ALERT, f"{at}/accept", {}, key=key, **author)
        wanted["value"] = "Port of Nowhere"
        key = self.do("POST", ALERT, "@corrections", wanted, **reader).json()["id"]
        answer = {"answer": "The papers were false."}
        self.do("POST", ALERT, f"{at}/decline", answer, key=key, **author)

    def share_with_groups(self):
        office, at, key = {"user": "secretariat"}, "@share-with-group", "{key}"
        sent = {"group": "ivory", "note": "For your operation."}
        made = self.do("POST", ITEM, at, sent, **office).json()
        self.do("GET", ITEM, at, **office)
        one = {"key": made["id"]}
        self.do("GET", ITEM, f"{at}/{key}", **one, **office)
        self.do("POST", ITEM, f"{at}/{key}/withdraw", {}, **one, **office)
        made = self.do("POST", ITEM, at, sent, **office).json()
        self.do("POST", ITEM, f"{at}/{key}/refuse", {}, key=made["id"])
        made = self.do("POST", ITEM, at, sent, **office).json()
        hidden = {"hide_author": True}
        self.do("POST", ITEM, f"{at}/{key}/agree", hidden, key=made["id"])
        self.take_offers(office)

    def take_offers(self, office):
        """What another Secretariat offers, whose members are of its group alone."""
        ivory, other = self.layer["portal"].ivory, "secretariat-ivory"
        add_account(ivory, other, Category.SECRETARIAT)
        place = f"{self.portal}/ivory/library"
        for how, answer in (("accept", {}), ("decline", {"answer": "Known already."})):
            item = self.ask("POST", place, other, json=OFFERED).json()["@id"]
            self.ask("POST", f"{item}/@workflow/publish", other, json={})
            sent = {"group": "cheetahs", "note": "For your operation."}
            self.ask("POST", f"{item}/@share-with-group", other, json=sent)
            found = self.do("GET", GROUP, "@group-offers", **office).json()
            one, at = {"key": found["items"][0]["id"]}, "@group-offers/{key}"
            self.do("GET", GROUP, at, **one, **office)
            self.do("POST", GROUP, f"{at}/{how}", answer, **one, **office)

    def test_messages(self):
        self.begin("messages", "Messages")
        at = "@messages/{key}"
        letter = {"to": ["police-xb"], "subject": "EXERCISE: dhow", "body": "At dawn."}
        sent = self.do("POST", GROUP, "@messages", letter).json()["id"]
        draft = {**letter, "draft": True, "attachments": [file("a.txt", b"exercise")]}
        made = self.ask("POST", f"{self.group}/@messages", json=draft).json()
        kept = {"key": made["id"]}
        more = {"attachments": [file("b.txt", b"exercise")]}
        self.do("POST", GROUP, f"{at}/attachments", more, **kept)
        self.do("GET", GROUP, f"{at}/attachments/{{n}}", n=0, **kept)
        self.do("DELETE", GROUP, f"{at}/attachments/{{n}}", n=0, **kept)
        self.do("PATCH", GROUP, at, {"subject": "EXERCISE: two dhows"}, **kept)
        self.do("POST", GROUP, f"{at}/send", {}, **kept)
        self.do("POST", GROUP, f"{at}/recall", {}, **kept)
        reader = {"user": "police-xb"}
        self.do("GET", GROUP, "@messages", query="?folder=inbox&b_size=1", **reader)
        self.do("GET", GROUP, at, key=sent, **reader)
        many = {"ids": [sent], "starred": True}
        self.do("PATCH", GROUP, "@messages", many, **reader)
        reason = {"reason": "It names somebody."}
        self.do("POST", GROUP, f"{at}/report", reason, key=sent, **reader)
        self.do("DELETE", GROUP, at, key=sent, **reader)
        self.do("GET", GROUP, "@recipients", query="?q=customs&b_size=2", **reader)
        self.end()

    def test_requests(self):
        self.begin("requests", "Requests for assistance")
        at, reader = "@requests/{key}", {"user": "police-xb"}
        asked = {
            "kind": "identification",
            "subject": "EXERCISE: skins",
            "body": "Which species?",
            "to": ["police-xb"],
            "about": {"country": "XA", "number": "XA-2026-EX-0900"},
            "attachments": [file("a.txt", b"exercise")],
        }
        made = {"key": self.do("POST", GROUP, "@requests", asked).json()["id"]}
        self.do("GET", GROUP, "@requests", query="?asked=me&b_size=1", **reader)
        self.do("POST", GROUP, f"{at}/answer", {"body": "Cheetah."}, **made, **reader)
        self.do("GET", GROUP, at, **made)
        self.do("POST", GROUP, f"{at}/remind", {}, **made)
        self.do("POST", GROUP, f"{at}/close", {}, **made)
        self.do("GET", GROUP, "@request-counts", user="secretariat")
        self.end()

    def test_permits(self):
        self.begin("permits", "Permits")
        office, at = {"user": "secretariat"}, "@permits/{key}"
        made = self.do("POST", SITE, "@permits", PERMIT, **office).json()
        permit = {"key": made["id"]}
        scans = {"attachments": [file("paper.pdf", PDF)]}
        self.do("POST", SITE, f"{at}/attachments", scans, **permit, **office)
        self.do("GET", SITE, "@permits", query="?country=XA&number=xa+2026+ex+0900")
        self.do("GET", SITE, at, **permit)
        self.do("GET", SITE, f"{at}/export.xml", **permit)
        self.do("GET", SITE, f"{at}/revisions", **permit)
        self.do("GET", SITE, f"{at}/attachments", **permit)
        self.do("GET", SITE, f"{at}/attachments/{{n}}", n=0, **permit)
        self.do("GET", SITE, "@permits/search", query="?species=Acinonyx+jubatus")
        listed = {"EffectiveAt": "01/07/1975", "AnnotationEnglish": "EXERCISE"}
        put_in(self.layer["portal"], {**CHEETAH, **listed})
        self.do("GET", SITE, "@taxa", query="?q=felis&b_size=2")
        self.do("GET", SITE, "@permits/statistics", query="?country=XA")
        used = {"status": "used", "reason": "Box 14"}
        self.do("PATCH", SITE, at, used, **permit, **office)
        asked = {"country": "XA", "number": "XA-2026-EX-0900"}
        self.do("GET", SITE, "@permits/outside", query="?country=XA&number=1")
        self.do("POST", SITE, "@permits/outside", asked, **office)
        self.do("GET", SITE, "@permits/outside/state", query="?country=XA", **office)
        self.end()

    def test_workspaces(self):
        self.begin("workspaces", "Workspaces")
        team = {"@type": "Workspace", "title": "EXERCISE: route through XB"}
        self.places[TEAM] = self.do("POST", TEAMS, "", team).json()["@id"]
        self.do("POST", TEAM, "@roster", {"id": "police-xa"})
        self.do("GET", TEAM, "@roster")
        self.do("DELETE", TEAM, "@roster/{id}", id="police-xa")
        topic = {"@type": "Topic", "title": "EXERCISE: crates", "text": "<p>Who?</p>"}
        self.places[TOPIC] = self.do("POST", TEAM, "", topic).json()["@id"]
        for place in (TEAM, TOPIC):
            self.do("GET", place, "@subscription")
            self.do("POST", place, "@subscription", {"level": "mentions"})
            self.do("DELETE", place, "@subscription")
            self.do("POST", place, "@workflow", {})
        note = {"@type": "File", "title": "EXERCISE: list"}
        note["file"] = {**file("list.txt", b"exercise"), "encoding": "base64"}
        self.do("POST", TOPIC, "", note)
        self.do("POST", TOPIC, "@comments", {"text": "At the port."})
        listed = self.do("GET", TOPIC, "@comments").json()
        comment = {"id": listed["items"][0]["comment_id"]}
        at = "@comments/{id}"
        self.do("GET", TOPIC, at, **comment)
        self.do("POST", TOPIC, at, {"text": "Which?"}, **comment)
        self.do("PATCH", TOPIC, at, {"text": "At the old port."}, **comment)
        self.do("POST", TOPIC, "@seen/{id}", {}, **comment)
        self.do("DELETE", TOPIC, "@seen/{id}", **comment)
        self.do("POST", TOPIC, "@answer/{id}", {}, **comment)
        self.do("DELETE", TOPIC, "@answer")
        self.do("POST", TOPIC, "@pin", {})
        self.do("DELETE", TOPIC, "@pin")
        self.do("GET", TOPIC, "@mentions", query="?q=c")
        self.do("POST", TOPIC, "@move-to", {"workspace": "nothing"})
        reason = {"reason": "It names somebody."}
        self.do("POST", TOPIC, "@report/{id}", reason, **comment)
        self.do("DELETE", TOPIC, at, **comment)
        self.do("GET", GROUP, "@topics", query="?b_size=1")
        self.do("POST", GROUP, "@topics", {"read": True})
        for place in (TEAM, TOPIC):
            self.do("POST", place, "@workflow/{id}", {}, id="nonsense")
        self.move_on_in_team()
        self.end()

    def move_on_in_team(self):
        because = {"comment": "It names somebody."}
        self.do("POST", TOPIC, "@workflow/close", {})
        self.do("POST", TOPIC, "@workflow/reopen", {})
        self.ask("POST", f"{self.places[TEAM]}/@roster", json={"id": "police-xa"})
        self.do("POST", TOPIC, "@workflow/report", because, user="police-xa")
        self.do("POST", TOPIC, "@workflow/reinstate", {}, user="secretariat")
        topic = self.places[TOPIC]
        self.ask("POST", f"{topic}/@workflow/close", json={})
        self.ask("POST", f"{topic}/@workflow/report", "police-xa", json=because)
        self.do("POST", TOPIC, "@workflow/reinstate_closed", {}, user="secretariat")
        self.do("POST", TEAM, "@workflow/archive", {})
        self.do("POST", TEAM, "@workflow/restore", {}, user="secretariat")

    def test_every_service_is_in_the_documentation(self):
        registered = {
            f"{one.verb} {RECORDED[one.context]}/{one.name}".rstrip("/")
            for one in services()
        }
        self.assertEqual(registered, set(documented()))

    def test_every_service_stands_on_a_page_written_by_hand(self):
        calls = {
            called(f"{one.verb} {RECORDED[one.context]}/{one.name}") for one in services()
        }
        self.assertEqual(set(), calls - set(named()))
