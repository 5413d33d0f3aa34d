"""Merkle trees as RFC 6962 and RFC 9162 have them: roots, proofs of leaves and of growth.

The functions ask ``complete`` for the hash of a complete subtree: of ``2 ** height``
leaves, the ``number``-th of that height.
"""

from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256


Complete = Callable[[int, int], bytes]


def leaf_hash(data: bytes) -> bytes:
    return sha256(b"\0" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\1" + left + right).digest()


def subtree(begin: int, end: int, complete: Complete) -> bytes:
    """The hash of the leaves from ``begin`` to before ``end``, as a proof needs it."""
    width = end - begin
    if width & (width - 1) == 0:
        height = width.bit_length() - 1
        return complete(height, begin >> height)
    middle = begin + _left_of(width)
    return node_hash(subtree(begin, middle, complete), subtree(middle, end, complete))


def root_of(size: int, complete: Complete) -> bytes:
    return subtree(0, size, complete) if size else sha256().digest()


def inclusion_path(position: int, size: int, complete: Complete) -> list[bytes]:
    """What proves that a leaf is at its position in the tree of that size."""
    path = []
    begin, end = 0, size
    while end - begin > 1:
        middle = begin + _left_of(end - begin)
        if position < middle:
            path.append(subtree(middle, end, complete))
            end = middle
        else:
            path.append(subtree(begin, middle, complete))
            begin = middle
    return path[::-1]


def consistency_path(first: int, second: int, complete: Complete) -> list[bytes]:
    """What proves that the tree of the first size is the beginning of the second's."""
    path = []
    begin, end, is_known = 0, second, True
    while first != end:
        middle = begin + _left_of(end - begin)
        if first <= middle:
            path.append(subtree(middle, end, complete))
            end = middle
        else:
            path.append(subtree(begin, middle, complete))
            begin, is_known = middle, False
    if not is_known:
        path.append(subtree(begin, end, complete))
    return path[::-1]


def is_consistent(
    first: int, first_root: bytes, second: int, second_root: bytes, path: Sequence[bytes]
) -> bool:
    """Whether the path proves that the second tree goes on from the first one.

    RFC 9162, 2.1.4.2. An empty tree is the beginning of any.
    """
    if first == 0 or first == second:
        is_same = first == 0 or first_root == second_root
        return is_same and not path
    if first > second or not path:
        return False
    steps = [*path]
    if first & (first - 1) == 0:
        steps.insert(0, first_root)
    number, last = first - 1, second - 1
    while number & 1:
        number, last = number >> 1, last >> 1
    old = new = steps[0]
    for one in steps[1:]:
        if not last:
            return False
        if number & 1 or number == last:
            old, new = node_hash(one, old), node_hash(one, new)
            while not number & 1 and number:
                number, last = number >> 1, last >> 1
        else:
            new = node_hash(new, one)
        number, last = number >> 1, last >> 1
    return not last and (old, new) == (first_root, second_root)


def _left_of(width: int) -> int:
    """The largest power of two below the width: so many leaves are in the left half."""
    return 1 << ((width - 1).bit_length() - 1)


class Growing:
    """The hashes of the complete subtrees side by side, while leaves are added."""

    def __init__(self, size: int = 0, complete: Complete | None = None):
        self.size = size
        self._subtrees: list[tuple[int, bytes]] = []
        if complete is not None:
            for height, number in _parts_of(size):
                self._subtrees.append((height, complete(height, number)))

    def add(self, leaf: bytes) -> list[tuple[int, bytes]]:
        """Add a leaf; height and hash of each subtree above it that it completes."""
        completed = []
        height = 0
        while self._subtrees and self._subtrees[-1][0] == height:
            leaf = node_hash(self._subtrees.pop()[1], leaf)
            height += 1
            completed.append((height, leaf))
        self._subtrees.append((height, leaf))
        self.size += 1
        return completed

    def root(self) -> bytes:
        if not self._subtrees:
            return sha256().digest()
        *others, (_height, root) = self._subtrees
        for _height, left in reversed(others):
            root = node_hash(left, root)
        return root


def _parts_of(size: int) -> Iterator[tuple[int, int]]:
    """The complete subtrees side by side: height and number, the largest first."""
    begin = 0
    for height in reversed(range(size.bit_length())):
        if size >> height & 1:
            yield height, begin >> height
            begin += 1 << height
