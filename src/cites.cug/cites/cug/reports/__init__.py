"""What members have reported as nominal, until the Secretariat has decided on it."""
