"""Where a job stands."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class JobState(models.TextChoices):
    """From waiting to done, or to given up: then somebody has to look."""

    WAITING = "waiting", _("waiting")
    RUNNING = "running", _("under way")
    DONE = "done", _("done")
    GIVEN_UP = "given_up", _("given up")
