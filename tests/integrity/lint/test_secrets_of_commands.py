"""Secrets in the forms in which real scripts hand them to programs."""

import base64
import string

import pytest

from integrity.lint.secrets import find_secrets

# Secrets are put together here so that no scanner mistakes this file for a leak.
SIGNS = string.ascii_letters + string.digits
KEY_OF_64_BYTES = base64.b64encode(bytes(range(64))).decode()
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
