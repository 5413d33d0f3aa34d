"""What both sides of the topics' benchmark hold."""

import random


WORKSPACES, WRITERS = 20, 50
PAGE_SIZE = 25
#: Half of the topics have been read to the end, the others never.
READ_EVERY = 2


def writer(number: int) -> str:
    return f"writer-{number:02}"


def comments_of(number: int, comments: int) -> list[str]:
    """Who wrote each comment of a topic; the same for the same number."""
    chance = random.Random(number)
    return [writer(chance.randrange(WRITERS)) for _ in range(comments)]
