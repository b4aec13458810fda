"""The rules about what only PowerShell steps have."""

import pytest
from judging import complaints, messages, steps
from mending import first_step, mended

from integrity.facts import NO_FACTS
from integrity.lint.rules.leaving import machine_leaves_step
from integrity.lint.rules.powershell import (
    elevation_not_boolean,
    exit_codes_not_integers,
    success_not_valid,
)


def powershell(**members):
    return steps({"type": "PowerShell", "inline": ["Get-Date"], **members})


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("3010", [3010]),
        ("[0, 3010]", [0, 3010]),
        ("0,3010", [0, 3010]),
        (3010, [3010]),
        (["0", "3010"], [0, 3010]),
        ([0, "3010"], [0, 3010]),
    ],
)
def test_exit_codes_are_mended(written, codes):
    template = powershell(validExitCodes=written)

    assert first_step(mended(exit_codes_not_integers, template))["validExitCodes"] == (
        codes
    )


@pytest.mark.parametrize("written", ["", "all", "0; 3010", [True], [1.5], ["-1"], {}])
def test_exit_codes_that_say_nothing_clear_are_left(written):
    found = complaints(exit_codes_not_integers, powershell(validExitCodes=written))

    assert [one.fix for one in found] == [None]


def test_an_exit_code_beyond_32_bits_is_told_with_what_it_is_in_them():
    codes = [0, 3010, 3221225786, 4294967296]
    found = complaints(exit_codes_not_integers, powershell(validExitCodes=codes))

    helps = [one.help for one in found]
    assert helps == ["Write -1073741510.", "Write one of these."]


@pytest.mark.parametrize("written", [[], [0, 3010], [-1], None])
def test_integers_in_an_array_are_fine(written):
    assert messages(exit_codes_not_integers, powershell(validExitCodes=written)) == []


def test_an_unknown_exit_code_among_others_is_passed_over():
    assert messages(exit_codes_not_integers, powershell(validExitCodes=[0, ...])) == []


@pytest.mark.parametrize(
    ("written", "value"), [("true", True), ("False", False), (" TRUE ", True)]
)
def test_booleans_in_quotes_lose_them(written, value):
    step = first_step(mended(elevation_not_boolean, powershell(runElevated=written)))

    assert step["runElevated"] is value


def test_the_help_says_what_the_fix_writes():
    (complaint,) = complaints(elevation_not_boolean, powershell(runElevated="False"))

    assert complaint.help == 'Write "runElevated": false.'


@pytest.mark.parametrize("written", ["yes", "<true false>", 1, 0, []])
def test_what_is_no_boolean_has_no_fix(written):
    (complaint,) = complaints(elevation_not_boolean, powershell(runElevated=written))

    assert complaint.fix is None


def test_an_elevation_that_is_not_known_hides_no_quotes():
    template = powershell(runElevated=..., runAsSystem="true")
    _, as_system = elevation_not_boolean.over(template)

    assert list(elevation_not_boolean.judge(as_system, NO_FACTS))


def test_running_as_system_needs_elevation():
    template = powershell(runAsSystem=True, runElevated=False)

    step = first_step(mended(elevation_not_boolean, template))
    assert step["runElevated"] is True


def test_running_as_system_without_a_word_of_elevation_is_told():
    assert messages(elevation_not_boolean, powershell(runAsSystem=True)) == [
        "runAsSystem needs runElevated to be true"
    ]


@pytest.mark.parametrize(
    "members",
    [{"runAsSystem": False}, {"runAsSystem": True, "runElevated": True}, {}],
)
def test_elevation_that_agrees_is_fine(members):
    assert messages(elevation_not_boolean, powershell(**members)) == []


@pytest.mark.parametrize(
    ("command", "program"),
    [
        ("Restart-Computer -Force", "Restart-Computer"),
        ("if ($x) { restart-computer }", "restart-computer"),
        ("shutdown /r /t 0", "shutdown"),
        ("Write-Host a; shutdown.exe -s", "shutdown.exe"),
        ("Stop-Computer", "Stop-Computer"),
        (r"& C:\Windows\System32\shutdown.exe /r", r"C:\Windows\System32\shutdown.exe"),
        (r'& "C:\Windows\shutdown.exe" /r', r"C:\Windows\shutdown.exe"),
        ("Restart-Computer -WhatIf:$false", "Restart-Computer"),
        ("function Again { Stop-Computer }\nAgain", "Stop-Computer"),
        ("Rename-Computer -NewName a -Restart", "Rename-Computer"),
        ("cmd /c shutdown /r /t 0", "shutdown"),
        ('cmd.exe /c "shutdown /r /t 0"', "shutdown"),
        ("Start-Process shutdown -ArgumentList '/r', '/t', '0'", "shutdown"),
        ("Start-Process -FilePath 'shutdown.exe' -Args '/r'", "shutdown.exe"),
        ("$r = Rename-Computer -NewName a -Restart", "Rename-Computer"),
        ("[void](Restart-Computer -Force)", "Restart-Computer"),
        ("Restart-Computer -ComputerName localhost", "Restart-Computer"),
        ('Restart-Computer "localhost" -Force 2>$null', "Restart-Computer"),
        ("Restart-Computer 2>$null", "Restart-Computer"),
        ('Restart-Computer -ComputerName "$env:COMPUTERNAME"', "Restart-Computer"),
        ("Restart-Computer -ComputerName . -Force", "Restart-Computer"),
        ("Start-Process cmd -ArgumentList '/c','shutdown /r /t 0'", "shutdown"),
        ('Start-Process -Wait "cmd.exe" -Args "/c shutdown /r" -PassThru', "shutdown"),
        ("Start-Process -NoNewWindow -FilePath shutdown -Args '-r'", "shutdown"),
        (
            r"& $Env:SystemRoot\System32\Sysprep\Sysprep.exe /generalize /oobe /shutdown",
            r"$Env:SystemRoot\System32\Sysprep\Sysprep.exe",
        ),
    ],
)
def test_a_command_that_takes_the_machine_away_is_told(command, program):
    assert messages(machine_leaves_step, powershell(inline=["Get-Date", command])) == [
        f"the build loses the machine at {program}"
    ]


