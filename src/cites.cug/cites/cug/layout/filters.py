"""What stands first in the select of a filter, and limits nothing."""

from cites.cug import _


#: By the name of the filter: French and Spanish say it in the gender of its label.
ALL = {
    "category": _("all_categories", default="All"),
    "country": _("all_countries", default="All"),
    "handling": _("all_handling_codes", default="All"),
    "kind": _("all_kinds", default="All"),
    "origin_country": _("all_countries", default="All"),
    "state": _("all_states", default="All"),
    "status": _("all_statuses", default="All"),
}
