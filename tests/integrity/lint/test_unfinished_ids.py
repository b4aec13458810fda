"""Ids of which some parts are not known, but enough to tell that they are wrong."""

import json

import pytest

from integrity.lint.linter import judge_file
from integrity.template.loader import load

COMPUTE = (
    "/subscriptions/<subscription>/resourceGroups/<group>/providers/Microsoft.Compute"
)
IDENTITY = "Microsoft.ManagedIdentity/userAssignedIdentities"
ASIDE = "whatever is put into it"


def found(rule: str, data: object) -> list[str]:
    loaded = load("template.json", json.dumps(data).encode())
    findings = judge_file(loaded).findings
    return [str(one.message) for one in findings if one.rule == rule]


def in_gallery(image: str) -> list[str]:
    target = {"type": "SharedImage", "runOutputName": "a", "galleryImageId": image}
    return found("AIB430", {"properties": {"distribute": [target]}})


def deployed(image: str) -> list[str]:
    """What is said of a galleryImageId in a deployment with a parameter `name`."""
    target = {"type": "SharedImage", "runOutputName": "a", "galleryImageId": image}
    kind = "Microsoft.VirtualMachineImages/imageTemplates"
    deployment = {
        "parameters": {
            "name": {"type": "string"},
            "open": {"type": "string", "defaultValue": ""},
        },
        "resources": [{"type": kind, "properties": {"distribute": [target]}}],
    }
    return found("AIB430", deployment)


@pytest.mark.parametrize(
    "image",
    [
        f"{COMPUTE}/galleries/<gallery>/images/<image>",
        f"{COMPUTE}/galleries/<gallery>/images/<image>/versions/<version>",
        f"{COMPUTE}/galleries/<gallery>/images/<image>/versions/1.<minor>.0",
        f"{COMPUTE}/galleries/aib-<name>/images/win11",
        f"{COMPUTE}/galleries/<gallery and image>",
        f"{COMPUTE}/galleries/<gallery/images/<image",
        "/subscriptions/<all the rest>",
        "<image>",
        "<gallery>/images/base",
        "/subscriptions/$env:SUB/galleries/<gallery>",
        f"{COMPUTE}/galleries/" + "<a>" * 20,
    ],
)
def test_a_placeholder_may_stand_for_what_is_right(image):
    assert in_gallery(image) == []


@pytest.mark.parametrize(
    ("tail", "told"),
    [
        ("galleries/contoso/images/<image>/versions/2025.02.07.1", "…"),
        ("gallery/<gallery>/images/<image>", COMPUTE),
        ("galleries/<gallery>/image/<image>", COMPUTE),
        ("images/<image>", COMPUTE),
        ("gallery/<gallery/images/<image>", COMPUTE),
    ],
)
def test_what_stands_around_placeholders_can_be_wrong(tail, told):
    (message,) = in_gallery(f"{COMPUTE}/{tail}")

    assert message.startswith(f"'{told}")
    assert message.endswith(f"is not the id of a gallery's image definition, {ASIDE}")


def about_identity(key: str) -> list[str]:
    identity = {"type": "UserAssigned", "userAssignedIdentities": {key: {}}}
    kind = "Microsoft.VirtualMachineImages/imageTemplates"
    return found("AIB155", {"type": kind, "identity": identity, "properties": {}})


def test_the_key_of_an_identity_is_judged_around_its_placeholders():
    group = "/subscriptions/${SUBSCRIPTION}/resourceGroups/${GROUP}"
    wrong = f"{group}/providers/Microsoft.ManagedIdentity/identities/${{NAME}}"

    assert about_identity(f"{group}/providers/{IDENTITY}/${{NAME}}") == []
    assert about_identity("${IDENTITY_ID}") == []
    assert about_identity("IDENTITY_ID_PLACEHOLDER") == []
    assert about_identity(wrong) == [
        f"'{wrong}' is not the id of a managed identity, {ASIDE}"
    ]


@pytest.mark.parametrize(
    ("network", "count"),
    [
        ("virtualNetworks/<network>/subnets/<subnet>", 0),
        ("virtualNetworks/<network and subnet>", 0),
        ("virtualNetwork/<network>/subnets/<subnet>", 1),
        ("virtualNetworks/build", 1),
    ],
)
def test_a_subnet_is_judged_around_its_placeholders(network, count):
    group = "/subscriptions/<subscription>/resourceGroups/<group>"
    subnet = f"{group}/providers/Microsoft.Network/{network}"
    properties = {"vmProfile": {"vnetConfig": {"subnetId": subnet}}}

    assert len(found("AIB108", {"properties": properties})) == count


@pytest.mark.parametrize(
    "image",
    [
        "[resourceId('Microsoft.Compute/galleries/images', parameters('name'), 'i')]",
        "[concat(parameters('name'), '/images/base')]",
        "[concat('/subscriptions/', parameters('name'), '/images/base')]",
        "[concat(resourceGroup().id, '/providers/Microsoft.Compute/galleries/g/images/i')]",
        "[format('/subscriptions/{0}/images/{1}/versions/1.0.0', parameters('name'), 1)]",
        "[concat('/subscriptions/', parameters('open'), '/', parameters('name'))]",
        "[format('{0}', parameters('name'))]",
    ],
)
def test_an_expression_may_give_what_is_right(image):
    assert deployed(image) == []


