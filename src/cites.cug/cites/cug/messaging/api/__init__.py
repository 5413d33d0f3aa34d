"""REST: messages, drafts, their files, and whom one can write to."""
