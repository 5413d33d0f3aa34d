"""From one version of the profile to the next."""
