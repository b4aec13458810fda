"""What the user says beside a template."""

import pytest

from integrity.errors import DocumentError, SyntaxFault
from integrity.template.inputs import read_fill, read_parameter, read_parameters
from integrity.template.nodes import StringNode, UnknownNode, to_json

DEPLOYMENT = b"""{
  "$schema": "https://x/deploymentParameters.json#",
  "contentVersion": "1.0.0.0",
  "parameters": {
    "region": {"value": "westus2"},
    "sizes": {"value": [1, 2]},
    "secret": {"reference": {"keyVault": {"id": "x"}, "secretName": "y"}}
  }
}"""


def test_a_deployments_parameters_know_where_they_stand():
    region = read_parameters("p.json", DEPLOYMENT)["region"]
    assert to_json(region) == "westus2"
    assert region.span.document.name == "p.json"
    assert region.span.text == '"westus2"'
    assert not region.computed


def test_a_reference_is_unknown():
    secret = read_parameters("p.json", DEPLOYMENT)["secret"]
    assert isinstance(secret, UnknownNode)
    assert secret.text == "the reference of parameter 'secret'"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b'{"a": 1, "b": {"x": 2}}', {"a": 1, "b": {"x": 2}}),
        (b'{"a": {"value": null}}', {"a": None}),
        (b'{"a": {"Value": 1, "metadata": {"description": "x"}}}', {"a": 1}),
        (b'{"a": {"value": 1, "x": 2}}', {"a": {"value": 1, "x": 2}}),
        (b'{"$schema": "x", "a": 1}', {"a": 1}),
        (b'{"parameters": {}}', {}),
        (b"{}", {}),
    ],
)
def test_a_plain_map_of_names_will_do(text, expected):
    given = read_parameters("p.json", text)
    assert {name: to_json(node) for name, node in given.items()} == expected


def test_parameters_of_bicep_are_called_that():
    with pytest.raises(DocumentError) as error:
        read_parameters("main.bicepparam", b"using 'main.bicep'")

    assert "az bicep build-params makes JSON of them" in str(error.value)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"[1]", "a parameters file holds a JSON object"),
        (b'{"resources": []}', "a template, where a parameters file should be"),
        (b"\xff\xfe{}", "the file is UTF-16; save it as UTF-8"),
    ],
)
def test_a_file_that_is_no_map_is_refused(data, why):
    with pytest.raises(DocumentError) as error:
        read_parameters("p.json", data)
    assert error.value.why == why


@pytest.mark.parametrize("bare", [b"120", b'{"vlaue": 120}', b'["x"]'])
def test_a_value_that_a_deployment_would_refuse_is_told_at_its_place(bare):
    data = DEPLOYMENT.replace(b'{"value": "westus2"}', bare)

    with pytest.raises(SyntaxFault) as error:
        read_parameters("p.json", data)
    assert error.value.why == "parameter 'region' must be written {\"value\": …}"
    assert error.value.offset == data.index(bare)


def test_a_file_that_is_no_json_is_refused_at_its_place():
    with pytest.raises(SyntaxFault) as error:
        read_parameters("p.yaml", b"region: westus2")
    assert error.value.offset == 0


@pytest.mark.parametrize(
    ("argument", "name", "value"),
    [
        ("a=1", "a", 1),
        ("a=true", "a", True),
        ("a=null", "a", None),
        ('a=["x"]', "a", ["x"]),
        ('a="1"', "a", "1"),
        ("a=westus2", "a", "westus2"),
        ("a=1.0.0", "a", "1.0.0"),
        ("a=007", "a", "007"),
        ("a=[1,]", "a", "[1,]"),
        ("a=<x>", "a", "<x>"),
        ("a=", "a", ""),
        ("a=https://x/?a=b", "a", "https://x/?a=b"),
        (" a =b", "a", "b"),
        ("a=123456789012345678901234567890", "a", "123456789012345678901234567890"),
    ],
)
def test_a_value_is_json_where_it_can_be(argument, name, value):
    given, node = read_parameter(argument)
    assert (given, to_json(node)) == (name, value)
    assert node.computed


def test_a_number_beyond_64_bits_is_unknown():
    _, node = read_parameter("a=99999999999999999999")
    assert isinstance(node, UnknownNode)


@pytest.mark.parametrize("argument", ["a", "=1", "", " =x"])
def test_an_argument_without_a_name_is_refused(argument):
    with pytest.raises(DocumentError):
        read_parameter(argument)
    with pytest.raises(DocumentError):
        read_fill(argument)


@pytest.mark.parametrize(
    ("argument", "expected"),
    [
        ("region=westus2", ("region", "westus2")),
        ("<Region 1>=westus2", ("region1", "westus2")),
        ("{region}=a=b", ("region", "a=b")),
    ],
)
def test_a_placeholders_name_has_no_case_and_no_blanks(argument, expected):
    assert read_fill(argument) == expected


def test_a_parameter_points_at_what_was_typed():
    _, node = read_parameter("place=eastus")
    assert isinstance(node, StringNode)
    assert node.span.text == "eastus"
    assert node.span.document.name == "parameter place"
