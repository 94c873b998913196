"""Every address of the house, and what it answers to whom: the specification, not a recording.

Each cell says GET/POST. POST sends an empty form: 422 means "you may, but say what"; 303 means that it was done (the
share that Amal ended is not there for Bashir any more). 405 is for a page on which nothing can be done. Anonymous
people are led to the sign-in page (302). 403 is for a step outside the role, 404 for what is absent or not yours,
which look the same. The file is Amal's: Bashir supervises her, it is shared in full with Carine of another agency,
Dima is Carine's colleague, Elias a researcher, Farah an administrator, Ghada the data-protection officer. Huda has
opened it in an emergency, which waits for its review; and Bashir proposes to seal it. Pages about people who work here
are asked about Huda too: Farah has proposed her as a supervisor, Ghada confirms.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

PERSONAS = ("anonymous", "elias", "farah", "ghada", "dima", "carine", "amal", "bashir")
"""From those who may least to those who may most: what a POST changes comes last."""

TABLE = """
route                   anonymous  elias    farah    ghada    dima     carine   amal     bashir

healthz                 200/405    200/405  200/405  200/405  200/405  200/405  200/405  200/405
language                302/302    302/302  302/302  302/302  302/302  302/302  302/302  302/302
sign-in                 200/422    200/422  200/422  200/422  200/422  200/422  200/422  200/422
prove                   302/302    200/422  200/422  200/422  200/422  200/422  200/422  200/422
sign-in-code            303/303  303/303  303/303  303/303  303/303  303/303  303/303  303/303
sign-in-challenge       405/200  405/200  405/200  405/200  405/200  405/200  405/200  405/200
sign-in-passkey         405/422  405/422  405/422  405/422  405/422  405/422  405/422  405/422
through               200/422  200/422  200/422  200/422  200/422  200/422  200/422  200/422
through-word          200/422  200/422  200/422  200/422  200/422  200/422  200/422  200/422
through-back          422/405  422/405  422/405  422/405  422/405  422/405  422/405  422/405
prove-through         302/302  405/303  405/303  405/303  405/303  405/303  405/303  405/303
ways-through          302/302  405/303  405/303  405/303  405/303  405/303  405/303  405/303
ways-through-drop     302/302  405/404  405/404  405/404  405/404  405/404  405/404  405/404
go-on                   302/302  303/405  303/405  303/405  303/405  303/405  303/405  303/405
sessions                302/302  200/405  200/405  200/405  200/405  200/405  200/405  200/405
draft-keep              302/302  405/422  405/422  405/422  405/422  405/422  405/422  405/422
draft-drop              302/302  405/303  405/303  405/303  405/303  405/303  405/303  405/303
session-end             302/302  405/303  405/303  405/303  405/303  405/303  405/303  405/303
sessions-end            302/302  405/303  405/303  405/303  405/303  405/303  405/303  405/303
stay                    302/302  405/204  405/204  405/204  405/204  405/204  405/204  405/204
ways                    302/302  200/405  200/405  200/405  200/405  200/405  200/405  200/405
ways-challenge          302/302  405/200  405/200  405/200  405/200  405/200  405/200  405/200
ways-passkey            302/302  405/303  405/303  405/303  405/303  405/303  405/303  405/303
second-word             302/302  200/422  200/422  200/422  200/422  200/422  200/422  200/422
alarms                  302/302  403/405  403/405  200/405  403/405  403/405  403/405  200/405
alarm-accept           302/302  405/403  405/403  405/404  405/403  405/403  405/403  405/404
ways-password           302/302  200/422  200/422  200/422  200/422  200/422  200/422  200/422
recovery-codes          302/302  303/303  303/303  303/303  303/303  303/303  303/303  303/303
ways-codes              302/302  405/303  405/303  405/303  405/303  405/303  405/303  405/303
way-drop                302/302  405/404  405/404  405/404  405/404  405/404  405/404  405/404
welcome                 200/422  200/422  200/422  200/422  200/422  200/422  200/422  200/422
welcome-ways            404/405  404/405  404/405  404/405  404/405  404/405  404/405  404/405
welcome-challenge       405/404  405/404  405/404  405/404  405/404  405/404  405/404  405/404
welcome-passkey         405/404  405/404  405/404  405/404  405/404  405/404  405/404  405/404
welcome-password        404/404  404/404  404/404  404/404  404/404  404/404  404/404  404/404
invitations             302/302  403/405  200/405  200/405  403/405  403/405  403/405  403/405
invitation-new          302/302  403/403  200/422  403/403  403/403  403/403  403/403  403/403
invitation-reset        302/302  403/403  200/422  403/403  403/403  403/403  403/403  403/403
invitation-made         302/302  403/405  303/405  303/405  403/405  403/405  403/405  403/405
invitation-decide       302/302  403/403  404/404  404/404  403/403  403/403  403/403  403/403

home                    302/302    200/405  200/405  200/405  200/405  200/405  200/405  200/405
gallery                 302/302    200/405  200/405  200/405  200/405  200/405  200/405  200/405
search                  302/302    405/403  405/403  405/403  405/307  405/307  405/307  405/307
case                    302/302    403/405  403/405  403/405  404/405  200/405  200/405  200/405
case-file               302/302    403/405  403/405  403/405  404/405  200/405  200/405  200/405
person                  302/302    403/405  403/405  403/405  404/405  200/405  200/405  200/405
person-file             302/302    403/405  403/405  403/405  404/405  200/405  200/405  200/405

