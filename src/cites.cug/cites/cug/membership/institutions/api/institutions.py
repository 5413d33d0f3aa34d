"""REST: ``{cug}/@directory``, and one entry of it."""

from cites.cug.core.codelists.vocabularies import reader_language
from cites.cug.core.validation.errors import Missing
from cites.cug.membership.institutions.actions import (
    add_institution,
    change_institution,
    delete_institution,
    require_any,
    require_keeper,
)
from cites.cug.membership.institutions.queries import (
    find_institution,
    InstitutionLine,
    list_institutions,
)
from cites.cug.membership.institutions.query_parameters import (
    PARAMETERS,
    read_institution_query,
)
from cites.cug.membership.institutions.schema import FIELDS, IInstitution
from cites.cug.membership.institutions.serializer import institution_json
from cites.cug.membership.managers import member_manager, MemberManager
from cites.cug.web.confirmation.requirement import CONFIRMED, reason_in
from cites.cug.web.restapi.batching import Batch
from cites.cug.web.restapi.field_deserializers import read_values
from cites.cug.web.restapi.items import ItemService, OneItemService
from functools import cached_property
from typing import Any


class InstitutionService(ItemService):
    """Base of the services; a change is based on the entry at the address."""

    @cached_property
    def manager(self) -> MemberManager:
        return member_manager(self.context)

    def serialize_item(self, one: InstitutionLine) -> dict[str, Any]:
        return institution_json(one, self.url, self.manager)

    def get_item(self, key: str) -> dict[str, Any]:
        return self.serialize_item(self.found(key))

    def found(self, key: str) -> InstitutionLine:
        found = find_institution(self.context, key)
        if found is None:
            raise Missing(key)
        return found


class InstitutionsGet(InstitutionService):
    """``GET {cug}/@directory``: one page of the directory, by country and name."""

    tagged = True
    parameters = PARAMETERS

    def reply(self) -> dict[str, Any]:
        form = self.request.form
        question = read_institution_query(form)
        found = list_institutions(self.context, question.wanted, reader_language())
        page = Batch(self.url, form, question.start, question.size)
        lines = found[question.start : question.start + question.size]
        return {
            "@id": page.address(),
            "items_total": len(found),
            "items": [self.serialize_item(one) for one in lines],
            **page.links(len(found)),
        }


class InstitutionsPost(InstitutionService):
    """``POST {cug}/@directory``: add an entry; 201"""

    keys = (*FIELDS, CONFIRMED)
    schemas = (IInstitution,)

    def check_caller(self) -> None:
        require_any(self.manager)

    def reply(self) -> dict[str, Any]:
        given = self.body
        made = add_institution(
            self.context,
            read_values(IInstitution, given),
            acting_user=self.user_id,
            confirmed=reason_in(given),
        )
        return self.created(made)


class OneInstitution(OneItemService, InstitutionService):
    """Base of what is done with one entry."""

    of_others = frozenset({"is_editable"})

    def check_caller(self) -> None:
        require_keeper(self.context, self.found(self.key).country)


class InstitutionGet(OneInstitution):
    """``GET {cug}/@directory/{id}``: one entry."""

    tagged = True


class InstitutionPatch(OneInstitution):
    """``PATCH {cug}/@directory/{id}``: change an entry; 204"""

    keys = (*FIELDS, CONFIRMED)
    schemas = (IInstitution,)

    def reply(self) -> None:
        given, stands = self.body, self.get_item(self.key)
        change_institution(
            self.context,
            self.key,
            read_values(IInstitution, {name: stands[name] for name in FIELDS} | given),
            acting_user=self.user_id,
            confirmed=reason_in(given),
        )


class InstitutionDelete(OneInstitution):
    """``DELETE {cug}/@directory/{id}``: delete an entry; 204"""

    def reply(self) -> None:
        delete_institution(self.context, self.key, acting_user=self.user_id)
