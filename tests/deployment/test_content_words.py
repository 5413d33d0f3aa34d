"""PostgreSQL finds and ranks what SQLite does, which is what a plain reading finds."""

from random import Random
from tests.core.fulltext.corpus import (
    check_nonsense,
    check_questions,
    make_texts,
    ranks,
    records,
)
from tests.deployment.postgresql import postgresql


def test_both_databases_answer_alike(tmp_path):
    texts = make_texts(Random(17), 60)
    answers = []
    with postgresql() as server:
        address = f"postgresql+psycopg2://cug@/{server.database}?host={server.socket}"
        for url in (
            f"{address}&port={server.port}",
            f"sqlite:///{tmp_path / 'records.sqlite'}",
        ):
            with records(url, texts):
                assert check_questions(texts, Random(18), 200) > 60
                answers.append(ranks(texts))
                check_nonsense()
    assert answers[0] == answers[1]
    assert any(answers[0].values())
