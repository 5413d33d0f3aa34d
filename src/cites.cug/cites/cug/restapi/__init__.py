"""What our REST services share: reading what was sent, routes, errors, workflow."""
