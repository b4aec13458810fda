"""The rules about files and generalizing, where the examples do not tell enough."""

import pytest
from judging import complaints, messages, properties_with
from mending import mended

from integrity.facts import Appearance, ArtifactFact, Facts
from integrity.lint.rules.file_folders import missing_folder
from integrity.lint.rules.files import (
    destination_not_a_file,
    destination_outside_tmp,
    file_too_large,
    folder_instead_of_file,
    incomplete_file_step,
    undocumented_host,
)
from integrity.lint.rules.generalize import misnamed_override, override_undone
from integrity.lint.rules.windows_update import (
    default_search_criteria,
    filters_not_strings,
    malformed_update_limit,
)
from integrity.lint.severity import Severity
from integrity.secret_url import SecretUrl
from integrity.template.blocks import NotKnown

LINUX = {"type": "PlatformImage", "publisher": "Canonical"}
WINDOWS = {"type": "PlatformImage", "publisher": "MicrosoftWindowsServer"}
OWN_IMAGE = {"type": "ManagedImage", "imageId": "x"}
URL = "https://artifacts.example.com/agent.tgz"


def steps(*customize, source=LINUX, **members):
    return properties_with(customize=list(customize), source=source, **members)


def file(destination="/tmp/x", url=URL, **members):
    return {"type": "File", "sourceUri": url, "destination": destination, **members}


def shell(*commands):
    return {"type": "Shell", "inline": list(commands)}


def powershell(*commands):
    return {"type": "PowerShell", "inline": list(commands)}


def known(url=URL, **fields):
    return Facts({url: ArtifactFact(SecretUrl(url), **fields)})


@pytest.mark.parametrize(
    ("path", "severity"),
    [("install.ps1", Severity.WARNING), ("scripts/", None), ("/tmp/scripts/", None)],
)
def test_a_relative_path_is_a_warning_and_a_folder_an_error(path, severity):
    (complaint,) = complaints(destination_not_a_file, steps(file(path)))

    assert complaint.severity is severity


@pytest.mark.parametrize("path", [" /tmp/a.sh", "/tmp/a.sh ", "C:\\a.ps1 "])
def test_white_space_around_a_destination_is_told(path):
    (complaint,) = complaints(destination_not_a_file, steps(file(path)))

    assert complaint.severity is Severity.WARNING
    assert "has white space around it" in complaint.message


def test_a_single_backslash_makes_a_control_character():
    (message,) = messages(destination_not_a_file, steps(file("C:\temp\\x.ps1")))

    assert "control character" in message


def test_a_folder_of_a_longer_name_is_another():
    earlier = powershell("New-Item C:\\a\\SecurityUpdates -ItemType Directory")
    template = steps(earlier, file("C:\\a\\Updates\\x.xml"), source=WINDOWS)

    assert messages(missing_folder, template)


def test_the_system_is_told_by_the_offer_where_the_publisher_has_both():
    source = {"type": "PlatformImage", "publisher": "microsoft-dsvm"}
    linux = steps(powershell("x"), source={**source, "offer": "ubuntu-hpc"})
    windows = steps(shell("x"), source={**source, "offer": "dsvm-windows"})
    either = steps(shell("x"), powershell("x"), source={**source, "offer": "dsvm"})

    assert [one.os.value for one in (linux, windows, either)] == [
        "Linux",
        "Windows",
        "unknown",
    ]


def test_everything_that_is_missing_is_told():
    assert len(messages(incomplete_file_step, steps({"type": "File"}))) == 2


def test_an_address_by_a_script_s_name_is_renamed():
    step = file()
    step["scriptUri"] = step.pop("sourceUri")

    template = mended(incomplete_file_step, steps(step))
    assert template["properties"]["customize"] == [file()]


def test_an_unknown_address_is_given():
    assert messages(incomplete_file_step, steps(file(url=...))) == []


