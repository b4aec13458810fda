"""The rules about the step that generalizes the image."""

import pytest
from build_steps import OWN_IMAGE, file, on, on_linux, on_windows, powershell, shell
from judging import messages

from integrity.lint.rules.generalize import (
    deprovisioned_by_step,
    misnamed_override,
    override_undone,
)


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
    assert len(messages(misnamed_override, on_linux(step))) == 1


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
    template = on(OWN_IMAGE, shell(*commands), powershell())

    assert messages(misnamed_override, template) == []


@pytest.mark.parametrize(
    "template",
    [
        on_windows(powershell("'x' > /tmp/DeprovisioningScript.sh")),
        on_linux(shell("echo x > 'C:\\DeprovisioningScript.ps1'")),
    ],
)
def test_the_name_that_is_right_on_the_other_system_is_told(template):
    assert len(messages(misnamed_override, template)) == 1
    assert messages(override_undone, template) == []


def test_a_script_that_is_deleted_is_told():
    template = on_windows(powershell("Remove-Item C:\\DeprovisioningScript.ps1 -Force"))

    assert messages(override_undone, template) == [
        "deletes 'C:\\DeprovisioningScript.ps1', which the service reads after the last"
        " step"
    ]


@pytest.mark.parametrize(
    "commands",
    [
        ["rm -f /tmp/DeprovisioningScript.sh", "echo x > /tmp/DeprovisioningScript.sh"],
        ["rm -rf /tmp/work"],
        ["echo confirm /tmp/DeprovisioningScript.sh"],
    ],
)
def test_a_script_that_is_there_in_the_end_is_fine(commands):
    assert messages(override_undone, on_linux(shell(*commands))) == []


def test_a_file_step_is_not_the_documented_way_to_write_it():
    template = on_linux(file("/tmp/DeprovisioningScript.sh"))

    assert messages(override_undone, template) == [
        "a File step writes the script that generalizes the image"
    ]


@pytest.mark.parametrize(
    "command",
    [
        "sudo waagent -deprovision+user -force",
        "cd / && /usr/sbin/waagent -force -deprovision && sync",
    ],
)
def test_a_step_that_deprovisions_is_told(command):
    assert messages(deprovisioned_by_step, on_linux(shell(command)))


@pytest.mark.parametrize(
    "commands",
    [
        ["waagent -version"],
        ["echo 'waagent -deprovision' >> notes"],
        ["cat > /tmp/DeprovisioningScript.sh <<E\nwaagent -force -deprovision\nE"],
    ],
)
def test_a_step_that_only_speaks_of_it_is_fine(commands):
    assert messages(deprovisioned_by_step, on_linux(shell(*commands))) == []
