"""The column type of encrypted values. Its sensitivity stands beside the column, where tests can read it."""

from typing import Any, final

from django.db import models

from jiwar.ground.vault.models import Kind

KIND_OF = {
    "identity": Kind.IDENTITY,
    "status": Kind.GUARDED,
    "place": Kind.GUARDED,
    "narrative": Kind.NARRATIVE,
}
"""Which data key seals a data class. Shelter locations are absent: their key domain is their own, and later."""


@final
class SealedField(models.BinaryField):  # type: ignore[type-arg]  # Django cannot be subscripted when it runs
    """Ciphertext made by `Ring.seal`. `root` names the attribute that holds the id of the record's root.

    To migrations and histories this is a plain BinaryField, so that neither depends on this module. The names of
    table and column are bound into the ciphertext: whoever renames one seals its values anew.
    """

    def __init__(self, data_class: str, *, root: str = "id", **options: Any) -> None:
        if data_class not in KIND_OF:
            raise ValueError(f"no data key seals the class {data_class!r}")
        self.data_class = data_class
        self.root = root
        super().__init__(**options)

    @property
    def kind(self) -> Kind:
        """Which data key seals it."""
        return KIND_OF[self.data_class]

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, _, args, options = super().deconstruct()
        return name, "django.db.models.BinaryField", list(args), dict(options)

    def clone(self) -> "SealedField":
        _, _, _, options = self.deconstruct()
        return SealedField(self.data_class, root=self.root, **options)
