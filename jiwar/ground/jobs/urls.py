"""Addresses of jobs."""

from django.urls import path

from jiwar.ground.jobs import views

urlpatterns = [
    path("jobs", views.jobs, name="jobs"),
    path("jobs/<uuid:job_id>/again", views.job_retry, name="job-retry"),
]
