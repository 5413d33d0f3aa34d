"""An alert of which everything is known."""

from datetime import date
from plone import api
from plone.app.textfield.value import RichTextValue


ALERT = {
    "title": "EXERCISE: cubs in a crate",
    "description": "Two cubs behind spare parts.",
    "alert_type": "seizure",
    "handling": "amber_strict",
    "language": "en",
    "incident_date": date(2026, 11, 20),
    "incident_country": "XA",
    "location": "Port of XA",
    "latitude": -4.05,
    "longitude": 39.66,
    "position_precision": "place",
    "transport_mode": ["maritime"],
    "concealment": ["cage"],
    "alleged_origin": "XB",
    "transit_countries": ["XC"],
    "alleged_destination": "AE",
    "seizure_id": "XA-2026-17",
    "specimens": [
        {
            "species": "Acinonyx jubatus",
            "term": "LIV",
            "quantity": 2.0,
            "unit": None,
            "source": "W",
            "age_class": None,
            "sex": None,
            "condition": None,
        },
        {
            "species": "Panthera pardus",
            "term": "SKI",
            "quantity": 1.5,
            "unit": "KGM",
            "source": None,
            "age_class": None,
            "sex": None,
            "condition": None,
        },
    ],
    "permits": [{"country": "XB", "number": "XB-1"}],
}


def make_alert(library, **fields):
    """The alert as a draft of whoever is logged in."""
    body = RichTextValue("<p>Beside the <b>engine</b>.</p>", "text/html", "text/html")
    return api.content.create(library, "Alert", **{"body": body, **ALERT, **fields})
