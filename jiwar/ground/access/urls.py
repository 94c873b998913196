"""Addresses of signing in and out, and of one's own sessions. No address of django-allauth is included whole."""

from django.urls import path

from jiwar.ground.access.views import own, signing

urlpatterns = [
    path("sign-in", signing.sign_in_page, name="sign-in"),
    path("sign-in/code", signing.sign_in_code_page, name="sign-in-code"),
    path("sign-in/passkey", signing.sign_in_passkey, name="sign-in-passkey"),
    path("sign-in/challenge", signing.passkey_challenge, name="sign-in-challenge"),
    path("sign-out", signing.sign_out_page, name="sign-out"),
    path("stay", signing.stay, name="stay"),
    path("prove", own.prove_page, name="prove"),
    path("go-on", own.go_on_page, name="go-on"),
    path("sessions", own.sessions_page, name="sessions"),
    path("sessions/end", own.sessions_end, name="sessions-end"),
    path("sessions/<uuid:session_id>/end", own.session_end, name="session-end"),
]
