"""Passkeys (WebAuthn): keys that stay on their device, valid for this portal only."""

import json
from cites.cug.core.sql.proofs import is_proven
from cites.cug.core.sql.session import count_changed, read_connection, write_session
from cites.cug.login import login_tokens
from cites.cug.login.login_tokens import Purpose
from cites.cug.login.models import Passkey
from cites.cug.login.secrets import digest
from datetime import datetime, UTC
from sqlalchemy import delete, select, update
from typing import Any, NamedTuple
from urllib.parse import urlsplit
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)


class Kept(NamedTuple):
    """A passkey as its owner sees it."""

    credential_id: bytes
    name: str
    since: datetime
    used: datetime | None

    @property
    def id(self) -> str:
        return self.credential_id.hex()


class RelyingParty(NamedTuple):
    """The portal by the host name that is visited; a passkey is valid for it only."""

    host: str
    origin: str

    @classmethod
    def of(cls, portal_url: str) -> "RelyingParty":
        address = urlsplit(portal_url)
        return cls(address.hostname or "", f"{address.scheme}://{address.netloc}")


def passkeys_of(user_id: str) -> list[Kept]:
    mine = select(Passkey.credential_id, Passkey.name, Passkey.since, Passkey.used)
    with read_connection() as connection:
        rows = connection.execute(
            mine.where(Passkey.user_id == user_id).order_by(Passkey.since)
        )
        return [Kept(*row) for row in rows]


def _descriptors(user_id: str) -> list[PublicKeyCredentialDescriptor]:
    return [
        PublicKeyCredentialDescriptor(id=kept.credential_id)
        for kept in passkeys_of(user_id)
    ]


def offer(
    user_id: str, login: str, folder: str, place: RelyingParty, portal: str
) -> dict[str, str]:
    """What a browser needs to make one: ``options``, and a ``step`` to send back."""
    options = generate_registration_options(
        rp_id=place.host,
        rp_name=portal,
        user_id=digest(f"{folder}:{user_id}")[:32].encode(),
        user_name=login,
        exclude_credentials=_descriptors(user_id),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED,
            user_verification=UserVerificationRequirement.PREFERRED,
        ),
    )
    step = login_tokens.begin_login_token(
        user_id, folder, Purpose.PASSKEY, options.challenge
    )
    return {"options": options_to_json(options), "step": step}


def accept(user_id: str, step: str, answer: str, name: str, place: RelyingParty) -> bool:
    """Store the passkey that a browser made; False if it is not what was asked for."""
    taken = login_tokens.find_login_token(step, Purpose.PASSKEY)
    if (
        taken is None
        or taken.user_id != user_id
        or not login_tokens.use_login_token(step)
    ):
        return False
    try:
        made = verify_registration_response(
            credential=answer,
            expected_challenge=taken.detail,
            expected_rp_id=place.host,
            expected_origin=place.origin,
        )
    except (WebAuthnException, ValueError):
        return False
    row = {
        "credential_id": made.credential_id,
        "user_id": user_id,
        "public_key": made.credential_public_key,
        "sign_count": made.sign_count,
        "name": name,
        "since": datetime.now(UTC),
    }
    write_session().add(Passkey(**row))
    return True


def authentication_options(
    user_id: str, challenge: bytes, place: RelyingParty
) -> str | None:
    """What a browser needs to show a passkey; None if the account has none."""
    known = _descriptors(user_id)
    if not known:
        return None
    options = generate_authentication_options(
        rp_id=place.host,
        challenge=challenge,
        allow_credentials=known,
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    return options_to_json(options)


def sent(answer: str) -> dict[str, Any] | None:
    """A browser's answer as a form sends it; None where the form has none."""
    try:
        found = json.loads(answer or "null")
    except ValueError:
        return {}
    return found if found is None or isinstance(found, dict) else {}


def verify_assertion(
    user_id: str, challenge: bytes, answer: dict[str, Any], place: RelyingParty
) -> Any:
    """The proof in a right answer, for ``record_use``; None for a wrong answer."""
    try:
        credential_id = base64url_to_bytes(answer["rawId"])
        mine = select(Passkey.__table__).where(
            Passkey.user_id == user_id, Passkey.credential_id == credential_id
        )
        with read_connection() as connection:
            kept = connection.execute(mine).first()
        if kept is None or not is_proven(Passkey, kept):
            return None
        return verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=place.host,
            expected_origin=place.origin,
            credential_public_key=kept.public_key,
            credential_current_sign_count=kept.sign_count,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError):
        return None


def record_use(user_id: str, proof: Any) -> None:
    """Store that a passkey was used."""
    write_session().execute(
        update(Passkey)
        .where(Passkey.user_id == user_id, Passkey.credential_id == proof.credential_id)
        .values(sign_count=proof.new_sign_count, used=datetime.now(UTC))
        .execution_options(synchronize_session=False)
    )


def remove_passkey(user_id: str, name: str) -> bool:
    """Remove a passkey by its id in hexadecimal digits; whether the account had it."""
    try:
        credential_id = bytes.fromhex(name)
    except ValueError:
        return False
    one = delete(Passkey).where(
        Passkey.user_id == user_id, Passkey.credential_id == credential_id
    )
    return bool(count_changed(write_session(), one))


def remove_all(user_id: str) -> None:
    write_session().execute(delete(Passkey).where(Passkey.user_id == user_id))
