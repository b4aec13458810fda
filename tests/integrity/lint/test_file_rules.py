"""The rules about File steps, where the examples do not tell enough."""

import pytest
from build_steps import (
    AGENT,
    OWN_IMAGE,
    file,
    on,
    on_linux,
    on_windows,
    powershell,
    shell,
)
from judging import complaints, known, messages
from mending import mended

from integrity.facts import Appearance
from integrity.lint.rules.file_folders import missing_folder
from integrity.lint.rules.files import (
    destination_not_a_file,
    destination_outside_tmp,
    file_too_large,
    folder_instead_of_file,
    incomplete_file_step,
    undocumented_host,
)
from integrity.lint.severity import Severity


@pytest.mark.parametrize(
    ("path", "severity"),
    [("install.ps1", Severity.WARNING), ("scripts/", None), ("/tmp/scripts/", None)],
)
def test_a_relative_path_is_a_warning_and_a_folder_an_error(path, severity):
    (complaint,) = complaints(destination_not_a_file, on_linux(file(path)))

    assert complaint.severity is severity


def test_a_path_of_linux_is_told_in_an_image_of_windows():
    (complaint,) = complaints(destination_not_a_file, on_windows(file("/tmp/a.zip")))

    assert complaint.severity is Severity.WARNING
    assert "is a path of Linux, and the image is of Windows" in complaint.message


@pytest.mark.parametrize("path", [" /tmp/a.sh", "/tmp/a.sh ", "C:\\a.ps1 "])
def test_white_space_around_a_destination_is_told(path):
    (complaint,) = complaints(destination_not_a_file, on_linux(file(path)))

    assert complaint.severity is Severity.WARNING
    assert "has white space around it" in complaint.message


def test_a_single_backslash_makes_a_control_character():
    (message,) = messages(destination_not_a_file, on_linux(file("C:\temp\\x.ps1")))

    assert "control character" in message


def test_a_folder_of_a_longer_name_is_another():
    earlier = powershell("New-Item C:\\a\\SecurityUpdates -ItemType Directory")
    template = on_windows(earlier, file("C:\\a\\Updates\\x.xml"))

    assert messages(missing_folder, template)


def test_the_system_is_told_by_the_offer_where_the_publisher_has_both():
    source = {"type": "PlatformImage", "publisher": "microsoft-dsvm"}
    linux = on({**source, "offer": "ubuntu-hpc"}, powershell("x"))
    windows = on({**source, "offer": "dsvm-windows"}, shell("x"))
    either = on({**source, "offer": "dsvm"}, shell("x"), powershell("x"))

    assert [one.os.value for one in (linux, windows, either)] == [
        "Linux",
        "Windows",
        "unknown",
    ]


def test_everything_that_is_missing_is_told():
    assert len(messages(incomplete_file_step, on_linux({"type": "File"}))) == 2


def test_an_address_by_a_script_s_name_is_renamed():
    step = file()
    step["scriptUri"] = step.pop("sourceUri")

    template = mended(incomplete_file_step, on_linux(step))
    assert template["properties"]["customize"] == [file()]


def test_an_unknown_address_is_given():
    assert messages(incomplete_file_step, on_linux(file(url=...))) == []


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
    assert messages(folder_instead_of_file, on_linux(file(url=url)))


@pytest.mark.parametrize(
    "url",
    [
        AGENT,
        "https://contosoimages.blob.core.windows.net/agent.tgz",
        "https://contosoimages.blob.core.windows.net/a/agent",
        "https://artifacts.example.com/download/?file=agent.tgz",
        "https://github.com/o/r/releases/download/v1/agent.tgz",
    ],
)
def test_a_file_is_no_folder(url):
    assert messages(folder_instead_of_file, on_linux(file(url=url))) == []


def test_an_address_that_leads_to_an_index_is_a_folder():
    facts = known(AGENT, appearance=Appearance.HTML, redirects=(f"{AGENT}/",))

    assert messages(folder_instead_of_file, on_linux(file()), facts)