case-plan               302/302    403/403  403/403  403/403  404/404  404/404  200/422  200/422
tasks                   302/302    403/405  403/405  403/405  200/405  200/405  200/405  200/405
calendar                302/302    403/403  403/403  403/403  200/303  200/303  200/303  200/303
calendar-feed           404/405    404/405  404/405  404/405  404/405  404/405  404/405  404/405
task-finish             302/302    403/403  403/403  403/403  404/404  404/404  200/422  200/422
task-rest               302/302    403/403  403/403  403/403  404/404  404/404  200/422  200/422
task-give               302/302    403/403  403/403  403/403  404/404  404/404  200/422  200/422
task-drop               302/302    403/403  403/403  403/403  404/404  404/404  200/422  200/422

people                  302/302    403/403  403/403  403/403  200/422  200/422  200/422  200/422
person-new              302/302    403/403  403/403  403/403  200/422  200/422  200/422  200/422
person-correct          302/302    403/403  403/403  403/403  404/404  404/404  200/422  200/422
person-erase            302/302    403/403  403/403  403/403  403/403  403/403  403/403  200/422

case-new                302/302    403/403  403/403  403/403  404/404  404/404  200/422  200/422
case-note               302/302    403/403  403/403  403/403  404/404  404/404  200/422  200/422
case-risk               302/302    403/403  403/403  403/403  404/404  404/404  200/422  200/422
case-assign             302/302    403/403  403/403  403/403  404/404  404/404  200/422  200/422
case-close              302/302    403/403  403/403  403/403  404/404  404/404  200/422  200/422
case-reopen             302/302    403/403  403/403  403/403  404/404  404/404  200/422  200/422
case-hold               302/302    403/403  403/403  403/403  403/403  403/403  403/403  200/422
case-share              302/302    403/403  403/403  403/403  404/404  404/404  200/422  200/422
case-conflict           302/302    403/403  403/403  403/403  404/404  404/404  200/422  200/422
case-seal               302/302    403/403  403/403  403/403  403/403  403/403  403/403  200/409
case-unseal             302/302    403/403  403/403  403/403  403/403  403/403  403/403  200/404
case-lift               302/302    403/403  403/403  403/403  403/403  403/403  403/403  200/404
conflict-rule           302/302    403/403  403/403  404/404  403/403  403/403  403/403  403/403
case-seers              302/302    403/405  403/405  403/405  404/405  404/405  200/405  200/405
case-why                302/302    403/405  403/405  403/405  403/405  403/405  403/405  200/405

glass-break             302/302    403/403  403/403  403/403  200/422  200/422  200/422  200/422
glass-close             302/302    405/403  405/403  405/403  405/404  405/404  405/404  405/303
second-look             302/302    403/405  403/405  200/405  403/405  403/405  403/405  200/405
glass-review            302/302    403/403  403/403  200/422  403/403  403/403  403/403  200/422
seal-decide             302/302    403/403  403/403  200/303  403/403  403/403  403/403  404/404
case-share-end          302/302    403/403  403/403  403/403  404/404  404/404  200/303  404/404

conduct                 302/302    200/422  200/422  200/422  200/422  200/422  200/422  200/422

colleagues              302/302    403/405  403/405  403/405  403/405  403/405  403/405  200/405
cover-new               302/302    403/403  403/403  403/403  403/403  403/403  403/403  200/422
cover-end               302/302    403/403  403/403  403/403  403/403  403/403  403/403  200/303
caseload                302/302    403/403  403/403  403/403  403/403  403/403  403/403  200/409

staff                   302/302    403/405  200/405  403/405  403/405  403/405  403/405  403/405
staff-user              302/302    403/405  200/405  403/405  403/405  403/405  403/405  403/405
staff-conduct           302/302    403/405  200/405  200/405  403/405  403/405  403/405  403/405
staff-review            302/302    403/405  200/405  200/405  403/405  403/405  403/405  403/405
staff-review-line       302/302    403/403  200/422  200/422  403/403  403/403  403/403  403/403
staff-proposals         302/302    403/405  200/405  200/405  403/405  403/405  403/405  403/405
staff-proposal          302/302    403/403  200/409  200/303  403/403  403/403  403/403  403/403
staff-proposal-decline  302/302    403/403  200/409  200/409  403/403  403/403  403/403  403/403
staff-role-new          302/302    403/403  200/422  403/403  403/403  403/403  403/403  403/403
staff-role-end          302/302    403/403  200/303  403/403  403/403  403/403  403/403  403/403
staff-shut-out          302/302    403/403  200/303  403/403  403/403  403/403  403/403  403/403
staff-let-in            302/302    403/403  200/303  403/403  403/403  403/403  403/403  403/403
agency-trail            302/302    403/405  403/405  200/405  403/405  403/405  403/405  403/405

sign-out                405/303    405/303  405/303  405/303  405/303  405/303  405/303  405/303
leave                   302/405  302/405  302/405  302/405  302/405  302/405  302/405  302/405
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """One cell: what an address answers to a persona."""

    route: str
    persona: str
    method: str
    status: int


def declared(table: str = TABLE) -> Iterator[Answer]:
    """The cells of the table."""
    heading, *rows = (line.split() for line in table.strip().splitlines() if line.strip())
    for route, *cells in rows:
        for persona, cell in zip(heading[1:], cells, strict=True):
            for method, status in zip(("GET", "POST"), cell.split("/"), strict=True):
                yield Answer(route, persona, method, int(status))


def names(resolver: URLResolver | None = None) -> Iterator[str]:
    """The name of every address there is; what has none gives its pattern."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern)
        elif isinstance(pattern, URLPattern):
            yield pattern.name or str(pattern.pattern)
