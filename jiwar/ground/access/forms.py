"""The sign-in form."""

from django import forms
from django.utils.translation import gettext_lazy as _

from jiwar.ground.base.forms import PageForm, without_marks


class UsernameField(forms.CharField):
    """A user name: without the invisible marks and spaces that keyboards add."""

    def to_python(self, value: object) -> str:
        return without_marks(super().to_python(value) or "").strip()


class ProveForm(PageForm):
    password = forms.CharField(label=_("Password"), max_length=1024, strip=False, widget=forms.PasswordInput)


class SignInForm(PageForm):
    username = UsernameField(
        label=_("User name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "username", "dir": "ltr", "autocapitalize": "none"}),
    )
    password = forms.CharField(label=_("Password"), max_length=1024, strip=False, widget=forms.PasswordInput)
