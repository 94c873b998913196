"""How somebody wants to be told: text to values."""

from datetime import time
from typing import Any

import phonenumbers
from django import forms
from django.utils.translation import gettext_lazy as _

from jiwar.ground.base.forms import PageForm, latin_digits, without_marks
from jiwar.ground.notices import sms
from jiwar.ground.notices.words import MailWish, QuietWish, SmsWish

HERE = "JO"


class PhoneField(forms.CharField):
    """A telephone number, as dialled in Jordan or with its country; any digits. Its value begins with a plus."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=40, **kwargs)
        self.widget.attrs.update({"dir": "ltr", "inputmode": "tel", "size": 20})

    def to_python(self, value: Any) -> str:
        text = latin_digits(without_marks(super().to_python(value) or "")).strip()
        if not text:
            return ""
        try:
            number = phonenumbers.parse(text, HERE)
        except phonenumbers.NumberParseException:
            number = None
        if number is None or not phonenumbers.is_valid_number(number):
            raise forms.ValidationError(_("Write the number like this: 079 000 0000, or +962 79 000 0000."))
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


class HourField(forms.TimeField):
    """A time of day, 8:00 or 08:00, with any digits."""

    widget = forms.TextInput
    default_error_messages = {"invalid": _("Write the hour like this: 8:00")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%H:%M", "%H.%M", "%H"], **kwargs)
        self.widget.attrs.update({"dir": "ltr", "inputmode": "text", "size": 6})

    def to_python(self, value: Any) -> time | None:
        return super().to_python(latin_digits(without_marks(value)).strip() if isinstance(value, str) else value)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%H:%M}" if isinstance(value, time) else value


class WishForm(PageForm):
    mail = forms.ChoiceField(label=_("By mail"), choices=MailWish.choices, widget=forms.RadioSelect)
    quiet = forms.ChoiceField(
        label=_("In which hours"),
        choices=QuietWish.choices,
        widget=forms.RadioSelect,
        help_text=_("Alarms and emergencies come at any hour."),
    )
    begins = HourField(label=_("From"), required=False)
    ends = HourField(label=_("Until"), required=False)
    sms = forms.ChoiceField(label=_("By text message"), choices=SmsWish.choices, widget=forms.RadioSelect)
    phone = PhoneField(
        label=_("Mobile number"),
        required=False,
        help_text=_("Kept sealed. Leave it empty to have it forgotten."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not sms.is_offered():  # what would always be refused is not offered
            never = [(SmsWish.NEVER.value, SmsWish.NEVER.label)]
            self.fields["sms"].choices = never  # type: ignore[attr-defined]  # it is a ChoiceField
