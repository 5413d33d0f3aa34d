"""Screens of messages: a member's own mailbox, at ``{group}/messages``."""
