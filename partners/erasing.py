"""A name that goes, goes everywhere: also from the cards that were merged into the one that stayed."""

from typing import Any

from django.db.models.signals import post_delete, post_save

from partners.models import Identity, Partner


def erase_with_merged(sender: Any, instance: Identity, **_kwargs: Any) -> None:
    """When the name and address of a person are taken away, those of its doubles go too."""
    if sender is Identity and (instance.pk is None or not (instance.name or instance.email)):
        _erase(instance)


def erase_deleted(sender: Any, instance: Identity, **_kwargs: Any) -> None:
    _erase(instance)


def _erase(identity: Identity) -> None:
    doubles = set(Partner.with_merged.filter(merged_into=identity.partner_id).values_list("pk", flat=True))
    if doubles:
        Identity.objects.filter(partner__in=doubles).delete()


def connect() -> None:
    post_save.connect(erase_with_merged, sender=Identity, dispatch_uid="partners.erasing.save")
    post_delete.connect(erase_deleted, sender=Identity, dispatch_uid="partners.erasing.delete")
