"""What carries its name in both languages."""

from django.db import models


class Named(models.Model):
    """Two plain columns; a page shows the one of its language (`|in_language`)."""

    name_en = models.CharField(max_length=200)
    name_ar = models.CharField(max_length=200)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name_en
