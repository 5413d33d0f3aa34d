"""REST: sightings of what an alert is about."""
