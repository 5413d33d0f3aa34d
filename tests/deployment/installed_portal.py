"""Makes a portal out of what is installed and goes its main ways over HTTP.

Run by the Python of an environment that has the wheel, in an empty folder, which gets the
portal's data. Knows nothing of the checkout.
"""

import requests
import sqlite3
import sys
import threading
import transaction
import waitress
import Zope2
from AccessControl.SecurityManagement import newSecurityManager
from AccessControl.users import system
from cites.cug import __path__ as package
from cites.cug.demo.accounts import make_groups, PASSWORD
from cites.cug.demo.create_site import create_site
from cites.cug.wsgi.wsgi_filter import filter_app
from lxml import html
from pathlib import Path
from Testing.makerequest import makerequest
from zope.globalrequest import setRequest
from Zope2.Startup.run import make_wsgi_app


HERE = Path.cwd()
CONFIGURATION = f"""
instancehome {HERE}
clienthome {HERE}
<zodb_db main>
    mount-point /
    <blobstorage>
        blob-dir {HERE}/blobs
        <mappingstorage>
        </mappingstorage>
    </blobstorage>
</zodb_db>
<product-config cites.cug>
    records-url sqlite:///{HERE}/records.sqlite
    message-keys {HERE}/message-keys
</product-config>
"""
JSON = {"Accept": "application/json"}
FRENCH = {"Accept-Language": "fr"}
ALERT = {
    "@type": "Alert",
    "title": "EXERCISE: five cubs",
    "alert_type": "seizure",
    "handling": "amber",
    "incident_country": "XA",
    "specimens": [{"species": "Acinonyx jubatus", "term": "LIV", "quantity": 5}],
}
STRANGER = {
    "country": "XA",
    "last_name": "Exercise",
    "first_name": "Officer",
    "organisation": "Customs Administration of XA (exercise)",
    "function": "Port control",
    "telephone": "+41 22 917 81 39",
    "email": "new.officer@customs.example",
    "category": "customs",
}


def make_portal() -> None:
    app = makerequest(Zope2.app())
    setRequest(app.REQUEST)
    newSecurityManager(None, system)
    with transaction.manager:
        create_site(app)
        make_groups(app["portal"], acting_user="system")
    app._p_jar.close()


def serve(publish) -> str:
    server = waitress.create_server(filter_app(publish), host="127.0.0.1", port=0)
    threading.Thread(target=server.run, daemon=True).start()
    return f"http://127.0.0.1:{server.effective_port}/portal"


def log_in(portal: str, name: str) -> requests.Session:
    client = requests.Session()
    client.headers.update(JSON)
    body = {"login": name, "password": PASSWORD}
    answer = client.post(f"{portal}/@login", json=body)
    assert answer.status_code == 200, answer.text
    client.headers["Authorization"] = f"Bearer {answer.json()['token']}"
    return client


def read_an_alert(portal: str) -> None:
    secretariat, customs = log_in(portal, "secretariat"), log_in(portal, "customs-xa")
    made = secretariat.post(f"{portal}/cheetahs/library", json=ALERT)
    assert made.status_code == 201, made.text
    alert = made.json()["@id"]
    assert customs.get(alert).status_code == 404
    published = secretariat.post(f"{alert}/@workflow/publish")
    assert published.status_code == 200, published.text
    assert customs.get(alert).json()["title"] == ALERT["title"]
    page = customs.get(alert, headers={"Accept": "text/html"})
    assert ALERT["title"] in page.text


def send_a_message(portal: str) -> None:
    sender, recipient = log_in(portal, "customs-xa"), log_in(portal, "police-xb")
    letter = {"to": ["police-xb"], "subject": "EXERCISE: dhow", "body": "<p>At dawn.</p>"}
    sent = sender.post(f"{portal}/cheetahs/@messages", json=letter)
    assert sent.status_code == 201, sent.text
    inbox = recipient.get(f"{portal}/cheetahs/@messages?folder=inbox").json()["items"]
    assert [line["subject"] for line in inbox] == [letter["subject"]]


def ask_for_access(portal: str) -> None:
    page = requests.get(f"{portal}/cheetahs/request-access", headers=FRENCH)
    assert "Douanes" in page.text
    (form,) = html.fromstring(page.text).xpath("//form[@id='request-access']")
    fields = {**dict(form.form_values()), **STRANGER}
    thanked = requests.post(form.get("action"), data=fields, headers=FRENCH)
    assert thanked.status_code == 200, thanked.text
    records = sqlite3.connect(HERE / "records.sqlite")
    asked = records.execute("select email from access_request").fetchall()
    assert asked == [(STRANGER["email"],)]


if __name__ == "__main__":
    assert next(iter(package)).startswith(sys.prefix), package
    (HERE / "zope.conf").write_text(CONFIGURATION)
    publish = make_wsgi_app({}, str(HERE / "zope.conf"))
    make_portal()
    portal = serve(publish)
    for step in (read_an_alert, send_a_message, ask_for_access):
        step(portal)
        print(step.__name__, flush=True)
