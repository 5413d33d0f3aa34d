#!/usr/bin/env python3
"""Checks events of a portal's audit trail, apart from the portal.

    python3 verify.py --key KEY [--witness KEY] FILE [FILE ...]

Each FILE is one of these, as the portal gives them out:

- a file of events (JSON lines), a selection or the whole trail;
- the proof of one event (``@audit/proof?event=``);
- checkpoints (signed notes, for example an e-mail that you have kept, as text or as the
  mail program saves it (.eml), or the file that the operator had them appended to);
- a list of checkpoints (``@audit/checkpoints``);
- what ties two checkpoints together (``@audit/consistency?first=&second=``).

KEY is the portal's public key. Get it once, and not from the file that you check: without
it the key named in the files is believed, and only what does not fit together is found.

With the public key of a witness its signatures under checkpoints are checked too, and
there must be one: it is told how large the tree was that it signed last, and when.

It says what is wrong, the first wrong event first, and ends with 0 if all is well, 1 if
something is not, 2 if it could not read what it was given. Python 3.11 or later and the
package ``cryptography`` are all that it needs.
"""

import argparse
import base64
import email
import email.policy
import hashlib
import json
import re
import sys
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from datetime import datetime, UTC


DASH = "\u2014 "
FILE_MARK = "file of events"
#: A checkpoint in a text, as in a letter: origin, size, root, more lines, signatures.
NOTE = re.compile(
    r"^(\S[^\n]*\n\d+\n[A-Za-z0-9+/=]+\n(?:[^\n]+\n)*\n(?:\u2014 [^\n]+(?:\n|\Z))+)", re.M
)


COSIGNATURE = b"\4"


class Wrong(Exception):
    """Something is not as it was signed."""


# --- Keys and signed notes (C2SP signed-note, tlog-checkpoint)


def read_key(words):
    """A public key, ``name+id+base64``; its name and itself."""
    name, _id, key = words.split("+", 2)
    raw = base64.b64decode(key)
    if raw[:1] != b"\1" or len(raw) != 33:
        raise ValueError(f"{words} is no Ed25519 key")
    expected = hashlib.sha256(name.encode() + b"\n" + raw).hexdigest()[:8]
    if expected != _id:
        raise ValueError(f"the id of the key {words} is not its own")
    return name, raw


def read_witness(words):
    """The public key of a witness, ``name+id+base64``; its name, id and itself."""
    name, _id, key = words.split("+", 2)
    raw = base64.b64decode(key)
    if raw[:1] != COSIGNATURE or len(raw) != 33:
        raise ValueError(f"{words} is no key of a witness")
    expected = hashlib.sha256(name.encode() + b"\n" + raw).digest()[:4]
    if expected.hex() != _id:
        raise ValueError(f"the id of the key {words} is not its own")
    return name, expected, raw[1:]


def cosigned_at(note, witness):
    """When the witness has signed a checkpoint (C2SP tlog-cosignature); None if not."""
    name, key_id, raw = witness
    text, _separator, signatures = note.partition("\n\n")
    for line in signatures.splitlines():
        signer, _space, signature = line.removeprefix(DASH).rpartition(" ")
        if signer != name or not line.startswith(DASH):
            continue
        try:
            given = base64.b64decode(signature, validate=True)
            if given[:4] != key_id:
                continue
            seconds = int.from_bytes(given[4:12], "big")
            signed = f"cosignature/v1\ntime {seconds}\n{text}\n".encode()
            Ed25519PublicKey.from_public_bytes(raw).verify(given[12:], signed)
        except (ValueError, InvalidSignature):
            raise Wrong(f"the signature of the witness {name} is not its own") from None
        return seconds
    return None


def open_note(note, keys):
    """The lines of a note that one of the keys has signed."""
    text, separator, signatures = note.partition("\n\n")
    text += "\n"
    lines = text.splitlines()
    if not separator or len(lines) < 3:
        raise Wrong("it is no signed note")
    for line in signatures.splitlines():
        signer, _space, signature = line.removeprefix(DASH).rpartition(" ")
        for name, raw in keys:
            if signer == name == lines[0] and _verifies(name, raw, signature, text):
                return lines
    raise Wrong("it is signed by none of the keys")


def _verifies(name, raw, signature, text):
    try:
        given = base64.b64decode(signature, validate=True)
        if given[:4] != hashlib.sha256(name.encode() + b"\n" + raw).digest()[:4]:
            return False
        Ed25519PublicKey.from_public_bytes(raw[1:]).verify(given[4:], text.encode())
    except (ValueError, InvalidSignature):
        return False
    return True


