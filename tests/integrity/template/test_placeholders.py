"""Placeholders in a text: what counts as one, and what it leaves unknown."""

import pytest
from evaluating import UNKNOWN, node_of, resolved, scope_of
from hostile import seconds, slowness

from integrity.template.expressions.evaluation import resolve
from integrity.template.expressions.scope import Scope, Shared
from integrity.template.nodes import Reason, UnknownNode
from integrity.template.placeholders import has_placeholder


def test_a_placeholder_is_unknown_also_behind_a_parameter():
    node = resolve(node_of("[concat(parameters('place'), '-x')]"), scope_of())
    assert isinstance(node, UnknownNode)
    assert node.reason is Reason.PLACEHOLDER


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"<region>"', UNKNOWN),
        ('"{region}"', UNKNOWN),
        ('"a <b c> d"', UNKNOWN),
        ('"<name"', UNKNOWN),
        ('"${var.region}"', UNKNOWN),
        ('"${{ vars.region }}"', UNKNOWN),
        ('"{{ region }}-x"', UNKNOWN),
        ('"#{region}#"', UNKNOWN),
        ('"/subscriptions/$(sub)/x"', UNKNOWN),
        ('"rg-__ENV__-x"', UNKNOWN),
        ('"@@region@@"', UNKNOWN),
        ('"%{ if var.eu }westeurope%{ else }eastus%{ endif }"', UNKNOWN),
        ('"$LOCATION"', UNKNOWN),
        ('"$location"', UNKNOWN),
        ('"$outputName-vhd"', UNKNOWN),
        ('"https://$account.blob.core.windows.net/a/x.vhd"', UNKNOWN),
        ('"$($image.Publisher)"', UNKNOWN),
        ("\"$($hashes['setup'])\"", UNKNOWN),
        (
            '{"minutes": $timeout, "gigabytes": $($disk.Size)}',
            {"minutes": UNKNOWN, "gigabytes": UNKNOWN},
        ),
        (
            '"https://dev.example/items?path=a&$format=octetStream"',
            "https://dev.example/items?path=a&$format=octetStream",
        ),
        ('"https://dev.example/a/$value"', "https://dev.example/a/$value"),
        ('"5$ a day"', "5$ a day"),
        ('"$2y$10$abcdefgh"', "$2y$10$abcdefgh"),
        ('"<%= region %>"', UNKNOWN),
        ('"%REGION%"', UNKNOWN),
        ('"https://a.example/%branch-name%/a.sh"', UNKNOWN),
        ('"[[region]]"', UNKNOWN),
        ('"https://a.example/[[branch]]/a.sh"', UNKNOWN),
        ('"${jsonencode(var.region)}"', UNKNOWN),
        ('"${azurerm_images.one[count.index].id}"', UNKNOWN),
        (
            '{"regions": [${join(",", formatlist("%s", var.all))}]}',
            {"regions": [UNKNOWN]},
        ),
        ('"SOURCE_IMAGE_PLACEHOLDER"', UNKNOWN),
        ('"/subscriptions/***/resourceGroups/images"', UNKNOWN),
        ('"https://a.example/**/x"', "https://a.example/**/x"),
        ('{"minutes": "int", "on": "bool"}', {"minutes": UNKNOWN, "on": UNKNOWN}),
        ('"a string"', "a string"),
        ('"WILL_BE_REPLACED westus"', UNKNOWN),
        ('"/subscriptions/YOUR_SUBSCRIPTION_ID/x"', UNKNOWN),
        ('"REPLACE_ME"', UNKNOWN),
        ('"/subscriptions/xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx/x"', UNKNOWN),
        ('"/subscriptions/24890e81-XXXX-XXXX-XXXX-XXXXXXXXXXXX/x"', UNKNOWN),
        ('"xxxx-yyyy"', "xxxx-yyyy"),
        ('"ChangeMe"', "ChangeMe"),
        ('"the PLACEHOLDERs"', "the PLACEHOLDERs"),
        ('"%TEMP%"', "%TEMP%"),
        ('"%SystemDrive%/a"', "%SystemDrive%/a"),
        ('"a%20name%20b"', "a%20name%20b"),
        ('"%C3%A9t%C3%A9"', "%C3%A9t%C3%A9"),
        ('"fr%fcher%20"', "fr%fcher%20"),
        ('"[[:digit:]]"', "[[:digit:]]"),
        ('"a.example/$web/a"', "a.example/$web/a"),
        ('"$env:TEMP"', "$env:TEMP"),
        ('"$ENV:TEMP"', "$ENV:TEMP"),
        ('"$ENVIRONMENT"', UNKNOWN),
        ('"image__v2__x"', "image__v2__x"),
        ('"a < b"', "a < b"),
        ('"{}"', "{}"),
        ('"<1>"', "<1>"),
        ('{"inline": ["cat <file> {x}"]}', {"inline": ["cat <file> {x}"]}),
        ('{"Filters": ["<x>"]}', {"Filters": ["<x>"]}),
        ('{"description": "<x>"}', {"description": "<x>"}),
        ('{"sku": "<x>"}', {"sku": UNKNOWN}),
    ],
)
def test_a_placeholder_counts_where_it_cannot_be_script(text, expected):
    assert resolved(text, Scope()) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"[[x]"', "[x]"),
        ("\"[[concat('a')]\"", "[concat('a')]"),
        ('"[[x[0]]"', "[x[0]]"),
        ('"[[<x>]"', UNKNOWN),
        ('"[[region]]"', UNKNOWN),
    ],
)
def test_a_bracket_that_is_escaped_is_text_but_a_bracketed_name_is_to_be_filled_in(
    text, expected
):
    assert resolved(text, scope_of()) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"<region>"', "westus2"),
        ('"{REGION}"', "westus2"),
        ('"< Region >-x"', "westus2-x"),
        ('"<<region>>"', "westus2"),
        ('"{{ region }}"', "westus2"),
        ('"${{region}}"', "westus2"),
        ('"#{region}#-x"', "westus2-x"),
        ('"${region}"', "westus2"),
        ('"$(region)"', "westus2"),
        ('"$region"', "westus2"),
        ('"$($region)"', "westus2"),
        ('"__REGION__"', "westus2"),
        ('"$REGION"', "westus2"),
        ('"%REGION%"', "westus2"),
        ('"[[region]]"', "westus2"),
        ('"<region"', "westus2"),
        ('"YOUR_REGION-x"', "northeurope-x"),
        (
            '{"inline": ["deploy <region> <other>"]}',
            {"inline": ["deploy westus2 <other>"]},
        ),
        ('{"<region>": {}}', {"westus2": {}}),
        ("{\"a\": \"[concat('<region>', 'x')]\"}", {"a": "westus2x"}),
        ('{"a": "[parameters(\'place\')]"}', {"a": "westus2"}),
        ('{"minutes": <minutes>}', {"minutes": 90}),
    ],
)
def test_a_filled_placeholder_is_known(text, expected):
    shared = Shared(
        fills={"region": "westus2", "minutes": "90", "your_region": "northeurope"}
    )
    assert resolved(text, scope_of(shared=shared)) == expected


def test_a_long_text_without_any_sign_is_soon_looked_through():
    text = "a" * 2**20

    assert any(
        seconds(lambda: has_placeholder(text)) <= 0.01 * slowness() for _ in range(3)
    )
