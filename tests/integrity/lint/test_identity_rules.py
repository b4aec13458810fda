"""The rules about the identity, where the examples do not tell enough."""

import json

import pytest
from judging import (
    IDENTITY,
    azure,
    complaints,
    envelope_with,
    template_of,
)

from integrity.facts import ArtifactFact, ArtifactProblem, Facts, ProblemKind
from integrity.lint.linter import judge_file
from integrity.lint.rules.identity import (
    blob_without_identity,
    identity_at_custom_domain,
    identity_cannot_read_artifacts,
    malformed_identity,
    missing_identity,
    not_an_identity_id,
    two_identities,
)
from integrity.lint.severity import Severity
from integrity.secret_url import SecretUrl
from integrity.template.blocks import NotKnown
from integrity.template.loader import load
from integrity.template.model import Form, ImageTemplate

BLOB = "https://contosoimages.blob.core.windows.net/scripts/setup.sh"
CUSTOM = "https://scripts.contoso.example/setup.sh"


def with_script(url: str, **members: object) -> ImageTemplate:
    step = {"type": "Shell", "scriptUri": url}
    return envelope_with(properties={"customize": [step]}, **members)


def with_identities(identities: object) -> ImageTemplate:
    identity = {"type": "UserAssigned", "userAssignedIdentities": identities}
    return envelope_with(identity=identity)


def test_an_identity_was_optional_in_the_seed():
    template = envelope_with(apiVersion="2019-05-01-preview", identity=None)

    assert complaints(missing_identity, template)[0].severity is Severity.WARNING


def test_an_identity_is_required_later():
    template = envelope_with(apiVersion="2020-02-14", identity=None)

    assert complaints(missing_identity, template)[0].severity is None


def test_an_identity_that_is_null_is_not_one_to_move_elsewhere():
    text = (
        b'{"type": "Microsoft.VirtualMachineImages/imageTemplates", "identity": null}'
    )
    (template,) = load("image.json", text).templates

    (complaint,) = complaints(missing_identity, template)

    assert complaint.help.startswith('Add "identity"')


def test_an_identity_that_is_an_expression_is_not_judged():
    template = envelope_with(identity=...)

    with pytest.raises(NotKnown):
        complaints(missing_identity, template)
    with pytest.raises(NotKnown):
        complaints(malformed_identity, template)


@pytest.mark.parametrize(
    "identity",
    [
        "UserAssigned",
        {},
        {"type": "SystemAssigned, UserAssigned"},
        {"type": "UserAssigned"},
        {"type": "UserAssigned", "userAssignedIdentities": {}},
        {"type": "UserAssigned", "userAssignedIdentities": {IDENTITY: None}},
        {"type": "UserAssigned", "userAssignedIdentities": [IDENTITY]},
        {"type": "UserAssigned", "userAssignedIdentities": {IDENTITY: "x"}},
    ],
)
def test_an_identity_has_one_form(identity):
    assert len(complaints(malformed_identity, envelope_with(identity=identity))) == 1


@pytest.mark.parametrize(
    "identity",
    [
        {"type": "None"},
        {"type": "userassigned", "userAssignedIdentities": {IDENTITY: {}}},
        {"type": "UserAssigned", "userAssignedIdentities": {IDENTITY: ...}},
        {
            "type": "UserAssigned",
            "userAssignedIdentities": {IDENTITY: {"clientId": "1"}, "x": None},
        },
    ],
)
def test_what_the_service_answers_has_that_form_too(identity):
    assert complaints(malformed_identity, envelope_with(identity=identity)) == []


def test_identities_that_are_an_expression_are_not_judged():
    with pytest.raises(NotKnown):
        complaints(malformed_identity, with_identities(...))


def test_an_identity_to_be_removed_does_not_count():
    template = with_identities({IDENTITY: {}, f"{IDENTITY}-old": None})

    assert complaints(two_identities, template) == []


def test_one_identity_in_two_spellings_is_one():
    template = with_identities({IDENTITY: {}, IDENTITY.upper(): {}})

    assert complaints(two_identities, template) == []


def test_ids_are_compared_without_case():
    assert complaints(not_an_identity_id, with_identities({IDENTITY.upper(): {}})) == []


@pytest.mark.parametrize(
    "key",
    [
        "<imgBuilderId>",
        "[resourceId('Microsoft.ManagedIdentity/userAssignedIdentities', 'x')]",
        "$(identityId)",
        f"/subscriptions/{{subscription}}{IDENTITY[IDENTITY.index('/resource') :]}",
    ],
)
def test_a_key_that_is_still_to_be_filled_in_is_not_judged(key):
    assert complaints(not_an_identity_id, with_identities({key: {}})) == []


@pytest.mark.parametrize(
    "key",
    [
        "builder",
        "11111111-2222-3333-4444-555555555555",
        IDENTITY.replace("userAssignedIdentities", "identities"),
        f"{IDENTITY}/",
        f" {IDENTITY}",
    ],
)
def test_only_a_whole_id_will_do(key):
    assert len(complaints(not_an_identity_id, with_identities({key: {}}))) == 1


