"""Addresses of files. What a file is called stands in none of them."""

from django.urls import path

from jiwar.doors.exchange import views

urlpatterns = [
    path("files", views.batches, name="batches"),
    path("files/new", views.batch_new, name="batch-new"),
    path("files/out/new", views.export_new, name="export-new"),
    path("files/out/<uuid:export_id>", views.export, name="export"),
    path("files/out/<uuid:export_id>/confirm", views.export_confirm, name="export-confirm"),
    path("files/out/<uuid:export_id>/decline", views.export_decline, name="export-decline"),
    path("files/<uuid:batch_id>", views.batch, name="batch"),
    path("files/<uuid:batch_id>/columns", views.batch_columns, name="batch-columns"),
    path("files/<uuid:batch_id>/finish", views.batch_finish, name="batch-finish"),
    path("files/<uuid:batch_id>/drop", views.batch_drop, name="batch-drop"),
    path("files/<uuid:batch_id>/report", views.batch_report, name="batch-report"),
    path("files/<uuid:batch_id>/export", views.batch_export, name="batch-export"),
]
