"""The shared base of the REST services: reading requests, routes, errors, workflow."""