def test_what_is_hard_to_see_in_an_identitys_id_is_named():
    key = IDENTITY.replace(
        IDENTITY.split("/")[2], "0a1b2c3d-0000-1111-2222-33334444555"
    )
    (complaint,) = complaints(not_an_identity_id, with_identities({key: {}}))
    assert complaint.message.endswith("identity: its subscription is not quite a GUID")


@pytest.mark.parametrize(
    "url",
    [
        BLOB,
        "https://contoso.blob.core.chinacloudapi.cn/scripts/setup.sh",
        "https://contoso.z12.blob.storage.azure.net/scripts/setup.sh",
        "https://raw.githubusercontent.com/contoso/images/main/setup.sh",
        "https://github.com/contoso/images/raw/main/setup.sh",
        "not an address",
        "https://[half",
    ],
)
def test_the_identity_is_not_asked_for_at_these_addresses(url):
    assert complaints(identity_at_custom_domain, with_script(url)) == []


def test_a_host_that_only_looks_like_github_is_a_custom_domain():
    template = with_script("https://github.com.contoso.example/setup.sh")

    assert len(complaints(identity_at_custom_domain, template)) == 1


def test_a_custom_domain_that_was_read_anonymously_is_fine():
    facts = Facts({CUSTOM: ArtifactFact(SecretUrl(CUSTOM), sha256="0" * 64)})

    assert complaints(identity_at_custom_domain, with_script(CUSTOM), facts) == []


def test_a_custom_domain_that_nobody_tried_is_a_note():
    complaint = complaints(identity_at_custom_domain, with_script(CUSTOM))[0]

    assert complaint.severity is Severity.NOTE


def test_a_custom_domain_that_refused_is_a_warning():
    problem = ArtifactProblem(ProblemKind.FORBIDDEN, "answered 403", 403)
    facts = Facts({CUSTOM: ArtifactFact(SecretUrl(CUSTOM), problem=problem)})
    complaint = complaints(identity_at_custom_domain, with_script(CUSTOM), facts)[0]

    assert complaint.severity is None


@pytest.mark.parametrize("kind", [ProblemKind.MISSING, ProblemKind.UNREACHABLE])
def test_a_custom_domain_that_never_answered_denied_nothing(kind):
    problem = ArtifactProblem(kind, "there is no file scripts/setup.sh")
    facts = Facts({CUSTOM: ArtifactFact(SecretUrl(CUSTOM), problem=problem)})

    assert complaints(identity_at_custom_domain, with_script(CUSTOM), facts) == []


def test_without_an_identity_nothing_relies_on_it():
    template = with_script(CUSTOM, identity={"type": "None"})

    assert complaints(identity_at_custom_domain, template) == []


def test_a_blob_with_a_signature_needs_no_identity():
    template = with_script(f"{BLOB}?sv=2022-11-02&sig=abc", identity=None)

    assert complaints(blob_without_identity, template) == []


@pytest.mark.parametrize(
    "account", ["yourstorage", "mystorageaccount", "STORAGEACCOUNT", "xxxxxx"]
)
def test_the_account_of_a_sample_may_become_an_address_with_a_signature(account):
    template = with_script(
        f"https://{account}.blob.core.windows.net/a/b.sh", identity=None
    )

    assert complaints(blob_without_identity, template) == []


def test_an_identity_of_type_none_reads_no_blob():
    template = with_script(BLOB, identity={"type": "None"})

    assert len(complaints(blob_without_identity, template)) == 1


def test_a_malformed_identity_is_for_another_rule():
    template = with_script(BLOB, identity="builder")

    assert complaints(blob_without_identity, template) == []


def test_an_identity_that_is_not_known_may_read_a_blob():
    with pytest.raises(NotKnown):
        complaints(blob_without_identity, with_script(BLOB, identity=...))


def test_properties_alone_do_not_tell_about_an_identity():
    text = f'{{"customize": [{{"type": "Shell", "scriptUri": "{BLOB}"}}]}}'
    template = template_of(text, Form.PROPERTIES)

    assert complaints(blob_without_identity, template) == []


def test_a_right_that_was_not_asked_about_is_not_missing():
    template = envelope_with()

    assert complaints(identity_cannot_read_artifacts, template, azure()) == []


@pytest.mark.parametrize(
    ("members", "told"),
    [({"identity": {"type": "None"}}, "Move the identity"), ({}, 'Add "identity"')],
)
def test_an_identity_beside_the_resources_is_told_as_a_slip(members, told):
    resource = {
        "type": "Microsoft.VirtualMachineImages/imageTemplates",
        "apiVersion": "2024-02-01",
        "name": "image",
    }
    text = json.dumps({**members, "resources": [resource]})
    report = judge_file(load("x.json", text.encode()))
    (found,) = [one for one in report.findings if one.rule == "AIB150"]
    assert told in found.help
