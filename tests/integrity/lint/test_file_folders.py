"""The rule about folders that nothing makes."""

import pytest
from build_steps import (
    AGENT,
    OWN_IMAGE,
    WINDOWS,
    file,
    on,
    on_linux,
    on_windows,
    powershell,
)
from judging import complaints, messages, properties_with

from integrity.lint.rules.file_folders import missing_folder
from integrity.lint.severity import Severity
from integrity.template.blocks import NotKnown


@pytest.mark.parametrize(
    ("template", "severity"),
    [
        (on_windows(file("C:\\install\\x.msi")), Severity.NOTE),
        (on_windows(file("C:\\WindowsApps\\x.msi")), Severity.NOTE),
        (on_linux(file("/tmp/install/x.msi")), None),
    ],
)
def test_a_folder_that_nothing_makes_is_missing(template, severity):
    (complaint,) = complaints(missing_folder, template)

    assert complaint.severity is severity


def test_a_folder_of_windows_is_not_missed_on_linux():
    assert messages(missing_folder, on_linux(file("C:\\install\\x.msi"))) == []


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
        {"type": "PowerShell", "scriptUri": AGENT},
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
    template = on(OWN_IMAGE, file("C:\\install\\x.msi"))

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
