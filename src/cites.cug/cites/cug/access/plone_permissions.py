"""Who holds Plone's own permissions, where Plone's defaults are too wide."""

from cites.cug.access.permissions import Permission
from cites.cug.access.roles import Grants, LOGGED_IN, MANAGERS, NOBODY


STOCK: Grants = {
    Permission.WEBDAV: NOBODY,
    Permission.UNDO_LOG: MANAGERS,
    Permission.LIST_MEMBERS: MANAGERS,
    Permission.VIEW_GROUPS: MANAGERS,
    Permission.SHARING: MANAGERS,
    Permission.FTP: NOBODY,
    Permission.WEBDAV_LOCK: NOBODY,
    Permission.WEBDAV_UNLOCK: NOBODY,
    Permission.UNDO: MANAGERS,
    Permission.ADD_ACCOUNT: MANAGERS,
    Permission.SENDTO: NOBODY,
    Permission.REPLY: NOBODY,
    Permission.OWN_PORTLETS: NOBODY,
    Permission.DASHBOARD: NOBODY,
    Permission.PORTLETS: MANAGERS,
    Permission.VIEW_TEMPLATE: MANAGERS,
    Permission.IMPORT_CALENDAR: NOBODY,
    Permission.COPY: LOGGED_IN,
    Permission.ADD_COLLECTION: NOBODY,
    Permission.ADD_PAGE: NOBODY,
    Permission.ADD_EVENT: NOBODY,
    Permission.ADD_PLONE_FOLDER: NOBODY,
    Permission.ADD_LINK: NOBODY,
    Permission.ADD_NEWS: NOBODY,
    Permission.ADD_IMAGE: NOBODY,
    Permission.ADD_FILE: NOBODY,
    # Comments in topics have the add-on's permissions instead, by workspace.
    Permission.VIEW_COMMENTS: NOBODY,
    Permission.REVIEW_COMMENTS: NOBODY,
    Permission.EDIT_COMMENTS: NOBODY,
    Permission.DELETE_OWN_COMMENTS: NOBODY,
    Permission.DELETE_COMMENTS: NOBODY,
}
