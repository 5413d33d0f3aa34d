"""Actions on the directory: add, change, delete. Each is recorded in the audit trail."""

import re
from cites.cug import _
from cites.cug.core.sql.proofs import change_proven
from cites.cug.core.sql.session import write_session
from cites.cug.core.trail.trail import record
from cites.cug.core.validation.errors import CONFLICT, FORBIDDEN, Missing, Refusal
from cites.cug.membership.institutions.models import Institution
from cites.cug.membership.institutions.queries import (
    find_institution,
    InstitutionLine,
    TABLE,
)
from cites.cug.membership.institutions.schema import FIELDS
from cites.cug.membership.managers import member_manager, MemberManager
from cites.cug.web.confirmation.decisions import Decisions, UNDECIDED
from cites.cug.web.confirmation.requirement import require_confirmation
from cites.nonnominal.check import check
from cites.nonnominal.findings import FindingKind
from collections.abc import Mapping
from datetime import datetime, UTC
from secrets import token_hex
from sqlalchemy import delete, func, insert, select
from typing import Any


BETWEEN_WORDS = re.compile(r"[._+-]")
#: So many entries a group has.
MOST = 2000
TEXTS = ("name", "contact", "services")
TOO_MANY = _("membership_institutions_the_directory_text")
NOT_YOURS = _("membership_institutions_the_secretariat_text")


def keeps(manager: MemberManager, country: str) -> bool:
    """Whether the caller keeps the directory's entries of this country."""
    return manager.keeps_all or (bool(manager.country) and manager.country == country)


def add_institution(
    group: Any,
    values: Mapping[str, Any],
    *,
    acting_user: str,
    decisions: Decisions = UNDECIDED,
) -> str:
    """Add an entry with the values of ``IInstitution``; its id.

    Raises Refusal for whoever does not keep that country, and NonNominal as
    ``require_confirmation`` does.
    """
    records = write_session()
    require_keeper(member_manager(group), values["country"])
    here = select(func.count()).where(TABLE.c.group_uid == group.UID())
    if records.scalar(here) >= MOST:
        raise Refusal(_(TOO_MANY, mapping={"limit": MOST}), CONFLICT)
    _check_texts(group, values, decisions, acting_user)
    now, institution_id = datetime.now(UTC), token_hex(16)
    row = {
        "id": institution_id,
        "group_uid": group.UID(),
        "created": now,
        "changed": now,
        **_stored(values),
    }
    records.execute(insert(TABLE).values(row))
    _record("institution.add", group, institution_id, row, acting_user)
    return institution_id


def change_institution(
    group: Any,
    institution_id: str,
    values: Mapping[str, Any],
    *,
    acting_user: str,
    decisions: Decisions = UNDECIDED,
) -> None:
    """Change an entry. Raises as ``add_institution`` does, and Missing."""
    records = write_session()
    before = _locked(group, institution_id)
    manager = member_manager(group)
    for country in (before.country, values["country"]):
        require_keeper(manager, country)
    _check_texts(group, values, decisions, acting_user, before._asdict())
    stored = {**_stored(values), "changed": datetime.now(UTC)}
    change_proven(records, Institution, TABLE.c.id == institution_id, **stored)
    _record("institution.change", group, institution_id, stored, acting_user)


def delete_institution(group: Any, institution_id: str, *, acting_user: str) -> None:
    """Delete an entry. Raises Missing, and Refusal for whoever does not keep it."""
    found = _locked(group, institution_id)
    require_keeper(member_manager(group), found.country)
    write_session().execute(delete(TABLE).where(TABLE.c.id == institution_id))
    _record("institution.delete", group, institution_id, found._asdict(), acting_user)


def forget_group(group: Any) -> None:
    """Forget the directory of a group that is removed."""
    write_session().execute(delete(TABLE).where(TABLE.c.group_uid == group.UID()))


def require_any(manager: MemberManager) -> None:
    """Raise Refusal if the caller keeps no entry of any country."""
    if not manager.keeps_any:
        raise Refusal(NOT_YOURS, FORBIDDEN)


def require_keeper(manager: MemberManager, country: str) -> None:
    """Raise Refusal if the caller may not change entries of the country."""
    if not keeps(manager, country):
        raise Refusal(NOT_YOURS, FORBIDDEN)


def _locked(group: Any, institution_id: str) -> InstitutionLine:
    """The entry, which nobody else changes meanwhile. Raises Missing."""
    here = select(TABLE.c.id).where(TABLE.c.id == institution_id).with_for_update()
    write_session().execute(here)
    found = find_institution(group, institution_id)
    if found is None:
        raise Missing(institution_id)
    return found


def _check_texts(
    group: Any,
    values: Mapping[str, Any],
    decisions: Decisions,
    acting_user: str,
    before: Mapping[str, Any] | None = None,
) -> None:
    """Check what is written anew; of the rest was decided before."""
    texts = {
        name: values[name] or ""
        for name in TEXTS
        if before is None or values[name] != before[name]
    }
    if "contact" in texts:
        texts["contact"] = without_addresses(texts["contact"])
    require_confirmation(group, texts, decisions, acting_user=acting_user)


def _stored(values: Mapping[str, Any]) -> dict[str, Any]:
    lists = {name: list(values[name] or ()) for name in ("languages", "species")}
    return {name: values[name] or "" for name in FIELDS} | lists


def _record(
    action: str,
    group: Any,
    institution_id: str,
    values: Mapping[str, Any],
    acting_user: str,
) -> None:
    """The trail keeps which entry, its kind and its country, and none of its texts."""
    about = {name: values[name] for name in ("kind", "country")}
    detail = {"institution": institution_id, **about}
    record(action, target=group, acting_user=acting_user, detail=detail)


def without_addresses(text: str) -> str:
    """The text without its telephone numbers, and of e-mail addresses only the words
    before the @: an office's stand there, or a person's name.

    All that remains is where it was.
    """
    for one in check(text):
        if one.kind is FindingKind.PHONE:
            words = ""
        elif one.kind is FindingKind.EMAIL:
            words = BETWEEN_WORDS.sub(" ", one.text.partition("@")[0]).title()
        else:
            continue
        words = words[: one.end - one.start].ljust(one.end - one.start)
        text = f"{text[: one.start]}{words}{text[one.end :]}"
    return text