@pytest.mark.parametrize(
    "url",
    [
        "https://artifacts.example.com/site/",
        "https://artifacts.example.com",
        "https://github.com/o/r",
        "https://github.com/o/r/tree/main/site",
        "https://contosoimages.blob.core.windows.net/site",
        "https://contosoimages.blob.core.windows.net/site?restype=container&comp=list",
        "https://contosoimages.blob.core.windows.net/site/css/?sv=2022-11-02",
        "https://contosoimages.blob.core.windows.net",
    ],
)
def test_a_folder_is_no_file(url):
    assert messages(folder_instead_of_file, steps(file(url=url)))


@pytest.mark.parametrize(
    "url",
    [
        URL,
        "https://contosoimages.blob.core.windows.net/agent.tgz",
        "https://contosoimages.blob.core.windows.net/a/agent",
        "https://artifacts.example.com/download/?file=agent.tgz",
        "https://github.com/o/r/releases/download/v1/agent.tgz",
    ],
)
def test_a_file_is_no_folder(url):
    assert messages(folder_instead_of_file, steps(file(url=url))) == []


def test_an_address_that_leads_to_an_index_is_a_folder():
    facts = known(appearance=Appearance.HTML, redirects=(f"{URL}/",))

    assert messages(folder_instead_of_file, steps(file()), facts)


@pytest.mark.parametrize("path", ["/tmp/", "C:\\install\\", "C:/install/", "x", "C:x"])
def test_a_destination_names_a_file_with_its_whole_path(path):
    assert messages(destination_not_a_file, steps(file(path)))


@pytest.mark.parametrize(
    "path",
    [
        "/tmp/x",
        "C:\\x",
        "c:/x",
        "\\\\host\\x",
        "$env:TEMP\\x",
        "%TEMP%\\x",
        "~/x",
        "",
        " ",
    ],
)
def test_whole_paths_and_variables_are_fine(path):
    assert messages(destination_not_a_file, steps(file(path))) == []


@pytest.mark.parametrize(
    "path",
    [
        "/etc/motd",
        "/tmp/../etc/motd",
        "/tmpfile",
        "/var/tmp/x",
        "~/x",
        "C:\\x",
        "/tmp",
        "\\x",
    ],
)
def test_linux_writes_below_tmp_only(path):
    assert messages(destination_outside_tmp, steps(file(path)))


@pytest.mark.parametrize(
    "path", ["/tmp/x", "/tmp/a/b", "/tmp/a/../b", "//tmp/x", "/tmp/", "$HOME/x", "x"]
)
def test_below_tmp_or_not_to_be_told_is_fine(path):
    assert messages(destination_outside_tmp, steps(file(path))) == []


def test_the_place_behind_dots_is_shown():
    (message,) = messages(destination_outside_tmp, steps(file("/tmp/../etc/motd")))

    assert "which is /etc/motd" in message


def test_tmp_is_not_asked_of_windows_or_who_knows():
    on_windows = steps(file("/etc/x"), source=WINDOWS)
    unknown = steps(file("/etc/x"), powershell("x"), source=OWN_IMAGE)

    assert messages(destination_outside_tmp, on_windows) == []
    assert messages(destination_outside_tmp, unknown) == []


def on_windows(*customize, **members):
    return steps(*customize, source=WINDOWS, **members)


@pytest.mark.parametrize(
    ("template", "severity"),
    [
        (on_windows(file("C:\\install\\x.msi")), Severity.NOTE),
        (on_windows(file("C:\\WindowsApps\\x.msi")), Severity.NOTE),
        (steps(file("/tmp/install/x.msi")), None),
    ],
)
def test_a_folder_that_nothing_makes_is_missing(template, severity):
    (complaint,) = complaints(missing_folder, template)

    assert complaint.severity is severity


