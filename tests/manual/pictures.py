"""The manual: its pages rendered, what each picture is made from, the browser that draws them, and the README.

A picture is drawn from exactly the HTML of which `made.json` keeps the digest, with the sources of styles and script;
so it is old when, and only when, one of these has changed.
"""

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from django.urls import get_resolver, reverse
from playwright.sync_api import Browser, Page, Route

from tests.house.source import ROOT
from tests.manual.chapter import Chapter
from tests.manual.chapter import Page as Shown
from tests.manual.pages import CHAPTERS, pages
from tests.manual.world import Browsers, Scene, held, made, steady

MANUAL = ROOT / "docs" / "manual"
PICTURES = MANUAL / "pictures"
MADE = PICTURES / "made.json"
ORIGIN = "http://jiwar.example"
LANGUAGES = ("ar", "en")
TELL_OF_READING = ("agency-trail", "case-seers", "case-trail", "person-file")
"""Pages that tell who looked at what: asked for first, so that they do not change with every other page."""
HEIGHT, TALLEST = 800, 2_000
"""Pixels. What is longer, like a trail, is cut: the picture shows how it begins."""
QUALITY = 0.5
"""Of WebP: letters stay clear, and all pictures together some megabytes."""
STYLES = ("web/styles", "web/script", "web/build.mjs")
FROM_NPM = ("@fontsource/ibm-plex-sans", "@fontsource/ibm-plex-sans-arabic", "htmx.org")

