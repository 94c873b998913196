"""Addresses of the API, each behind the door. No page of ninja's is among them."""

from collections.abc import Iterator

from django.urls import URLPattern, path
from ninja import NinjaAPI
from ninja.security import HttpBearer

from jiwar.doors.api import agency, cases, people
from jiwar.doors.api.door import behind_the_door, nothing_here
from jiwar.doors.api.problems import answer_problems

PREFIX = "api/v1/"


class Token(HttpBearer):
    """For the description alone: the door has let the bearer in before."""

    def __call__(self, request: object) -> bool:
        return True

    def authenticate(self, request: object, token: str) -> bool:
        raise NotImplementedError


api = NinjaAPI(
    title="Jiwar",
    version="1",
    description=(
        "Cases and people, for the systems of partners. Each request shows a token (`Authorization: Bearer …`), which "
        "a user makes under *How you sign in*, for a purpose and until a day. A POST may carry an `Idempotency-Key`: "
        "sent again with the same key, it is answered as the first time and nothing is done twice."
    ),
    auth=Token(),
    docs_url=None,
    openapi_url=None,
)
answer_problems(api)
for router in (agency.router, cases.router, people.router):
    api.add_router("", router)


def _behind_the_door() -> Iterator[URLPattern]:
    seen = set()
    for pattern in api.urls[0]:
        if isinstance(pattern, URLPattern) and pattern.name != "api-root" and str(pattern.pattern) not in seen:
            seen.add(str(pattern.pattern))
            yield path(PREFIX + str(pattern.pattern), behind_the_door(pattern.callback), name=pattern.name)
    yield path(f"{PREFIX}<path:rest>", behind_the_door(nothing_here), name="api-nothing")


urlpatterns = list(_behind_the_door())
