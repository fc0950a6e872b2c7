"""What the start page tells about check-ups. Few lines, and the same few queries however much there is."""

from dataclasses import dataclass
from typing import Any

from checkups.models import KernCheckups, Support
from checkups.rows import Row, initiatives_in, rows_of, with_owners


@dataclass(frozen=True, slots=True)
class News:
    """Whose turn it is, what the driver filled in and waits for a talk, and the help that was agreed."""

    now: list[Row]
    to_talk: list[Row]
    support: list[Support]

    def __bool__(self) -> bool:
        return bool(self.now or self.to_talk or self.support)


def news_of(kern_ids: list[int], user: Any, few: int) -> News:
    initiatives = initiatives_in(kern_ids, user)
    is_on = KernCheckups.objects.filter(kern_id__in=kern_ids, is_on=True).exists()
    rows = rows_of(initiatives, user=user) if is_on else []
    support = Support.objects.filter(initiative__in=initiatives).open().select_related("initiative", "owner")
    return News(
        [row for row in rows if row.is_now],
        [row for row in rows if row.waits_for_talk],
        with_owners(support[:few], user),
    )
