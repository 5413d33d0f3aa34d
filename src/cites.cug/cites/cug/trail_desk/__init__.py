"""The audit trail, shown to the Secretariat of a group and to each member."""
