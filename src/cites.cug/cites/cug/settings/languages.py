"""The languages of the screens, letters and code lists."""

#: Code → its own name, in the order in which they are offered; the first is the default.
LANGUAGES = {"en": "English", "fr": "Français", "es": "Español"}