@pytest.mark.parametrize(
    "path",
    [
        "C:\\x.msi",
        "C:\\Windows\\Temp\\x.msi",
        "c:/windows/system32/x.dll",
        "C:\\Users\\Public\\Desktop\\x.lnk",
        "C:\\ProgramData\\x.json",
        "C:\\Program Files (x86)\\x\\x.json",
        "D:\\x\\y.msi",
        "/tmp/x.msi",
        "/etc/x/y.conf",
    ],
)
def test_stock_folders_and_folders_of_other_rules_are_not_missed(path):
    assert messages(missing_folder, on_windows(file(path))) == []


@pytest.mark.parametrize(
    "earlier",
    [
        powershell("mkdir C:\\install"),
        powershell("New-Item -Type Directory -Path 'c:\\' -Name Install"),
        powershell("cd c:/; md install"),
        {"type": "PowerShell", "inline": "mkdir C:\\install"},
        {"type": "PowerShell", "inline": ["x", ...]},
        {"type": "PowerShell", "inline": ...},
        {"type": "PowerShell", "scriptUri": URL},
    ],
)
def test_an_earlier_step_may_have_made_the_folder(earlier):
    template = on_windows(earlier, file("C:\\install\\x.msi"))

    assert messages(missing_folder, template) == []


def test_a_later_step_makes_the_folder_too_late():
    template = on_windows(file("C:\\install\\x.msi"), powershell("mkdir C:\\install"))

    assert messages(missing_folder, template)


def test_steps_that_are_not_known_may_have_made_the_folder():
    assert messages(missing_folder, on_windows(..., file("C:\\install\\x"))) == []


def test_images_of_your_own_may_bring_the_folder():
    template = steps(file("C:\\install\\x.msi"), source=OWN_IMAGE)

    assert messages(missing_folder, template) == []


def test_a_validator_finds_what_customizers_made():
    validate = {"inVMValidations": [file("C:\\install\\x.msi")]}
    made = on_windows(powershell("mkdir C:\\install"), validate=validate)
    not_made = on_windows(powershell("Get-Date"), validate=validate)

    assert messages(missing_folder, made) == []
    assert messages(missing_folder, not_made)


def test_customizers_that_are_not_known_leave_validators_unjudged():
    template = properties_with(
        source=WINDOWS,
        customize=...,
        validate={"inVMValidations": [file("C:\\install\\x.msi")]},
    )

    with pytest.raises(NotKnown):
        messages(missing_folder, template)


@pytest.mark.parametrize(
    ("size", "severities"),
    [
        (19_999_999, []),
        (20_000_000, [Severity.WARNING]),
        (20_971_519, [Severity.WARNING]),
        (20_971_520, [Severity.ERROR]),
    ],
)
def test_the_limit_has_two_edges(size, severities):
    found = complaints(file_too_large, steps(file()), known(size=size))

    assert [one.severity for one in found] == severities
    assert all(f"{size:,} bytes" in one.message for one in found)


def test_a_checksum_to_be_filled_in_hides_no_size():
    template = steps(file(sha256Checksum=...))

    assert messages(file_too_large, template, known(size=10**9))


def test_a_script_may_be_large():
    template = steps({"type": "Shell", "scriptUri": URL})

    assert messages(file_too_large, template, known(size=10**9)) == []


def test_a_size_that_nobody_told_is_no_complaint():
    assert messages(file_too_large, steps(file()), known()) == []


def test_every_service_of_azure_storage_is_a_documented_host():
    urls = [f"https://contoso.{one}.core.windows.net/a/x" for one in ("blob", "dfs")]
    template = steps(*(file(url=url) for url in urls), file())

    assert messages(undocumented_host, template) == [
        "artifacts.example.com is neither GitHub nor Azure storage, the documented hosts"
    ]


def test_a_relative_path_tells_no_system():
    template = steps(file("setup.exe"), powershell("x"), source=OWN_IMAGE)

    assert template.os.value == "Windows"


@pytest.mark.parametrize("criteria", [None, "", " "])
def test_without_criteria_the_default_is_told(criteria):
    step = {"type": "WindowsUpdate", "searchCriteria": criteria}

    assert messages(default_search_criteria, on_windows(step))


