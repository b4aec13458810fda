"""The rules about VHDs as targets, where the examples do not tell enough."""

import pytest
from distributing import to
from judging import azure, complaints

from integrity.lint.rules.vhd_target import (
    vhd_not_rescued,
    vhd_only_in_staging,
    vhd_uri_too_early,
)
from integrity.template.blocks import NotKnown

SEED = "2019-05-01-preview"
URI = "https://contosoimages.blob.core.windows.net/vhds/base.vhd"


def test_a_uri_helps_since_2022_07_only():
    target = {"type": "VHD", "uri": URI}
    early, later = to(target, version="2022-02-14"), to(target, version="2022-07-01")

    assert len(complaints(vhd_uri_too_early, early)) == 1
    assert len(complaints(vhd_only_in_staging, early)) == 1
    assert complaints(vhd_uri_too_early, later) == []
    assert complaints(vhd_only_in_staging, later) == []


@pytest.mark.parametrize("uri", [None, "", " "])
def test_an_empty_uri_is_none(uri):
    target = {"type": "vhd", "uri": uri}

    assert len(complaints(vhd_only_in_staging, to(target))) == 1
    assert complaints(vhd_uri_too_early, to(target, version=SEED)) == []


def test_a_uri_that_is_not_known_is_not_missing():
    with pytest.raises(NotKnown):
        complaints(vhd_only_in_staging, to({"type": "VHD", "uri": ...}))


def test_only_the_run_outputs_of_this_template_are_told():
    template = to({"type": "VHD", "runOutputName": "Disk"})

    assert complaints(vhd_not_rescued, template, azure(unrescued_vhds=("disk",)))
    assert not complaints(vhd_not_rescued, template, azure(unrescued_vhds=("old",)))
