"""What a document is, and whether it was looked at for malware: in both languages."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from jiwar.ground.files.scanning import Scan


class DocumentKind(models.TextChoices):
    """What somebody holds in the hand. Plain, so that a list can be read by it; whatever tells more is sealed."""

    IDENTITY = "identity", _("identity paper")
    MEDICAL = "medical", _("medical report")
    POLICE = "police", _("police report")
    COURT = "court", _("court paper")
    PHOTO = "photo", _("photograph")
    CONSENT = "consent", _("consent form")
    LETTER = "letter", _("letter")
    SOUND = "sound", _("sound recording")
    OTHER = "other", _("other document")


class ScanState(models.TextChoices):
    """What a scanner said when it came. Where something was found nothing is kept, so there is no third."""

    NOT_SCANNED = Scan.NOT_SCANNED.value, _("not scanned for malware")
    CLEAN = Scan.CLEAN.value, _("scanned, nothing found")
