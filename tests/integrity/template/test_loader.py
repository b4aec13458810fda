"""From a file's bytes to the templates in it."""

import json

import pytest

from integrity.errors import DocumentError, SyntaxFault
from integrity.template.given import Inputs
from integrity.template.inputs import read_fill, read_parameters
from integrity.template.loader import load
from integrity.template.model import Form
from integrity.template.nodes import ObjectNode
from integrity.template.references import declared_artifacts, unknown_artifacts

DEPLOYMENT = b"""{
  "parameters": {"script": {"type": "string"}, "version": {"type": "string"}},
  "resources": [
    {
      "type": "Microsoft.VirtualMachineImages/imageTemplates",
      "apiVersion": "[parameters('version')]",
      "properties": {
        "source": {"type": "PlatformImage", "publisher": "Canonical"},
        "customize": [
          {"type": "Shell", "scriptUri": "[parameters('script')]"},
          {"type": "Shell", "scriptUri": "https://<account>.example/a.sh"},
        ]
      }
    }
  ]
}"""
GIVEN = b'{"script": "https://example.com/s.sh", "version": "2022-07-01"}'


def test_a_parameter_without_a_value_leaves_an_artifact_unknown():
    loaded = load("azuredeploy.json", DEPLOYMENT)
    (template,) = loaded.templates
    assert unknown_artifacts(template) == 2
    assert template.stated_version is None
    assert loaded.missing == ("version", "script")
    assert loaded.kind == "deployment template"


@pytest.mark.parametrize(
    ("default", "expression", "urls"),
    [
        ("", "[concat(parameters('open'), '/a.sh')]", []),
        ("", "[concat('https://a.example/a.sh', parameters('open'))]",
         ["https://a.example/a.sh"]),
        ("scripts", "[concat(parameters('open'), '/a.sh')]", ["scripts/a.sh"]),
    ],
    ids=["no host yet", "no signature yet", "a folder"],
)  # fmt: skip
def test_an_address_whose_host_a_deployment_gives_is_unknown(default, expression, urls):
    data = json.dumps({
        "parameters": {"open": {"type": "string", "defaultValue": default}},
        "resources": [
            {
                "type": "Microsoft.VirtualMachineImages/imageTemplates",
                "properties": {"customize": [{"type": "Shell", "scriptUri": expression}]},
            }
        ],
    })  # fmt: skip

    (template,) = load("azuredeploy.json", data.encode()).templates

    assert [artifact.url for artifact in declared_artifacts(template)] == urls
    assert unknown_artifacts(template) == 1 - len(urls)


def test_given_values_lead_to_the_place_where_they_are_given():
    inputs = Inputs(
        parameters=read_parameters("given.json", GIVEN),
        fills=dict([read_fill("account=contoso")]),
    )
    (template,) = load("azuredeploy.json", DEPLOYMENT, inputs).templates
    first, second = declared_artifacts(template)
    assert first.url == "https://example.com/s.sh"
    assert first.span.document.name == "given.json"
    assert second.url == "https://contoso.example/a.sh"
    assert template.version == "2022-07-01"


def test_a_file_keeps_its_lapses_and_its_root():
    loaded = load("azuredeploy.json", DEPLOYMENT)
    assert [lapse.message for lapse in loaded.lapses] == ["trailing comma"]
    (template,) = loaded.templates
    assert template.form is Form.DEPLOYMENT
    assert isinstance(template.root, ObjectNode)
    assert template.root.get("parameters") is not None


def test_the_version_to_judge_by_wins():
    inputs = Inputs(parameters=read_parameters("given.json", GIVEN))
    (template,) = load("x", DEPLOYMENT, inputs, "2020-02-14").templates
    assert template.version == "2020-02-14"


@pytest.mark.parametrize("data", [b"", b"\xff", b"{", b"x" * (4 * 2**20 + 1)])
def test_what_cannot_be_read_is_refused(data):
    with pytest.raises(DocumentError):
        load("x.json", data)


def test_a_fault_in_the_text_has_its_place():
    with pytest.raises(SyntaxFault) as error:
        load("x.json", b'{"a": }')
    assert error.value.offset == len(b'{"a": ')


WITHOUT_TEMPLATE = {
    "aibRoleImageCreation.json": "role definition",
    "aibRoleNetworking.json": "role definition",
    "trigger.json": "trigger body",
}


def test_every_real_file_holds_a_template_or_is_named(corpus):
    kinds = {
        path.rpartition("/")[2]: loaded.kind
        for path, data in corpus.items()
        if not (loaded := load(path, data)).templates
    }
    assert kinds == WITHOUT_TEMPLATE


def test_every_real_template_has_the_parts_that_rules_ask_for(corpus):
    templates = [t for path, data in corpus.items() for t in load(path, data).templates]
    assert len(templates) == len(corpus) - len(WITHOUT_TEMPLATE)
    assert all(template.source for template in templates)
    assert all(template.customizers for template in templates)
    assert all(template.distributors for template in templates)


def test_no_real_file_has_an_expression_that_cannot_be_read(corpus):
    faults = [
        fault for path, data in corpus.items() for fault in load(path, data).faults
    ]
    assert not faults
