"""Which XML element of the CITES e-permit holds which box.

Names are those of version 2 of the CITES e-permitting toolkit (UN/CEFACT), with those of
version 1 where they differ. Source: the code of UNEP-WCMC's EPIX hub,
github.com/unepwcmc/epix, lib/modules/cites and spec/fixtures. Paths are of local names,
in the order of the schema.
"""

#: Root elements of version 2 and version 1.
ROOTS = ("CITESEPermit", "CBFShip")
CONTEXT = "SpecifiedExchangedDocumentContext"
HEADER = "HeaderExchangedDocument"
CONSIGNMENT = "SpecifiedSupplyChainConsignment"
ITEM = "IncludedSupplyChainConsignmentItem"
DOCUMENT = "AssociatedReferencedDocument"
#: Element names of version 1 → names of version 2.
RENAMED = {
    "ApplicableCrossBorderGovernmentProcedure": (
        "ApplicableCrossBorderRegulatoryProcedure"
    ),
    "InspectedUnitQuantity": "UnitQuantity",
}
_SIGNED = "FirstSignatoryDocumentAuthentication"
_AUTHORITY = f"{_SIGNED}/ProviderTradeParty"
_PERIOD = "EffectiveSpecifiedPeriod"
_PORT = "ExaminationTransportEvent/OccurrenceLogisticsLocation"
_LINE = "IncludedSupplyChainTradeLineItem"
_PRODUCT = f"{_LINE}/SpecifiedTradeProduct"
_PROCEDURE = "ApplicableCrossBorderRegulatoryProcedure"
#: Field → paths: the first is written, all are read.
Paths = dict[str, tuple[str, ...]]

PERMIT: Paths = {
    "number": ("ID",),
    "type_text": ("Name",),
    "type": ("TypeCode",),
    "issued": ("IssueDateTime",),
    "copy": ("CopyIndicator",),
    "purpose": ("PurposeCode",),
    "special_conditions": ("Information",),
    "valid_from": (f"{_PERIOD}/StartDateTime",),
    "valid_until": (f"{_PERIOD}/EndDateTime",),
    "issue_place": ("IssueLogisticsLocation/Name",),
    "security_stamp": (f"{_SIGNED}/ID",),
    "authority": (f"{_AUTHORITY}/Name",),
    "country": (
        f"{_AUTHORITY}/PostalTradeAddress/CountryID",
        f"{_AUTHORITY}/PostalTradeAddress/CountryIdentificationTradeCountry/ID",
    ),
}
#: Address of the Management Authority. Box 6 of the form holds name and address together.
ADDRESS = tuple(
    f"{_AUTHORITY}/PostalTradeAddress/{name}"
    for name in ("StreetName", "PostOfficeBox", "PostcodeCode", "CityName")
)
PARTIES = {"exporter": "ConsignorTradeParty", "importer": "ConsigneeTradeParty"}
_V1_COUNTRY = "PostalTradeAddress/CountryIdentificationTradeCountry"
PARTY: Paths = {
    "name": ("Name",),
    "postcode": ("PostalTradeAddress/PostcodeCode",),
    "post_box": ("PostalTradeAddress/PostOfficeBox",),
    "street": ("PostalTradeAddress/StreetName",),
    "city": ("PostalTradeAddress/CityName",),
    "country": ("PostalTradeAddress/CountryID", f"{_V1_COUNTRY}/ID"),
    "subdivision": (
        "PostalTradeAddress/CountrySubDivisionName",
        f"{_V1_COUNTRY}/SubordinateTradeCountrySubDivision/Name",
    ),
}
SHIPMENT: Paths = {"transport_document": ("TransportContractReferencedDocument/ID",)}
ENDORSEMENT: Paths = {
    "date": ("ExaminationTransportEvent/ActualOccurrenceDateTime",),
    "port": (f"{_PORT}/ID", f"{_PORT}/Name"),
}
LINE: Paths = {
    "block": ("ID",),
    "marks": ("PhysicalLogisticsShippingMarks/Marking",),
    "origin_country": ("OriginTradeCountry/ID",),
    "last_reexport_country": ("ExportTradeCountry/ID",),
    "quantity": ("TransportLogisticsPackage/ItemQuantity",),
    "appendix": (f"{_LINE}/TypeCode",),
    "source": (f"{_LINE}/TypeExtensionCode",),
    "description": (f"{_PRODUCT}/Description",),
    "term": (f"{_PRODUCT}/TypeCode",),
    "common_name": (f"{_PRODUCT}/CommonName",),
    "scientific_name": (f"{_PRODUCT}/ScientificName",),
    "endorsed_quantity": ("ExaminationTransportEvent/UnitQuantity",),
    "used_to_date": (f"{_PROCEDURE}/UsedToDateQuotaQuantity",),
    "quota": (f"{_PROCEDURE}/AnnualQuotaQuantity",),
    "acquired": (f"{_PROCEDURE}/AcquisitionDateTime",),
    "operation": (f"{_PROCEDURE}/PreviousReferencedDocument/ID",),
}
#: In the schema, this element follows the documents of an item.
AFTER_DOCUMENTS = "quantity"
UNIT = "unitCode"
QUANTITIES = ("quantity", "endorsed_quantity", "used_to_date", "quota")
#: Type codes of referenced documents → prefix of our fields. Files contain codes of
#: UN/EDIFACT 1001 (861, 811), which the EPIX hub reads; the toolkit means the types of
#: permits (E, R, I, O).
DOCUMENTS = {"861": "origin", "811": "last_reexport", "R": "last_reexport"} | (
    dict.fromkeys("EIO", "origin")
)
OF_DOCUMENT = {"date": "IssueDateTime", "permit": "ID"}
#: Fields that may occur several times, in several languages or lines → what joins them.
JOINED = {
    "special_conditions": "\n",
    "description": "\n",
    "marks": "\n",
    "common_name": ", ",
    "street": ", ",
    # source I or O has a second code
    "source": " ",
}
#: Some systems write a question mark for an empty unit.
NO_UNIT = ("", "?")
#: Unit codes of UN/ECE Recommendation 20 → unit codes of CITES.
UNITS = dict.fromkeys(NO_UNIT, "") | {
    "C62": "",
    "CMK": "SQC",
    "CMQ": "CCM",
    "CMT": "CTM",
    "DMK": "SQD",
    "FOT": "FEE",
    "FTK": "SQF",
    "FTQ": "CUF",
    "H87": "PCS",
    "INH": "INC",
    "KGM": "KIL",
    "LBR": "PND",
    "MC": "MYG",
    "MTK": "SQM",
    "MTQ": "CUM",
    "NMB": "",
    "ONZ": "OUN",
    "PR": "PAI",
    "TNE": "TON",
    "YRD": "YAR",
}