@pytest.mark.parametrize(
    "path", ["/tmp/", "/tmp", "C:\\install\\", "C:/install/", "x", "C:x"]
)
def test_a_destination_names_a_file_with_its_whole_path(path):
    assert messages(destination_not_a_file, on_linux(file(path)))


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
    assert messages(destination_not_a_file, on_linux(file(path))) == []


@pytest.mark.parametrize(
    "path",
    [
        "/etc/motd",
        "/tmp/../etc/motd",
        "/tmpfile",
        "/var/tmp/x",
        "~/x",
        "C:\\x",
        "\\x",
    ],
)
def test_linux_writes_below_tmp_only(path):
    assert messages(destination_outside_tmp, on_linux(file(path)))


@pytest.mark.parametrize(
    "path",
    ["/tmp/x", "/tmp/a/b", "/tmp/a/../b", "//tmp/x", "/tmp/", "/tmp", "$HOME/x", "x"],
)
def test_below_tmp_or_not_to_be_told_is_fine(path):
    assert messages(destination_outside_tmp, on_linux(file(path))) == []


def test_the_place_behind_dots_is_shown():
    (message,) = messages(destination_outside_tmp, on_linux(file("/tmp/../etc/motd")))

    assert "which is /etc/motd" in message


def test_tmp_is_not_asked_of_windows_or_who_knows():
    windows = on_windows(file("/etc/x"))
    unknown = on(OWN_IMAGE, file("/etc/x"), powershell("x"))

    assert messages(destination_outside_tmp, windows) == []
    assert messages(destination_outside_tmp, unknown) == []


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
    found = complaints(file_too_large, on_linux(file()), known(AGENT, size=size))

    assert [one.severity for one in found] == severities
    assert all(f"{size:,} bytes" in one.message for one in found)


def test_a_file_of_a_size_that_nobody_told_is_too_large_beyond_the_limit():
    [message] = messages(
        file_too_large, on_linux(file()), known(AGENT, exceeds=20_971_520)
    )

    assert message.startswith("over 20,971,520 bytes: ")


def test_a_checksum_to_be_filled_in_hides_no_size():
    template = on_linux(file(sha256Checksum=...))

    assert messages(file_too_large, template, known(AGENT, size=10**9))


def test_a_script_may_be_large():
    template = on_linux({"type": "Shell", "scriptUri": AGENT})

    assert messages(file_too_large, template, known(AGENT, size=10**9)) == []


def test_a_size_that_nobody_told_is_no_complaint():
    assert messages(file_too_large, on_linux(file()), known(AGENT)) == []


def test_every_service_of_azure_storage_is_a_documented_host():
    urls = [f"https://contoso.{one}.core.windows.net/a/x" for one in ("blob", "dfs")]
    template = on_linux(*(file(url=url) for url in urls), file())

    assert messages(undocumented_host, template) == [
        "artifacts.example.com is neither GitHub nor Azure storage, the documented hosts"
    ]


def test_a_relative_path_tells_no_system():
    template = on(OWN_IMAGE, file("setup.exe"), powershell("x"))

    assert template.os.value == "Windows"


def test_quotation_marks_around_a_destination_are_told():
    template = on_windows(file('"C:\\Apps\\app.zip"'))

    (message,) = messages(destination_not_a_file, template)
    assert "has a quotation mark around it" in message


@pytest.mark.parametrize(
    "command",
    [
        "New-Item -ItemType Directory -Path C:\\Apps -Force",
        "mkdir 'C:\\Apps\\'",
        "New-Item -Path C:\\Apps -ItemType 'Directory'; md C:\\Apps",
    ],
)
def test_a_folder_that_a_step_has_made_is_no_file(command):
    template = on_windows(powershell(command), file("C:\\Apps"))

    (complaint,) = complaints(destination_not_a_file, template)
    assert complaint.severity is Severity.WARNING
    assert "is a folder" in complaint.message


@pytest.mark.parametrize(
    "command", ["mkdir C:\\Apps\\tools", "mkdir C:\\App", "echo C:\\Apps"]
)
def test_a_file_beside_what_a_step_makes_is_one(command):
    template = on_windows(powershell(command), file("C:\\Apps"))

    assert messages(destination_not_a_file, template) == []
