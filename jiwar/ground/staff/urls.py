"""Addresses of those who work here: invitations, roles, covers, conduct and review."""

from django.urls import path

from jiwar.ground.staff import views

urlpatterns = [
    path("alarms", views.alarms, name="alarms"),
    path("alarms/<uuid:alarm_id>", views.alarm_accept, name="alarm-accept"),
    path("conduct", views.conduct_page, name="conduct"),
    path("invitations", views.invitations, name="invitations"),
    path("invitations/new", views.invitation_new, name="invitation-new"),
    path("invitations/reset", views.invitation_reset, name="invitation-reset"),
    path("invitations/made", views.invitation_made, name="invitation-made"),
    path("invitations/<uuid:invitation_id>", views.invitation_decide, name="invitation-decide"),
    path("staff", views.staff, name="staff"),
    path("staff/conduct", views.staff_conduct, name="staff-conduct"),
    path("staff/proposals", views.staff_proposals, name="staff-proposals"),
    path("staff/proposals/<uuid:role_proposal_id>", views.staff_proposal, name="staff-proposal"),
    path(
        "staff/proposals/<uuid:role_proposal_id>/decline", views.staff_proposal_decline, name="staff-proposal-decline"
    ),
    path("staff/review", views.staff_review, name="staff-review"),
    path("staff/review/<uuid:assignment_id>", views.staff_review_line, name="staff-review-line"),
    path("staff/roles/<uuid:role_id>/end", views.staff_role_end, name="staff-role-end"),
    path("staff/<uuid:user_id>", views.staff_user, name="staff-user"),
    path("staff/<uuid:user_id>/shut-out", views.staff_shut_out, name="staff-shut-out"),
    path("staff/<uuid:user_id>/let-in", views.staff_let_in, name="staff-let-in"),
    path("staff/<uuid:user_id>/roles/new", views.staff_role_new, name="staff-role-new"),
    path("covers/new", views.cover_new, name="cover-new"),
    path("covers/<uuid:cover_id>/end", views.cover_end, name="cover-end"),
]
