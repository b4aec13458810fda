"""Templates in the shapes in which they come."""

import json

from integrity.template.forms import Found, find_templates
from integrity.template.given import NO_INPUTS, Inputs
from integrity.template.nodes import ObjectNode
from integrity.template.position import Document
from integrity.template.syntax import parse

TYPE = "Microsoft.VirtualMachineImages/imageTemplates"
SOURCE = {"type": "PlatformImage", "publisher": "Canonical"}
PROPERTIES = {"source": SOURCE, "customize": [], "distribute": []}
RAW = {"type": TYPE, "apiVersion": "2024-02-01", "properties": PROPERTIES}


def find(value: object, inputs: Inputs = NO_INPUTS) -> Found:
    text = value if isinstance(value, str) else json.dumps(value)
    return find_templates(parse(Document("x.json", text)), inputs)


def deployment(*resources: object, **sections: object) -> dict[str, object]:
    return {
        "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
        "contentVersion": "1.0.0.0",
        **sections,
        "resources": list(resources),
    }


def nested(template: object, **properties: object) -> dict[str, object]:
    return {
        "type": "Microsoft.Resources/deployments",
        "name": "inner",
        "properties": {"mode": "Incremental", "template": template, **properties},
    }


def properties_of(found: Found) -> ObjectNode:
    properties = found.templates[0].resource.get("properties")
    assert isinstance(properties, ObjectNode)
    return properties
