"""Addresses of people. Whose file it is, only the id tells."""

from django.urls import path

from jiwar.areas.people import views

urlpatterns = [
    path("people", views.people, name="people"),
    path("people/new", views.person_new, name="person-new"),
    path("people/<uuid:person_id>/correct", views.person_correct, name="person-correct"),
    path("people/<uuid:person_id>/details", views.person_details, name="person-details"),
    path("people/<uuid:person_id>/phones", views.person_phones, name="person-phones"),
]
