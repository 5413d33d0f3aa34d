"""Records of each kind of database, for what is kept alike by both; portals to copy."""

import pytest
import transaction
from collections.abc import Iterator
from pathlib import Path
from tests.deployment.filled_records import settings
from tests.deployment.postgresql import postgresql
from tests.deployment.seeds import Seeds


@pytest.fixture(params=["sqlite", "postgresql"])
def records(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[None]:
    if request.param == "sqlite":
        with settings(tmp_path, f"sqlite:///{tmp_path}/records.sqlite"):
            yield
            transaction.abort()
        return
    with postgresql() as server:
        url = f"postgresql+psycopg2://cug@/{server.database}"
        address = f"{url}?host={server.socket}&port={server.port}"
        with settings(tmp_path, address):
            yield
            transaction.abort()


@pytest.fixture(scope="session")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Seeds:
    return Seeds(tmp_path_factory.mktemp("seeds"))
