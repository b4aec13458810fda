"""Answers about a template that is being made, run, cancelled or deleted."""

import httpx
from scripted_azure import reply, run_status, template_body

ABSENT = reply(404, {"error": {"code": "ResourceNotFound", "message": "no"}})
GET, PUT, DELETE = (
    f"{method} /imageTemplates/web" for method in ("GET", "PUT", "DELETE")
)
RUN, CANCEL, FOLLOW = "POST /web/run", "POST /web/cancel", "GET /operations/1"

LOST = httpx.ReadError("lost the connection")
LOST_AT = {
    "before the headers": LOST,
    "while it waited": httpx.ReadTimeout("fell silent"),
    "hung up": httpx.RemoteProtocolError("hung up without an answer"),
    "a gateway's error": reply(502),
    "a service's error": reply(500, {"error": {"code": "InternalServerError"}}),
    "unavailable": reply(503),
}


def there(state="Succeeded", **properties):
    """The template, in a state."""
    return reply(200, template_body(state=state, **properties))


def ran(state, started="2026-01-01T10:00:00Z"):
    """The template, with its last run in a state."""
    return there(lastRunStatus=run_status(state, started))


def polled(status, **more):
    """What a poll of the operation hears."""
    return reply(200, {"name": "1", "status": status, **more})
