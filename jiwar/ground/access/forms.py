"""The forms of signing in and of setting it up."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from jiwar.ground.access.models import User
from jiwar.ground.access.scopes import Scope, TokenPurpose, periods
from jiwar.ground.access.signing import strength
from jiwar.ground.access.signing.passwords import normalised
from jiwar.ground.base.forms import PageForm, latin_digits, without_marks
from jiwar.ground.base.writing import Writing, digits

USERNAME = {"autocomplete": "username", "dir": "ltr", "autocapitalize": "none"}
LETTERS = {"dir": "ltr", "autocapitalize": "characters", "spellcheck": "false", "autocomplete": "off"}
CODE = {"autocomplete": "one-time-code", "inputmode": "numeric", "dir": "ltr", "size": 14}


class UsernameField(forms.CharField):
    """A user name: without the invisible marks and spaces that keyboards add."""

    def to_python(self, value: object) -> str:
        return without_marks(super().to_python(value) or "").strip()


class OneTimeCodeField(forms.CharField):
    """Six digits of an app, or ten of the paper, with any digits and spaces."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Code"))
        super().__init__(max_length=32, widget=forms.TextInput(attrs=CODE), **kwargs)

    def to_python(self, value: object) -> str:
        return "".join(latin_digits(without_marks(super().to_python(value) or "")).split())


class SecretField(forms.CharField):
    """A password: nothing is stripped, and all letters are welcome."""

    def __init__(self, *, new: bool = False, **kwargs: Any) -> None:
        attrs = {"autocomplete": "new-password"} if new else {}
        kwargs.setdefault("label", _("Password"))
        super().__init__(max_length=1024, strip=False, widget=forms.PasswordInput(attrs=attrs), **kwargs)


class SignInForm(PageForm):
    username = UsernameField(label=_("User name"), max_length=150, widget=forms.TextInput(attrs=USERNAME))
    password = SecretField()


class CodeForm(PageForm):
    code = OneTimeCodeField(help_text=_("The six digits that your app shows now, or one of the codes on your paper."))


class PasskeyForm(PageForm):
    """What the browser made of a challenge; nothing that anybody types."""

    credential = forms.CharField(max_length=16 * 1024, widget=forms.HiddenInput)


class ThroughForm(PageForm):
    """The word by which an organisation is found."""

    word = forms.CharField(
        label=_("Word of your organisation"),
        help_text=_("It stands on what your administrator gave you."),
        max_length=64,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocapitalize": "none", "spellcheck": "false"}),
    )

    def clean_word(self) -> str:
        return latin_digits(without_marks(self.cleaned_data["word"])).strip().lower()


class ProveForm(PageForm):
    """The password again, and a code where one is set up."""

    password = SecretField()

    def __init__(self, *args: Any, with_code: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if with_code:
            self.fields["code"] = OneTimeCodeField()


class NewSecretForm(PageForm):
    """A secret that is typed twice; `typed` names its field."""

    typed = "password"

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        secret = cleaned.get(self.typed)
        if secret and (problem := self._problem(secret)):
            self.add_error(self.typed, problem)
        elif secret and cleaned.get("again") and cleaned["again"] != secret:
            self.add_error("again", _("The two do not match."))
        return cleaned

    def _problem(self, secret: str) -> ValidationError | None:
        if len(normalised(secret)) < strength.LEAST:
            return ValidationError(_("At least %(count)s characters.") % {"count": strength.LEAST}, code="too_short")
        try:
            validate_password(secret, self.user)
        except ValidationError as error:
            return error
        return None


class NewPasswordForm(NewSecretForm):
    """A password that will be used with codes from an app, and the first code."""

    password = SecretField(
        label=_("New password"),
        new=True,
        help_text=_("At least 15 characters, Arabic letters included. Several words make a good one."),
    )
    again = SecretField(label=_("The same once more"), new=True)
    code = OneTimeCodeField(label=_("Code that the app shows"))


class SecondWordForm(NewSecretForm):
    """What is said in place of the password by whoever is forced to sign in."""

    word = SecretField(
        label=_("Second word"),
        new=True,
        help_text=_("At least 15 characters, and nothing like your password: nobody may mistake one for the other."),
    )
    again = SecretField(label=_("The same once more"), new=True)
    typed = "word"


class WelcomeForm(PageForm):
    """What an invited person was given by two people: a link, whose letters the script fills in, and a code."""

    token = forms.CharField(
        label=_("Letters of the link"),
        help_text=_("They are filled in where you opened the link. From paper, type all of them."),
        max_length=200,
        widget=forms.TextInput(attrs=LETTERS),
    )
    code = forms.CharField(
        label=_("Code of the second person"),
        help_text=_(
            "Ten letters and digits, from whoever confirmed your invitation. Empty only with a link of the operator."
        ),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs=LETTERS),
    )


class TokenForm(PageForm):
    """What another system may do here, and until when."""

    purpose = forms.ChoiceField(
        label=_("What the other system does"), choices=TokenPurpose.choices, widget=forms.RadioSelect
    )
    scopes = forms.MultipleChoiceField(
        label=_("What the token opens"),
        help_text=_("Choose as little as the other system needs."),
        choices=Scope.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    days = forms.ChoiceField(label=_("How long it is good"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(str(n), ngettext("%(n)s day", "%(n)s days", n) % {"n": digits(str(n))}) for n in periods()]
        self.fields["days"].choices = offered  # type: ignore[attr-defined]  # it is a ChoiceField


class WritingForm(PageForm):
    """How numbers and days are written in this browser."""

    LATIN, ARABIC = "latin", "arabic"
    digits = forms.ChoiceField(
        label=_("Digits in Arabic pages"),
        widget=forms.RadioSelect,
        choices=[(LATIN, "1234567890"), (ARABIC, "١٢٣٤٥٦٧٨٩٠")],
        help_text=_("Codes and telephone numbers keep Latin digits. You may type either everywhere."),
    )
    hijri = forms.BooleanField(
        label=_("Show the Hijri day beside the other"),
        required=False,
        help_text=_("By the Umm al-Qura calendar: the day announced in Jordan can differ by one."),
    )

    def chosen(self) -> Writing:
        """Valid forms only."""
        wants = self.cleaned_data
        return Writing(arabic_digits=wants["digits"] == self.ARABIC, hijri=wants["hijri"])
