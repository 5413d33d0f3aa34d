"""Two processes on PostgreSQL, built from its profile and used as one portal."""

import pytest
import requests
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from tests.deployment.processes import buildout, free_port, serving
from tests.some import some


PASSWORD = "cheetah-demo-2026"
JSON = {"Accept": "application/json"}
ALERT = {"@type": "Alert", "title": "Five cubs in a crate", "alert_type": "seizure"}


class Deployment:
    """The portal's two addresses and its database."""

    def __init__(self, addresses, server, admin_password):
        self.addresses = addresses
        self.server = server
        self.admin_password = admin_password

    def log_in(self, login):
        """The headers of a member, whom every process knows."""
        body = {"login": login, "password": PASSWORD}
        answer = requests.post(f"{self.addresses[0]}/@login", json=body, headers=JSON)
        assert answer.status_code == 200, answer.text
        return {**JSON, "Authorization": f"Bearer {answer.json()['token']}"}


def build(directory, server, first="127.0.0.1:0", second="127.0.0.1:0"):
    buildout(
        "postgresql.cfg",
        directory,
        hosts="127.0.0.1",
        http_address=first,
        http_address2=second,
        database_host=server.socket,
        database_port=server.port,
    )


@pytest.fixture(scope="module")
def deployment(tmp_path_factory, seeds):
    directory = tmp_path_factory.mktemp("postgresql")
    ports = {"instance": free_port(), "instance2": free_port()}
    with ExitStack() as stack:
        server = stack.enter_context(seeds.planted(directory / "var"))
        build(directory, server, *(f"127.0.0.1:{port}" for port in ports.values()))
        addresses = [
            stack.enter_context(serving(directory, name, port))
            for name, port in ports.items()
        ]
        admin_password = (directory / "var" / "admin-password").read_text().strip()
        yield Deployment(addresses, server, admin_password)


def test_each_process_answers_and_shows_the_login_page(deployment):
    for portal in some(deployment.addresses):
        assert requests.get(f"{portal}/@@ok").text == "OK"
        page = requests.get(f"{portal}/login")
        assert page.status_code == 200
        assert 'name="__ac_password"' in page.text


def test_what_one_process_writes_the_other_reads(deployment):
    """Publishing writes to content and records; both are there, in both processes."""
    first, second = (f"{portal}/cheetahs" for portal in deployment.addresses)
    secretariat, officer = map(deployment.log_in, ("secretariat", "customs-xa"))
    made = requests.post(f"{first}/library", json=ALERT, headers=secretariat)
    assert made.status_code == 201, made.text
    alert = made.json()["@id"]
    published = requests.post(f"{alert}/@workflow/publish", headers=secretariat)
    assert published.status_code == 200, published.text
    events = (
        "select actor from audit_event where action = 'library.state'"
        " and actor <> 'system'"
    )
    assert deployment.server.query(events) == ["secretariat"]
    read = requests.get(alert.replace(first, second), headers=officer)
    assert read.json()["title"] == ALERT["title"]
    listing = requests.get(f"{second}/@library", headers=officer).json()
    assert [item["title"] for item in listing["items"]] == [ALERT["title"]]


def cookie_of(portal, login):
    """A browser that is logged in by the page of that process."""
    browser = requests.Session()
    form = {"__ac_name": login, "__ac_password": PASSWORD}
    answer = browser.post(f"{portal}/login", data=form, allow_redirects=False)
    assert answer.status_code == 302, answer.text
    return browser


def is_in(browser, portal):
    answer = browser.get(f"{portal}/account", allow_redirects=False)
    return answer.status_code == 200


def test_a_session_of_one_process_counts_and_ends_in_the_other(deployment):
    first, second = deployment.addresses
    for _ in range(10):
        browser = cookie_of(first, "customs-xa")
        assert is_in(browser, second)
        thief = requests.Session()
        thief.cookies.update(browser.cookies)
        browser.get(f"{first}/logout")
        assert not is_in(thief, second)


def test_a_new_password_ends_everything_in_the_other_process(deployment):
    first, second = deployment.addresses
    browser, token = cookie_of(second, "igo-unodc"), deployment.log_in("igo-unodc")
    assert requests.get(f"{second}/cheetahs", headers=token).status_code == 200
    url = f"{first}/@users/igo-unodc/reset-password"
    change = {"old_password": PASSWORD, "new_password": "lagoon trombone velvet 88"}
    changed = requests.post(url, json=change, headers=JSON, auth=("igo-unodc", PASSWORD))
    assert changed.status_code == 200, changed.text
    assert requests.get(f"{second}/cheetahs", headers=token).status_code == 401
    assert not is_in(browser, second)
    old = requests.get(f"{second}/cheetahs", headers=JSON, auth=("igo-unodc", PASSWORD))
    assert old.status_code == 401


def test_a_lock_of_one_process_holds_in_the_other(deployment):
    def ask(portal, password):
        body = {"login": "police-xa", "password": password}
        return requests.post(f"{portal}/@login", json=body, headers=JSON).status_code

    first, second = deployment.addresses
    assert ask(second, PASSWORD) == 200
    # As many as are let through, without waiting for the pauses between them.
    assert ask(first, "a wrong one, for sure") == 401
    again = "insert into login_attempt (subject, time) select subject, time"
    more = f"{again} from login_attempt, generate_series(1, 9)"
    deployment.server.query(more)
    assert [ask(portal, PASSWORD) for portal in deployment.addresses] == [401, 401]
    deployment.server.query("update login_attempt set time = time - interval '1 hour'")
    assert [ask(portal, PASSWORD) for portal in deployment.addresses] == [200, 200]


def test_many_guesses_at_once_come_to_no_more_than_are_let_through(deployment):
    def guess(number):
        portal = deployment.addresses[number % 2]
        body = {"login": "police-xb", "password": f"guess {number}"}
        return requests.post(f"{portal}/@login", json=body, headers=JSON).status_code

    deployment.server.query("delete from login_attempt")
    with ThreadPoolExecutor(8) as guessing:
        assert set(guessing.map(guess, range(40))) == {401}
    # Each that was let through counts against the name and against the network.
    assert len(deployment.server.query("select id from login_attempt")) <= 2 * 10


def test_content_and_records_share_the_database(deployment):
    assert {"object_state", "blob_chunk", "audit_event"} <= deployment.server.tables()


def test_the_server_needs_no_setting_of_its_own(deployment):
    """Nothing is prepared: PostgreSQL's default allows no such transaction."""
    assert deployment.server.query("show max_prepared_transactions") == ["0"]


def test_nobody_stays_in_a_transaction(deployment):
    """As long as one does, PostgreSQL keeps each former state of what is changed."""
    idle = "select count(*) from pg_stat_activity where state = 'idle in transaction'"
    for portal in deployment.addresses:
        for view in ("@@ok", "@@ready", "login"):
            assert requests.get(f"{portal}/{view}").status_code == 200
    # Jobs by the clock have their own, for a moment each.
    end = time.monotonic() + 60
    while deployment.server.query(idle) != ["0"]:
        assert time.monotonic() < end
        time.sleep(0.2)
