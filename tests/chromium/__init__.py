"""The portal in a browser, as its members meet it; run by pytest alone."""
