"""Where the boxes of a permit stand in the XML of the CITES e-permit.

Version 2 of the CITES e-permitting toolkit, with the names of version 1 where they
differ, as UNEP-WCMC's EPIX hub has both: github.com/unepwcmc/epix, lib/modules/cites and
spec/fixtures. Paths are of local names, in the order of the schema.
"""

#: Version 2, and version 1.
ROOTS = ("CITESEPermit", "CBFShip")
CONTEXT = "SpecifiedExchangedDocumentContext"
HEADER = "HeaderExchangedDocument"
CONSIGNMENT = "SpecifiedSupplyChainConsignment"
ITEM = "IncludedSupplyChainConsignmentItem"
DOCUMENT = "AssociatedReferencedDocument"
#: Names of version 1 → of version 2.
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
#: Field → where it is written, and where else it may be found.
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
#: Behind the name of the authority, in the box of the form that holds both.
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
#: What comes behind the documents of an item in the schema.
AFTER_DOCUMENTS = "quantity"
UNIT = "unitCode"
QUANTITIES = ("quantity", "endorsed_quantity", "used_to_date", "quota")
#: Kinds of documents by UN/EDIFACT 1001, which files have and the hub reads, or by the
#: type of the permit, as the toolkit means it → what our fields begin with.
DOCUMENTS = {"861": "origin", "811": "last_reexport", "R": "last_reexport"} | (
    dict.fromkeys("EIO", "origin")
)
OF_DOCUMENT = {"date": "IssueDateTime", "permit": "ID"}
#: What may come several times, in several languages or lines, and how it is put together.
JOINED = {
    "special_conditions": "\n",
    "description": "\n",
    "marks": "\n",
    "common_name": ", ",
    "street": ", ",
    # I and O go with a second code.
    "source": " ",
}
#: Tools put a question mark where nothing has been filled in.
NO_UNIT = ("", "?")
#: Units of UN/ECE Recommendation 20 → of CITES.
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
