"""How passwords are stored: argon2id, with the parameters that OWASP recommends."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from AuthEncoding import AuthEncoding
from functools import cache


SCHEME = "ARGON2"
PREFIX = f"{{{SCHEME}}}".encode()
#: Stands in place of a hash: a program's account, which no password opens.
NO_PASSWORD = PREFIX + b"!"
#: Longer ones are refused unread: hashing them would be work for nothing.
MAX_PASSWORD = 1000

hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


class Argon2Scheme:
    """argon2id as a scheme of AuthEncoding."""

    def encrypt(self, password: str | bytes) -> bytes:
        return hasher.hash(password).encode()

    def validate(self, reference: bytes, attempt: str | bytes) -> bool:
        try:
            return hasher.verify(reference.decode(), attempt)
        except (VerifyMismatchError, InvalidHashError):
            return False


if SCHEME not in AuthEncoding.listSchemes():
    AuthEncoding.registerScheme(SCHEME, Argon2Scheme())


def hashed(password: str) -> bytes:
    return AuthEncoding.pw_encrypt(password, SCHEME)


@cache
def nobodys_hash() -> bytes:
    """A hash of nobody's password, to compare with when a name is unknown."""
    return hashed("")


def matches(reference: bytes | str | None, password: str) -> bool:
    """Whether it is the password; the same work where there is none to compare with.

    Hashes of another kind are older than this add-on and quick to check: the work is
    done beside them.
    """
    if len(password) > MAX_PASSWORD:
        password = ""
    if reference is not None and not is_outdated(reference):
        return bool(AuthEncoding.pw_validate(reference, password))
    AuthEncoding.pw_validate(nobodys_hash(), password)
    # AuthEncoding would compare what has no scheme as if it were the password itself.
    legacy = reference is not None and AuthEncoding.is_encrypted(reference)
    return bool(legacy and AuthEncoding.pw_validate(reference, password))


def is_outdated(reference: bytes | str) -> bool:
    """Whether this hash should be replaced when its password is next known."""
    kept = reference if isinstance(reference, bytes) else reference.encode()
    if not kept.startswith(PREFIX + b"$argon2id$"):
        return True
    return hasher.check_needs_rehash(kept.removeprefix(PREFIX).decode())
