"""The portal behind PgBouncer, in the mode that docs/scaling.md names."""

import os
import pytest
import requests
import shutil
from cites.cug.core.sql.session import PATIENCE
from cites.cug.demo.accounts import PASSWORD
from contextlib import contextmanager
from tests.deployment.messaging_portal import Deployment
from tests.deployment.postgresql import OWNER
from tests.deployment.processes import free_port, running, wait_until
from tests.deployment.senders import at_once, Client, Sent, stored


CONFIGURATION = """
[databases]
cug = host={server} port={server_port} dbname=cug user=cug

[pgbouncer]
listen_addr =
unix_socket_dir = {folder}
listen_port = {port}
auth_type = any
pool_mode = {mode}
default_pool_size = 30
ignore_startup_parameters = options
"""
SENDERS = ("customs-xa", "police-xb", "wildlife-xa", "customs-xb")


@contextmanager
def pooling(server, folder):
    """Gives the port; its socket is in the same folder as the server's."""
    port = free_port()
    file = folder / "pgbouncer.ini"
    told = {
        "mode": os.environ.get("POOL_MODE", "session"),
        "server": server.socket,
        "server_port": server.port,
    }
    file.write_text(CONFIGURATION.format(folder=server.socket, port=port, **told))
    file.chmod(0o644)
    for parent in (folder, *folder.parents[:3]):
        parent.chmod(parent.stat().st_mode | 0o011)
    log = folder / "pgbouncer.log"
    with running("pgbouncer", "--user", OWNER, file, log=log) as process:
        socket = server.socket / f".s.PGSQL.{port}"
        wait_until(socket.exists, process, log)
        yield port


def test_content_and_messages_go_through_sessions_of_pgbouncer(tmp_path, seeds):
    if "CUG_BARE_ROOT" not in os.environ or not shutil.which("pgbouncer"):
        pytest.skip("only make test-deployment asks this, where pgbouncer is installed")
    var = tmp_path / "portal" / "var"
    with seeds.planted(var) as server, pooling(server, tmp_path) as port:
        server.query(f"ALTER ROLE cug SET lock_timeout = {PATIENCE}")
        deployment = Deployment(tmp_path / "portal", "")
        deployment.build(
            "postgresql.cfg", database_host=server.socket, database_port=port
        )
        deployment.add_members(5)
        sent = Sent()
        with deployment.both() as portals:
            clients = [Client(name, portals) for name in SENDERS]

            def work(client):
                for number in range(10):
                    sent.send(client, f"{client.user}-{number}", to=["police-xa"])

            failed = at_once([lambda client=client: work(client) for client in clients])
            listing = requests.get(
                f"{portals[1]}/cheetahs/@library",
                auth=(SENDERS[0], PASSWORD),
                headers={"Accept": "application/json"},
                timeout=60,
            )
        assert failed == []
        assert listing.status_code == 200
        records = f"host={server.socket}&port={server.port}"
        kept = stored(f"postgresql+psycopg2://cug@/cug?{records}")
        assert set(sent.acknowledged.values()) == kept
        assert len(kept) == 40
