"""Addresses of signing in and out, and of one's own sessions. No address of django-allauth is included whole."""

from django.urls import path

from jiwar.ground.access.views import drafts, joining, own, signing, through, tokens, ways

urlpatterns = [
    path("sign-in", signing.sign_in_page, name="sign-in"),
    path("sign-in/code", signing.sign_in_code_page, name="sign-in-code"),
    path("sign-in/passkey", signing.sign_in_passkey, name="sign-in-passkey"),
    path("sign-in/challenge", signing.passkey_challenge, name="sign-in-challenge"),
    path("sign-in/through", through.through_page, name="through"),
    path("sign-in/through/<slug:organisation>", through.through_page, name="through-word"),
    path("sign-in/through/<slug:organisation>/back", through.through_back, name="through-back"),
    path("sign-out", signing.sign_out_page, name="sign-out"),
    path("stay", signing.stay, name="stay"),
    path("prove", own.prove_page, name="prove"),
    path("prove/through", through.prove_through, name="prove-through"),
    path("go-on", own.go_on_page, name="go-on"),
    path("leave", signing.leave, name="leave"),
    path("ways", ways.ways_page, name="ways"),
    path("ways/challenge", ways.ways_challenge, name="ways-challenge"),
    path("ways/passkey", ways.ways_passkey, name="ways-passkey"),
    path("ways/password", ways.ways_password, name="ways-password"),
    path("ways/codes", ways.ways_codes, name="ways-codes"),
    path("ways/through", through.ways_through, name="ways-through"),
    path("ways/through/drop", through.ways_through_drop, name="ways-through-drop"),
    path("ways/<int:factor_id>/drop", ways.way_drop, name="way-drop"),
    path("ways/tokens", tokens.tokens_page, name="tokens"),
    path("ways/tokens/<uuid:token_id>/end", tokens.token_end, name="token-end"),
    path("recovery-codes", ways.recovery_codes, name="recovery-codes"),
    path("welcome", joining.welcome, name="welcome"),
    path("welcome/ways", joining.welcome_ways, name="welcome-ways"),
    path("welcome/challenge", joining.welcome_challenge, name="welcome-challenge"),
    path("welcome/passkey", joining.welcome_passkey, name="welcome-passkey"),
    path("welcome/password", joining.welcome_password, name="welcome-password"),
    path("drafts", drafts.draft_keep, name="draft-keep"),
    path("drafts/<uuid:draft_id>/drop", drafts.draft_drop, name="draft-drop"),
    path("writing", own.writing_page, name="writing"),
    path("sessions", own.sessions_page, name="sessions"),
    path("sessions/end", own.sessions_end, name="sessions-end"),
    path("sessions/<uuid:session_id>/end", own.session_end, name="session-end"),
]
