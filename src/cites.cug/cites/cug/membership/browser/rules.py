"""Rules of the Secretariat: how long memberships hold and accounts may be unused."""

from cites.cug import _
from cites.cug.access.guard import caller
from cites.cug.membership.renewal import IRenewalRules, RenewalRules, rules_of, set_rules
from cites.cug.web.forms.schema_form import SchemaForm
from typing import Any


class RulesPage(SchemaForm):
    """The form with both numbers of days."""

    schema = IRenewalRules
    page_title = _("membership_rules_for_members_title")
    id, id_prefix = "rules", ""
    changes = True
    trail = {"members": _("membership_contacts")}
    lead = (_("membership_rules_each_member_confirmed_still_text"),)

    @property
    def action(self) -> str:
        return f"{self.context.absolute_url()}/member-rules"

    def initial_values(self) -> dict[str, Any]:
        return rules_of(self.context)._asdict()

    def handle(self, data: dict[str, Any]) -> None:
        set_rules(self.context, RenewalRules(**data), acting_user=caller())
        url = f"{self.context.absolute_url()}/members"
        self.finish(_("membership_rules_saved"), url)
