"""Wait until the demo answers, sign in as a case worker, see the first page in her language, sign out.

    python visit.py http://127.0.0.1:8000 FILE_WITH_PASSWORD [SECONDS]

With SECONDS, fail where it took longer than that to answer.
"""

import re
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path

PATIENCE = 240.0
USERNAME = "amal"
HIDDEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


class Visit:
    """A browser without a screen."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def get(self, path: str) -> str:
        with self.browser.open(self.url + path, timeout=20) as response:
            return str(response.read().decode())

    def post(self, path: str, page: str, **fields: str) -> str:
        """Send a form of `page`."""
        hidden = HIDDEN.search(page)
        if hidden is None:
            raise AssertionError("the page has no form")
        data = urllib.parse.urlencode({"csrfmiddlewaretoken": hidden[1], **fields}).encode()
        with self.browser.open(self.url + path, data, timeout=20) as response:
            return str(response.read().decode())

    def answers(self) -> bool:
        try:
            return self.get("/healthz") == "ok"
        except OSError:
            return False


def main(url: str, password: Path, limit: float = PATIENCE) -> int:
    """0 where all went as a person expects."""
    visit = Visit(url)
    began = time.monotonic()
    until = began + PATIENCE
    while not visit.answers():
        if time.monotonic() > until:
            print(f"{url} did not answer within {PATIENCE:.0f} s", file=sys.stderr)
            return 1
        time.sleep(0.05)
    took = time.monotonic() - began
    print(f"{url} answered after {took:.1f} s")
    secret = password.read_text(encoding="ascii")
    home = visit.post("/sign-in", visit.get("/sign-in"), username=USERNAME, password=secret)
    seen = {
        f"an answer within {limit:.0f} s": took <= limit,
        "the first page in Arabic": 'dir="rtl"' in home,
        "the way out": 'action="/sign-out"' in home,
        "the first page in English": 'dir="ltr"' in visit.post("/language", home, language="en", next="/"),
        "the sign-in page after signing out": 'name="password"' in visit.post("/sign-out", visit.get("/")),
    }
    for what, was_seen in seen.items():
        if not was_seen:
            print(f"not seen: {what}", file=sys.stderr)
    return 0 if all(seen.values()) else 1


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1], Path(sys.argv[2]), *map(float, sys.argv[3:])))
    except urllib.error.HTTPError as error:
        print(f"{error.url}: {error.code}", file=sys.stderr)
        sys.exit(1)
