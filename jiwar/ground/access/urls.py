"""Addresses of signing in and out."""

from django.urls import path

from jiwar.ground.access import views

urlpatterns = [
    path("sign-in", views.sign_in_page, name="sign-in"),
    path("prove", views.prove_page, name="prove"),
    path("sign-out", views.sign_out_page, name="sign-out"),
]
