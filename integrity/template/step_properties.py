"""The property tree's branches `customize` and `validate`: the steps of a build."""

from integrity.template.properties import (
    ANYTHING,
    BOOLEAN,
    STRING,
    STRINGS,
    ArrayOf,
    Aspect,
    Case,
    Integer,
    Names,
    Property,
    Union,
    record,
    wholly,
)

_OF_A_SCRIPT = (
    Property("type", ANYTHING),
    Property("name", STRING),
    Property("script", STRING, until="2019-02-01-preview", became="scriptUri"),
    Property("scriptUri", STRING, since="2019-05-01-preview"),
    Property("sha256Checksum", STRING, since="2019-05-01-preview"),
    Property(
        "inline", STRINGS, since="2019-02-01-preview", judged_by={Aspect.TYPE: "AIB330"}
    ),
)
_SHELL = record(*_OF_A_SCRIPT)
_POWERSHELL = record(
    *_OF_A_SCRIPT,
    Property(
        "validExitCodes",
        ArrayOf(Integer()),
        since="2019-02-01-preview",
        judged_by=wholly("AIB352"),
    ),
    Property(
        "runElevated",
        BOOLEAN,
        since="2019-05-01-preview",
        judged_by=wholly("AIB353"),
    ),
    Property("runAsSystem", BOOLEAN, since="2020-02-14", judged_by=wholly("AIB353")),
)
_WINDOWS_RESTART = record(
    Property("type", ANYTHING),
    Property("name", STRING),
    Property("restartCommand", STRING),
    Property("restartCheckCommand", STRING),
    Property("restartTimeout", STRING),
)
FILE = record(
    Property("type", ANYTHING),
    Property("name", STRING),
    Property("sourceUri", STRING, required=True, judged_by={Aspect.PRESENCE: "AIB360"}),
    Property(
        "destination", STRING, required=True, judged_by={Aspect.PRESENCE: "AIB360"}
    ),
    Property("sha256Checksum", STRING),
)
_WINDOWS_UPDATE = record(
    Property("type", ANYTHING),
    Property("name", STRING),
    Property("searchCriteria", STRING),
    Property("filters", STRINGS, judged_by=wholly("AIB372")),
    Property("updateLimit", Integer(0), judged_by=wholly("AIB373")),
)
CUSTOMIZER = Union(
    "type",
    Names(
        Case("shell", _SHELL, until="2018-02-01-preview"),
        Case("Shell", _SHELL),
        Case("PowerShell", _POWERSHELL, since="2019-02-01-preview"),
        Case("WindowsRestart", _WINDOWS_RESTART, since="2019-02-01-preview"),
        Case("File", FILE, since="2019-05-01-preview"),
        Case("WindowsUpdate", _WINDOWS_UPDATE, since="2019-05-01-preview"),
    ),
    judged_by=wholly("AIB300"),
)
VALIDATOR = Union(
    "type",
    Names(
        Case("Shell", _SHELL),
        Case("PowerShell", _POWERSHELL),
        Case("File", FILE, since="2022-07-01"),
    ),
)
