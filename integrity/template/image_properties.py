"""The property tree's branches `source` and `distribute`: images in and out."""

from integrity.template.properties import (
    ANYTHING,
    BOOLEAN,
    STRING,
    TAGS,
    ArrayOf,
    Aspect,
    Case,
    Integer,
    Named,
    Names,
    Property,
    Text,
    Union,
    record,
    some_of,
    something,
    wholly,
)

_A_NAME = something("a name, and not blank")
REGION = something("the name of a region")

_PLAN = record(
    Property("planName", _A_NAME, required=True),
    Property("planProduct", _A_NAME, required=True),
    Property("planPublisher", _A_NAME, required=True),
)
_PLATFORM_IMAGE = record(
    Property("type", ANYTHING),
    Property("publisher", STRING, required=True, judged_by={Aspect.PRESENCE: "AIB210"}),
    Property("offer", STRING, required=True, judged_by={Aspect.PRESENCE: "AIB210"}),
    Property("sku", STRING, required=True, judged_by={Aspect.PRESENCE: "AIB210"}),
    Property("version", STRING, required=True, judged_by={Aspect.PRESENCE: "AIB210"}),
    Property("planInfo", _PLAN, since="2020-02-14"),
    Property("exactVersion", STRING, since="2021-10-01", read_only=True),
)
_MANAGED_IMAGE = record(
    Property("type", ANYTHING),
    Property("imageId", STRING, required=True, judged_by={Aspect.PRESENCE: "AIB220"}),
)
_SHARED_IMAGE_VERSION = record(
    Property("type", ANYTHING),
    Property(
        "imageVersionId",
        STRING,
        required=True,
        judged_by={Aspect.PRESENCE: "AIB231", Aspect.CASE: "AIB230"},
    ),
    Property("exactVersion", STRING, since="2022-07-01", read_only=True),
)
ISO = record(
    Property("type", ANYTHING),
    Property("sourceURI", STRING, until="2019-02-01-preview"),
    Property("sourceUri", STRING, since="2019-05-01-preview"),
    Property("sha256Checksum", STRING, required=True),
)
SOURCE = Union(
    "type",
    Names(
        Case("ISO", ISO, until="2019-05-01-preview", judged_by={Aspect.LIFE: "AIB201"}),
        Case("PlatformImage", _PLATFORM_IMAGE),
        Case("ManagedImage", _MANAGED_IMAGE, since="2019-02-01-preview"),
        Case("SharedImageVersion", _SHARED_IMAGE_VERSION, since="2019-05-01-preview"),
    ),
    judged_by=wholly("AIB200"),
)

_STORAGE_ACCOUNT_TYPE = some_of(
    Named("Standard_LRS"),
    Named("Standard_ZRS"),
    Named("Premium_LRS", since="2022-07-01"),
)
_TARGET_REGION = record(
    Property("name", REGION, required=True),
    Property("replicaCount", Integer(1)),
    Property("storageAccountType", _STORAGE_ACCOUNT_TYPE),
)
_VERSIONING = Union(
    "scheme",
    Names(
        Case(
            "Latest",
            record(Property("scheme", ANYTHING), Property("major", Integer(-1))),
        ),
        Case("Source", record(Property("scheme", ANYTHING))),
    ),
)
_OF_A_DISTRIBUTOR = (
    Property("type", ANYTHING),
    Property(
        "runOutputName",
        STRING,
        required=True,
        judged_by={Aspect.PRESENCE: "AIB403", Aspect.LIMITS: "AIB404"},
    ),
    Property("artifactTags", TAGS),
    Property(
        "tags",
        TAGS,
        since="2019-05-01-preview",
        until="2019-05-01-preview",
        judged_by={Aspect.LIFE: "AIB443"},
    ),
)
_TO_MANAGED_IMAGE = record(
    *_OF_A_DISTRIBUTOR,
    Property("imageId", STRING, required=True, judged_by={Aspect.PRESENCE: "AIB420"}),
    Property("location", STRING, required=True, judged_by={Aspect.PRESENCE: "AIB422"}),
)
_TO_GALLERY = record(
    *_OF_A_DISTRIBUTOR,
    Property(
        "galleryImageId", STRING, required=True, judged_by={Aspect.PRESENCE: "AIB430"}
    ),
    Property(
        "replicationRegions",
        ArrayOf(REGION),
        deprecated_since="2022-07-01",
        became="targetRegions",
    ),
    Property("targetRegions", ArrayOf(_TARGET_REGION), since="2022-07-01"),
    Property("excludeFromLatest", BOOLEAN, since="2020-02-14"),
    Property(
        "storageAccountType",
        _STORAGE_ACCOUNT_TYPE,
        since="2020-02-14",
        deprecated_since="2022-07-01",
        became="targetRegions[].storageAccountType",
    ),
    Property("versioning", _VERSIONING, since="2022-07-01"),
    Property(
        "replicationMode",
        some_of(Named("Full"), Named("Shallow")),
        since="2025-10-01",
    ),
)
_VHD_URI = Text(
    pattern=r"(?:(?i:https?)://[^/?#\s]+\.(?i:blob)\.[^/?#\s]+(?:/[^/?#\s]+){2,}(?:\?\S*)?)?",
    example="a blob's address: https://{account}.blob.core.windows.net/{container}/{name}",
    open=True,
)
"""Its form is not in the schemas; the service may take more than what they call it."""

_TO_VHD = record(
    *_OF_A_DISTRIBUTOR,
    Property("uri", _VHD_URI, since="2022-07-01", judged_by={Aspect.LIFE: "AIB440"}),
)
DISTRIBUTOR = Union(
    "type",
    Names(
        Case("managedImage", _TO_MANAGED_IMAGE, until="2018-02-01-preview"),
        Case("sharedImage", _TO_GALLERY, until="2018-02-01-preview"),
        Case("ManagedImage", _TO_MANAGED_IMAGE),
        Case("SharedImage", _TO_GALLERY),
        Case("VHD", _TO_VHD, since="2019-02-01-preview"),
    ),
    judged_by=wholly("AIB401"),
)
