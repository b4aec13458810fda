"""Whatever stands in a template, the rules about the property tree go through."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st
from judging import template_of
from mending import mended, tree_messages

from integrity.lint.rules.older_forms import deprecated_property
from integrity.lint.rules.property_tree import (
    not_in_this_version,
    read_only_property,
    wrong_type_of_value,
)
from integrity.lint.rules.spelling import wrong_case
from integrity.template.versions import VERSIONS

NAMES = st.sampled_from(
    (
        "properties", "source", "customize", "distribute", "validate", "optimize",
        "vmProfile", "vnetConfig", "subnetId", "inVMValidations", "targetRegions", "type",
        "name", "Type", "script", "inline", "replicationRegions", "versioning", "scheme",
        "storageAccountType", "exactVersion", "provisioningState", "copy", "", "[x]",
    )
)  # fmt: skip
WORDS = st.sampled_from(
    ("Shell", "shell", "SharedImage", "VHD", "ISO", "Latest", "true", "7", "", "<x>")
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 2000) | st.floats(-1, 1) | WORDS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4)
    ),
    max_leaves=20,
)
TEMPLATES = st.fixed_dictionaries(
    {"apiVersion": st.sampled_from(VERSIONS), "properties": VALUES}
).map(json.dumps)


@settings(max_examples=200, deadline=None)
@given(TEMPLATES)
def test_every_departure_has_words(text):
    assert all(tree_messages(template_of(text)))


@settings(max_examples=200, deadline=None)
@given(TEMPLATES)
def test_the_fixes_leave_json(text):
    template = template_of(text)

    assert isinstance(mended(wrong_case, template), dict)
    assert isinstance(mended(wrong_type_of_value, template), dict)
    assert isinstance(mended(not_in_this_version, template), dict)
    assert isinstance(mended(read_only_property, template), dict)
    assert isinstance(mended(deprecated_property, template), dict)
