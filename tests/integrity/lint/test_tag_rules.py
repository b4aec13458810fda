"""The rules about tags, where the examples do not tell enough."""

import pytest
from judging import complaints, envelope_with, messages, properties_with

from integrity.lint.rules.tags import tags_not_strings, unfit_tags


def test_each_tag_that_is_no_string_is_told():
    template = envelope_with(tags={"a": 1, "b": "x", "c": True, "d": ..., "e": None})

    assert len(complaints(tags_not_strings, template)) == 2


def test_tags_have_to_be_an_object():
    assert len(complaints(tags_not_strings, envelope_with(tags=["a"]))) == 1


@pytest.mark.parametrize(
    ("tags", "told"),
    [
        ({str(number): "x" for number in range(51)}, "51 tags: a resource takes 50"),
        ({"a" * 513: "x"}, "the name of a tag has 512 characters at most"),
        ({"a": "x" * 257}, "the value of a tag has 256 characters at most"),
        ({"cost&center": "x"}, "the name of a tag has no '&'"),
        ({"a\\b": "x"}, "the name of a tag has no '\\'"),
    ],
)
def test_no_resource_has_more_tags_than_azure_takes(tags, told):
    target = {"type": "VHD", "artifactTags": tags}

    assert messages(unfit_tags, envelope_with(tags=tags)) == [told]
    (of_artifact,) = messages(unfit_tags, properties_with(distribute=[target]))
    assert of_artifact == told.replace("51 tags", "51 artifactTags")


@pytest.mark.parametrize(
    "tags",
    [
        {f"{number}-ä b:c": "<x>/?" for number in range(50)},
        {"hidden-link:/subscriptions/s": "Resource", "a": ..., "b": None},
        {"<name>": "x", "%OWNER%": "x", "Hidden-related:/a": "Resource"},
        {"[concat('hidden-link:/subscriptions/', parameters('s'))]": "Resource"},
        ...,
        [],
    ],
)
def test_tags_that_azure_takes_are_left_alone(tags):
    assert complaints(unfit_tags, envelope_with(tags=tags)) == []
