"""Addresses of files. What a file is called stands in none of them."""

from django.urls import path

from jiwar.doors.exchange import views

urlpatterns = [
    path("files", views.batches, name="batches"),
    path("files/new", views.batch_new, name="batch-new"),
    path("files/<uuid:batch_id>", views.batch, name="batch"),
    path("files/<uuid:batch_id>/columns", views.batch_columns, name="batch-columns"),
    path("files/<uuid:batch_id>/finish", views.batch_finish, name="batch-finish"),
    path("files/<uuid:batch_id>/drop", views.batch_drop, name="batch-drop"),
    path("files/<uuid:batch_id>/report", views.batch_report, name="batch-report"),
]
