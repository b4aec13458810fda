"""Secure parameters: where their values end up in plain sight."""

import pytest
from judging import complaints

from integrity.lint.rules.secrets import secret_in_template
from integrity.lint.severity import Severity
from integrity.template.given import Inputs
from integrity.template.loader import load
from integrity.template.nodes import StringNode
from integrity.template.position import Document, Span

DEPLOYMENT = """{
  "parameters": {
    "token": {"type": "securestring"},
    "given": {"type": "secureString", "defaultValue": ""},
    "place": {"type": "string"}
  },
  "resources": [{
    "type": "Microsoft.VirtualMachineImages/imageTemplates",
    "properties": {"customize": [{"type": "Shell", "inline": ["COMMAND"]}]}
  }]
}"""


def told_of(command):
    text = DEPLOYMENT.replace("COMMAND", command)
    (template,) = load("azuredeploy.json", text.encode()).templates
    return [one.message for one in complaints(secret_in_template, template)]


@pytest.mark.parametrize(
    ("expression", "what"),
    [
        ("listKeys('x', '2023-01-01').keys[0].value", "listKeys()"),
        ("listAccountSas('x', '2023-01-01', json('{}')).token", "listAccountSas()"),
        ("parameters('Token')", "the secure parameter token"),
    ],
)
def test_an_expression_that_puts_a_secret_there_is_told(expression, what):
    assert told_of(f"[concat('run ', {expression})]") == [
        f"{what} puts a secret here: whoever can read the template can read it"
    ]


def test_a_secure_parameter_that_may_stay_empty_is_a_note():
    file = DEPLOYMENT.replace("COMMAND", "[concat('run ', parameters('given'))]")
    (template,) = load("azuredeploy.json", file.encode()).templates

    (complaint,) = complaints(secret_in_template, template)

    assert "where the secure parameter given is given" in complaint.message
    assert complaint.severity is Severity.NOTE


def test_of_two_secure_parameters_the_one_that_must_be_given_is_told():
    (message,) = told_of("[concat(parameters('given'), parameters('token'))]")
    assert message.startswith("the secure parameter token puts a secret here")


def test_a_secure_parameter_of_a_nested_deployment_is_known_by_its_own_name():
    nested = DEPLOYMENT.replace("token", "inner").replace("COMMAND", "[COMMAND]")
    text = (
        '{"parameters": {"place": {"type": "secureString"}}, "resources": [{'
        '"type": "Microsoft.Resources/deployments", "properties": {'
        '"expressionEvaluationOptions": {"scope": "inner"}, "template": %s}}]}'
    )

    def told(expression):
        file = (text % nested.replace("COMMAND", expression)).encode()
        (template,) = load("azuredeploy.json", file).templates
        return len(complaints(secret_in_template, template))

    assert told("parameters('inner')") == 1
    assert told("parameters('place')") == 0


def test_a_secure_parameter_is_told_behind_a_variable():
    variables = '"variables": {"run": "[concat(parameters(\'token\'))]"}, "resources"'
    text = DEPLOYMENT.replace("COMMAND", "[variables('Run')]")
    file = text.replace('"resources"', variables).encode()

    (template,) = load("azuredeploy.json", file).templates

    assert [one.message for one in complaints(secret_in_template, template)] == [
        "the secure parameter token puts a secret here: whoever can read the template"
        " can read it"
    ]


def test_a_secure_parameter_is_told_in_an_object_that_a_variable_holds():
    commands = '"variables": {"commands": ["[parameters(\'token\')]"]}, "resources"'
    text = DEPLOYMENT.replace('["COMMAND"]', "\"[variables('commands')]\"")
    file = text.replace('"resources"', commands).encode()

    (template,) = load("azuredeploy.json", file).templates

    assert len(complaints(secret_in_template, template)) == 1


def test_a_secure_parameter_is_told_where_its_value_is_given():
    text = DEPLOYMENT.replace("COMMAND", "[parameters('token')]")
    given = Inputs(parameters={"token": StringNode(Span(Document("", ""), 0, 0), "x")})

    (template,) = load("azuredeploy.json", text.encode(), given).templates

    assert len(complaints(secret_in_template, template)) == 1


@pytest.mark.parametrize(
    "expression",
    ["parameters('place')", "reference('listKeys').name"],
)
def test_an_expression_without_a_secret_is_not_told(expression):
    assert told_of(f"[concat('run ', {expression})]") == []


@pytest.mark.parametrize(
    ("expression", "told"),
    [
        ("format('az login -u {0} -p Sup3rS3cretPassw0rd', parameters('place'))", 1),
        ("concat('app --password ', parameters('place'))", 0),
        ("format('https://user:{0}@a.example.com/x', parameters('place'))", 0),
    ],
)
def test_a_secret_is_told_where_only_the_text_around_it_is_not_known(expression, told):
    assert len(told_of(f"[{expression}]")) == told
