"""Addresses of notices; the bell itself is the desk's, which knows the files."""

from django.urls import path

from jiwar.ground.notices import views

urlpatterns = [path("notices/wishes", views.notice_wishes, name="notice-wishes")]
