"""Mail between a resident and the outside: messages of visitors."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from post.services import address_of, enqueue
from residents.models import ContactMail, Registration

CONTACT = "resident-contact"


def pass_on(registration: Registration, *, text: str, email: str, token: UUID, first_name: str = "") -> None:
    """Send a message of a visitor on to the resident, who asked for this. It stands in the mail and nowhere else.

    A second one with the same token raises IntegrityError.
    """
    with transaction.atomic():
        ContactMail.objects.create(registration=registration, token=token)
        enqueue(
            to=registration.words.email,
            subject=_("Somebody writes to you about your initiative"),
            template="residents/mail/contact",
            context={
                "initiative": registration.initiative,
                "message": text,
                "first_name": first_name,
                "email": email,
                "ask_url": address_of("resident_ask"),
            },
            purpose=CONTACT + registration.mail_purpose,
        )
