"""Parts of a site's configuration that can be set, and not be read or taken back."""

from collections.abc import Mapping, MutableMapping
from typing import Any


def remove_role(site: Any, name: str) -> None:
    """Take a role from those that a site defines."""
    site._delRoles([name])


def workflow_chains(workflow_tool: Any) -> Any:
    """The chain by type of those that have one of their own, to be read and changed.

    Through the public methods, a type whose chain is the default and one that has the
    same of its own cannot be told apart.
    """
    return workflow_tool._chains_by_type


def default_chain(workflow_tool: Any) -> Any:
    """The chain of all other types."""
    return workflow_tool._default_chain


def set_default_chain(workflow_tool: Any, chain: Any) -> None:
    """As it was read: the tool's own method would check each name."""
    workflow_tool._default_chain = chain


def forget_version_policies(repository_tool: Any, portal_type: str) -> None:
    """Leave no trace of a type in the map of policies, not even an empty list."""
    repository_tool._version_policy_mapping.pop(portal_type, None)


def hidden_viewlets(viewlet_storage: Any) -> MutableMapping[str, Any]:
    """Names of the hidden viewlets, by skin and by manager, to be read and changed."""
    return viewlet_storage._hidden


def profile_versions(setup_tool: Any) -> Mapping[str, Any]:
    """Version by profile id, of all profiles that were ever applied."""
    return setup_tool._profile_upgrade_versions
