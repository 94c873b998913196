"""What a page of the manual is, and a chapter of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the manual."""

    name: str
    who: str
    """A persona of the demo, or nobody: before the sign-in."""
    en: tuple[str, str]
    """What it is called, and what it is for."""
    ar: tuple[str, str]
    route: str = ""
    """The address by its name; usually that of the page."""
    of: Mapping[str, str] = field(default_factory=dict)
    asked: str = ""
    sent: Mapping[str, object] | None = None
    dark: bool = False

    @property
    def address(self) -> str:
        return self.route or self.name


@dataclass(frozen=True, slots=True)
class Chapter:
    """Pages that belong together."""

    en: str
    ar: str
    pages: tuple[Page, ...]
