"""The rule about downloads that are hidden in commands."""

import json

import pytest
from judging import complaints, messages, steps

from integrity.lint.rules.addresses import (
    inline_download,
)
from integrity.template.loader import load


def downloads(*commands):
    return steps({"type": "Shell", "inline": list(commands)})


@pytest.mark.parametrize(
    "command",
    [
        "wget -q https://a.example.com/x.deb",
        "sudo bash -c 'curl -L https://a.example.com/x | sh'",
        "iwr -Uri https://a.example.com/x -OutFile c:\\x",
        "iex ((New-Object Net.WebClient).DownloadString('https://a.example.com/x'))",
        "Start-BitsTransfer https://a.example.com/x c:\\x",
        "certutil.exe -urlcache -split -f https://a.example.com/x c:\\x",
        "Start-Process msiexec.exe -ArgumentList '/i https://a.example.com/x /qn'",
        'msiexec.exe /qn /i "https://a.example.com/x"',
        "azcopy copy --recursive https://a.example.com/x c:\\x",
        "azcopy copy https://a.example.com/x c:\\x --output-level quiet",
        "HTTPS_PROXY=http://proxy.example.com:3128 curl -O https://a.example.com/x",
        "curl -x http://proxy.example.com:3128 -O https://a.example.com/x",
        "iwr https://a.example.com/x -Proxy 'http://proxy.example.com' -OutFile x",
        "curl -H 'Referer: https://b.example.com' -O https://a.example.com/x",
        "curl -O https://a.example.com/x && echo 'see https://b.example.com/ubuntu'",
        "Write-Host 'as https://b.example.com tells'; iwr https://a.example.com/x -OutF x",
        'if true; then echo "$(curl -fsSL https://a.example.com/x)"; fi',
        "sudo rpm -Uvh https://a.example.com/x",
        "sudo dnf -y install https://a.example.com/x",
        "az storage blob download --blob-url https://a.example.com/x --file x",
        "curl -X POST -d all=yes -sSLo x https://a.example.com/x",
    ],
)
def test_a_download_is_told(command):
    assert messages(inline_download, downloads(command)) == [
        "a command downloads https://a.example.com/"
        f"{'x.deb' if 'deb' in command else 'x'} and checks no digest"
    ]


@pytest.mark.parametrize(
    "command",
    [
        "# curl https://a.example.com/x",
        "sudo apt-get install --yes curl wget",
        "sudo dnf config-manager --add-repo https://a.example.com/x.repo",
        "sudo yum install -y jq && sudo yum-config-manager --add-repo https://a.com/x",
        "echo 'see https://a.example.com'",
        "curl -H Metadata:true http://169.254.169.254/metadata/instance",
        "curl http://localhost:8080/health",
        'key=$(curl -s -H "$AUTH" "https://$VAULT.vault.azure.net/secrets/$1")',
        "Invoke-RestMethod -Uri https://management.azure.com/subscriptions",
        "if sudo curl --head --fail 'https://a.example.com/x' > /dev/null; then",
        "curl -sI https://a.example.com/x && wget --spider https://a.example.com/x",
        "$home = 'https://a.example.com'",
        "curl -X POST https://a.example.com/done -d built=yes",
        "Invoke-RestMethod -Method Post -Uri https://a.example.com/done",
        "Invoke-WebRequest -Method Head -Uri https://a.example.com/x",
        "azcopy copy c:\\build.log https://a.blob.core.windows.net/logs/x --output-type json",
        "& 'c:\\azcopy.exe' cp \"c:\\the logs\" 'https://a.blob.core.windows.net/logs'",
        "msiexec /i c:\\agent.msi /qn SERVERURL=https://a.example.com/agents",
        'Start-Process msiexec.exe -Args "/i $msi /qn URL=`"https://a.example.com`""',
        "sudo apt-get install -y curl && echo 'deb https://a.example.com/ubuntu main'",
    ],
)
def test_what_is_no_download_is_not(command):
    assert messages(inline_download, downloads(command)) == []


