"""What counts as a secret, what does not, and that none is ever shown."""

import base64
import re
import string

import pytest
from judging import complaints, properties_with, template_of

from integrity.lint.rules.secrets import secret_in_template
from integrity.lint.secrets import find_secrets, without_secrets

# Secrets are put together here so that no scanner mistakes this file for a leak.
_NAMES_OF_USERS = re.compile(r"(?<=//)[^/@]+(?=@)")
"""They are hidden with their passwords."""

SIGNS = string.ascii_letters + string.digits
SIGNATURE = "Zk3" + "uQ7w%2BxT" + "1rB9vLm0pYd4sHc%3D"
KEY_OF_64_BYTES = base64.b64encode(bytes(range(64))).decode()
KEY_OF_32_BYTES = base64.b64encode(bytes(range(32))).decode()
GITHUB = "gh" + "p_" + SIGNS[:36]
FINE_GRAINED = "github" + "_pat_" + SIGNS[:40]
JWT = ".".join(("ey" + "JhbGciOiJIUzI1NiJ9", "ey" + "JzdWIiOiJ0ZXN0In0", SIGNS[:32]))
PEM = "-----BEGIN " + "RSA PRIVATE KEY-----"
AWS_ID = "AK" + "IA" + "Q7Z2M4N6P8R1S3T5"
AWS_SECRET = (SIGNS + SIGNS)[7:47]
CLIENT_SECRET = "a1B" + "8Q~" + SIGNS[:34]
DEVOPS = (SIGNS + SIGNS)[:76] + "AZ" + "DO" + "1a2B"
GITLAB = "gl" + "pat-" + SIGNS[:20]
SLACK = "xo" + "xb-" + "1234567890-" + SIGNS[:24]
WORD = "Harbour" + "-42!"

POSITIVES = [
    f"https://contoso.blob.core.windows.net/a/x.sh?sv=2022-11-02&sr=b&sig={SIGNATURE}",
    f"curl -o x 'https://contoso.blob.core.windows.net/a/x?sig={SIGNATURE}&se=2030-01-01'",
    f"DefaultEndpointsProtocol=https;AccountName=a;AccountKey={KEY_OF_64_BYTES};",
    f"az storage blob list --account-name a --account-key {KEY_OF_64_BYTES}",
    f"Endpoint=sb://a.servicebus.windows.net/;SharedAccessKey={KEY_OF_32_BYTES}",
    f"export TOKEN={JWT}",
    f"curl -H 'Authorization: Bearer {JWT}' https://api.example.com",
    f"curl -H 'X-JFrog-Art-Api: {AWS_SECRET}' -O https://files.example.com/agent.rpm",
    f'curl -H "X-Api-Key:{AWS_SECRET}" https://files.example.com/agent.rpm',
    '@{Authorization=("Basic {0}" -f "OmJha2VmZXJyeS1pcy1ub3QtYS10b2tlbg==")}',
    f"echo '{PEM}",
    f"git clone https://{GITHUB}@github.com/contoso/tools",
    f"git clone https://x-access-token:{FINE_GRAINED}@github.com/contoso/tools",
    f"GITHUB_TOKEN={GITHUB} ./install.sh",
    f"export AWS_ACCESS_KEY_ID={AWS_ID}",
    f"aws_secret_access_key = {AWS_SECRET}",
    f"az login --service-principal -u app -p {CLIENT_SECRET} --tenant t",
    f"$clientSecret = '{CLIENT_SECRET}'",
    f"git clone https://{DEVOPS}@dev.azure.com/contoso/_git/tools",
    f"curl --header 'PRIVATE-TOKEN: {GITLAB}' https://gitlab.com/api/v4/projects",
    f"curl -d text=done 'https://slack.example.com?t={SLACK}'",
    f"wget https://builder:{WORD}@files.example.com/setup.sh",
    f"export https_proxy=http://proxyuser:{WORD}@proxy.example.com:3128",
    f'ConvertTo-SecureString "{WORD}" -AsPlainText -Force',
    f"$pw = ConvertTo-SecureString -String '{WORD}' -AsPlainText -Force",
    f"ConvertTo-SecureString -AsPlainText -Force '{WORD}'",
    f"New-LocalUser -Name builder -Password '{WORD}'",
    f'Register-Thing -AdminPassword "{WORD}" -Force',
    f"./install.sh --password {WORD} --quiet",
    f"DB_PASSWORD={WORD} ./migrate",
    f"export PGPASSWORD='{WORD}'",
    f'$password = "{WORD}"',
    f'$env:ADMIN_PASSWORD = "{WORD}"',
    f"Server=tcp:db.example.com;User ID=sa;Password={WORD};Encrypt=true",
    f"msiexec /i agent.msi PASSWORD={WORD} /qn",
    f"net user builder {WORD} /add",
    f"net use Z: \\\\files.example.com\\share {WORD} /user:contoso\\builder",
    f"net use Z: \\\\files.example.com\\share /u:contoso\\builder {WORD}",
    f"net use \\\\files.example.com\\share /user:builder /persistent:no {WORD}",
    f"cmdkey /add:files.example.com /user:builder /pass:{WORD}",
    f"echo 'root:{WORD}' | sudo chpasswd",
    f"echo {WORD} | passwd --stdin root",
    f"sudo pro attach C1{SIGNS[:28]}",
    f"echo {WORD} | docker login registry.example.com -u builder --password-stdin",
    f"printf '%s' '{WORD}' | docker login ghcr.io -u builder --password-stdin",
    f"echo '{WORD}' | sudo -S apt-get update",
    f"printf '{WORD}\\n' | sudo -kS id",
    f"New-Object Net.NetworkCredential('builder', '{WORD}')",
    f"[Environment]::SetEnvironmentVariable('API_KEY', '{SIGNS[:24]}', 'Machine')",
    f"sshpass -p '{WORD}' scp a b",
    f"mysql -u root -p{WORD} -e 'select 1'",
    f"docker login registry.example.com -u builder -p {WORD}",
    f"curl -u builder:{WORD} https://files.example.com/setup.sh",
    f"reg add HKLM\\Winlogon /v DefaultPassword /t REG_SZ /d {WORD} /f",
    f"Set-ItemProperty $key -Name DefaultPassword -Value '{WORD}'",
    f"schtasks /create /tn x /tr y /ru builder /rp {WORD}",
    f"openssl pkcs12 -in a.pfx -passin pass:{WORD} -out a.pem",
    f"<AdministratorPassword><Value>{WORD}</Value></AdministratorPassword>",
    f"https://contoso.azurewebsites.net/api/setup?code={SIGNS[:56]}",
    f'echo \'{{"password": "{WORD}"}}\' > config.json',
    "-Password 'Pa$$w0rd'",
    f"API_KEY={SIGNS[:24]}",
]