@pytest.mark.parametrize(
    "image",
    [
        "[concat(resourceId('Microsoft.Compute/galleries/images', 'g', 'i'),"
        " '/versions/1.0')]",
        "[format('{0}/versions/{1}', resourceId(parameters('name'),"
        " 'Microsoft.Compute/galleries/images', 'g', 'i'), 'newest')]",
        "[format('/subscriptions/{0}/resourceGroups/{1}/providers/Microsoft.Compute"
        "/gallery/{1}/images/base', subscription().subscriptionId, parameters('name'))]",
        "[resourceId('Microsoft.Compute/galleries/images/versions', 'g', 'i', '1.0')]",
        "[concat(resourceGroup().id, '/providers/Microsoft.Compute/gallery/g/images/i')]",
        "[concat(resourceGroup().id, '/providers/Microsoft.Compute/galleries')]",
        "[concat(subscription().id, '/resourceGroup/g/providers/Microsoft.Compute"
        "/galleries/g/images/i')]",
    ],
)
def test_what_an_expression_gives_can_be_wrong_whatever_is_not_known(image):
    (message,) = deployed(image)

    assert message.endswith(f"is not the id of a gallery's image definition, {ASIDE}")


def called(name: str, length: int = 1) -> list[str]:
    """What is said of a runOutputName in a deployment with a parameter `name`."""
    kind = "Microsoft.VirtualMachineImages/imageTemplates"
    deployment = {
        "parameters": {"name": {"type": "string"}},
        "variables": {"long": "a" * length},
        "resources": [
            {"type": kind, "properties": {"distribute": [{"runOutputName": name}]}}
        ],
    }
    return found("AIB404", deployment)


@pytest.mark.parametrize(
    "name",
    [
        "[concat(parameters('name'), '_vhd-1.0')]",
        "[format('{0}-{1}', parameters('name'), uniqueString(parameters('name')))]",
        "[concat(parameters('name'), '-', '<build number>')]",
        "[concat(parameters('name'), '-', '#{Release.Number}')]",
        "[parameters('name')]",
        "[concat(variables('long'), parameters('name'))]",
    ],
)
def test_a_name_of_which_a_part_is_not_known_may_be_one(name):
    assert called(name) == []


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("[concat(parameters('name'), ' vhd')]", " vhd"),
        ("[format('{0}/{1}', parameters('name'), 'out')]", "/out"),
        ("[concat(parameters('name'), variables('long'))]", "a" * 65),
    ],
)
def test_a_name_is_unfit_by_the_part_that_is_known(name, known):
    assert called(name, length=65) == [
        f"not a name that the service takes, whatever is put into it: '{known}'"
    ]


WHOLE = COMPUTE.replace("<subscription>", "1").replace("<group>", "g")


@pytest.mark.parametrize(
    ("other", "told"),
    [
        (f"{WHOLE}/galleries/g/images/j/versions/1.0.0", []),
        ("", []),
        ("<gallery image>", []),
        (
            f"{WHOLE}/images/i",
            [
                "where an expression chooses so: "
                f"'{WHOLE}/images/i' is not the id of a gallery's image definition"
            ],
        ),
        (
            "win11",
            [
                "where an expression chooses so: 'win11' is not the id of a gallery's"
                " image definition: an id begins with /subscriptions/"
            ],
        ),
    ],
)
def test_each_id_that_an_expression_chooses_from_is_judged(other, told):
    one = f"{WHOLE}/galleries/g/images/i"

    assert deployed(f"[if(equals(parameters('name'), 'a'), '{one}', '{other}')]") == (
        told
    )


@pytest.mark.parametrize("subscription", ["s", "<subscription>", "YOUR_SUBSCRIPTION"])
def test_an_expression_inside_an_id_is_told_beside_placeholders_too(subscription):
    group = f"/subscriptions/{subscription}/resourceGroups/[resourceGroup().name]"
    image = f"{group}/providers/Microsoft.Compute/galleries/g/images/i"

    (message,) = deployed(image)

    assert message.startswith("[resourceGroup(…] inside a text is not worked out")
    assert in_gallery(image) == []


@pytest.mark.parametrize("first", "0f")
def test_a_guid_in_braces_is_no_placeholder(first):
    guid = f"{{{first}f385b17-bfe0-4a92-8b27-5a2ac02848d2}}"
    subnet = f"/subscriptions/{guid}/resourceGroups/g/providers/Microsoft.Network"
    network = {"subnetId": f"{subnet}/virtualNetworks/v/subnets/s"}
    template = {"properties": {"vmProfile": {"vnetConfig": network}}}

    (message,) = found("AIB108", template)

    assert message.endswith("; its subscription is not quite a GUID")
    assert found("AIB004", template) == []
