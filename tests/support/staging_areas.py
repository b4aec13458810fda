"""A staging group as Azure tells of it."""

from scripted_azure import reply, template_body
from scripted_storage import ACCOUNT, BLOBS, GROUP

from transfer.azure.resource_ids import parse_id
from transfer.azure.resources import detail_of
from transfer.azure.staging.area import FoundBy, StagingArea

ACCOUNTS, GROUPS = "GET /storageAccounts", "GET /resourcegroups"
LIST_KEYS, LOGS = "POST /listKeys", "GET /packerlogs"
AREA = StagingArea(parse_id(GROUP), FoundBy.TEMPLATE, parse_id(ACCOUNT), BLOBS)
FILES = {"run-1/customization.log": b"one", "run-2/customization.log": b"0123456789"}


def detail(version="2025-10-01", **properties):
    return detail_of(template_body(**properties), version)


STAGED = detail(exactStagingResourceGroup=GROUP)


def accounts(*bodies):
    return reply(200, {"value": list(bodies)})