CLEAN = [
    "sudo apt-get update && sudo apt-get --yes install nginx",
    "https://contoso.blob.core.windows.net/scripts/setup.sh",
    "https://contoso.blob.core.windows.net/a/x.sh?sv=2022-11-02&sr=b&sig=<signature>",
    "DB_PASSWORD=<password>",
    "DB_PASSWORD=$DB_PASSWORD ./migrate",
    "DB_PASSWORD=${DB_PASSWORD}",
    "DB_PASSWORD=$(az keyvault secret show --name db --query value -o tsv)",
    "DB_PASSWORD={{ db_password }}",
    "export PASSWORD=$(secret)",
    "PASSWORD=",
    'PASSWORD=""; export PASSWORD',
    "PASSWORD=#{Password}#",
    "PASSWORD=__PASSWORD__",
    "PASSWORD=%PASSWORD%",
    "PASSWORD=xxxxxxxx",
    "PASSWORD='********'",
    "PASSWORD=YourPasswordHere",
    "PASSWORD=changeme",
    "sudo pro attach $UBUNTU_PRO_TOKEN",
    "echo $TOKEN | docker login registry.example.com -u builder --password-stdin",
    "New-Object Net.NetworkCredential('builder', $password)",
    "[Environment]::SetEnvironmentVariable('Path', 'C:\\tools', 'Machine')",
    "$password = $env:PW",
    "$password = Get-AzKeyVaultSecret -VaultName contoso -Name builder -AsPlainText",
    "$password = Read-Host -AsSecureString",
    "$token = (Invoke-RestMethod -Uri $uri).access_token",
    "$token=Get-AzAccessToken",
    "$secret = ConvertTo-SecureString $env:PW -AsPlainText -Force",
    "ConvertTo-SecureString $password -AsPlainText -Force",
    'ConvertTo-SecureString "$password" -AsPlainText -Force',
    'ConvertTo-SecureString "$($password)" -AsPlainText -Force',
    "New-LocalUser -Name builder -Password $password",
    "New-LocalUser -Name builder -Password (Read-Host -AsSecureString)",
    "New-LocalUser -Name builder -NoPassword",
    "Set-LocalUser -Name builder -PasswordNeverExpires $true",
    "net user builder $password /add",
    "net user builder /delete",
    "net user guest /active:no",
    "net accounts /minpwlen:14",
    "net use Z: \\\\files.example.com\\share /persistent:no",
    "net use Z: \\\\files.example.com\\share /u:contoso\\builder $key",
    "net use Z: \\\\files.example.com\\share /user:builder *",
    "sudo passwd --lock root",
    "sudo passwd -d root",
    "sudo chage -M 90 root",
    'echo "root:$PW" | sudo chpasswd',
    'echo "$PW" | sudo -S id',
    "echo y | sudo -S apt-get upgrade",
    "echo whoami | sudo -s",
    "sudo sed -i 's/^PasswordAuthentication yes/PasswordAuthentication no/' sshd_config",
    "echo 'PasswordAuthentication no' | sudo tee -a /etc/ssh/sshd_config",
    "MinimumPasswordLength = 14",
    "PasswordComplexity = 1",
    "ClearTextPassword = 0",
    "EnableGuestPassword=0",
    "[Reflection.Assembly]::Load('System.Web, PublicKeyToken=b03f5f7f11d50a3a')",
    '<component publicKeyToken="31bf3856ad364e35" language="neutral">',
    "az keyvault secret show --vault-name contoso --name db-password",
    "az acr login --name contoso",
    "az login --identity",
    "docker login registry.example.com --username builder --password-stdin",
    "cat token.txt | docker login ghcr.io -u builder --password-stdin",
    "git clone https://github.com/contoso/tools",
    "git clone git@github.com:contoso/tools.git",
    "git clone ssh://git@github.com/contoso/tools.git",
    "git clone https://x-access-token:$GITHUB_TOKEN@github.com/contoso/tools",
    "git clone https://${USER}:${TOKEN}@github.com/contoso/tools",
    'curl -u "$USER:$PASSWORD" https://files.example.com/a',
    "curl --user-agent builder:1.0 https://files.example.com/a",
    'curl -H "Authorization: Bearer $TOKEN" https://api.example.com',
    'curl -H "X-aws-ec2-metadata-token: $TOKEN" http://169.254.169.254/latest/',
    'curl -H "X-aws-ec2-metadata-token-ttl-seconds: 21600" -X PUT http://169.254.169.254',
    "curl -H 'X-Api-Key: replace-with-your-key' https://api.example.com",
    "curl -H Metadata:true 'http://169.254.169.254/metadata/identity/oauth2/token?a=b'",
    "TOKEN=`cat /run/secrets/token`",
    "TOKEN_FILE=/run/secrets/token",
    "SECRET_NAME=db-password",
    "GIT_ASKPASS=/bin/true",
    "PWD=/home/packer",
    "OLDPWD=/home/packer",
    "mysql --print-defaults --port=3306",
    "mkdir -p /opt/mysql/secret",
    "reg delete HKLM\\Winlogon /v DefaultPassword /f",
    "reg add HKLM\\Lsa /v LimitBlankPasswordUse /t REG_DWORD /d 1 /f",
    "reg add HKLM\\Policies /v DisablePasswordReveal /t REG_DWORD /d 1 /f",
    "Set-ItemProperty $key -Name DefaultPassword -Value $password",
    'Write-Host "Password: $password"',
    "echo 'Set the password: done'",
    'if [ "$token" = expected-value ]; then echo same; fi',
    "echo -n | openssl s_client -connect example.com:443",
    "sed -n '/-----BEGIN CERTIFICATE-----/,/-----END/p' chain.pem",
    "grep -q -- '-----BEGIN RSA PRIVATE KEY-----/' key.pem",
    "echo 2c6ff6902a4a52deee69e8db26d0036a53388651008aaf31795bb20dabd21fd8  a | sha256sum -c",
    "docker pull docker://mcr.microsoft.com:443@sha256:2c6ff6902a4a52deee69e8db26d0036a",
    "npm install --integrity sha512-" + KEY_OF_64_BYTES,
    "choco install googlechrome -y --no-progress",
    "exclude:$_.Title -like '*Preview*'",
    "aws configure set aws_access_key_id AKIAIOSFODNN7EXAMPLE",
    "Install-Module -Name PSWindowsUpdate -Force",
    "[System.Net.ServicePointManager]::SecurityProtocol = 3072",
    "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/images",
    "cat_passwd='getent passwd'",
    "python3 -c 'connect(user=user, password=password, token=options.token,)'",
    "helm install app --set auth.existingSecret=db-secret",
    "kubectl create secret generic db --from-literal=name=db_password",
    "InstallService key=HKLM value=1",
]


