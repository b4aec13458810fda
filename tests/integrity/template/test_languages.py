"""What a text is that is no JSON."""

import pytest

from integrity.errors import SyntaxFault
from integrity.lint.linter import judge_unreadable
from integrity.template.languages import language_of
from integrity.template.loader import load

BICEP, HCL, YAML = "Bicep", "HCL, of Terraform or Packer", "YAML"
HTML = "the HTML of a page that shows JSON, with &quot; for each quotation mark"
AZ = "what the Azure CLI tells beside its JSON"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("param location string = resourceGroup().location\n", BICEP),
        ("// the image\n\ntargetScope = 'subscription'\n", BICEP),
        ("/* ours */ @description('where')\nparam x string", BICEP),
        ("resource t 'Microsoft.VirtualMachineImages/imageTemplates@2022-07-01' = {", BICEP),
        ('resource "azapi_resource" "t" {\n  body = jsonencode({', HCL),
        ("# ours\nlocals {\n", HCL),
        ("jsonencode({\n  properties = {}\n})", HCL),
        ("body = jsonencode({\n  properties = {}\n})", HCL),
        ('source "azure-arm" "ubuntu" {', HCL),
        ("type: Microsoft.VirtualMachineImages/imageTemplates\nproperties:\n", YAML),
        ("---\n- task: AzureImageBuilderTask@1\n", YAML),
        ("WARNING: This command is in preview.\n{\n", AZ),
        ("\x1b[33mWARNING: This command is in preview.\n{\n", AZ),
        ("ERROR: (ResourceNotFound) no such template\n", AZ),
        ("\ufeff<!DOCTYPE html><html>", "a web page"),
        ("{\n &quot;type&quot;: &quot;Shell&quot;\n}", HTML),
        ("[{&#34;type&#34;: &#34;Shell&#34;}]", HTML),
        ('<?xml version="1.0"?><unattend/>', "XML"),
        ("#!/bin/bash\naz image builder create", "a script"),
        ("# ours\n$requestbodyjson = '{\n", "a script"),
        ("<#\n.SYNOPSIS\n#>\nparam(", "a script"),
        ("Import-Module Az.ImageBuilder\n", "a script"),
        ("# Create the image template\nsigName=myGallery\n", "a script"),
        ("az image builder create -n t --image-template - <<EOF\n{", "a script"),
        ("", None),
        ('{type: "Shell", inline: []', None),
        ('type: "Shell",\ninline: [', None),
        ("resources", None),
    ],
)  # fmt: skip
def test_a_language_is_told_by_how_a_text_begins(text, name):
    language = language_of(text)
    assert (language and language.name) == name


def test_a_file_that_is_not_json_is_called_what_it_is():
    text = "param location string\nresource t 'x@1' = {\n}\n"
    with pytest.raises(SyntaxFault) as caught:
        load("image.bicep", text.encode())

    judgement = judge_unreadable(caught.value)

    (finding,) = judgement.findings
    assert finding.message == "not JSON but Bicep"
    assert "az bicep build" in finding.help
    assert judgement.file.kind == "not JSON but Bicep"
