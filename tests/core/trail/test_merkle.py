"""The tree of RFC 6962: against its definition, and its known values."""

import unittest
from cites.cug.core.trail.merkle import (
    consistency_path,
    Growing,
    inclusion_path,
    leaf_hash,
    node_hash,
    root_of,
)
from hashlib import sha256


#: Of the tests of Certificate Transparency's own programs.
LEAVES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOT_OF_8 = "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"


def by_definition(hashes):
    if not hashes:
        return sha256().digest()
    if len(hashes) == 1:
        return hashes[0]
    left = 1
    while left * 2 < len(hashes):
        left *= 2
    return node_hash(by_definition(hashes[:left]), by_definition(hashes[left:]))


class MerkleTest(unittest.TestCase):
    def setUp(self):
        self.hashes = [leaf_hash(b"%d" % n) for n in range(70)]

    def complete(self, height, number):
        width = 1 << height
        some = self.hashes[number * width : (number + 1) * width]
        self.assertEqual(width, len(some))
        return by_definition(some)

    def test_known_values(self):
        tree = Growing()
        for data in LEAVES:
            tree.add(leaf_hash(data))
        self.assertEqual(ROOT_OF_8, tree.root().hex())
        empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        self.assertEqual(empty, Growing().root().hex())
        self.assertEqual(empty, root_of(0, self.complete).hex())

    def test_roots_grown_and_put_together(self):
        tree = Growing()
        for size, one in enumerate(self.hashes, 1):
            completed = tree.add(one)
            self.assertEqual((size & -size).bit_length() - 1, len(completed))
            expected = by_definition(self.hashes[:size])
            self.assertEqual(expected, tree.root())
            self.assertEqual(expected, root_of(size, self.complete))
            self.assertEqual(expected, Growing(size, self.complete).root())

    def test_paths_by_their_definition(self):
        for size in (1, 2, 7, 64, 70):
            for position in range(size):
                path = inclusion_path(position, size, self.complete)
                self.assertEqual(self.path(position, self.hashes[:size]), path)
            for first in range(1, size + 1):
                path = consistency_path(first, size, self.complete)
                self.assertEqual(self.subproof(first, self.hashes[:size], True), path)

    def left_of(self, hashes):
        left = 1
        while left * 2 < len(hashes):
            left *= 2
        return left

    def path(self, position, hashes):
        if len(hashes) == 1:
            return []
        left = self.left_of(hashes)
        if position < left:
            right = by_definition(hashes[left:])
            return [*self.path(position, hashes[:left]), right]
        return [
            *self.path(position - left, hashes[left:]),
            by_definition(hashes[:left]),
        ]

    def subproof(self, first, hashes, is_known):
        if first == len(hashes):
            return [] if is_known else [by_definition(hashes)]
        left = self.left_of(hashes)
        if first <= left:
            right = by_definition(hashes[left:])
            return [*self.subproof(first, hashes[:left], is_known), right]
        return [
            *self.subproof(first - left, hashes[left:], False),
            by_definition(hashes[:left]),
        ]