@pytest.mark.parametrize("line", POSITIVES)
def test_a_secret_is_found(line):
    assert len(find_secrets(line)) == 1


@pytest.mark.parametrize("line", CLEAN)
def test_a_clean_line_stays_clean(line):
    assert find_secrets(line) == ()


@pytest.mark.parametrize("line", POSITIVES)
def test_a_hidden_secret_is_gone_and_the_rest_is_left(line):
    expected = line
    for one in find_secrets(line):
        stars = "*" * (one.end - one.start)
        expected = expected[: one.start] + stars + expected[one.end :]
    hidden = without_secrets(line)

    assert hidden != line
    assert _NAMES_OF_USERS.sub("", hidden) == _NAMES_OF_USERS.sub("", expected)


@pytest.mark.parametrize("line", POSITIVES)
def test_a_complaint_never_shows_the_secret(line):
    secret = find_secrets(line)[0]
    value = line[secret.start : secret.end]
    step = {"type": "Shell", "inline": [line]}

    (complaint,) = complaints(secret_in_template, properties_with(customize=[step]))

    assert value not in complaint.message
    assert value not in str(complaint.help)


def test_a_secret_is_pointed_at_exactly():
    template = template_of(f'{{"properties": {{"x": "net user b {WORD} /add"}}}}')

    (complaint,) = complaints(secret_in_template, template)

    assert complaint.span.text == WORD


