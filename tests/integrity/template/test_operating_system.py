"""Windows or Linux, by what the base image is called."""

import pytest

from integrity.template.operating_system import OperatingSystem, of_image


@pytest.mark.parametrize(
    ("publisher", "offer", "system"),
    [
        ("MicrosoftWindowsDesktop", "office-365", OperatingSystem.WINDOWS),
        ("microsoftvisualstudio", "visualstudio2022", OperatingSystem.WINDOWS),
        ("MicrosoftSQLServer", "sql2022-ws2022", OperatingSystem.WINDOWS),
        ("MicrosoftSQLServer", "sql2019-ubuntu2004", OperatingSystem.LINUX),
        ("microsoft-dsvm", "dsvm-win-2022", OperatingSystem.WINDOWS),
        ("microsoft-dsvm", "ubuntu-hpc", OperatingSystem.LINUX),
        ("center-for-internet-security-inc", "cis-rhel", OperatingSystem.LINUX),
        ("RedHat", "RHEL", OperatingSystem.LINUX),
        ("contoso", "appliance", OperatingSystem.UNKNOWN),
        ("contoso", "windows-and-ubuntu", OperatingSystem.UNKNOWN),
    ],
)
def test_the_base_image_tells_the_system(publisher, offer, system):
    assert of_image(publisher, offer) is system
