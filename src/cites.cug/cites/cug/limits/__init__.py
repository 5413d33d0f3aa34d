"""How much each member may do and keep, so that nobody keeps the portal from others."""
