"""One person's way through the pages, told in English msgids, walked in either language.

Every page that is looked at is measured too: axe, direction, neutral title, nothing wider than its
window, nothing asked from another machine, no error in the console. Its picture is kept.
"""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from django.utils import translation
from playwright.sync_api import Browser, Locator, expect

ROOT = Path(__file__).parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
PICTURES = ROOT / "var" / "pictures"
WIDTHS = (1280, 360)
AXE_RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
HARM = re.compile(r"traffick|violence|abuse|اتجار|عنف|إساءة", re.IGNORECASE)


FOCUSED = """selector => {
  const one = document.activeElement;
  if (!one || one === document.body || one === document.documentElement) return null;
  const style = getComputedStyle(one), box = one.getBoundingClientRect();
  const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const middle = document.elementFromPoint(box.x + box.width / 2, Math.min(box.y + box.height / 2, innerHeight - 1));
  const covered = middle && !one.contains(middle) && !middle.contains(one) && !middle.closest("label")?.contains(one)
    && !one.closest("form, nav, main")?.contains(middle);
  return {
    name: `${one.tagName.toLowerCase()} ${(one.textContent || one.name || "").trim().slice(0, 40)}`,
    shown: outlined || one.matches("main"),
    hidden: box.width === 0 || box.bottom < 0 || box.top > innerHeight || Boolean(covered),
    wanted: one.matches(selector),
  };
}"""
"""What has the focus: whether somebody sees that it has, whether anything lies over it, whether it is the one."""


@cache
def _axe() -> str:
    return AXE.read_text(encoding="utf-8")