@pytest.mark.parametrize(
    "inline",
    [
        ["Install-WindowsFeature RDS -Restart"],
        ["$r = Install-WindowsFeature RDS -Restart"],
        ["(Install-WindowsFeature RDS -Restart).Success"],
        ["Install-WindowsFeature RDS `", "  -IncludeManagementTools `", "  -Restart"],
        ["Install-WindowsFeature RDS `\r\n  -Restart"],
    ],
)
def test_a_feature_may_restart_the_machine(inline):
    assert messages(machine_leaves_step, powershell(inline=inline)) == [
        "the build may lose the machine at Install-WindowsFeature"
    ]


def test_updates_may_restart_the_machine():
    inline = ["Import-Module PSWindowsUpdate", "Get-WindowsUpdate -Install -AutoReboot"]

    assert messages(machine_leaves_step, powershell(inline=inline)) == [
        "the build may lose the machine at Get-WindowsUpdate"
    ]


def test_a_command_is_told_once_however_often_it_takes_the_machine_away():
    inline = ["Restart-Computer; Restart-Computer", "cmd /c shutdown /r", "shutdown /r"]
    found = complaints(machine_leaves_step, powershell(inline=inline))

    assert [one.span.text for one in found] == [f'"{one}"' for one in inline]


def test_sysprep_is_left_to_the_service():
    template = powershell(inline=["sysprep /oobe /generalize /reboot"])
    (complaint,) = complaints(machine_leaves_step, template)
    assert complaint.help.startswith("Leave Sysprep to the service")


@pytest.mark.parametrize(
    "inline",
    [
        ["shutdown /a", "sysprep.exe /oobe /generalize /quiet /quit"],
        ["Write-Host 'Restart-Computer comes next'", "Install-Thing -NoRestart"],
        ["$text = @'", "Restart-Computer", "'@"],
        ["Write-Host 'next:", "Restart-Computer", "'"],
        ["<#", "Restart-Computer", "#>"],
        ["Restart-Computer -Force -WhatIf"],
        ["Restart-Computer -ComputerName other -Force", "Stop-Computer -CN 'other'"],
        ["Restart-Computer other -Force", "Restart-Computer $servers"],
        ["Restart-Computer -Force -ComputerName $servers; shutdown /r /m \\\\other"],
        ["Install-WindowsFeature RDS -ComputerName other -Restart"],
        ["Install-WindowsUpdate -AcceptAll -AutoReboot:$false"],
        [
            "Start-Process cmd -ArgumentList '/c', 'shutdown.exe /a >nul' -Wait -PassThru"
        ],
        ["Install-WindowsFeature RDS", "Install-WindowsFeature A -Restart:$false"],
        ["Install-WindowsFeature RDS -Restart -WhatIf; Update-Help -Restart"],
        ["Start-Process shutdown '/a' # not /r", "cmd /c echo shutdown /r"],
        ["Start-Process setup.exe -ArgumentList '/shutdown /r'"],
        ["function Restart-Later {", "  Restart-Computer", "}"],
        ["$later = { Restart-Computer }"],
        ["Register-ScheduledJob -Name r -ScriptBlock { Restart-Computer }"],
        ['"shutdown /r /t 0" | Set-Content C:\\run.cmd'],
        ["'sysprep /shutdown' > C:\\DeprovisioningScript.ps1", "Stop-Computer"],
    ],
)
def test_what_only_speaks_of_it_is_left_alone(inline):
    assert messages(machine_leaves_step, powershell(inline=inline)) == []


@pytest.mark.parametrize(
    ("codes", "found"),
    [([3010], 1), ([1, 3010], 1), ([0, 3010], 0), ([], 0), (["0", 3010], 0), (5, 0)],
)
def test_a_step_that_ends_well_ends_with_0(codes, found):
    template = powershell(validExitCodes=codes)

    assert len(complaints(success_not_valid, template)) == found


def test_one_exit_code_that_is_not_known_may_be_0():
    assert complaints(success_not_valid, powershell(validExitCodes=[..., 1])) == []


@pytest.mark.parametrize(
    ("inline", "found"),
    [
        (["Install-It", "exit 3010"], 0),
        (["if (!(Test-Path x)) { exit 1 }", "Exit(3010);", "# done"], 0),
        (["[Environment]::Exit(3010)"], 0),
        (["if ($done) { exit 0 }", "exit 3010"], 1),
        (["exit 3010", "Get-Date"], 1),
        (["exit $code"], 1),
        (["exit 1"], 1),
    ],
)
def test_commands_that_always_end_with_a_valid_code_need_no_0(inline, found):
    template = powershell(validExitCodes=[3010], inline=inline)

    assert len(complaints(success_not_valid, template)) == found