type Digests = dict[str, dict[str, str]]


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture of a page."""

    page: str
    language: str
    width: int
    scheme: Literal["light", "dark"] = "light"

    @property
    def file(self) -> str:
        night = "" if self.scheme == "light" else ".dark"
        return f"{self.page}.{self.language}.{self.width}{night}.webp"


def shots(page: Shown) -> Iterator[Shot]:
    """Arabic at both widths and English wide, by day; some also by night."""
    yield Shot(page.name, "ar", 1280)
    yield Shot(page.name, "ar", 360)
    yield Shot(page.name, "en", 1280)
    if page.dark:
        yield Shot(page.name, "ar", 1280, "dark")
        yield Shot(page.name, "ar", 360, "dark")


def rendered() -> dict[tuple[str, str], str]:
    """The HTML of every page by name and language, without what is random. Needs a database in which nobody is."""
    with held() as clock:
        scene, browsers = made(clock), Browsers()
        return {
            (page.name, language): _rendered(page, language, scene, browsers)
            for page in sorted(pages(), key=lambda page: page.name not in TELL_OF_READING)
            for language in LANGUAGES
        }


def _rendered(page: Shown, language: str, scene: Scene, browsers: Browsers) -> str:
    places = list(get_resolver().reverse_dict.getlist(page.address)[0][0][0][1])
    url = reverse(page.address, kwargs={place: scene.ids[page.of.get(place, place)] for place in places})
    client = browsers.of(page.who, language)
    answer = client.get(url + page.asked) if page.sent is None else client.post(url, _sent(page, scene), follow=True)
    html: str = answer.content.decode()
    assert answer["Content-Type"].startswith("text/html"), f"{page.name}: {answer.status_code}, no page"
    assert answer.status_code in {200, 403, 404, 422}, f"{page.name}: {answer.status_code}"
    return steady(html)


def _sent(page: Shown, scene: Scene) -> dict[str, object]:
    """What is posted, with the ids of the scene."""

    def named(value: object) -> object:
        if isinstance(value, list):
            return [named(one) for one in value]
        return scene.ids[value[1:]] if isinstance(value, str) and value.startswith(":") else value

    return {name: named(value) for name, value in (page.sent or {}).items()}


def digests(html: dict[tuple[str, str], str]) -> Digests:
    """What the pictures are made from, briefly."""
    found: Digests = {"": {"styles": _digest(*_styles())}}
    for (name, language), text in html.items():
        found.setdefault(name, {})[language] = _digest(text.encode())
    return found


def _styles() -> Iterator[bytes]:
    for name in STYLES:
        path = ROOT / name
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file():
                yield file.relative_to(ROOT).as_posix().encode() + b"\0" + file.read_bytes()
    versions = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["devDependencies"]
    yield json.dumps([versions[name] for name in FROM_NPM]).encode()


def _digest(*parts: bytes) -> str:
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:16]


def old(now: Digests, then: Digests) -> list[str]:
    """The pages whose pictures are not what they would be now; all of them where the styles have changed."""
    if now[""] != then.get(""):
        return [name for name in now if name]
    return [name for name in now if now[name] != then.get(name)]


def kept() -> Digests:
    """What was kept of the last time; nothing where there was none."""
    found: Digests = json.loads(MADE.read_text(encoding="utf-8")) if MADE.exists() else {}
    return found


def files() -> set[str]:
    return {shot.file for page in pages() for shot in shots(page)}


def draw(browser: Browser, html: dict[tuple[str, str], str]) -> list[str]:
    """Draw what is old or missing, throw away what no page has, and write the README. The names of what was drawn."""
    now = digests(html)
    stale = set(old(now, kept()))
    PICTURES.mkdir(parents=True, exist_ok=True)
    drawn = []
    context = browser.new_context()
    canvas = context.new_page()
    for page in pages():
        for shot in shots(page):
            if page.name in stale or not (PICTURES / shot.file).exists():
                (PICTURES / shot.file).write_bytes(_picture(canvas, shot, html[shot.page, shot.language]))
                drawn.append(shot.file)
    context.close()
    for path in PICTURES.glob("*.webp"):
        if path.name not in files():
            path.unlink()
    MADE.write_text(json.dumps(now, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    (MANUAL / "README.md").write_text(readme(), encoding="utf-8")
    return drawn


def _picture(page: Page, shot: Shot, html: str) -> bytes:
    page.unroute_all()
    page.route("**/*", lambda route: _answer(route, html))
    page.set_viewport_size({"width": shot.width, "height": HEIGHT})
    page.emulate_media(color_scheme=shot.scheme, reduced_motion="reduce")
    page.goto(f"{ORIGIN}/")
    tall = int(page.evaluate("document.fonts.ready.then(() => document.documentElement.scrollHeight)"))
    page.set_viewport_size({"width": shot.width, "height": min(tall, TALLEST)})  # the bar of a phone is at the bottom
    return _as_webp(page, page.screenshot(animations="disabled", caret="hide"))


def _answer(route: Route, html: str) -> None:
    """The page itself, and its styles, script and letters; nothing else is there."""
    path = route.request.url.removeprefix(ORIGIN)
    if path == "/":
        route.fulfill(body=html, content_type="text/html; charset=utf-8")
    elif path.startswith("/static/") and (file := ROOT / "jiwar" / path[1:]).is_file():
        route.fulfill(path=file)
    else:
        route.fulfill(status=404)


def _as_webp(page: Page, png: bytes) -> bytes:
    """The same picture as WebP; the browser can do it itself."""
    made = page.evaluate(
        """async ([png, quality]) => {
          const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
          const canvas = new OffscreenCanvas(image.width, image.height);
          canvas.getContext('2d').drawImage(image, 0, 0);
          const blob = await canvas.convertToBlob({ type: 'image/webp', quality });
          const bytes = new Uint8Array(await blob.arrayBuffer());
          let text = '';
          for (const byte of bytes) text += String.fromCharCode(byte);
          return btoa(text);
        }""",
        [base64.b64encode(png).decode(), QUALITY],
    )
    return base64.b64decode(made)


def readme() -> str:
    """The manual, page by page, in both languages."""
    top = [
        "# The pages of Jiwar · صفحات جِوار",
        "",
        "Every page, with what it is for. The people in the pictures do not exist. `make pictures` draws this again.",
        "",
        '<p dir="rtl" lang="ar">كل صفحة والغرض منها. الأشخاص في الصور لا وجود لهم.</p>',
        "",
        *(f"- [{one.en} · {one.ar}](#{_anchor(one)})" for one in CHAPTERS),
    ]
    return "\n".join([*top, *(line for one in CHAPTERS for line in _chapter(one))]) + "\n"


def _chapter(chapter: Chapter) -> Iterator[str]:
    yield from ("", f'<a id="{_anchor(chapter)}"></a>', "", f"## {chapter.en} · {chapter.ar}")
    for page in chapter.pages:
        yield from ("", f"### {page.en[0]} · {page.ar[0]}", "", page.en[1], "")
        yield from (f'<p dir="rtl" lang="ar">{page.ar[1]}</p>', "")
        looks = list(shots(page))
        yield f"| {' | '.join(_caption(shot) for shot in looks)} |"
        yield f"|{'---|' * len(looks)}"
        yield f"| {' | '.join(f'![{page.en[0]}, {_caption(shot)}](pictures/{shot.file})' for shot in looks)} |"


def _caption(shot: Shot) -> str:
    night = "" if shot.scheme == "light" else ", dark"
    return f"{'العربية' if shot.language == 'ar' else 'English'}, {shot.width}{night}"


def _anchor(chapter: Chapter) -> str:
    return re.sub(r"[^a-z]+", "-", chapter.en.lower())


def weight(folder: Path = PICTURES) -> int:
    """Bytes of all pictures."""
    return sum(path.stat().st_size for path in folder.glob("*.webp"))
