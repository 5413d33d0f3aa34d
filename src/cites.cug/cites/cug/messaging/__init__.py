"""Messages between members, and the mailbox each member has in a group."""