def open_checkpoint(note, keys):
    """Size and root of a checkpoint."""
    lines = open_note(note, keys)
    if not lines[1].isdecimal():
        raise Wrong("it is no checkpoint")
    return int(lines[1]), base64.b64decode(lines[2])


# --- The tree (RFC 6962, RFC 9162)


def leaf_hash(data):
    return hashlib.sha256(b"\0" + data).digest()


def node_hash(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


def root_by_path(position, size, leaf, path):
    """The root that follows from a leaf and its path (RFC 9162, 2.1.3.2)."""
    if not 0 <= position < size:
        raise Wrong("its position is outside the tree")
    root = leaf
    for one, is_left in sides(position, size - 1, path, "its path"):
        root = node_hash(one, root) if is_left else node_hash(root, one)
    return root


def sides(number, last, path, what):
    """Each hash of a path, from a node up to the root, and whether it is on the left.

    ``number``: of the node on its level; ``last``: that of the last one on it.
    """
    for one in path:
        if not last:
            raise Wrong(f"{what} is too long")
        is_left = bool(number & 1) or number == last
        yield one, is_left
        while is_left and number and not number & 1:
            number, last = number >> 1, last >> 1
        number, last = number >> 1, last >> 1
    if last:
        raise Wrong(f"{what} is too short")


def check_consistency(first, first_root, second, second_root, path):
    """Whether the first tree is the beginning of the second (RFC 9162, 2.1.4.2)."""
    if first == second:
        if path or first_root != second_root:
            raise Wrong("two trees of one size differ")
        return
    if not 0 < first < second:
        raise Wrong("the sizes are not in their order")
    path = list(path)
    if first & (first - 1) == 0:
        path.insert(0, first_root)
    if not path:
        raise Wrong("what ties the trees together is missing")
    number, last = first - 1, second - 1
    while number & 1:
        number, last = number >> 1, last >> 1
    old = new = path[0]
    for one, is_left in sides(number, last, path[1:], "what ties the trees together"):
        if is_left:
            old, new = node_hash(one, old), node_hash(one, new)
        else:
            new = node_hash(new, one)
    if old != first_root or new != second_root:
        raise Wrong("the earlier tree is not the beginning of the later one")


class Growing:
    """A tree to which leaves are added."""

    def __init__(self):
        self.size = 0
        self.subtrees = []

    def add(self, leaf):
        height = 0
        while self.subtrees and self.subtrees[-1][0] == height:
            leaf = node_hash(self.subtrees.pop()[1], leaf)
            height += 1
        self.subtrees.append((height, leaf))
        self.size += 1

    def root(self):
        if not self.subtrees:
            return hashlib.sha256().digest()
        root = self.subtrees[-1][1]
        for _height, left in reversed(self.subtrees[:-1]):
            root = node_hash(left, root)
        return root


# --- Events


encode = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode


def canonical(value):
    return encode(value).encode("ascii")


def leaf_of(parts):
    """The leaf of an event, of its parts: shown with their salt, or hidden as a hash."""
    hashes = {}
    for name, part in parts.items():
        if "hash" in part:
            hashes[name] = part["hash"]
        else:
            salted = bytes.fromhex(part["salt"]) + canonical(part["value"])
            hashes[name] = hashlib.sha256(salted).hexdigest()
    return leaf_hash(canonical(hashes))


def name_of(line):
    return f"event {line.get('event')}, leaf {line.get('position')}"


def check_event(line, size, root):
    """Check one event with its path."""
    given = line["parts"].get("event", {}).get("value", {}).get("id")
    if given not in (None, line.get("event")):
        raise Wrong("it is another event's content")
    path = [bytes.fromhex(one) for one in line["path"]]
    if root_by_path(line["position"], size, leaf_of(line["parts"]), path) != root:
        raise Wrong("it is not what was sealed at this place")


class Verifier:
    """Checks files, and what their checkpoints say of each other."""

    def __init__(self, keys=(), witnesses=()):
        self.keys = [read_key(key) for key in keys]
        self.witnesses = [read_witness(key) for key in witnesses]
        #: Name of a witness to the largest tree that it signed, and when.
        self.cosigned = {}
        self.believes_files = not keys
        #: (what, words), in the order in which they were found.
        self.wrong = []
        #: Size of a tree to its root, and where that stands.
        self.roots = {}
        self.checked = 0

    def tell(self, place, words):
        self.wrong.append((place, str(words)))

    def keys_of(self, named):
        if self.believes_files:
            self.keys += [read_key(key) for key in named]
        return self.keys

    def checkpoint(self, place, note, named=()):
        """Check a checkpoint and remember it; its size and root, or None."""
        try:
            size, root = open_checkpoint(note, self.keys_of(named))
        except Wrong as error:
            self.tell(place, f"of its checkpoint: {error}")
            return None
        if self.roots.setdefault(size, root) != root:
            self.tell(place, f"another tree of {size} leaves was signed elsewhere")
        self.ask_witnesses(place, note, size)
        return size, root

    def ask_witnesses(self, place, note, size):
        """Check the lines of the witnesses under a checkpoint."""
        for witness in self.witnesses:
            try:
                seconds = cosigned_at(note, witness)
            except Wrong as error:
                self.tell(place, f"of its checkpoint of size {size}: {error}")
                continue
            if seconds is not None:
                last = self.cosigned.get(witness[0], (0, 0))
                self.cosigned[witness[0]] = max(last, (size, seconds))

    def end_witnesses(self):
        """Each witness that was named must have signed one of the checkpoints."""
        for name, _id, _raw in self.witnesses:
            if name not in self.cosigned:
                self.tell(name, "this witness has signed none of the checkpoints")

    def file(self, place, text):
        """Check a file, whatever it is."""
        if text.lstrip()[:1] != "{":
            text = text.replace("\r\n", "\n")
            for note in NOTE.findall(text) or [text]:
                self.checkpoint(place, note)
            if re.search(f"^{DASH}", NOTE.sub("", text), re.M) and NOTE.search(text):
                self.tell(place, "a signature stands in it without its checkpoint")
            return
        try:
            one = json.loads(text)
        except ValueError:
            # Not splitlines(), which also ends a line at other characters.
            lines = [f"{line}\n" for line in text.split("\n")[:-1]]
            self.lines(place, lines, json.loads(lines[0]))
            return
        if "items" in one:
            for item in one["items"]:
                self.checkpoint(place, item["note"], one.get("keys", ()))
        elif "first" in one:
            self.consistency(place, one)
        else:
            self.proof(place, one)

    def proof(self, place, one):
        tree = self.checkpoint(place, one["checkpoint"], one.get("keys", ()))
        if tree is not None:
            self.event(place, one, *tree)

    def event(self, place, line, size, root):
        self.checked += 1
        try:
            check_event(line, size, root)
        except Wrong as error:
            self.tell(f"{place}: {name_of(line)}", error)
        except (KeyError, ValueError, TypeError, AttributeError) as error:
            self.tell(f"{place}: {name_of(line)}", f"cannot be read: {error!r}")

    def consistency(self, place, one):
        trees = [
            self.checkpoint(place, one[name]["note"], one.get("keys", ()))
            for name in ("first", "second")
        ]
        if None not in trees:
            path = [bytes.fromhex(each) for each in one["path"]]
            try:
                check_consistency(*trees[0], *trees[1], path)
            except Wrong as error:
                self.tell(place, error)

    def lines(self, place, lines, head):
        """Check a file of events."""
        if head["format"] != "cites.cug audit trail 1":
            self.tell(place, f"it is of another format: {head['format']}")
            return
        parsed = self.parsed(place, lines)
        if head["checkpoint"] is None:
            tree = 0, hashlib.sha256().digest()
            self.keys_of(head["keys"])
        else:
            tree = self.checkpoint(place, head["checkpoint"], head["keys"])
        if tree is not None:
            check = self.whole if head["kind"] == "whole" else self.selection
            check(place, parsed[1:-1], *tree)
        # After the events, so that the first of them that is wrong is named first.
        self.end(place, lines, parsed)

    def parsed(self, place, lines):
        """All lines as objects, which are numbered."""
        parsed = []
        for number, line in enumerate(lines):
            one = json.loads(line)
            if one.get("line") != number:
                self.tell(
                    f"{place}: {name_of(one)}",
                    f"line {number} says that it is line {one.get('line')}:"
                    " a line before it was removed, added or moved",
                )
                break
            parsed.append(one)
        return parsed if len(parsed) == len(lines) else [json.loads(x) for x in lines]

    def end(self, place, lines, parsed):
        """The signature over all lines."""
        note = parsed[-1].get("end")
        if note is None:
            self.tell(place, "its end is missing")
            return
        digest = base64.b64encode(hashlib.sha256("".join(lines[:-1]).encode()).digest())
        expected = [FILE_MARK, str(len(lines) - 1), digest.decode()]
        try:
            said = open_note(note, self.keys)
        except Wrong as error:
            self.tell(place, f"of its end: {error}")
            return
        if said[1:] != expected:
            self.tell(place, "it is not the file that was signed")

    def selection(self, place, events, size, root):
        for line in events:
            self.event(place, line, size, root)

    def whole(self, place, lines, size, root):
        """All leaves, in their order: the roots follow from them."""
        tree, removed, told, signed, fits = Growing(), set(), set(), 0, True
        last = {"checkpoint": None, "size": size, "root": root}
        for line in [*lines, last]:
            if "without_leaf" in line:
                if not line["waits"]:
                    what = f"{place}: event {line['without_leaf']}"
                    self.tell(what, "it is in no tree and does not wait for it")
            elif "checkpoint" in line:
                if line is not last:
                    found = self.checkpoint(place, line["checkpoint"])
                    size, root = found or (tree.size, None)
                else:
                    size, root = last["size"], last["root"]
                if fits and root is not None and (size, root) != (tree.size, tree.root()):
                    between = f"one of the leaves {signed} to {max(size, tree.size) - 1}"
                    self.tell(f"{place}: {between}", "it is not what was signed")
                    fits = False
                signed = tree.size
            else:
                self.checked += 1
                try:
                    self.add_leaf(place, line, tree, removed, told)
                except (KeyError, ValueError, TypeError, AttributeError) as error:
                    self.tell(f"{place}: {name_of(line)}", f"cannot be read: {error!r}")
                    return
        for position in sorted(removed - told):
            self.tell(f"{place}: leaf {position}", "no event tells of its removal")

    def add_leaf(self, place, line, tree, removed, told):
        """Compare an event with its leaf, and add that to the tree."""
        name = f"{place}: {name_of(line)}"
        if line["position"] != tree.size:
            self.tell(name, f"leaf {tree.size} is expected here")
        tree.add(bytes.fromhex(line["leaf"]))
        if "parts" not in line:
            if line.get("removed"):
                removed.add(line["position"])
            else:
                self.tell(name, "its content is missing")
            return
        event = line["parts"]["event"]["value"]
        if leaf_of(line["parts"]).hex() != line["leaf"]:
            self.tell(name, "it is not what was sealed")
        elif event["id"] != line["event"]:
            self.tell(name, "it is another event's content")
        elif event["action"] == "audit.remove":
            told.update(positions(line["parts"]["detail.positions"]["value"]))


def positions(words):
    """The positions that ``0-5,9`` names."""
    for span in words.split(","):
        first, _dash, last = span.partition("-")
        yield from range(int(first), int(last or first) + 1)


def is_mail(head):
    """Whether the beginning of a file is that of an e-mail, with its headers."""
    headers = re.split(rb"\r?\n\r?\n", head, maxsplit=1)[0]
    begins = re.match(rb"From |[\w-]+:", headers)
    return begins is not None and b"mime-version:" in headers.lower()


def read(name):
    """The text of a file; of an e-mail what it says."""
    with open(name, "rb") as file:
        if is_mail(file.read(65536)):
            file.seek(0)
            mail = email.message_from_binary_file(file, policy=email.policy.default)
            body = mail.get_body(("plain",))
            return body.get_content().replace("\r\n", "\n") if body else ""
    with open(name, encoding="utf-8", newline="") as file:
        return file.read()


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--key", action="append", default=[], metavar="KEY")
    parser.add_argument("--witness", action="append", default=[], metavar="KEY")
    parser.add_argument("files", nargs="+", metavar="FILE")
    options = parser.parse_args(arguments)
    try:
        verifier = Verifier(options.key, options.witness)
        for name in options.files:
            verifier.file(name, read(name))
    except (OSError, ValueError, KeyError, IndexError, TypeError) as error:
        print(f"This cannot be read: {error!r}", file=sys.stderr)
        return 2
    verifier.end_witnesses()
    for place, words in verifier.wrong:
        print(f"WRONG {place}: {words}")
    if verifier.believes_files:
        print("The key was taken from the files themselves: compare it with yours.")
        for name, raw in dict.fromkeys(verifier.keys):
            print(f"  {name} {base64.b64encode(raw).decode()}")
    for name, (size, seconds) in sorted(verifier.cosigned.items()):
        time = datetime.fromtimestamp(seconds, UTC).isoformat()
        print(f"The witness {name} signed up to size {size}, {time}.")
    sizes = ", ".join(map(str, sorted(verifier.roots))) or "none"
    events = "1 event" if verifier.checked == 1 else f"{verifier.checked} events"
    print(f"{events} checked; checkpoints of size {sizes}.")
    print("Something is wrong." if verifier.wrong else "All is well.")
    return 1 if verifier.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
