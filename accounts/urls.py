"""Addresses of this room. Those of allauth stand here one by one: what is not used does not exist."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path

from accounts.views import account, address, entrance, municipal, people, second_step

urlpatterns = [
    path("inloggen/", entrance.login, name="login"),
    path("uitloggen/", entrance.Logout.as_view(), name="logout"),
    path("uitnodiging/", people.invitation, name="invitation"),
    # coming in
    path("account/inloggen/", entrance.account_login, name="account_login"),
    path("account/code/", entrance.ConfirmCode.as_view(), name="account_confirm_login_code"),
    path("account/tweede-stap/", entrance.SecondStep.as_view(), name="mfa_authenticate"),
    path("account/passkey/", login_not_required(entrance.PasskeyLogin.as_view()), name="mfa_login_webauthn"),
    path("account/via/<slug:provider_id>/", municipal.openid_connect_login, name="openid_connect_login"),
    path(
        "account/via/<slug:provider_id>/terug/",
        municipal.openid_connect_callback,
        name="openid_connect_callback",
    ),
    path("account/wachtwoord-vergeten/", entrance.Forgot.as_view(), name="account_reset_password"),
    path(
        "account/wachtwoord-vergeten/code/",
        entrance.ConfirmReset.as_view(),
        name="account_confirm_password_reset_code",
    ),
    path(
        "account/wachtwoord-vergeten/nieuw/",
        entrance.CompleteReset.as_view(),
        name="account_complete_password_reset",
    ),
    # one's own account
    path("account/", account.account, name="account"),
    path("account/adres/", address.address_change, name="address_change"),
    path("account/adres/bevestigen/", address.address_confirm, name="address_confirm"),
    path("account/rollen/<int:pk>/opgeven/", account.role_leave, name="role_leave"),
    path("account/sessies/", account.sessions_end, name="sessions_end"),
    path("account/sessies/<int:pk>/", account.session_end, name="session_end"),
    path("account/wachtwoord/", account.ChangePassword.as_view(), name="account_change_password"),
    path("account/wachtwoord/instellen/", account.set_password, name="account_set_password"),
    path("account/bevestigen/", account.Again.as_view(), name="account_reauthenticate"),
    path("account/bevestigen/code/", account.AgainByCode.as_view(), name="mfa_reauthenticate"),
    path("account/bevestigen/passkey/", account.AgainByPasskey.as_view(), name="mfa_reauthenticate_webauthn"),
    # the second step
    path("account/beveiliging/", second_step.Overview.as_view(), name="mfa_index"),
    path("account/beveiliging/app/", second_step.ActivateApp.as_view(), name="mfa_activate_totp"),
    path("account/beveiliging/app/weg/", second_step.DeactivateApp.as_view(), name="mfa_deactivate_totp"),
    path("account/beveiliging/passkey/", second_step.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path(
        "account/beveiliging/passkey/<int:pk>/weg/",
        second_step.RemovePasskey.as_view(),
        name="mfa_remove_webauthn",
    ),
    path(
        "account/beveiliging/herstelcodes/",
        second_step.RecoveryCodes.as_view(),
        name="mfa_view_recovery_codes",
    ),
    path(
        "account/beveiliging/herstelcodes/nieuw/",
        second_step.NewRecoveryCodes.as_view(),
        name="mfa_generate_recovery_codes",
    ),
    # roles
    path("kernen/<slug:slug>/mensen/", people.people, name="kern_people"),
    path("kernen/<slug:slug>/mensen/<int:membership>/einde/", people.role_end, name="kern_role_end"),
    path(
        "kernen/<slug:slug>/mensen/uitnodiging/<int:link>/",
        people.invitation_withdraw,
        name="kern_invitation_withdraw",
    ),
    path("gemeenten/<name:name>/mensen/", people.people, name="municipality_people"),
    path(
        "gemeenten/<name:name>/mensen/<int:membership>/einde/", people.role_end, name="municipality_role_end"
    ),
    path(
        "gemeenten/<name:name>/mensen/uitnodiging/<int:link>/",
        people.invitation_withdraw,
        name="municipality_invitation_withdraw",
    ),
]