@pytest.mark.parametrize("before", ["\\t", '\\\\ \\" ', "\\u00e4 ", "\\ud83d\\ude00 "])
def test_a_secret_after_an_escape_is_pointed_at(before):
    text = f'{{"properties": {{"x": "{before}net user b {WORD} /add"}}}}'

    (complaint,) = complaints(secret_in_template, template_of(text))

    assert complaint.span.text == WORD


def test_of_a_signature_its_end_is_told():
    address = f"https://a.blob.core.windows.net/b/x.sh?se=2023-06-01T00:00:00Z&sig={SIGNATURE}"
    step = {"type": "Shell", "scriptUri": address}

    (complaint,) = complaints(secret_in_template, properties_with(customize=[step]))

    assert ", good until 2023-06-01T00:00:00Z: whoever" in complaint.message


def test_equal_secrets_have_equal_fingerprints():
    first, second = find_secrets(f"PASSWORD={WORD}\nnet user b {WORD} /add")

    assert first.fingerprint == second.fingerprint
    assert len(first.fingerprint) == 8


def test_a_secret_in_a_later_line_has_its_place():
    text = f"sudo true\r\nPASSWORD={WORD}\n"

    (secret,) = find_secrets(text)

    assert text[secret.start : secret.end] == WORD


def test_secrets_are_found_wherever_they_stand():
    url = f"https://contoso.blob.core.windows.net/a/x.sh?sr=b&sig={SIGNATURE}"
    template = properties_with(
        customize=[{"type": "Shell", "scriptUri": url}],
        validate={"inVMValidations": [{"type": "Shell", "scriptUri": url}]},
        distribute=[{"type": "VHD", "runOutputName": "a", "uri": url}],
    )

    assert len(complaints(secret_in_template, template)) == 3


def test_secrets_of_several_kinds_are_each_found_in_their_text():
    url = f"https://contoso.blob.core.windows.net/a/x.sh?sr=b&sig={SIGNATURE}"
    template = properties_with(
        customize=[
            {"type": "Shell", "name": "no secret is in here", "scriptUri": url},
            {"type": "Shell", "inline": ["sudo true", f"PASSWORD={WORD}"]},
        ]
    )

    signature, password = complaints(secret_in_template, template)

    assert "signature" in signature.message
    assert "password" in password.message