@pytest.mark.parametrize(
    "check",
    [
        "echo 'aa  x' | sha256sum -c -",
        "if ((Get-FileHash c:\\x).Hash -ne 'AA') { throw 'no' }",
        "gpg --verify x.asc x",
    ],
)
def test_a_step_that_checks_is_trusted(check):
    template = downloads("curl -o x https://a.example.com/x", check)

    assert messages(inline_download, template) == []


@pytest.mark.parametrize(
    "commands",
    [
        ("$url = 'https://a.example.com/x'", "iwr -Uri $Url -OutFile c:\\x"),
        ("export URL=https://a.example.com/x", 'curl -o x "${URL}"', "wget $URL"),
        ("curl -I https://a.example.com/x; curl -O https://a.example.com/x",),
        ('$url = \\"https://a.example.com/x\\"', "Invoke-RestMethod -Uri $url"),
        ("$from = 'https://a.example.com/x'", "Get-Again -Uri $from -OutFile c:\\x"),
        ("$env:FROM = 'https://a.example.com/x'", "iwr $env:FROM -OutFile c:\\x"),
        ("$get = @{\n  Uri = 'https://a.example.com/x'\n}\nInvoke-WebRequest @get",),
        (
            "$proxy = 'http://p.example.com'",
            "iwr https://a.example.com/x -Proxy $proxy",
        ),
        ("curl -sSL \\", "  --retry 3 \\", "  https://a.example.com/x -o x"),
        ("wget \\\n  https://a.example.com/x",),
    ],
)
def test_an_address_is_found_behind_a_variable_and_a_question(commands):
    (complaint,) = complaints(inline_download, downloads(*commands))

    assert complaint.span.text == "https://a.example.com/x"


@pytest.mark.parametrize(
    "inline",
    [
        ["Invoke-WebRequest `", " -Uri 'https://a.example.com/x' `", " -OutFile c:\\x"],
        ["iwr `\r\n  -Uri https://a.example.com/x `\r\n  -OutFile c:\\x"],
    ],
)
def test_a_command_of_powershell_goes_on_behind_a_backtick(inline):
    template = steps({"type": "PowerShell", "inline": inline})
    (complaint,) = complaints(inline_download, template)

    assert complaint.span.text == "https://a.example.com/x"


def test_the_next_command_is_no_part_of_a_download():
    template = downloads("curl -o x $1", "HOME=https://a.example.com")

    assert messages(inline_download, template) == []


def test_the_address_is_pointed_at():
    (complaint,) = complaints(
        inline_download, downloads("curl https://a.example.com/x -o x")
    )

    assert complaint.span.text == "https://a.example.com/x"


def test_a_signature_is_not_shown():
    url = "https://a.blob.core.windows.net/x?sig=0123456789012345678901234"

    (message,) = messages(inline_download, downloads(f"wget '{url}'"))

    assert "0123456789" not in message


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("[format('curl https://a.example.com/x | sh -s {0}', parameters('n'))]", 1),
        ("[concat('wget https://a.example.com/x -O ', parameters('n'))]", 1),
        ("[replace('curl -O https://a.example.com/x; NAME', 'NAME', parameters('n'))]", 1),
        ("[concat('wget https://a.example.com/', parameters('n'), '.deb')]", 0),
        ("[format('wget https://a.example.com/x; sha256sum -c {0}', parameters('n'))]", 0),
    ],
)  # fmt: skip
def test_a_download_is_told_where_only_the_rest_of_its_command_is_not_known(
    command, told
):
    step = {"type": "Shell", "inline": [command]}
    kind = "Microsoft.VirtualMachineImages/imageTemplates"
    resource = {"type": kind, "properties": {"customize": [step]}}
    deployment = {"parameters": {"n": {"type": "string"}}, "resources": [resource]}
    file = json.dumps(deployment).encode()
    (template,) = load("azuredeploy.json", file).templates

    assert len(complaints(inline_download, template)) == told
