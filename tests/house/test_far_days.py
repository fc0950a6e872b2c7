"""A year that somebody typed wrong, or that stands for "always" in another program, stops no page."""

import pytest
from django.apps import apps
from django.test import Client

from network.models import SnapshotRun
from network.snapshots.running import mark_behind, recompute
from tests.house.test_permissions import CASES
from tests.network.village import Village, make_village, sign_in
from wijkweb.kit.partial_dates import PartialDate, PartialDateField

FIRST, LAST = PartialDate(1), PartialDate(9999)
PATHS = sorted({case["path"] for case in CASES})


@pytest.fixture
def village(db: None) -> Village:
    return make_village()


@pytest.mark.parametrize("only", [FIRST, LAST])
def test_every_page_bears_the_first_and_the_last_year(
    only: PartialDate, village: Village, client: Client
) -> None:
    for model in apps.get_models():
        dates = [field.name for field in model._meta.fields if isinstance(field, PartialDateField)]
        days = {name: {"started_on": FIRST, "ended_on": LAST}.get(name, only) for name in dates}
        if days and not model.__name__.startswith("Historical"):
            model._base_manager.update(**days)
    mark_behind([village.kern.pk])
    recompute(village.kern.pk)
    reason = SnapshotRun.objects.get(pk=village.kern.pk).reason
    sign_in(client, village, "coordinator")
    client.raise_request_exception = False
    failed = [path for path in PATHS if client.get(path).status_code >= 500]
    assert (reason, failed) == ("", [])
