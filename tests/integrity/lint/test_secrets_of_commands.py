"""Secrets in the forms in which real scripts hand them to programs."""

import base64
import string

import pytest
from judging import complaints, steps

from integrity.lint.rules.secrets import secret_in_template
from integrity.lint.secrets import find_secrets

# Secrets are put together here so that no scanner mistakes this file for a leak.
SIGNS = string.ascii_letters + string.digits
KEY_OF_64_BYTES = base64.b64encode(bytes(range(64))).decode()
SIGNATURE = "Zk3" + "uQ7w%2BxT" + "1rB9vLm0pYd4sHc%3D"
WORD = "Harbour" + "-42!"


@pytest.mark.parametrize(
    "command",
    [
        f"$headers.Add('Authorization', 'Bearer {SIGNS[:40]}')",
        f"$client.Headers['Authorization'] = 'token {SIGNS[:40]}'",
        f'curl -H "Authorization: token {SIGNS[:40]}" https://api.example.com',
        f"ConvertTo-SecureString {WORD} -AsPlainText -Force",
        f"'{WORD}' | ConvertTo-SecureString -AsPlainText -Force",
        f"net user /add builder {WORD}",
        f'net user "builder" "{WORD}" /add',
        f"curl -sSLu builder:{WORD} https://files.example.com/setup.sh",
        f"$sas = 'sig={SIGNATURE}&sv=2022-11-02'",
        f"echo -e '{WORD}\\n{WORD}' | sudo passwd builder",
        f"certutil -f -p {WORD} -importpfx a.pfx",
        f".\\config.cmd --unattended --auth pat --token {SIGNS[:52]}",
        f"& C:\\setup.ps1 -ClientSecret {SIGNS[:34]} -Tenant t",
        f"sh onboard.sh -s a --workspace-key {KEY_OF_64_BYTES}",
    ],
)
def test_a_secret_is_found_as_a_program_is_given_it(command):
    assert len(find_secrets(command)) == 1


@pytest.mark.parametrize(
    "command",
    [
        "ConvertTo-SecureString -Key $key -AsPlainText",
        '"$password" | ConvertTo-SecureString -AsPlainText -Force',
        "Write-Host 'ConvertTo-SecureString wants -AsPlainText here'",
        "net user 'builder' '/delete'",
        "curl -Menu $drive https://files.example.com/a",
        "sudo sed -i 's/ResetPassword=no/ResetPassword=y/g' /etc/waagent.conf",
        "net user /add builder *",
        "net user /add builder",
        "$headers.Add('Authorization', \"Bearer $token\")",
        "# how the authorization token is renewed afterwards",
        "./config.sh --auth pat --token $PAT",
        "./setup.ps1 -Token /var/run/secrets/agent-token-of-the-machine",
        f"$publicKey = '{KEY_OF_64_BYTES}'",
    ],
)
def test_what_only_stands_for_a_secret_is_none(command):
    assert find_secrets(command) == ()


@pytest.mark.parametrize(
    "command",
    [
        "azcopy cp 'https://a.blob.core.windows.net/b/x?{0}' c:\\x",
        'iwr "https://a.blob.core.windows.net/b/x?{0}" -OutFile c:\\x',
        "$sas = '?{0}'",
        "az storage blob download -c b -n x -f x --sas-token '{0}'",
    ],
)
def test_of_a_signature_in_a_command_its_end_is_told(command):
    query = f"sp=r&se=2023-06-01T00:00:00Z&sig={SIGNATURE}"
    step = {"type": "PowerShell", "inline": [command.format(query)]}

    (complaint,) = complaints(secret_in_template, steps(step))

    assert ", good until 2023-06-01T00:00:00Z: whoever" in complaint.message


def test_the_end_of_one_signature_is_not_told_of_another_secret():
    command = f"curl -u b:{WORD} 'https://a.example.com/x?se=2023-06-01T00:00:00Z&sig='"
    step = {"type": "PowerShell", "inline": [command]}

    (complaint,) = complaints(secret_in_template, steps(step))

    assert "good until" not in complaint.message
