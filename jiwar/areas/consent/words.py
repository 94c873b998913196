"""Words of this area: what a person agrees to or refuses."""

from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _


class About(models.TextChoices):
    """To what; each is asked by itself, because refusing one must never cost another."""

    DATA_PROCESSING = "data_processing", _("that what was told is written down and worked with")


@dataclass(frozen=True, slots=True)
class Said:
    """What a person said last. `said_on` is None where nobody wrote down when."""

    about: About
    given: bool
    said_on: date | None = None
