"""The description of the API (OpenAPI 3.1): what ninja knows of it, and what every address has in common."""

from typing import Any

from django.urls import reverse
from ninja import Field, NinjaAPI, Schema

from jiwar.doors.api.door import KEY, READING
from jiwar.doors.api.problems import MEDIA_TYPE
from jiwar.ground.access.repeats import LONGEST_KEY

PROBLEMS = {
    401: "No token that is good now: none, wrong, ended, or its user has no business here. All alike.",
    403: "The roles of the user, or the scopes of the token, do not allow it.",
    404: "Not there, or not yours: alike.",
    409: "A rule says no: `code` and `title` say why.",
    412: "Somebody saved first: `version` is the one of now.",
    413: "Larger than what may be sent.",
    422: "What was sent cannot be read: `fields` says which, and why.",
    429: "Too often: `Retry-After` says how many seconds to wait.",
}
TAKES_VERSION = "If-Match"
TOO_OFTEN = 429


class FieldProblem(Schema):
    """One field that cannot be read, or that mends a refusal."""

    field: str
    code: str
    title: str


class Problem(Schema):
    """Every answer that is not what was asked for (RFC 9457, with more beside it)."""

    status: int
    code: str = Field(description="stable, for programs")
    title: str = Field(description="a sentence, in the language of Accept-Language")
    fields: list[FieldProblem]
    version: int | None = Field(description="with 412: the version of now")
    request: str = Field(description="the number by which whoever helps finds it in the trail")


def described(api: NinjaAPI, *, prefix: str) -> dict[str, Any]:
    """The whole description, in the language of now."""
    told: dict[str, Any] = api.get_openapi_schema(path_prefix=prefix)
    shapes = told["components"]["schemas"]
    shape = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    shapes |= shape.pop("$defs") | {"Problem": shape}
    told["components"]["responses"] = {str(status): _answer(status, says) for status, says in PROBLEMS.items()}
    reading = {reverse(name) for name in READING}
    for path, methods in told["paths"].items():
        for method, operation in methods.items():
            _tell(operation, is_read=method == "get" or path in reading, is_post=method == "post")
    return dict(told)


def _tell(operation: dict[str, Any], *, is_read: bool, is_post: bool) -> None:
    """What ninja does not know of an operation."""
    operation["operationId"] = operation["operationId"].rpartition("_api_")[2].partition("_")[2]
    parameters = operation["parameters"]
    versioned = any(parameter["name"] == TAKES_VERSION for parameter in parameters)
    if is_post and not is_read:
        limits = {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY}
        says = "sent again with the same key, the request is answered as the first time and nothing is done twice"
        parameters.append({"in": "header", "name": KEY, "required": False, "schema": limits, "description": says})
    left_out = {412} if not versioned else set()
    left_out |= {409} if is_read else set()
    for status in sorted(PROBLEMS.keys() - left_out):
        operation["responses"][str(status)] = {"$ref": f"#/components/responses/{status}"}


def _answer(status: int, says: str) -> dict[str, Any]:
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    waits = {"Retry-After": {"schema": {"type": "integer"}, "required": True}}
    return {"description": says, "content": content} | ({"headers": waits} if status == TOO_OFTEN else {})