def test_criteria_of_another_type_are_not_the_default():
    step = {"type": "WindowsUpdate", "searchCriteria": 5}

    assert messages(default_search_criteria, on_windows(step)) == []


@pytest.mark.parametrize("limit", ["40", 4.5, -1, True, {}])
def test_an_update_limit_is_a_count(limit):
    template = on_windows({"type": "WindowsUpdate", "updateLimit": limit})

    assert messages(malformed_update_limit, template)


@pytest.mark.parametrize("limit", [0, 40, None])
def test_a_count_is_an_update_limit(limit):
    template = on_windows({"type": "WindowsUpdate", "updateLimit": limit})

    assert messages(malformed_update_limit, template) == []


def test_each_filter_that_is_no_string_is_told():
    step = {"type": "WindowsUpdate", "filters": ["include:$true", 1, None, ...]}

    assert len(messages(filters_not_strings, on_windows(step))) == 2


@pytest.mark.parametrize(
    "step",
    [
        shell("echo waagent > /tmp/deprovisioningscript.sh"),
        shell("sudo cp x /opt/DeprovisioningScript.sh"),
        powershell("Set-Content C:\\DeprovisionScript.ps1 'sysprep'"),
        powershell("'sysprep' | Out-File c:\\temp\\DeprovisioningScript.ps1"),
        file("C:\\Deprovisioning-Script.ps1"),
    ],
)
def test_a_script_under_another_name_is_told(step):
    assert len(messages(misnamed_override, steps(step))) == 1


@pytest.mark.parametrize(
    "commands",
    [
        ["echo waagent > /tmp/DeprovisioningScript.sh"],
        ["echo x > /tmp/deprovision-script.sh", "cp x /tmp/DeprovisioningScript.sh"],
        ["Set-Content -Path 'c:\\deprovisioningscript.PS1' 'sysprep'"],
        ["if (Test-Path(C:/DeprovisioningScript.ps1)) { exit }"],
        ["iwr https://a.example.com/DeprovisioningScript.ps1 -OutFile c:\\Deprovisioning"
         "Script.ps1"],
        ["cd C:\\", "Copy-Item x.ps1 DeprovisioningScript.ps1"],
        ["Copy-Item x.ps1 $env:SystemDrive\\DeprovisioningScript.ps1"],
        ["cat /opt/deprovision_script.sh"],
        ["sudo waagent -deprovision+user -force"],
        ["echo x > /tmp/deprovision.sh"],
    ],
)  # fmt: skip
def test_the_right_name_and_what_only_resembles_it_are_fine(commands):
    template = steps(shell(*commands), powershell(), source=OWN_IMAGE)

    assert messages(misnamed_override, template) == []


@pytest.mark.parametrize(
    "template",
    [
        on_windows(powershell("'x' > /tmp/DeprovisioningScript.sh")),
        steps(shell("echo x > 'C:\\DeprovisioningScript.ps1'")),
    ],
)
def test_the_name_that_is_right_on_the_other_system_is_told(template):
    assert len(messages(misnamed_override, template)) == 1
    assert messages(override_undone, template) == []


def test_a_script_that_is_deleted_is_told():
    template = on_windows(powershell("Remove-Item C:\\DeprovisioningScript.ps1 -Force"))

    assert messages(override_undone, template)


@pytest.mark.parametrize(
    "commands",
    [
        ["rm -f /tmp/DeprovisioningScript.sh", "echo x > /tmp/DeprovisioningScript.sh"],
        ["rm -rf /tmp/work"],
        ["echo confirm /tmp/DeprovisioningScript.sh"],
    ],
)
def test_a_script_that_is_there_in_the_end_is_fine(commands):
    assert messages(override_undone, steps(shell(*commands))) == []


def test_a_file_step_is_not_the_way_to_write_it():
    assert messages(override_undone, steps(file("/tmp/DeprovisioningScript.sh")))
