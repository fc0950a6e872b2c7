"""How somebody without an account is reached: an address that nobody gets to see, and perhaps a first name."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from wijkweb.kit.sealed import SealedTextField, mark_of


def plain_address(email: str) -> str:
    """An address as it is compared and marked."""
    return email.strip().lower()


class Reachable(models.Model):
    """A row without history, on purpose: what is erased is gone.

    Address and first name are encrypted; the mark beside the address finds it back.
    """

    SALT: ClassVar[str]
    """Of the room, in the mark: the same address has another one elsewhere."""

    email = SealedTextField(_("e-mail address"))
    address_mark = models.CharField(_("mark of the address"), max_length=64, db_index=True, editable=False)
    first_name = SealedTextField(_("first name"), blank=True)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.email = plain_address(self.email)
        self.address_mark = mark_of(self.email, self.SALT)
        super().save(*args, **kwargs)
