"""Addresses of the desk."""

from django.urls import path

from jiwar.doors.desk import gallery, searching, second_word, staffing, views

urlpatterns = [
    path("", views.home, name="home"),
    path("cases/<uuid:case_id>", views.case, name="case"),
    path("cases/<uuid:case_id>/file", views.case_file, name="case-file"),
    path("people/<uuid:person_id>", views.person, name="person"),
    path("people/<uuid:person_id>/file", views.person_file, name="person-file"),
    path("gallery", gallery.gallery, name="gallery"),
    path("search", searching.search, name="search"),
    path("colleagues", staffing.colleagues, name="colleagues"),
    path("ways/second-word", second_word.second_word, name="second-word"),
    path("trail", staffing.agency_trail, name="agency-trail"),
]
