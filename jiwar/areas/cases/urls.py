"""Addresses of what is done with a case. Showing one is the desk's."""

from django.urls import path

from jiwar.areas.cases import views

urlpatterns = [
    path("people/<uuid:person_id>/cases/new", views.case_new, name="case-new"),
    path("people/<uuid:person_id>/erase", views.person_erase, name="person-erase"),
    path("caseloads/<uuid:user_id>", views.caseload, name="caseload"),
    path("cases/<uuid:case_id>/note", views.case_note, name="case-note"),
    path("cases/<uuid:case_id>/risk", views.case_risk, name="case-risk"),
    path("cases/<uuid:case_id>/assign", views.case_assign, name="case-assign"),
    path("cases/<uuid:case_id>/close", views.case_close, name="case-close"),
    path("cases/<uuid:case_id>/close-later", views.case_close_later, name="case-close-later"),
    path("cases/<uuid:case_id>/closings/<uuid:closing_id>", views.case_closing, name="case-closing"),
    path(
        "cases/<uuid:case_id>/closings/<uuid:closing_id>/withdraw",
        views.case_closing_withdraw,
        name="case-closing-withdraw",
    ),
    path("cases/<uuid:case_id>/reopen", views.case_reopen, name="case-reopen"),
    path("cases/<uuid:case_id>/hold", views.case_hold, name="case-hold"),
    path("cases/<uuid:case_id>/share", views.case_share, name="case-share"),
    path("cases/<uuid:case_id>/shares/<uuid:grant_id>/end", views.case_share_end, name="case-share-end"),
    path("cases/<uuid:case_id>/conflict", views.case_conflict, name="case-conflict"),
    path("cases/<uuid:case_id>/seal", views.case_seal, name="case-seal"),
    path("cases/<uuid:case_id>/conflict/<uuid:user_id>/lift", views.case_lift, name="case-lift"),
    path("cases/<uuid:case_id>/unseal", views.case_unseal, name="case-unseal"),
    path("cases/<uuid:case_id>/facts/trafficking", views.case_trafficking, name="case-trafficking"),
    path("cases/<uuid:case_id>/facts/intake", views.case_intake, name="case-intake"),
    path("cases/<uuid:case_id>/facts/support", views.case_support, name="case-support"),
    path("cases/<uuid:case_id>/incidents/new", views.case_incident_new, name="case-incident-new"),
    path("cases/<uuid:case_id>/incidents/<uuid:incident_id>", views.case_incident, name="case-incident"),
    path("cases/<uuid:case_id>/incidents/<uuid:incident_id>/drop", views.case_incident_drop, name="case-incident-drop"),
    path("cases/<uuid:case_id>/perpetrators/new", views.case_perpetrator_new, name="case-perpetrator-new"),
    path("cases/<uuid:case_id>/perpetrators/<uuid:perpetrator_id>", views.case_perpetrator, name="case-perpetrator"),
    path(
        "cases/<uuid:case_id>/perpetrators/<uuid:perpetrator_id>/drop",
        views.case_perpetrator_drop,
        name="case-perpetrator-drop",
    ),
    path("cases/<uuid:case_id>/numbers/new", views.case_number_new, name="case-number-new"),
    path("cases/<uuid:case_id>/numbers/<uuid:number_id>/drop", views.case_number_drop, name="case-number-drop"),
    path("cases/<uuid:case_id>/who", views.case_seers, name="case-seers"),
    path("cases/<uuid:case_id>/why", views.case_why, name="case-why"),
    path("cases/<uuid:case_id>/emergency/<uuid:glass_id>/close", views.glass_close, name="glass-close"),
    path("emergency", views.glass_break, name="glass-break"),
    path("second-look", views.second_look, name="second-look"),
    path("second-look/openings/<uuid:glass_id>", views.glass_review, name="glass-review"),
    path("second-look/conflicts/<uuid:case_id>/<uuid:user_id>", views.conflict_rule, name="conflict-rule"),
    path("second-look/seals/<uuid:proposal_id>", views.seal_decide, name="seal-decide"),
]