class Journey:
    def __init__(self, browser: Browser, address: str, language: str, *, script: bool = True) -> None:
        self.address, self.language = address, language
        self.troubles: list[str] = []
        self.names: list[str] = []
        """What no title may say: names of people typed on the way."""
        self.elsewhere = ""
        """The one other machine that may be asked: where quick exit leads."""
        self._browser = browser
        self._open(script=script)

    def _open(self, *, script: bool) -> None:
        locale = "ar-JO" if self.language == "ar" else "en-GB"
        self.context = self._browser.new_context(
            viewport={"width": WIDTHS[0], "height": 900},
            locale=locale,
            reduced_motion="reduce",
            java_script_enabled=script,
        )
        self.context.add_cookies([{"name": "language", "value": self.language, "url": self.address}])
        self.page = self.context.new_page()
        self.page.on("console", lambda m: self._heard(m.type, m.text))
        self.page.on("pageerror", lambda error: self.troubles.append(f"script: {error}"))
        self.page.on("request", lambda r: self._asked(r.url))

    def restart(self) -> None:
        """The browser crashes, and somebody opens another one."""
        self.context.close()
        self._open(script=True)

    def _heard(self, kind: str, text: str) -> None:
        expected = "Failed to load resource: the server responded with a status of 4"  # 404, 409: told by the page
        if kind == "error" and not text.startswith(expected):
            self.troubles.append(f"console: {text}")

    def _asked(self, url: str) -> None:
        if not url.startswith((self.address, "data:")) and not (self.elsewhere and url.startswith(self.elsewhere)):
            self.troubles.append(f"asked another machine: {url}")

    def say(self, words: str, **values: object) -> str:
        """The words in the language of this journey."""
        with translation.override(self.language):
            return translation.gettext(words) % values if values else translation.gettext(words)

    def go(self, path: str) -> int:
        response = self.page.goto(self.address + path)
        return response.status if response else 0

    def button(self, words: str) -> Locator:
        return self.page.get_by_role("button", name=self.say(words), exact=True)

    def link(self, words: str) -> Locator:
        return self.page.get_by_role("link", name=self.say(words), exact=True)

    def unfold(self) -> None:
        """The steps of a file that are rarely taken."""
        self.page.locator("header .fold > summary").click()

    def field(self, name: str) -> Locator:
        return self.page.locator(f"[name={name}]")

    def choose(self, name: str, value: str) -> None:
        self.page.locator(f"[name={name}][value='{value}']").check()

    def sees(self, words: str) -> None:
        expect(self.page.get_by_text(self.say(words)).first).to_be_visible()

    def shows(self, text: str) -> None:
        """The text as it is, whatever the language."""
        expect(self.page.get_by_text(text).first).to_be_visible()

    def heading(self, words: str) -> None:
        expect(self.page.get_by_role("heading", name=self.say(words))).to_be_visible()

    def sign_in(self, username: str, password: str) -> None:
        self.go("/sign-in")
        self.field("username").fill(username)
        self.field("password").fill(password)
        self.button("Sign in").click()
        self.page.wait_for_url(lambda url: "/sign-in" not in url)

    def sign_out(self) -> None:
        self.page.locator("details.me > summary").click()
        self.button("Sign out").click()
        self.page.wait_for_url("**/sign-in")

    def tab_to(self, selector: str) -> None:
        """Reach an element with the Tab key, as somebody without a mouse does."""
        for _ in range(60):
            if self.page.evaluate("selector => document.activeElement.matches(selector)", selector):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"the keyboard does not reach {selector}")

    def tab_onward(self, selector: str, *, most: int = 120) -> list[str]:
        """Reach an element with the Tab key, and say what was met on the way; each stop must show its focus.

        The order is that of the page: nothing leads back, but past the end to the beginning.
        """
        met: list[str] = []
        for _ in range(most):
            self.page.keyboard.press("Tab")
            found = self.page.evaluate(FOCUSED, selector)
            if found is None:
                continue  # the browser's own controls, between the end of the page and its beginning
            met.append(found["name"])
            if not found["shown"]:
                self.troubles.append(f"no focus to be seen on {found['name']}")
            if found["hidden"]:
                self.troubles.append(f"the focus is out of sight on {found['name']}")
            if found["wanted"]:
                return met
        raise AssertionError(f"the keyboard does not reach {selector}: {met[-12:]}")

    def enter(self, leads_to: str) -> None:
        """Press Enter, and be where it leads."""
        with self.page.expect_navigation(url=leads_to):
            self.page.keyboard.press("Enter")

    def keys(self, text: str) -> None:
        self.page.keyboard.type(text)

    def focused(self) -> str:
        return str(self.page.evaluate("document.activeElement.textContent")).strip()

    def on_top(self, selector: str) -> bool:
        """Whether nothing lies over the middle of it."""
        return bool(
            self.page.evaluate(
                """selector => { const one = document.querySelector(selector); const box = one.getBoundingClientRect();
                const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
                return one.contains(top); }""",
                selector,
            )
        )

    def cut_off(self) -> list[str]:
        """Texts that do not fit their box and are hidden there."""
        found: list[str] = self.page.evaluate(
            """() => [...document.querySelectorAll('main *, .top *, .rail *')].filter(one => {
              const style = getComputedStyle(one);
              return one.textContent.trim() && !one.closest('.unseen, .tabs, [hidden]')
                && /hidden|clip/.test(style.overflowX + style.overflowY) && style.textOverflow !== 'ellipsis'
                && (one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1);
            }).map(one => one.outerHTML.slice(0, 90))"""
        )
        return found

    def look_at_paper(self, name: str) -> None:
        """Keep the picture of what a printer would get."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        self.page.set_viewport_size({"width": 794, "height": 1123})
        self.page.screenshot(path=PICTURES / f"{name}.{self.language}.paper.png", full_page=True)
        if self.page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            self.troubles.append(f"{name} {self.language}: wider than the paper")

    def look(self, name: str) -> None:
        """Measure this page at both widths, and keep its pictures."""
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 900})
            PICTURES.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=PICTURES / f"{name}.{self.language}.{width}.png", full_page=True)
            where = f"{name} {self.language} {width}"
            if self.page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
                self.troubles.append(f"{where}: wider than its window")
            self.troubles += [f"{where}: {violation}" for violation in self._violations()]
        self.page.set_viewport_size({"width": WIDTHS[0], "height": 900})
        self._judge(name)

    def _judge(self, name: str) -> None:
        html = self.page.locator("html")
        if html.get_attribute("lang") != self.language:
            self.troubles.append(f"{name}: lang is not {self.language}")
        if html.get_attribute("dir") != ("rtl" if self.language == "ar" else "ltr"):
            self.troubles.append(f"{name}: the wrong direction")
        title = self.page.title()
        if HARM.search(title) or any(name and name in title for name in self.names):
            self.troubles.append(f"{name}: the title tells: {title}")
        if not self.page.locator("a[data-exit]").is_visible():
            self.troubles.append(f"{name}: no quick exit")

    def _violations(self) -> list[str]:
        if not self.page.evaluate("Boolean(window.axe)"):  # half a megabyte: once for each page is enough
            self.page.evaluate(_axe())
        found: dict[str, Any] = self.page.evaluate(f"axe.run(document, {json.dumps(AXE_RULES)})")
        return [f"axe {v['id']}: {[n['html'][:120] for n in v['nodes'][:3]]}" for v in found["violations"]]

    def end(self) -> None:
        self.context.close()
        assert self.troubles == [], "\n".join(self.troubles)
