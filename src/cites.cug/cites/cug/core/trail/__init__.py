"""The audit trail: who did what, when and from which address."""
